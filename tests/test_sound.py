"""What a check notes of sound records never changes what it finds: with the note, without it, or with a wrong one."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from check import main
from conftest import EPOCH, ROOT, SMALL, run
from guide.kept import digest, versions
from guide.rules.alone import Alone, judged
from guide.sound import NOTE, remembered

DRUG = "data/drugs/examplin.yml"


@pytest.fixture
def project(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small guide on somebody's own machine."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return small


def said(project: Path, **environment: str) -> tuple[int, str]:
    """How a check ends, and what it says."""
    done = run(sys.executable, ROOT / "hooks/check.py", "data", cwd=project, **environment)
    assert not done.stdout
    return done.returncode, done.stderr


def without_note(project: Path) -> tuple[int, str]:
    """The same where nothing is ever noted."""
    return said(project, CI="true")


def put(path: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of one text in one file."""

    def change(project: Path) -> None:
        text = (project / path).read_text(encoding="utf-8")
        assert old in text
        (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def moved(project: Path) -> None:
    """A record with another id."""
    (project / DRUG).rename(project / "data/drugs/otherlin.yml")


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (lambda _: None, " 0 problems"),
    "a record": (put(DRUG, "You swallow it [@lee-2023].", "You swallow it."), "no source for 'You swallow it"),
    "a record's id": (moved, "examplin"),
    "the style": (
        put("data/style.yml", "avoid:", "avoid:\n  - words: [swallow]\n    reason: it is not\n    instead: take"),
        "'swallow'",
    ),
    "a word of another record": (
        put("data/terms/handkerchief.yml", "name: handkerchief", "name: handkerchief\nexplain: true"),
        "is not explained in the sentence",
    ),
    "a record that is no YAML any more": (put(DRUG, "name:", "name: ["), "not valid YAML"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_check_finds_the_same_with_its_note_and_without(project: Path, what: str) -> None:
    before = said(project)
    assert before == (0, before[1])
    assert (project / NOTE).exists()
    change, message = CHANGES[what]
    change(project)
    expected = without_note(project)
    assert message in expected[1]
    assert said(project) == expected
    assert said(project) == expected, "with the note of the changed guide, too"


def test_what_is_wrong_is_found_each_time(project: Path) -> None:
    put(DRUG, "You swallow it [@lee-2023].", "You swallow it.")(project)
    first = said(project)
    assert first[0] == 1
    assert (project / NOTE).exists()
    assert said(project) == first == without_note(project)


def test_another_day_is_looked_at_anew(project: Path) -> None:
    assert said(project)[0] == 0
    long_before = {"SOURCE_DATE_EPOCH": "1000000000"}
    status, found = said(project, **long_before)
    assert (status, found) == said(project, **long_before, CI="true")
    assert status == 1
    assert "opened-in-future" in found or "future" in found


def altered(path: Path, kept: object, program: str | None = None) -> None:
    """The note with other contents, and perhaps another program's."""
    note = json.loads(path.read_bytes())
    path.write_text(json.dumps({"program": program or note["program"], "kept": kept}))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:40]),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "a list": lambda path: path.write_text("[]"),
    "a list in it": lambda path: altered(path, [1]),
    "no figures": lambda path: altered(path, dict.fromkeys(json.loads(path.read_bytes())["kept"], "many")),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_note_that_cannot_be_read_is_as_good_as_none(project: Path, how: str) -> None:
    good = said(project)
    DAMAGES[how](project / NOTE)
    assert said(project) == good


def test_another_program_s_note_is_not_believed(project: Path) -> None:
    put(DRUG, "You swallow it [@lee-2023].", "You swallow it.")(project)
    wrong = said(project)
    kept = dict.fromkeys(json.loads((project / NOTE).read_bytes())["kept"], 0)
    assert kept
    altered(project / NOTE, kept, "of last year")
    assert said(project) == wrong
    altered(project / NOTE, kept)
    assert said(project) != wrong, "its own it believes: what was asked is who wrote it"


def test_sound_records_are_looked_at_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Alone] = []
    monkeypatch.setattr("guide.rules.alone.judged", lambda part: (seen.append(part), judged(part))[1])
    monkeypatch.chdir(project)
    assert main(["data"]) == 0
    assert len(seen) > 10
    seen.clear()
    assert main(["data"]) == 0
    waived = [part.item and part.item.id for part in seen]
    assert waived == ["outlook"], "what breaks a rule with leave is no less broken"
    seen.clear()
    put(DRUG, "You swallow it [@lee-2023].", "You swallow it at noon [@lee-2023].")(project)
    assert main(["data"]) == 0
    assert sorted(part.item.id for part in seen if part.item) == sorted([*waived, "examplin"])


def test_the_note_keeps_only_what_is_of_use(project: Path) -> None:
    said(project)
    before = json.loads((project / NOTE).read_bytes())["kept"]
    put(DRUG, "You swallow it [@lee-2023].", "You swallow it at noon [@lee-2023].")(project)
    said(project)
    after = json.loads((project / NOTE).read_bytes())["kept"]
    assert len(after) == len(before)
    assert len(after.keys() - before.keys()) == 1


def test_nothing_is_noted_where_the_site_is_published_from_nor_beside_data_without_a_project(
    project: Path, tmp_path: Path
) -> None:
    assert without_note(project)[0] == 0
    assert not (project / ".cache").exists()
    bare = tmp_path / "bare"
    shutil.copytree(SMALL / "data", bare / "data")
    said(bare)
    assert sorted(path.name for path in bare.iterdir()) == ["data"]


def test_a_folder_that_cannot_be_written_to_costs_time_only(project: Path) -> None:
    (project / ".cache").write_text("in the way")
    assert said(project)[0] == 0
    with remembered(project) as sound:
        sound.used["1"] = 1
    assert (project / ".cache").read_text() == "in the way"


def test_digests_tell_where_a_part_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc") != digest("abc", "")
    assert digest("é") == digest("é".encode())


def test_versions_name_every_package() -> None:
    assert versions()[0] == sys.version
    assert any(name.startswith("pydantic-") for name in versions())
