"""A record → the facts it states: every sentence with its sources, every value, each with its place in words.

What changes no meaning is no fact: the days of checks, and what authors write for one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .model import Guide, Link, Phase, Prose, Record
from .prose import paragraphs, parse_prose
from .sentences import statements
from .source import Path
from .walk import Spec, plan

DATES = frozenset({"checked", "next_check", "accessed"})
FOR_AUTHORS = frozenset({"draft", "formerly", "wanted", "waivers"})
ARRANGEMENT = frozenset({"aliases", "explain", "license", "listed", "order", "outlook", "page", "pages", "see_also"})
"""Fields that help to find and arrange pages: listed when they change, but no note for readers is needed."""
GUIDE_STATES = frozenset({"summary", "treatment", "outlook_note", "disclaimer"})
"""The fields of guide.yml that tell readers something about the illness; the others are names and settings."""
NAMES = frozenset(
    {"name", "heading", "drug", "effect", "procedure", "audience", "country", "agency", "scheme", "level"}
)
"""Fields of an entry in a list that tell which entry it is."""
TOKEN = re.compile(r"\d[\d.,:/–-]*\d|[^\W_]+|[<>≤≥±−+%°]")
NUMBERS = re.compile(r"[<>≤≥±−+%°]|.*\d.*|two|three|four|five|six|seven|eight|nine|ten|twelve|half|twice")
NEGATIONS = frozenset(
    ["not", "no", "never", "none", "neither", "nor", "without", "only", "unless", "except", "cannot", "t"]
)
BRITISH = (
    (r"ae|oe", "e"),
    (r"our", "or"),
    (r"ll", "l"),
    (r"is(e|ing|ation)", r"iz\1"),
    (r"ys(e|ing)", r"yz\1"),
    (r"tre\b", "ter"),
)
"""What American spelling writes in the place of British; only in words of 5 letters or more ('four' is not 'for')."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a record states.

    `place`: field and entry, as ("effects", "sneezing"); `sources`: as an author cites them, "lee-2023, section 4";
    `path`: where it stands in the file; `others`: records whose pages show it too, as (kind, id);
    `arranges`: it only says where and under which other names the page is found.
    """

    place: tuple[str, ...]
    text: str
    sources: tuple[str, ...] = ()
    sentence: bool = False
    path: Path = field(default=(), compare=False)
    others: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    arranges: bool = field(default=False, compare=False)

    def where(self) -> str:
        """Its place in words: 'effects, sneezing'."""
        return ", ".join(self.place).replace("_", " ")


def facts_of(record: Record) -> tuple[Fact, ...]:
    """All facts of a record in the order of its fields."""
    skipped = DATES | FOR_AUTHORS
    return tuple(
        replace(fact, arranges=True) if arranges(record, key) else fact
        for key, value, spec in fields_of(record)
        if key not in skipped and not (isinstance(record, Guide) and key not in GUIDE_STATES)
        for fact in facts_in(value, spec, (key,), (key,))
    )


def arranges(record: Record, key: str) -> bool:
    """Does this field only arrange pages? The place of a phase is part of the treatment."""
    return key in ARRANGEMENT and not (key == "order" and isinstance(record, Phase))


def fields_of(record: Record) -> Iterator[tuple[str, Any, Spec | None]]:
    """Key, value and what is marked there, of every field that holds something of its own."""
    specs = {name: spec for name, _, spec in plan(type(record))}
    for name, about in type(record).model_fields.items():
        value = getattr(record, name)
        if value is not None and (about.is_required() or value != about.default):
            yield about.alias or name, value, specs.get(name)


def facts_in(value: Any, spec: Spec | None, path: Path, place: tuple[str, ...]) -> Iterator[Fact]:
    """The facts of one value."""
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from facts_in(one, spec[0] if isinstance(spec, tuple) else None, (*path, index), place)
    elif isinstance(value, Record):
        yield from facts_of_entry(value, path, place)
    elif isinstance(spec, Prose):
        yield from sentences_in(value, path, place)
    else:
        yield Fact(place, shown(value), (), False, path, others(value, spec))


def facts_of_entry(entry: Record, path: Path, place: tuple[str, ...]) -> Iterator[Fact]:
    """The facts of a group of keys: one for what stands in short fields, one for each sentence."""
    names: list[str] = []
    values: list[str] = []
    sources: list[str] = []
    related: list[tuple[str, str]] = []
    prose = [(key, value) for key, value, spec in fields_of(entry) if isinstance(spec, Prose)]
    in_list = isinstance(path[-1], int)
    for key, value, spec in fields_of(entry):
        if isinstance(spec, Prose):
            continue
        if spec == Link("reference"):
            sources.append(value)
        elif in_list and key in NAMES and isinstance(value, str):
            names.append(value)
            related += others(value, spec)
        else:
            values.append(words(key) if value is True else f"{words(key)} {shown(value)}")
    here = (*place, ", ".join(names)) if names else place
    if values or sources or not prose:
        yield Fact(here, "; ".join(values) or "listed", tuple(sources), False, path, tuple(related))
    for key, value in prose:
        at = here if in_list else (*here, key)
        for fact in sentences_in(value, (*path, key), at):
            yield Fact(fact.place, fact.text, fact.sources, True, fact.path, tuple(related))


def sentences_in(text: str, path: Path, place: tuple[str, ...]) -> Iterator[Fact]:
    """Every sentence of a prose field."""
    for paragraph in paragraphs(parse_prose(text)):
        for sentence, cited in statements(paragraph):
            sources = tuple(", ".join(filter(None, one)) for one in cited)
            yield Fact(place, sentence, sources, True, path)


def others(value: str, spec: Spec | None) -> tuple[tuple[str, str], ...]:
    """The record that a value names."""
    if not isinstance(spec, Link) or spec.to in ("country", "audience", "reference"):
        return ()
    kind, _, name = value.partition(":") if spec.to == "page" else (spec.to, "", value)
    return ((kind, name),)


def shown(value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    if isinstance(value, Record):
        return " ".join(shown(one) for _, one, _ in fields_of(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def words(key: str) -> str:
    """A key as words: 'when_to_call' → 'when to call'."""
    return re.sub("[_-]", " ", key)


def spelled(text: str) -> tuple[str, ...]:
    """What is left of a text when spacing, capitals, marks and British spelling do not count. Figures stay whole."""
    return tuple(american(token) for token in TOKEN.findall(text.casefold()))


def american(word: str) -> str:
    """A word in American spelling, near enough to compare."""
    if len(word) < 5:
        return word
    for british, instead in BRITISH:
        word = re.sub(british, instead, word)
    return word


def weighty(text: str) -> list[str]:
    """The words of a text that no mere edit of style may touch: figures and negations, in order."""
    return [token for token in TOKEN.findall(text.casefold()) if token in NEGATIONS or NUMBERS.fullmatch(token)]
