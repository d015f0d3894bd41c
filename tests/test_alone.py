"""Rules that look at one record at a time find what they find in the whole, and know it until something changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from guide.inspection import inspect
from guide.load import Memory, load
from guide.rules import Corpus
from guide.rules.alone import Alone, Sound, judged, one_by_one
from guide.rules.rule import ALONE, RULES, Finding

DAY = date(2026, 11, 21)
DRUG = "drugs/examplin.yml"


def shown(name: str, finding: Finding) -> tuple[str, str, str, str]:
    """A finding as it can be compared."""
    return name, finding.source.name, str(finding.path), finding.message


@pytest.mark.parametrize("guide", ["tests/broken", "tests/guides/small", "tests/guides/tuberculosis"])
def test_one_record_at_a_time_gives_what_the_whole_gives(guide: str) -> None:
    corpus = Corpus(load(ROOT / guide / "data", ROOT), (), DAY)
    whole = [(name, finding) for name in ALONE for finding in RULES[name](corpus)]
    apart = list(one_by_one(corpus, Sound()))
    assert sorted(shown(name, one) for some, _ in apart for name, one in some) == sorted(
        shown(name, one) for name, one in whole if one
    )
    assert len(ALONE) > 15
    assert sum(count for _, count in apart) == len(whole)


def test_no_rule_that_is_called_alone_can_see_another_record(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Alone] = []
    monkeypatch.setattr("guide.rules.alone.judged", lambda part: (given.append(part), judged(part))[1])
    data = load(SMALL / "data", ROOT)
    for some, _ in one_by_one(Corpus(data, (), DAY), Sound()):
        assert {one.source.name for _, one in some} <= {item.source.name for item in data.all_items()}
    assert len(given) == 1 + len(list(data.all_items()))
    name = data.items["drug"]["examplin"].source.name
    for part in given:
        assert (part.data.items, part.data.named) == ({}, {})
        assert name not in str(part.data)
        assert [item.source.name for item in part.items()] in ([], [part.item and part.item.source.name])


CHANGES: dict[str, tuple[str, str, str, str]] = {
    "the record itself": (DRUG, "You swallow it [@lee-2023].", "You swallow it.", "no source for 'You swallow it"),
    "the style": (
        "style.yml",
        "avoid:",
        "avoid:\n  - words: [swallow]\n    reason: it is not\n    instead: take",
        "'swallow'",
    ),
    "another record's name": (
        "terms/handkerchief.yml",
        "name: handkerchief",
        "name: handkerchief\nexplain: true",
        "is not explained in the sentence",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_found_holds_until_something_it_rests_on_changes(tmp_path: Path, what: str) -> None:
    name, old, new, message = CHANGES[what]
    home = tmp_path / "guide"
    shutil.copytree(SMALL, home)
    memory: Memory = {}
    sound = Sound()

    def found(remembered: Memory | None) -> list[str]:
        nonlocal sound
        if remembered is None:
            return [str(one) for one in inspect(home / "data", home / "docs", home, DAY).problems]
        sound = Sound(sound.used)
        return [str(one) for one in inspect(home / "data", home / "docs", home, DAY, remembered, sound).problems]

    before = found(memory)
    path = home / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    after = found(memory)
    assert after == found(None)
    assert [one for one in after if message in one], after
    path.write_text(text, encoding="utf-8")
    assert found(memory) == before


MENDS: dict[str, Callable[[Path], object]] = {
    "a record goes": lambda data: (data / "questions/at-the-start.yml").unlink(missing_ok=True),
    "a record comes": lambda data: shutil.copy(data / DRUG, data / "drugs/other.yml"),
    "a record breaks": lambda data: (data / DRUG).write_text("name: [\n"),
}


@pytest.mark.parametrize("what", MENDS)
def test_files_that_are_as_they_were_need_no_second_reading(tmp_path: Path, what: str) -> None:
    data = Path(shutil.copytree(SMALL / "data", tmp_path / "data"))
    memory: Memory = {}
    first = load(data, tmp_path, memory)
    MENDS[what](data)
    again, fresh = load(data, tmp_path, memory), load(data, tmp_path)
    assert again.named == fresh.named
    assert again.problems == fresh.problems
    assert {kind: list(items) for kind, items in again.items.items()} == {
        kind: list(items) for kind, items in fresh.items.items()
    }
    assert again.items["term"] == first.items["term"], "the same objects, not read again"
