"""The rules that look at one record at a time, applied to each: asked about the same again, they know it still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..load import Data, Item
from ..model import Record
from ..source import Source
from .rule import ALONE, RULES, Corpus, Finding, Shared

Broken = tuple[str, Finding]
"""Name of a rule, and where it is broken."""


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


@dataclass(frozen=True, slots=True)
class Around:
    """Everything but the record itself that these rules look at. `data` holds no record; two that look alike are."""

    guide: Source
    style: Source
    today: date
    shared: Shared


DATA: dict[Around, Data] = {}
"""The guide and the style that belong to the texts in an Around."""


def alone(corpus: Corpus) -> Iterator[tuple[list[Broken], int]]:
    """For the guide's own file and for each record: what is broken, and how many checks were made."""
    around = Around(corpus.data.guide_source, corpus.data.style_source, corpus.today, corpus.shared)
    if around not in DATA:
        DATA.clear()
        judged.cache_clear()
        bare = Data(corpus.data.guide, around.guide, {}, {}, (), 0, style=corpus.data.style, style_source=around.style)
        DATA[around] = bare
    for item in (None, *corpus.items()):
        yield judged(item, around)


@cache
def judged(item: Item | None, around: Around) -> tuple[list[Broken], int]:
    """What one record breaks."""
    part = Alone(DATA[around], (), around.today, item, around.shared)
    broken: list[Broken] = []
    checks = 0
    for name in ALONE:
        for finding in RULES[name](part):
            checks += 1
            if finding is not None:
                broken.append((name, finding))
    return broken, checks
