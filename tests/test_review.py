"""A sign-off names a person only for the text that they read: any later change of the record shows."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, check, mkdocs, run
from guide.compose import Site, compose
from guide.inspection import inspect
from guide.link import link
from guide.render import Renderer

DAY = date(2026, 11, 21)


def command(guide: Path, record: str) -> str:
    """What the command prints for a record of this guide."""
    result = run(sys.executable, ROOT / "hooks/signoff.py", record, guide / "data")
    assert result.returncode == 0, result.stderr
    return result.stdout


def sign(guide: Path, record: str, name: str = "Ann Example", day: str = "2026-03-04") -> Path:
    """Fill in the printed form as somebody would who has read the record, and save it."""
    filled = {"name": name, "role": "example nurse", "consent": "true", "date": day, "scope": "all sentences"}
    text = command(guide, record)
    for key, value in filled.items():
        text, count = re.subn(rf"(?m)^{key}: .*$", f"{key}: {value}", text)
        assert count == 1, key
    path = guide / "data/signoffs" / f"{record.replace(':', '-')}-{name.split(maxsplit=1)[0].lower()}-{day}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def composed(guide: Path, today: date = DAY) -> Site:
    """The guide's pages; it must pass the check."""
    found = inspect(guide / "data", guide / "docs", guide, DAY)
    assert [str(problem) for problem in found.problems] == []
    return compose(link(found.data), found.pages, today)


def shown(guide: Path, address: str, today: date = DAY) -> str:
    """A page's HTML."""
    return Renderer(today).view(next(view for view in composed(guide, today).views if view.address == address))


def state(guide: Path, address: str = "drugs/examplin/", record: str = "drug/examplin") -> str:
    """What a page says of the review of a record."""
    found = re.search(rf'data-record="{record}" data-review="(\w+)"', shown(guide, address))
    assert found, f"{record} is not on {address}"
    return found[1]


def test_a_signed_record_names_its_reader_and_one_that_nobody_signed_says_so(small: Path) -> None:
    assert state(small) == "unreviewed"
    assert "Not yet reviewed by a clinician." in shown(small, "drugs/examplin/")
    sign(small, "drug:examplin")
    page = shown(small, "drugs/examplin/")
    assert state(small) == "reviewed"
    assert "Not yet reviewed" not in page
    text = re.sub(r"<[^>]+>", "", page)
    assert "Reviewed by Ann Example, example nurse, on 4 March 2026 (read for: all sentences)." in text
    assert state(small, "phases/start/", "phase/start") == "unreviewed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It blocks the marker cell [@lee-2023].", "It stops the marker cell [@lee-2023]."),
        ("It blocks the marker cell [@lee-2023].", "It blocks the marker cell [@smith-2024]."),
        ("name: examplin\n", "name: examplon\n"),
        ("status: unknown", "status: marketed"),
        ("value: 57-22-7", "value: 64-17-5"),
        ("level: soon", "level: now"),
        ("    frequency: very common\n", ""),
        ("date: 2020-02-29", "date: 2020-02-28"),
        ("    frequency: very common\n", "    frequency: very common\n    serious: true\n"),
    ],
)
def test_a_signed_record_flips_when_it_is_edited_and_back_when_the_edit_is_undone(
    small: Path, change: Callable[[str, str, str], Path], old: str, new: str
) -> None:
    sign(small, "drug:examplin")
    before = (small / "data/drugs/examplin.yml").read_text(encoding="utf-8")
    path = change("data/drugs/examplin.yml", old, new)
    assert state(small) == "changed"
    text = re.sub(r"<[^>]+>", "", shown(small, "drugs/examplin/"))
    assert "Changed since review: the last review was on 4 March 2026, of an earlier text." in text
    assert "Ann Example" not in text  # nobody stands for what they have not read
    path.write_text(before, encoding="utf-8")
    assert state(small) == "reviewed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: examplin\n", "# a comment\nname: examplin\n"),
        ("name: examplin\n", 'name: "examplin"\n'),
        ("drug_class: example blocker\ngroup: tablet\n", "group: tablet\ndrug_class: example blocker\n"),
        ("routes: [oral]\n", "routes:\n  - oral\n"),
        ("  It blocks the marker cell [@lee-2023].", "  It blocks the\n  marker  cell [@lee-2023].   "),
        ("checked: 2026-01-05", "checked: 2026-02-05"),
        ("next_check: 2027-01-05", "next_check: 2028-01-05"),
        ("name: examplin\n", "name: examplin\nformerly: [examplane]\n"),
        ("name: examplin\n", "name: examplin\nwanted: [Does it taste of pepper?]\n"),
        ("name: examplin\n", "name: examplin\nlate_effects: null\n"),
        ("aliases: [exampline]\n", "aliases: [exampline]\ndraft: false\n"),
    ],
)
def test_what_no_reader_reads_leaves_a_sign_off_as_it_is(
    small: Path, change: Callable[[str, str, str], Path], old: str, new: str
) -> None:
    sign(small, "drug:examplin")
    change("data/drugs/examplin.yml", old, new)
    assert state(small) == "reviewed"


@pytest.mark.parametrize(
    ("record", "address", "file", "old", "new"),
    [
        ("term:sample-test", "glossary/", "terms/sample-test.yml", "one drop of blood", "one drop of water"),
        ("trial:examplin-again", "trials/", "trials/examplin-again.yml", "name: ", "name: One more "),
        ("picture:drop", "pictures/", "pictures/drop.yml", "name: ", "name: Another "),
        ("picture:drop", "pictures/", "pictures/drop.svg", "</svg>", '<circle class="pic-ink" r="3"/></svg>'),
        ("phase:start", "phases/start/", "phases/start.yml", "name: ", "name: Very "),
    ],
)
def test_every_kind_of_record_flips(
    small: Path, change: Callable[[str, str, str], Path], record: str, address: str, file: str, old: str, new: str
) -> None:
    path = record.replace(":", "/")
    sign(small, record)
    assert state(small, address, path) == "reviewed"
    assert "Ann Example" in shown(small, address)
    change(f"data/{file}", old, new)
    assert state(small, address, path) == "changed"
    assert "Changed since review" in shown(small, address)


def test_of_several_sign_offs_those_that_still_hold_are_shown_and_else_the_latest(
    small: Path, change: Callable[[str, str, str], Path]
) -> None:
    sign(small, "drug:examplin", "Zoe Early", "2026-02-01")
    change("data/drugs/examplin.yml", "You swallow it", "One swallows it")
    sign(small, "drug:examplin", "Ann Example", "2026-05-01")
    sign(small, "drug:examplin", "Bob Example", "2026-04-01")
    text = re.sub(r"<[^>]+>", "", shown(small, "drugs/examplin/"))
    assert re.search(r"Reviewed by Bob Example, .*; Ann Example, [^;]*\.", text)
    assert "Zoe Early" not in text
    change("data/drugs/examplin.yml", "One swallows it", "We swallow it")
    assert "the last review was on 1 May 2026" in re.sub(r"<[^>]+>", "", shown(small, "drugs/examplin/"))


def test_the_editorial_page_tells_each_state_and_what_is_overdue(
    small: Path, change: Callable[[str, str, str], Path]
) -> None:
    sign(small, "drug:examplin")
    sign(small, "phase:start")
    change("data/phases/start.yml", "name: ", "name: Very ")

    def row(name: str, today: date = DAY) -> str:
        lines = shown(small, "editorial/", today).splitlines()
        return next(line for line in lines if line.startswith("<tr>") and f"{name}</a>" in line)

    assert ">reviewed<" in row("examplin")
    assert ">changed since<" in row("Very Start phase")
    assert ">none yet<" in row("Plan E")
    assert "overdue" not in row("examplin", date(2027, 1, 5))
    assert "overdue" in row("examplin", date(2027, 1, 6))


@pytest.mark.parametrize("address", ["drugs/examplin/", "trials/"])
def test_a_check_is_overdue_from_the_day_after_it_was_due(small: Path, address: str) -> None:
    assert "overdue since" not in shown(small, address, date(2027, 1, 5))
    assert re.search(r"overdue since\s*<time[^>]*>5 January 2027", shown(small, address, date(2027, 1, 6)))


def test_the_zip_and_the_handout_tell_the_same_state_as_the_page(small: Path, tmp_path: Path) -> None:
    sign(small, "drug:examplin")
    built = mkdocs(small / "mkdocs.yml", tmp_path / "site")
    assert built.returncode == 0, built.stderr
    parts = json.loads((tmp_path / "site/handout/parts.js").read_text(encoding="utf-8").split("=", 1)[1].rstrip(";\n"))
    assert 'data-review="reviewed"' in parts["parts"]["drug"]["examplin"]
    assert "Ann Example" in parts["parts"]["drug"]["examplin"]
    assert 'data-review="unreviewed"' in parts["parts"]["phase"]["start"]
    with zipfile.ZipFile(next((tmp_path / "site").glob("*.zip"))) as packed:
        page = packed.read("drugs/examplin/index.html").decode()
        assert 'data-record="drug/examplin" data-review="reviewed"' in page
        assert "Ann Example" in page
        assert "Ann Example" in packed.read("handout/parts.js").decode()


@pytest.mark.browser
def test_the_head_of_a_handout_says_how_much_of_it_was_reviewed(small: Path, tmp_path: Path, browser: Any) -> None:
    sign(small, "drug:examplin")
    built = mkdocs(small / "mkdocs.yml", tmp_path / "site")
    assert built.returncode == 0, built.stderr
    page = browser.new_page()
    for choice, said in {
        "#drug=examplin": "Reviewed: each part says by whom.",
        "#phase=start&drug=examplin": "Not all of it is reviewed: each part says how it stands.",
        "#phase=start": "Not yet reviewed by a clinician.",
    }.items():
        page.goto("about:blank")
        page.goto(f"{(tmp_path / 'site/handout/index.html').as_uri()}{choice}")
        page.wait_for_selector(".handout-part")
        assert page.locator("#handout-review").inner_text() == said
    page.close()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("consent: true", "consent: false", "'consent' is false: nobody is named who has not agreed to it"),
        ("consent: true\n", "", "the field 'consent' is missing"),
        ("hash: sha256:", "hash: sha1:", "has the wrong form; expected the line that 'make signoff' prints"),
        ("date: 2026-03-04", "date: 2026-11-22", "2026-11-22 is in the future; write the day on which it was read"),
        ("record: drug:examplin", "record: drug:examplim", "no drug 'examplim'; did you mean 'examplin'?"),
        ("record: drug:examplin", "record: reference:lee-2023", "expected a kind and an id"),
        ("name: Ann Example", 'name: ""', "'name' is empty"),
    ],
)
def test_a_wrong_sign_off_is_refused_with_the_way_out(small: Path, old: str, new: str, said: str) -> None:
    path = sign(small, "drug:examplin")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = check(small / "data", cwd=small)
    told = [line for line in result.stderr.splitlines() if line.startswith("data/")]
    assert len(told) == 1, result.stderr
    assert told[0].startswith(f"data/signoffs/{path.name}:")
    assert said in told[0]


def test_the_printed_form_passes_only_when_a_person_has_agreed(small: Path) -> None:
    path = small / "data/signoffs/blank.yml"
    path.parent.mkdir()
    path.write_text(command(small, "drugs:examplin"), encoding="utf-8")
    said = check(small / "data", cwd=small).stderr
    assert said.count("data/signoffs/blank.yml") == 4  # name, role, scope and consent are still to be filled in


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("drug:examplim", "no drug 'examplim'; did you mean 'examplin'?"),
        ("drug:", "no drug ''"),
        (":", "say which record was read"),
        ("nonsense:examplin", "say which record was read"),
        ("reference:lee-2023", "say which record was read"),
    ],
)
def test_the_command_says_what_it_needs(small: Path, record: str, said: str) -> None:
    result = run(sys.executable, ROOT / "hooks/signoff.py", record, small / "data")
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_nobody_is_named_in_the_real_guide() -> None:
    assert not (ROOT / "data/signoffs").exists()
