"""How a record stands: what its page states, on what it rests, how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .load import Item
from .model import Drug, Entry, Link, Picture, Reference, Style, Term, Trial
from .model.shared import Dated, Waiver
from .reading import grade, in_reading_order
from .sentences import stated
from .walk import marked

LONG_SENTENCE = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures of one record. `statements`: sentences with a source, and `single_source`: those with only one.

    `newest` is the year of its newest source, or None when no source has a date.
    """

    statements: int
    single_source: int
    sources: int
    newest: int | None
    grade: float
    long_sentences: int
    waivers: tuple[Waiver, ...]
    wanted: tuple[str, ...]
    checked: date
    next_check: date


def proper_names(items: Iterable[Item], style: Style) -> frozenset[str]:
    """Words of drug, brand and plan names and of the style's own list, in small letters: grades skip them."""
    names = list(style.names)
    for item in items:
        if item.kind in ("drug", "plan"):
            names.append(getattr(item.record, "name", ""))
        if isinstance(item.record, Drug):
            names += [*item.record.other_names, *(brand.name for brand in item.record.brands)]
    return frozenset(
        word for name in names for word in re.sub(r"[^\w\s]", "", name).casefold().split() if len(word) > 2
    )


def measure(item: Item, references: Mapping[str, Item], names: frozenset[str]) -> Measure | None:
    """The figures of a record that states something; None for any other."""
    record = item.record
    if not isinstance(record, Entry | Term | Trial | Picture) or not isinstance(record, Dated):
        return None
    found = [sentence for _, text, _ in in_reading_order(record) for sentence in stated(text)]
    rests_on = [{name for name, _ in items} for _, items in found if items]
    cited = {value for _, value, marker in marked(record) if marker == Link("reference")}.union(*rests_on)
    years = [int(one.issued[:4]) for name in cited if (one := source(references, name)) and one.issued]
    words = [sentence for sentence, _ in found]
    return Measure(
        statements=len(rests_on),
        single_source=sum(1 for sources in rests_on if len(sources) == 1),
        sources=len(cited),
        newest=max(years, default=None),
        grade=grade(words, names),
        long_sentences=sum(1 for sentence in words if len(sentence.split()) > LONG_SENTENCE),
        waivers=record.waivers,
        wanted=record.wanted,
        checked=record.checked,
        next_check=record.next_check,
    )


def source(references: Mapping[str, Item], name: str) -> Reference | None:
    """A reference by its id."""
    item = references.get(name)
    return item.record if item and isinstance(item.record, Reference) else None
