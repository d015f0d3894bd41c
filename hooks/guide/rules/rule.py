"""What a rule is: a generator of findings over all records, with a stable name and a docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..docs import HandPage
from ..load import Data, Item
from ..model import Link, Prose, Record
from ..moves import Former, Key, former_of
from ..prose import Block, Inline, Paragraph, Words, inlines, paragraphs, parse_prose
from ..sentences import sentences
from ..source import Path, Source
from ..walk import marked

DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Field:
    """A prose field: its file, its record (none for the guide's own file), its path and its text, parsed once."""

    source: Source
    item: Item | None
    path: Path
    text: str
    marker: Prose

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The parsed prose."""
        return parse_prose(self.text)

    @cached_property
    def parts(self) -> tuple[tuple[Paragraph, list[tuple[str, bool]]], ...]:
        """Each paragraph or list item with its sentences, and whether each has a citation."""
        return tuple((paragraph, sentences(paragraph)) for paragraph in paragraphs(self.blocks))

    @cached_property
    def nodes(self) -> tuple[tuple[Inline, int], ...]:
        """Each link, citation and emphasis with the line of its paragraph."""
        return tuple(
            (node, paragraph.line)
            for paragraph, _ in self.parts
            for node in inlines((paragraph,))
            if not isinstance(node, Words)
        )


@dataclass(frozen=True, eq=False)
class Corpus:
    """All that the rules look at: the records, the hand-written pages, and today's date."""

    data: Data
    pages: tuple[HandPage, ...]
    today: date

    def items(self, *kinds: str) -> Iterator[Item]:
        """Records of these kinds, or of all."""
        for kind in kinds or tuple(self.data.items):
            yield from self.data.items[kind].values()

    def sources(self) -> Iterator[tuple[Source, Item | None, Record]]:
        """Every record with its file and its item; the guide's own file first, without an item."""
        if self.data.guide:
            yield self.data.guide_source, None, self.data.guide
        for item in self.items():
            yield item.source, item, item.record

    @cached_property
    def former(self) -> dict[Key, Former]:
        """(kind, id) → what became of an id that is no record's any more."""
        return former_of(self.data)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every prose field."""
        return tuple(
            Field(source, item, path, text, marker)
            for source, item, path, text, marker in self.marks
            if isinstance(marker, Prose)
        )

    @cached_property
    def marks(self) -> tuple[tuple[Source, Item | None, Path, str, Prose | Link], ...]:
        """Every prose field and every id of another record: file, record, path, value, marker."""
        return tuple((source, item, *found) for source, item, record in self.sources() for found in marked(record))

    @cached_property
    def spoken(self) -> tuple[tuple[Field, int, str], ...]:
        """Every sentence with its field and the line of its paragraph."""
        return tuple(
            (field, paragraph.line, sentence)
            for field in self.fields
            for paragraph, found in field.parts
            for sentence, _ in found
        )

    @cached_property
    def all_spoken(self) -> str:
        """All sentences in one, in small letters: what is not in here is on no page, and need not be sought."""
        return "\n".join(sentence for _, _, sentence in self.spoken).casefold()

    @cached_property
    def counted(self) -> tuple[tuple[Field, int, str], ...]:
        """The spoken sentences that hold a digit."""
        return tuple(one for one in self.spoken if DIGIT.search(one[2]))

    @cached_property
    def fields_of(self) -> dict[tuple[str, str], list[Field]]:
        """(kind, id) → the prose fields of that record."""
        found: dict[tuple[str, str], list[Field]] = {}
        for field in self.fields:
            if field.item:
                found.setdefault((field.item.kind, field.item.id), []).append(field)
        return found


@dataclass(frozen=True, slots=True)
class Finding:
    """One break of a rule: the file, the path of the value in it, and the message.

    `at` is the place where no path leads: in a file that is not YAML.
    """

    source: Source
    path: Path
    message: str
    words: str = ""
    prose_line: int = 0
    key: bool = False
    at: tuple[int, int] = (1, 1)


Rule = Callable[[Corpus], Iterator[Finding | None]]
"""Yields a Finding for each break and None for each thing looked at that is right: both are checks made."""

RULES: dict[str, Rule] = {}
"""Name → rule, in the order in which they were defined."""

WAIVABLE: set[str] = set()
"""Names of the rules that a record may break for a reason of its own."""


def rule(name: str, *, waivable: bool = False) -> Callable[[Rule], Rule]:
    """Register a rule under its stable name."""

    def register(function: Rule) -> Rule:
        if name in RULES or not function.__doc__:
            raise ValueError(f"rule '{name}' is there twice or has no docstring")
        RULES[name] = function
        if waivable:
            WAIVABLE.add(name)
        return function

    return register
