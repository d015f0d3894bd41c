"""Two data folders, both loaded → what changed between them: facts added, changed, moved and removed, record by record.

What changes no word (spacing, marks, British spelling), the days of checks and authors' own remarks are counted only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .differences import Change, paired
from .link import name_of
from .load import Data, Item
from .meaning import DATES, FOR_AUTHORS, Fact, facts_of, fields_of
from .model import Record
from .moves import FOLDERS, Key, former_of

GUIDE: Key = ("guide", "guide")
"""The guide's own file, among the records."""
Side = dict[Key, "One"]
State = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class One:
    """A published record on one side, with the text of its file and of its drawing."""

    record: Record
    file: str
    text: str
    name: str
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted and not listed: sentences with another spelling, days of checks, remarks for authors, layout."""

    spelling: int = 0
    dates: int = 0
    remarks: int = 0
    layout: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.spelling + other.spelling,
            self.dates + other.dates,
            self.remarks + other.remarks,
            self.layout + other.layout,
        )


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record: its name and file, what happened to it and to its facts. `was`: its former id, if it moved."""

    key: Key
    name: str
    file: str
    state: State
    changes: tuple[Change, ...]
    was: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed. `unread`: files that hold mistakes, so that nobody can say what changed in them."""

    records: tuple[RecordChange, ...]
    counts: Counts
    unread: tuple[str, ...]


def compare(before: Data, after: Data) -> Changes:
    """What changed from one folder to the other; drafts count as not there."""
    old, new = side(before), side(after)
    unread = {key: file for data in (before, after) for key, file in unreadable(data)}
    was = {
        one.to[0]: key
        for key, one in former_of(after).items()
        if one.how == "moved" and key in old and key not in new and one.to[0] in new and one.to[0] not in old
    }
    records, counts = [], Counts()
    for key, one in new.items():
        if key in unread or was.get(key) in unread:
            continue
        former = was.get(key)
        record, counted = compared(key, old.get(former or key), one, ":".join(former or ()))
        counts += counted
        records += [record] if record else []
    for key, one in old.items():
        if key not in new and key not in unread and key not in was.values():
            records.append(RecordChange(key, one.name, one.file, "removed", every(one, "removed")))
    return Changes(tuple(records), counts, tuple(sorted(set(unread.values()))))


def side(data: Data) -> Side:
    """Kind and id → what is on the site, the guide itself first."""
    found: Side = {}
    if data.guide:
        source = data.guide_source
        found[GUIDE] = One(data.guide, source.name, source.text, data.guide.title)
    for item in data.all_items():
        if not item.draft:
            found[item.kind, item.id] = one_of(item, data)
    return found


def one_of(item: Item, data: Data) -> One:
    """A record with all that belongs to it."""
    drawing = data.drawings.get(item.id) if item.kind == "picture" else None
    return One(item.record, item.source.name, item.source.text, name_of(item), drawing.text if drawing else "")


def unreadable(data: Data) -> Iterator[tuple[Key, str]]:
    """Key and file of each record that holds a mistake."""
    files = {problem.file for problem in data.problems if problem.rule not in ("missing-file", "no-data")}
    if data.guide is None and data.guide_source.name in files:
        yield GUIDE, data.guide_source.name
    for kind, ids in data.named.items():
        for name in sorted(ids - set(data.items[kind])):
            end = f"/{FOLDERS[kind]}/{name}.yml"
            yield (kind, name), next((file for file in sorted(files) if file.endswith(end)), end[1:])


def compared(key: Key, before: One | None, after: One, was: str) -> tuple[RecordChange | None, Counts]:
    """One record that is there now, against what it was."""
    if before is None:
        return RecordChange(key, after.name, after.file, "added", every(after, "added")), Counts()
    if before.record == after.record and before.drawing == after.drawing and not was:
        return None, Counts(layout=int(before.text != after.text))
    changes, spelling = paired(facts(before), facts(after))
    counts = Counts(spelling, differing(before, after, DATES), differing(before, after, FOR_AUTHORS))
    if not changes and not was:
        return None, counts if counts != Counts() else Counts(layout=1)
    return RecordChange(key, after.name, after.file, "changed", tuple(changes), was), counts


def every(one: One, state: State) -> tuple[Change, ...]:
    """All facts of a record that came or went."""
    return tuple(Change(None, fact) if state == "added" else Change(fact, None) for fact in facts(one))


def facts(one: One) -> tuple[Fact, ...]:
    """The facts of a record; its drawing is one, told from another by its digest."""
    version = hashlib.sha256(one.drawing.encode()).hexdigest()[:8]
    drawing = (Fact(("drawing",), f"version {version}"),) if one.drawing else ()
    return (*facts_of(one.record), *drawing)


def differing(before: One, after: One, keys: frozenset[str]) -> int:
    """How many of these fields differ."""
    old, new = ({key: value for key, value, _ in fields_of(one.record) if key in keys} for one in (before, after))
    return sum(old.get(key) != new.get(key) for key in keys)
