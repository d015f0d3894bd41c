"""Every rule has a name, a docstring, a broken and a good example, and its place on the page for authors."""

from __future__ import annotations

import ast
import re
import shutil
import textwrap
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from guide.changes import compare
from guide.compose import compose
from guide.compose.data_model import DATA_MODEL
from guide.compose.rules_page import RULES_PAGE
from guide.inspection import inspect
from guide.link import link
from guide.load import SINGLE, load
from guide.model import KINDS
from guide.noted import unnoted
from guide.problem import Problem
from guide.render import Renderer
from guide.rules import RULES, Corpus
from guide.rules.book import Explained, book
from guide.validate import OWN_RULES
from pages import Element, Tree
from test_broken import fifo, five_megabytes, link_out

DAY = date(2026, 11, 21)
BROKEN = ROOT / "tests" / "broken"
EXPLAINED = {rule.name: rule for chapter in book() for rule in chapter.rules}


@cache
def told_of_the_broken_guide() -> tuple[Problem, ...]:
    """Every problem of tests/broken."""
    return inspect(BROKEN / "data", BROKEN / "docs", BROKEN, DAY).problems


def path_of(rule: Explained) -> str:
    """The file that breaks the rule, from tests/broken."""
    return rule.file if rule.file.startswith("docs/") else f"data/{rule.file}"


def names_in_code() -> set[str]:
    """Every stable name that some module gives to a problem, read off its source."""
    found = set(OWN_RULES.values()) | {"wrong-type"}
    for path in (ROOT / "hooks" / "guide").rglob("*.py"):
        if path.stem == "preview":  # shows MkDocs' own warnings, which are no rules of the guide
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            at = {"Problem": 4, "SourceError": 3, "fail": 0, "wrong": 1, "rule": 0}.get(node.func.id)
            if at is not None and len(node.args) > at and isinstance(one := node.args[at], ast.Constant):
                found.add(str(one.value))
    return found


def test_every_name_that_a_problem_can_have_is_explained() -> None:
    told = {problem.rule for problem in told_of_the_broken_guide()}
    assert len(told) > 70
    assert (names_in_code() | told | set(RULES)) - set(EXPLAINED) == set()
    assert set(EXPLAINED) - names_in_code() == {"unknown-rule", "waiver-not-allowed", "waiver-not-needed"}


@pytest.mark.parametrize("rule", EXPLAINED.values(), ids=EXPLAINED)
def test_a_rule_says_what_holds_and_shows_both_sides(rule: Explained) -> None:
    assert rule.rule.endswith((".", "."))
    assert len(rule.rule) > 20
    assert rule.wrong != rule.right
    assert rule.message
    assert rule.right


def missing_guide(folder: Path) -> None:
    (folder / "guide.yml").unlink()


def nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def dead_link(folder: Path) -> None:
    (folder / "terms" / "relief.yml").symlink_to("gone.yml")


def bad_pattern(folder: Path) -> None:
    path = folder / "style.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('about: "\\\\bsting\\\\b"', 'about: "sting("'), encoding="utf-8"
    )


MADE: dict[str, Callable[[Path], object]] = {
    "missing-file": missing_guide,
    "no-data": nothing,
    "file-too-big": five_megabytes,
    "symlink-out": link_out,
    "not-a-file": fifo,
    "unreadable": dead_link,
    "bad-pattern": bad_pattern,
}
"""What no repository can hold, or only in the place of something good: broken here, in a copy of the small guide."""


CHECKED = {name: rule for name, rule in EXPLAINED.items() if name != "note-missing"}
"""All but the one that holds two states of the data against each other."""


def test_the_rule_on_notes_is_broken_by_a_change_and_mended_by_its_example(tmp_path: Path) -> None:
    rule = EXPLAINED["note-missing"]
    before = load(SMALL / "data", SMALL)
    folder = Path(shutil.copytree(SMALL / "data", tmp_path / "data"))
    record = folder / "drugs/examplin.yml"
    record.write_text(record.read_text(encoding="utf-8").replace("It blocks the", "It stops the"), encoding="utf-8")
    after = load(folder, tmp_path)
    (problem,) = unnoted(compare(before, after), before, after)
    assert problem.rule == rule.name
    assert rule.message in problem.message
    (folder / "changes/2026-01-06-mended.yml").write_text(rule.right, encoding="utf-8")
    after = load(folder, tmp_path)
    assert unnoted(compare(before, after), before, after) == ()
    assert inspect(folder, SMALL / "docs", tmp_path, DAY).problems == ()


@pytest.mark.parametrize("rule", CHECKED.values(), ids=CHECKED)
def test_a_rule_is_broken_by_a_fixture_that_gives_its_message(rule: Explained, tmp_path: Path) -> None:
    if rule.name in MADE:
        assert not rule.file
        folder = Path(shutil.copytree(SMALL / "data", tmp_path / "data"))
        MADE[rule.name](folder)
        problems = inspect(folder, SMALL / "docs", tmp_path, DAY).problems
    else:
        assert (BROKEN / path_of(rule)).exists()
        problems = tuple(one for one in told_of_the_broken_guide() if one.file == path_of(rule))
    told = [one.message for one in problems if one.rule == rule.name]
    assert any(rule.message in message for message in told), told


def mended(text: str, rule: Explained) -> str:
    """The text of a broken fixture with what is right in the place of what is wrong, at the indentation it has there.

    ' …' stands for the rest of the line, or of the field.
    """
    if not rule.wrong:
        return rule.right
    for blanks in range(8):
        wrong = textwrap.indent(textwrap.dedent(rule.wrong).strip("\n"), " " * blanks)
        right = textwrap.indent(textwrap.dedent(rule.right).strip("\n"), " " * blanks)
        pattern = re.escape(wrong.removesuffix(" …")) + (r"[^\n]*(\n+ [^\n]*)*" if wrong.endswith(" …") else "")
        found, count = re.subn(pattern, lambda _, right=right: right, text, count=1)
        if count:
            return found
    raise AssertionError(f"{rule.wrong!r} does not stand in {rule.file}")


def test_what_is_right_mends_the_broken_fixture(tmp_path: Path) -> None:
    """Each example is applied to its fixture: the rule is silent then, and nothing new is wrong with that file."""
    shutil.copytree(BROKEN, tmp_path, dirs_exist_ok=True)
    shown = [rule for rule in EXPLAINED.values() if rule.file]
    renamed = {rule.name for rule in shown if rule.wrong.startswith("data/")}
    for rule in shown:
        path = tmp_path / path_of(rule)
        if rule.name not in renamed:
            text = path.read_bytes().decode("utf-8", "replace")
            path.write_text(mended(text, rule), encoding="utf-8")
            continue
        for name in rule.right.split():
            if not (tmp_path / name).exists():
                drawing = name.endswith(".svg")
                shutil.copy(path.with_name("no-such-page.svg") if drawing else path, tmp_path / name)
        if path_of(rule) not in rule.right.split():
            path.unlink()
    after = inspect(tmp_path / "data", tmp_path / "docs", tmp_path, DAY).problems
    before = {(one.file, one.message) for one in told_of_the_broken_guide()}
    for rule in shown:
        files = rule.right.split() if rule.name in renamed else [path_of(rule)]
        left = [one for one in after if one.file in files and (one.file, one.message) not in before]
        assert [str(one) for one in left if rule.name not in renamed] == [], rule.name
        assert not [str(one) for one in after if one.file in files and one.message.startswith(rule.message)], rule.name


def test_the_small_guide_passes_every_rule_but_those_it_has_leave_to_break() -> None:
    found = inspect(SMALL / "data", SMALL / "docs", SMALL, DAY)
    corpus = Corpus(found.data, found.pages, DAY)
    assert found.problems == ()
    broken = {name for name, rule in RULES.items() if any(rule(corpus))}
    assert broken <= {name for name, rule in EXPLAINED.items() if rule.waivable}


@cache
def printed(address: str) -> Element:
    """A page of the small guide."""
    found = inspect(SMALL / "data", SMALL / "docs", SMALL, DAY)
    view = next(view for view in compose(link(found.data), found.pages).views if view.address == address)
    tree = Tree()
    tree.feed(Renderer(DAY).view(view))
    assert tree.wrong == []
    return tree.root


@pytest.mark.parametrize("rule", EXPLAINED.values(), ids=EXPLAINED)
def test_a_rule_stands_on_the_page_with_its_words_and_both_examples(rule: Explained) -> None:
    (heading,) = printed(RULES_PAGE).all("h3", id=f"rule-{rule.name}")
    assert heading.text() == rule.name
    place = heading.parent
    assert place is not None
    said = place.text()
    for text in (rule.rule, rule.wrong or "(nothing)", rule.message, rule.right):
        assert " ".join(text.split()) in said
    assert ("with a waiver" in said) == rule.waivable


def test_every_field_of_every_kind_stands_on_the_page_on_the_data() -> None:
    page = printed(DATA_MODEL)
    for name, model in {**KINDS, **{one.removesuffix(".yml"): model for one, model in SINGLE.items()}}.items():
        (heading,) = page.all("h2", id=f"kind-{name}")
        assert heading.parent is not None
        rows = [[cell.text() for cell in row.children] for row in heading.parent.all("tr")[1:]]
        fields = {field.alias or key: field for key, field in model.model_fields.items()}
        assert sorted(row[0] for row in rows) == sorted(fields)
        for key, required, means, values in rows:
            assert required == ("yes" if fields[key].is_required() else "no")
            assert means == fields[key].description
            assert values


def test_the_pages_for_authors_lead_to_their_parts_and_to_each_other() -> None:
    for address in (RULES_PAGE, DATA_MODEL):
        page = printed(address)
        anchors = {one.attributes["id"] for one in page.all(id="*")}
        links = [one.attributes["href"] for one in page.all("a")]
        assert {link[1:] for link in links if link.startswith("#")} <= anchors
        assert len([link for link in links if link.startswith("../")]) == 2
        assert len(anchors) == len(page.all(id="*"))
