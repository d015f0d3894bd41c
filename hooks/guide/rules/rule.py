"""What a rule is: a generator of findings over all records, with a stable name and a docstring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..docs import HandPage
from ..load import Data, Item
from ..source import Path, Source


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that the rules look at: the records, the hand-written pages, and today's date."""

    data: Data
    pages: tuple[HandPage, ...]
    today: date

    def items(self, *kinds: str) -> Iterator[Item]:
        """Records of these kinds, or of all."""
        for kind in kinds or tuple(self.data.items):
            yield from self.data.items[kind].values()

    def sources(self) -> Iterator[tuple[Source, Item | None]]:
        """Every record's file with its item, the guide's own file (without one) first."""
        if self.data.guide:
            yield self.data.guide_source, None
        for item in self.items():
            yield item.source, item


@dataclass(frozen=True, slots=True)
class Finding:
    """One break of a rule: the file, the path of the value in it, and the message."""

    source: Source
    path: Path
    message: str
    words: str = ""
    prose_line: int = 0
    key: bool = False


Rule = Callable[[Corpus], Iterator[Finding | None]]
"""Yields a Finding for each break and None for each thing looked at that is right: both are checks made."""

RULES: dict[str, Rule] = {}
"""Name → rule, in the order in which they were defined."""


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its stable name."""

    def register(function: Rule) -> Rule:
        if name in RULES or not function.__doc__:
            raise ValueError(f"rule '{name}' is there twice or has no docstring")
        RULES[name] = function
        return function

    return register
