"""The change log of meaning: what a diff tells, which changes need a note for readers, and where readers find it.

After a wanted change of a report: GOLDEN=write pytest tests/test_meaning.py, then read the difference.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SMALL, run
from guide.changes import Changes, compare
from guide.differences import paired
from guide.load import Data, load
from guide.meaning import Fact, spelled, weighty
from guide.noted import unnoted
from guide.report import Report, as_json, as_markdown, as_text, escaped
from guide.touched import touched
from pages import page

GOLDEN = ROOT / "tests" / "golden" / "diff"
DIFF = ROOT / "hooks" / "diff.py"
DRUG, PHASE = "drugs/examplin.yml", "phases/start.yml"

Edit = tuple[str, str, str]
"""File, text, text in its place. Without an old text the file is written; without both it is deleted."""

CASES: dict[str, list[Edit]] = {
    "nothing": [],
    "sentence-changed": [(DRUG, "It blocks the marker cell [", "It blocks the marker cell for 3 days [")],
    "sentence-rewritten": [(DRUG, "It blocks the marker cell [", "Nobody has found out yet what it does [")],
    "source-changed": [(DRUG, "You swallow it [@lee-2023]", "You swallow it [@smith-2024, table 1]")],
    "sentence-added-and-removed": [
        (PHASE, "  It is short [@lee-2023, section 2].\n", ""),
        (DRUG, "You swallow it [@lee-2023].\n", "You swallow it [@lee-2023].\n  It tastes of mint [@lee-2023].\n"),
    ],
    "more-urgent": [(DRUG, "- level: soon\n", "- level: now\n")],
    "brand-status": [(DRUG, "status: unknown", "status: discontinued")],
    "frequency": [(DRUG, "frequency: very common", "frequency: common")],
    "code-and-pronunciation": [(DRUG, "57-22-7", "50-00-0"), (DRUG, "eg-ZAM-plin", "EG-zam-plin")],
    "entries-of-lists": [
        (DRUG, "routes: [oral]", "routes: [oral, inhaled]"),
        ("plans/plan-e.yml", "phases: [start, follow-on]", "phases: [start]"),
        ("plans/plan-e.yml", "drugs:\n", "drugs:\n  - drug: other\n    role: It is new [@lee-2023].\n"),
    ],
    "only-spelling": [
        (DRUG, "It makes you sneeze [", "It makes  you SNEEZE, ["),
        (DRUG, "It blocks the marker cell [", "It *blocks* the [marker cell](term:marker-cell) ["),
    ],
    "only-dates-and-remarks": [
        (DRUG, "checked: 2026-01-05\nnext_check: 2027-01-05", "checked: 2026-02-05\nnext_check: 2027-02-05"),
        (DRUG, "unknown: |", "wanted: [Does it help?]\nunknown: |"),
        (PHASE, "order: 1\n", "order: 1  # the first\n"),
        ("references/lee-2023.yml", "accessed: 2026-01-05", "accessed: 2026-02-05"),
    ],
    "other-names-and-place": [
        (DRUG, "aliases: [exampline]", "aliases: [exampline, exmplin]"),
        ("terms/marker-cell.yml", "see_also: [handkerchief]\n", ""),
        (PHASE, "order: 1\n", "order: 3\n"),
    ],
    "source-record": [("references/smith-2024.yml", "read: abstract", "read: full-text")],
    "word": [("terms/marker-cell.yml", "A cell that shows an example", "A cell that shows one example")],
    "question": [("questions/at-the-start.yml", "Whom do I call at night?", "Whom do I call on Sundays?")],
    "home": [("guide.yml", "Examplitis is made up for tests", "Examplitis is invented for tests"),
             ("guide.yml", "tagline: A small guide", "tagline: A tiny guide")],
    "drawing": [("pictures/drop.svg", "</svg>", "<path d='M0 0h9'/></svg>")],
    "record-added": [("terms/nose.yml", "", "name: nose\ndefinition: |\n  It sneezes [@lee-2023].\n"
                      "checked: 2026-01-05\nnext_check: 2027-01-05\n")],
    "record-removed": [("terms/handkerchief.yml", "", "")],
    "record-withdrawn": [("terms/handkerchief.yml", "name: handkerchief", "draft: true\nname: handkerchief")],
    "record-renamed": [
        ("terms/handkerchief.yml", "", ""),
        ("terms/tissue.yml", "", "name: tissue\nformerly: [handkerchief]\ndefinition: |\n"
         "  A cloth for the nose [@lee-2023].\nchecked: 2026-01-05\nnext_check: 2027-01-05\n"),
    ],
    "heading-renamed": [("topics/outlook.yml", "heading: ", "heading: New ")],
    "file-with-a-mistake": [(DRUG, "name: examplin", "nam: examplin"), (PHASE, "order: 1", "order: 4")],
    "signed": [("signoffs/a-reader.yml", "", "record: drug:examplin\nname: Made Up\nrole: nurse\nconsent: true\n"
                "date: 2026-01-05\nscope: all\nhash: sha256:" + "0" * 64 + "\n")],
    "note": [("changes/2026-02-05-x.yml", "", "date: 2026-02-05\nnote: A page is new.\n")],
}  # fmt: skip


def edited(folder: Path, edits: list[Edit]) -> Path:
    """The small guide's data in `folder`, edited."""
    shutil.copytree(SMALL / "data", folder)
    for name, old, new in edits:
        path = folder / name
        if not old and not new:
            path.unlink()
        elif not old:
            path.parent.mkdir(exist_ok=True)
            path.write_text(new, encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
            assert old in text, f"{old!r} is not in {name}"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[list[Edit]], tuple[Data, Data, Changes]]:
    """The small guide before and after these edits, compared."""

    def apply(edits: list[Edit]) -> tuple[Data, Data, Changes]:
        before = load(SMALL / "data", SMALL)
        after = load(edited(tmp_path / "data", edits), tmp_path)
        return before, after, compare(before, after)

    return apply


def report(before: Data, after: Data, changes: Changes) -> Report:
    return Report("before", "after", changes, touched(changes, before, after))


def same(name: str, text: str) -> None:
    """Hold a report against its golden file."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_in_words(changed: Callable[..., Any], name: str) -> None:
    same(f"{name}.txt", as_text(report(*changed(CASES[name]))))


def test_a_file_that_had_a_mistake_before_is_not_new_now(tmp_path: Path) -> None:
    before = load(edited(tmp_path / "before", CASES["file-with-a-mistake"]), tmp_path)
    found = compare(before, load(edited(tmp_path / "after", []), tmp_path))
    assert [record.key for record in found.records] == [("phase", "start")]
    assert found.unread == ("before/drugs/examplin.yml",)


def test_everything_is_new_to_an_empty_folder(tmp_path: Path) -> None:
    found = compare(load(tmp_path / "none", tmp_path), load(SMALL / "data", SMALL))
    assert {record.state for record in found.records} == {"added"}
    assert found.unread == ()


SEVERAL = ["sentence-changed", "source-changed", "more-urgent", "record-removed", "source-record", "note"]


def test_the_same_in_markdown_for_a_pull_request(changed: Callable[..., Any]) -> None:
    same("several.md", as_markdown(report(*changed([edit for name in SEVERAL for edit in CASES[name]]))))


def test_the_same_as_json(changed: Callable[..., Any]) -> None:
    text = as_json(report(*changed([edit for name in SEVERAL for edit in CASES[name]])))
    same("several.json", text)
    values = json.loads(text)
    assert [one["record"] for one in values["records"]] == ["drug:examplin", "term:handkerchief"]
    assert "/drugs/examplin/" in values["pages"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<img src=x> & more", "&lt;img src=x&gt; &amp; more"),
        ("`code` *strong* [x](y) a|b", r"\`code\` \*strong\* \[x\](y) a\|b"),
        ("@smith-2024 #12", r"&#64;smith-2024 \#12"),
    ],
)
def test_text_of_the_guide_is_no_markup_and_calls_nobody(text: str, safe: str) -> None:
    assert escaped(text) == safe


def test_a_long_markdown_report_is_cut_at_a_record_and_says_so(changed: Callable[..., Any]) -> None:
    edits = [
        (f"terms/word-{index}.yml", "", f"name: word {index}\ndefinition: |\n"
         + "".join(f"  It says {part} of {index} in many a word and then more [@lee-2023].\n" for part in range(20))
         + "checked: 2026-01-05\nnext_check: 2027-01-05\n")
        for index in range(60)
    ]  # fmt: skip
    text = as_markdown(report(*changed(edits)))
    assert 40_000 < len(text) < 65_536
    assert text.count("<details>") == text.count("</details>")
    assert "more: too long for a comment" in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        ("The tumour's colour is greyish.", "The tumor’s  color is greyish", True),
        ("Anaemia and oedema", "anemia, and edema", True),
        ("a follow-up test", "A follow up test", True),
        ("It recognises leukaemia", "It recognizes leukemia", True),
        ("hypertension", "hypotension", False),
        ("four weeks", "for weeks", False),
        ("2.5 weeks", "25 weeks", False),
        ("2-3 weeks", "23 weeks", False),
        ("below 38", "below -38", True),
        ("> 38", "< 38", False),
        ("you cannot", "you can", False),
        ("vincristin", "vinblastin", False),
    ],
)
def test_what_counts_as_the_same_spelling(before: str, after: str, alike: bool) -> None:
    assert (spelled(before) == spelled(after)) is alike


@pytest.mark.parametrize(
    ("text", "heavy"),
    [
        ("It helps 3 in 100 people", ["3", "100"]),
        ("Do not stop; don't wait, never", ["not", "t", "never"]),
        ("It takes two to three weeks", ["two", "three"]),
        ("Call your team", []),
    ],
)
def test_what_no_edit_of_style_may_touch(text: str, heavy: list[str]) -> None:
    assert weighty(text) == heavy


def facts(*texts: str) -> list[Fact]:
    return [Fact(("why",), text, ("lee-2023",), True, ("why",)) for text in texts]


def test_of_several_rewritten_sentences_the_most_alike_are_taken_together() -> None:
    old = facts("The drug blocks the cell for a day.", "You swallow the tablet with water.")
    new = facts("You swallow the tablet with milk.", "A third thing entirely.", "The drug blocks the cell for a week.")
    found, spelling = paired(old, new)
    told = [(one.before and one.before.text, one.after and one.after.text) for one in found]
    assert told == [
        ("You swallow the tablet with water.", "You swallow the tablet with milk."),
        (None, "A third thing entirely."),
        ("The drug blocks the cell for a day.", "The drug blocks the cell for a week."),
    ]
    assert spelling == 0


def test_one_of_two_equal_sentences_can_go() -> None:
    found, _ = paired(facts("Same.", "Same."), facts("Same."))
    assert [one.state for one in found] == ["removed"]


REWORDED = (DRUG, "It blocks the marker cell [", "It stops the marker cell [")
NUMBER = (DRUG, "It blocks the marker cell [", "It blocks 3 of the marker cells [")
NOT = (DRUG, "It makes you sneeze [", "It does not make you sneeze [")
NOTE = "date: 2026-02-05\nnote: A part of this page is new.\n"


def note(text: str, name: str = "changes/2026-02-05-x.yml") -> Edit:
    return (name, "", NOTE + text)


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([], []),
        ([REWORDED], ["data/drugs/examplin.yml:24:3: 1 fact changed"]),
        ([REWORDED, note('pages: ["drug:examplin"]\n')], []),
        ([REWORDED, note('pages: ["drug:examplin"]\nminor: true\n')], []),
        ([REWORDED, note('pages: ["phase:start"]\n')], ["data/drugs/examplin.yml:24:3: 1 fact changed"]),
        ([REWORDED, note('pages: ["drug:examplin"]\ndraft: true\n')],
         ["data/drugs/examplin.yml:24:3: 1 fact changed"]),
        ([REWORDED, note("")], ["data/drugs/examplin.yml:24:3: 1 fact changed"]),
        ([NUMBER, note('pages: ["drug:examplin"]\n')], []),
        ([NUMBER, note('pages: ["drug:examplin"]\nminor: true\n')],
         ["data/drugs/examplin.yml:24:3: more than its wording changed (how it works)"]),
        ([NOT, note('pages: ["drug:examplin"]\nminor: true\n')],
         ["data/drugs/examplin.yml:32:11: more than its wording changed (effects, sneezing)"]),
        ([(DRUG, "You sneeze more", "You sneeze a lot more"), note('pages: ["drug:examplin"]\nminor: true\n')],
         ["data/drugs/examplin.yml:52:11: more than its wording changed (when to call, soon)"]),
        ([(DRUG, "status: unknown", "status: marketed"), note('pages: ["drug:examplin"]\nminor: true\n')],
         ["data/drugs/examplin.yml:11:5: more than its wording changed (brands, Exampla, CA)"]),
        ([NUMBER, ("changes/2026-01-05-brand-names.yml", "list of brand names", "list of codes")],
         ["data/drugs/examplin.yml:24:3: 1 fact changed"]),  # a note of an earlier change tells nothing of this one
        ([("terms/handkerchief.yml", "", "")], ["data/terms/handkerchief.yml:1:1: 2 facts removed"]),
        ([("terms/handkerchief.yml", "", ""), note('pages: ["term:handkerchief"]\n')], []),
        ([("guide.yml", "Examplitis is made up", "Examplitis is invented")], ["data/guide.yml:9:3: 1 fact changed"]),
        ([("guide.yml", "Examplitis is made up", "Examplitis is invented"), note("home: true\n")], []),
        (CASES["only-spelling"], []),
        (CASES["only-dates-and-remarks"], []),
        (CASES["source-record"], []),
        (CASES["question"], []),
        (CASES["note"], []),
        (CASES["signed"], []),
        (CASES["file-with-a-mistake"], ["data/phases/start.yml:2:8: 1 fact changed"]),
        ([(PHASE, "order: 1\n", "order: 3\n")], ["data/phases/start.yml:2:8: 1 fact changed"]),
        ([("topics/outlook.yml", "order: ", "order: 1")], []),
        ([(DRUG, "aliases: [exampline]", "aliases: [exmplin]")], []),
        ([("pictures/drop.svg", "</svg>", "<path d='M0 0h9'/></svg>")],
         ["data/pictures/drop.yml:1:1: 1 fact changed"]),
    ],
)  # fmt: skip
def test_a_note_is_required_where_a_fact_changed(
    changed: Callable[..., Any], edits: list[Edit], told: list[str]
) -> None:
    before, after, changes = changed(edits)
    found = [str(problem) for problem in unnoted(changes, before, after)]
    assert len(found) == len(told), found
    for message, start in zip(found, told, strict=True):
        assert message.startswith(start)


def test_the_message_says_which_note_to_write(changed: Callable[..., Any]) -> None:
    before, after, changes = changed([REWORDED])
    (problem,) = unnoted(changes, before, after)
    assert 'add a file to data/changes/ with pages: ["drug:examplin"]' in problem.message
    assert "minor: true" in problem.message
    assert problem.rule == "note-missing"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A real repository: the small guide on main, a branch that changed a sentence, and main gone on since."""
    folder = tmp_path / "repository"
    folder.mkdir()

    def git(*arguments: str) -> None:
        names = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)

    def replace(name: str, old: str, new: str) -> None:
        path = folder / "data" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    git("init", "-q", "-b", "main")
    (folder / "README.md").write_text("No data yet.\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "empty")
    git("tag", "empty")
    shutil.copytree(SMALL / "data", folder / "data")
    git("add", ".")
    git("commit", "-qm", "first")
    git("switch", "-qc", "branch")
    replace(*REWORDED)
    git("commit", "-qam", "mine")
    git("switch", "-q", "main")
    replace(PHASE, "This is phase 1", "This is phase 1 of 2")
    git("commit", "-qam", "theirs")
    git("switch", "-q", "branch")
    replace(DRUG, "status: unknown", "status: marketed")
    return folder


def diff(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, DIFF, *arguments, cwd=folder)


def test_a_branch_is_compared_from_where_it_left_main_with_what_is_not_committed_yet(repository: Path) -> None:
    result = diff(repository, "main")
    assert result.returncode == 0, result.stderr
    assert "It stops the marker cell" in result.stdout
    assert "status marketed" in result.stdout
    assert "phase 1 of 2" not in result.stdout
    assert "/drugs/examplin/" in result.stdout


def test_two_commits_are_compared_and_a_branch_without_data_has_none(repository: Path) -> None:
    assert "status marketed" not in diff(repository, "main", "branch").stdout
    assert "It stops the marker cell" in diff(repository, "main", "branch").stdout
    new = json.loads(diff(repository, "--json", "empty").stdout)
    assert {one["state"] for one in new["records"]} == {"added"}
    assert len(new["records"]) == 15


def test_two_folders_are_compared(tmp_path: Path) -> None:
    edited(tmp_path / "old", [])
    edited(tmp_path / "new", [REWORDED])
    result = diff(tmp_path, "old", "new")
    assert result.stdout.startswith("What changed in meaning from old to new\n")
    assert "new/drugs/examplin.yml" in result.stdout


def test_the_pull_request_fails_without_a_note_and_passes_with_one(repository: Path) -> None:
    result = diff(repository, "--require-note", "main")
    assert result.returncode == 1
    assert result.stderr.splitlines()[0].startswith("data/drugs/examplin.yml:11:5: 2 facts changed, and no new note")
    (repository / "data" / "changes" / "2026-02-05-x.yml").write_text(
        NOTE + 'pages: ["drug:examplin"]\n', encoding="utf-8"
    )
    result = diff(repository, "--require-note", "main")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("base", ["no-such-branch", "--upload-pack=x", "HEAD^{tree}", ""])
def test_what_is_neither_a_commit_nor_a_folder_gives_one_line(repository: Path, base: str) -> None:
    result = diff(repository, "--", base)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_page_of_changes_is_linked_searched_and_marked(small_site: Path) -> None:
    shown = page(small_site / "changes/index.html")
    assert [one.text() for one in shown.all("h2") if one.attributes.get("id", "").startswith("day-")] == [
        "5 January 2026"
    ]
    (one,) = shown.all("div", class_="change")
    assert [link.attributes["href"] for link in one.all("a")] == ["../drugs/examplin/"]
    index = json.loads((small_site / "search/search_index.json").read_text(encoding="utf-8"))
    found = next(doc for doc in index["docs"] if doc["location"] == "changes/")
    assert found["title"] == "What is new"
    assert "updates" in found["tags"]
    drug = page(small_site / "drugs/examplin/index.html")
    links = [link.attributes["href"] for part in drug.all("p", class_="changed") for link in part.all("a")]
    assert links == [f"../../changes/#{one.attributes['id']}", "../../changes/"]
    phase = page(small_site / "phases/start/index.html").all("p", class_="changed")[0]
    assert "no change is noted yet" in phase.text()
    assert "changes/" in [link.attributes["href"] for link in page(small_site / "index.html").all("a")]


def test_a_note_on_a_record_that_has_moved_since_leads_to_where_it_is_now(small: Path) -> None:
    from guide.compose.changes import changes_page, own_notes  # noqa: PLC0415 - as the build has it
    from guide.link import link  # noqa: PLC0415

    path = small / "data" / "drugs" / "examplin.yml"
    path.rename(path.with_name("exampline.yml"))
    path = path.with_name("exampline.yml")
    path.write_text("formerly: [examplin]\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    linked = link(load(small / "data", small))
    (section,) = changes_page(linked).sections
    assert section.parts[0].data["notes"][0]["pages"] == [("examplin", "../drugs/exampline/")]
    assert len(own_notes(linked.items["drug"]["exampline"], linked, "drugs/exampline/")) == 1
