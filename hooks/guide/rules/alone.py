"""The rules that look at one record at a time, applied to each: asked about the same again, they know it still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ..kept import digest
from ..load import Data, Item, Parse
from ..model import Record
from ..source import Source, parse_all
from ..spread import spread
from .rule import ALONE, RULES, Corpus, Finding, Shared

Broken = tuple[str, Finding]
"""Name of a rule, and where it is broken."""
Judged = tuple[list[Broken], int]
"""What one record breaks, and how many checks were made."""
Task = tuple[Item | None, str, bool, bool]
"""A record, or None for the guide's own file; its digest; is it to be looked at; is something to be made of it."""


@dataclass(frozen=True, eq=False)
class Alone(Corpus):
    """A corpus with one record in it, or with the guide's own file only."""

    item: Item | None
    known: Shared

    @property
    def shared(self) -> Shared:
        """What was found in the whole corpus."""
        return self.known

    def items(self, *kinds: str) -> Iterator[Item]:
        """The record, if it is of one of these kinds."""
        if self.item and (not kinds or self.item.kind in kinds):
            yield self.item

    def sources(self) -> Iterator[tuple[Source, Item | None, Record]]:
        """The record with its file."""
        if self.item:
            yield self.item.source, self.item, self.item.record
        elif self.data.guide:
            yield self.data.guide_source, None, self.data.guide


@dataclass(slots=True)
class Sound:
    """Records that broke none of these rules, by digest → number of checks. `used` is what was of use this time.

    `parse` gives the values of files, as they are or as they are known from before.
    """

    known: Mapping[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    parse: Parse = parse_all


class Maker(Protocol):
    """Makes something of records while they are looked at, and while they are at hand."""

    def wants(self, item: Item) -> bool:
        """Is there something to make of this record?"""

    def make(self, item: Item) -> Any:
        """Make it: in another process, and perhaps of records that are wrong, where it may come to nothing."""

    def take(self, item: Item, made: Any) -> None:
        """What was made."""


def one_by_one(corpus: Corpus, sound: Sound, maker: Maker | None = None) -> Iterator[Judged]:
    """For the guide's own file and for each record: what is broken, and how many checks were made.

    What is known to be sound is not looked at. The rest is begun on all processors at once, also while nobody asks
    for what comes of it.
    """
    data = corpus.data
    bare = Data(data.guide, data.guide_source, {}, {}, (), 0, style=data.style, style_source=data.style_source)
    rest = Alone(bare, (), corpus.today, None, corpus.shared)
    things = (None, *corpus.items())
    tasks = [
        (item, key, key not in sound.known, bool(maker and item and maker.wants(item)))
        for item, key in zip(things, keys_of(things, rest), strict=True)
    ]

    def done(task: Task) -> tuple[Judged | None, Any]:
        item, _, look, make = task
        found = judged(replace(rest, item=item)) if look else None
        return found, maker.make(item) if maker and item and make else None

    return all_of(tasks, spread(done, [task for task in tasks if task[2] or task[3]]), sound, maker)


def all_of(
    tasks: list[Task], results: Iterator[tuple[Judged | None, Any]], sound: Sound, maker: Maker | None
) -> Iterator[Judged]:
    """What is known and what was found now, in their order; what was made is handed on."""
    for item, key, look, make in tasks:
        found, made = next(results) if look or make else (None, None)
        broken, checks = found or ([], sound.known[key])
        if not broken:
            sound.used[key] = checks
        if maker and item and make:
            maker.take(item, made)
        yield broken, checks


def keys_of(things: Iterable[Item | None], rest: Alone) -> list[str]:
    """A digest of each record with everything else that these rules look at; of the rest alone for the guide's file."""
    known = rest.known
    ids = {kind: sorted(names) for kind, names in known.ids.items()}
    shared = (sorted(known.proper), sorted(known.names), known.technical, ids, sorted(known.former))
    around = digest(rest.data.guide_source.text, rest.data.style_source.text, str(rest.today), repr(shared))
    return [digest(around, item.kind, item.id, item.source.text) if item else around for item in things]


def judged(part: Alone) -> Judged:
    """What one record breaks."""
    broken: list[Broken] = []
    checks = 0
    for name in ALONE:
        for finding in RULES[name](part):
            checks += 1
            if finding is not None:
                broken.append((name, finding))
    return broken, checks
