"""What a rule is: a generator of findings over all records, with a stable name and a docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from ..docs import HandPage
from ..load import Data, Item
from ..measure import proper_names
from ..model import Link, Prose, Record, Term
from ..moves import Former, Key, former_of
from ..prose import CITATION, Block, Cite, Inline, Paragraph, Words, citations, inlines, paragraphs, parse_prose
from ..sentences import sentences
from ..source import Path, Source
from ..walk import marked

DIGIT = re.compile(r"\d")
SEVERAL = re.compile(r"[,;@]")
"""What stands in a bracket of more than one source, or with a place in it."""
UNPLAIN = re.compile(r"[\\`<]|\]\([^)\s]*\[")
"""What may make of a bracket something else than a citation."""
CAPITALS = re.compile(r"\b[A-Za-z]*[A-Z][A-Za-z-]*[A-Z][A-Za-z]*\b(?![\d:]|-\d)")


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

    @cached_property
    def cited(self) -> frozenset[str]:
        """Ids of the sources that it cites. Only what may be no citation has to be parsed for that."""
        if UNPLAIN.search(self.text):
            return frozenset(name for node, _ in self.nodes if isinstance(node, Cite) for name, _ in node.items)
        found: set[str] = set()
        for inner in CITATION.findall(self.text):
            found.update((name for name, _ in citations(inner)) if SEVERAL.search(inner) else (inner.strip(),))
        return frozenset(found)


Mark = tuple[Source, Item | None, Path, str, Prose | Link]
"""File, record, path, value, marker."""


@cache
def of_item(item: Item) -> tuple[tuple[Mark, ...], tuple[Field, ...]]:
    """The marks and the prose fields of a record, found once however often it is looked at."""
    marks = tuple((item.source, item, *found) for found in marked(item.record))
    return marks, prose_in(marks)


def prose_in(marks: Iterable[Mark]) -> tuple[Field, ...]:
    """The prose fields among marks."""
    return tuple(Field(*one[:4], one[4]) for one in marks if isinstance(one[4], Prose))


def marks_of(source: Source, item: Item | None, record: Record) -> tuple[Mark, ...]:
    """The marks of a record, or of the guide's own file."""
    return of_item(item)[0] if item else tuple((source, None, *found) for found in marked(record))


def fields_of(source: Source, item: Item | None, record: Record) -> tuple[Field, ...]:
    """The prose fields of a record, or of the guide's own file."""
    return of_item(item)[1] if item else prose_in(marks_of(source, item, record))


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
        return tuple(field for source in self.sources() for field in fields_of(*source))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every prose field and every id of another record."""
        return tuple(mark for source in self.sources() for mark in marks_of(*source))

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
    def shared(self) -> Shared:
        """What a rule that looks at one record at a time may know of the others."""
        terms = [item.record for item in self.items("term") if isinstance(item.record, Term)]
        own = {name for item in self.items("term") for name in in_capitals(item)}
        names = {word for item in self.items("plan", "drug", "trial") for word in in_capitals(item)} - own
        names |= {word for name in self.data.style.names for word in CAPITALS.findall(name)}
        return Shared(
            proper_names(self.items("drug", "plan"), self.data.style),
            frozenset(names),
            tuple((word.name.casefold(), word.page or "") for word in terms if word.explain),
            known_ids(self.data),
            frozenset(self.former),
        )

    @cached_property
    def fields_of(self) -> dict[tuple[str, str], list[Field]]:
        """(kind, id) → the prose fields of that record."""
        found: dict[tuple[str, str], list[Field]] = {}
        for field in self.fields:
            if field.item:
                found.setdefault((field.item.kind, field.item.id), []).append(field)
        return found


@dataclass(frozen=True, slots=True)
class Shared:
    """`proper`: words that grades skip; `names`: those in capitals that are no abbreviations;
    `technical`: words to be explained where a page first uses them, each with the page that tells more about it;
    `ids`: kind → all ids; `former`: what was the kind and id of a record once."""

    proper: frozenset[str]
    names: frozenset[str]
    technical: tuple[tuple[str, str], ...]
    ids: Mapping[str, frozenset[str]]
    former: frozenset[Key]


def known_ids(data: Data) -> dict[str, frozenset[str]]:
    """The ids of every kind; those of files that could not be read too, so that one mistake is one message."""
    guide = data.guide
    return {
        **data.named,
        "audience": frozenset(one.id for one in guide.audiences) if guide else frozenset(),
        "country": frozenset(one.id for one in guide.countries) if guide else frozenset(),
    }


def in_capitals(item: Item) -> list[str]:
    """The record's names that are abbreviations."""
    names = (getattr(item.record, "name", ""), *getattr(item.record, "aliases", ()))
    return [word for name in names for word in CAPITALS.findall(name) if item.kind != "term" or word == name]


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

ALONE: set[str] = set()
"""Names of the rules that look at one record at a time: at the guide's own file and style, and what is shared, too."""


def rule(name: str, *, waivable: bool = False, alone: bool = False) -> Callable[[Rule], Rule]:
    """Register a rule under its stable name."""

    def register(function: Rule) -> Rule:
        if name in RULES or not function.__doc__:
            raise ValueError(f"rule '{name}' is there twice or has no docstring")
        RULES[name] = function
        if waivable:
            WAIVABLE.add(name)
        if alone:
            ALONE.add(name)
        return function

    return register
