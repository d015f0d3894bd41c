"""How the guide stands on a day: the figures of the page for authors and of its data, computed once for both.

In: the linked records, the measure of each, and which page cites which source and uses which word.
Out: lists of frozen records, each with the weakest first. The names of the fields are those of the published data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from ..address import PAGES, address
from ..link import Linked, name_of
from ..load import Item
from ..measure import Measure
from ..model import Reference
from ..model.shared import Dated, Waiver
from ..notes import Notes
from .coverage import Coverage, coverage_of

SOON = 60
OVERDUE_POINTS, SOON_POINTS, MOST_YEARS = 30, 10, 10
Measures = Mapping[tuple[str, str], Measure]
Due = Literal["overdue", "soon", "later"]


@dataclass(frozen=True, slots=True)
class Named:
    """A record or page that readers can open."""

    name: Annotated[str, Field(description="The name readers know it by")]
    address: Annotated[str, Field(description="Its address, from the root of the site")]


@dataclass(frozen=True, slots=True)
class Standing(Named):
    """How one record stands."""

    kind: Annotated[str, Field(description="Kind of record")]
    id: Annotated[str, Field(description="Id of the record")]
    points: Annotated[int, Field(description="How much it needs work; see 'how_counted'")]
    statements: Annotated[int, Field(description="Sentences with a source")]
    single_source: Annotated[int, Field(description="Of these, sentences that rest on one source")]
    sources: Annotated[int, Field(description="Different sources of the record")]
    newest: Annotated[int | None, Field(description="Year of its newest source; null when no source has a date")]
    grade: Annotated[float, Field(description="School grade of its text, by the formula of Flesch and Kincaid")]
    long_sentences: Annotated[int, Field(description="Sentences over 20 words")]
    waivers: Annotated[tuple[Waiver, ...], Field(description="Rules that it may break, each with the reason")]
    wanted: Annotated[tuple[str, ...], Field(description="Questions that no source answers yet")]
    review: Annotated[Literal["unreviewed", "reviewed", "changed"], Field(description="Has a clinician signed it?")]
    checked: Annotated[date, Field(description="Day on which its sources were last checked")]
    next_check: Annotated[date, Field(description="Day by which they should be checked again")]
    due: Annotated[Due, Field(description="Overdue; soon: due within 60 days; or later")]


@dataclass(frozen=True, slots=True)
class Check(Named):
    """The next check of a record."""

    kind: Annotated[str, Field(description="Kind of record")]
    id: Annotated[str, Field(description="Id of the record")]
    next_check: Annotated[date, Field(description="Day by which its sources should be checked again")]
    due: Annotated[Due, Field(description="Overdue; soon: due within 60 days; or later")]


@dataclass(frozen=True, slots=True)
class Source(Named):
    """A source with the pages that cite it."""

    id: Annotated[str, Field(description="Id of the source")]
    issued: Annotated[str | None, Field(description="Year, month or day on which it was published, if it says so")]
    note: Annotated[str | None, Field(description="The note that the source list shows with it")]
    cited_on: Annotated[tuple[Named, ...], Field(description="The pages that cite it")]


@dataclass(frozen=True, slots=True)
class GuideStanding:
    """How the whole guide stands. Every list begins with what needs work most."""

    day: Annotated[date, Field(description="The day on which this was counted; it decides what is overdue")]
    how_counted: Annotated[tuple[str, ...], Field(description="How the points of a record are counted")]
    records: Annotated[tuple[Standing, ...], Field(description="Every record that states something: most points first")]
    due: Annotated[tuple[Check, ...], Field(description="Checks overdue or due within 60 days: the earliest first")]
    oldest_sources: Annotated[
        tuple[Source, ...], Field(description="Sources that are cited and have a date: the oldest first")
    ]
    cited_nowhere: Annotated[tuple[Source, ...], Field(description="Sources in the list that no page cites")]
    words_never_used: Annotated[tuple[Named, ...], Field(description="Words of the glossary that no page explains")]
    coverage: Annotated[
        tuple[Coverage, ...],
        Field(description="For each kind, which optional fields its records lack: most first"),
    ]


HOW_COUNTED = (
    f"{OVERDUE_POINTS} when the next check is overdue, or {SOON_POINTS} when it is due within {SOON} days",
    "one for each full tenth of its statements that rest on one source only",
    f"one for each year since its newest source came out, {MOST_YEARS} at most; none when no source has a date",
    "its reading grade without the decimals",
    "one for each rule that it may break",
)
"""The formula in words: what `points` does."""


def points(one: Measure, day: date) -> int:
    """How much a record needs work. Every figure in it stands beside it on the page."""
    check = {"overdue": OVERDUE_POINTS, "soon": SOON_POINTS, "later": 0}[due(one.next_check, day)]
    tenths = 10 * one.single_source // one.statements if one.statements else 0
    years = min(max(day.year - one.newest, 0), MOST_YEARS) if one.newest else 0
    return check + tenths + years + int(one.grade) + len(one.waivers)


def due(next_check: date, day: date) -> Due:
    """A check is overdue from the day after it was due."""
    left = (next_check - day).days
    return "overdue" if left < 0 else "soon" if left <= SOON else "later"


def guide_standing(
    linked: Linked, measures: Measures, cited: Iterable[tuple[str, str, Iterable[str]]], used: list[Notes], day: date
) -> GuideStanding:
    """All figures. `cited`: (title, address, ids of its sources) of every page; `used`: the notes of each page."""
    records = [standing(linked.items[kind][name], one, linked, day) for (kind, name), one in measures.items()]
    places: dict[str, list[Named]] = {}
    for title, where, names in cited:
        for name in names:
            places.setdefault(name, []).append(Named(title, where))
    sources = [source(item, tuple(places.get(item.id, ()))) for item in linked.all("reference")]
    dated = [one for one in sources if one.issued and one.cited_on]
    return GuideStanding(
        day,
        HOW_COUNTED,
        tuple(sorted(records, key=lambda one: (-one.points, one.next_check, one.name.casefold(), one.kind, one.id))),
        tuple(sorted(checks(linked, day), key=lambda one: (one.next_check, one.name.casefold(), one.kind, one.id))),
        tuple(sorted(dated, key=lambda one: (one.issued or "", one.id))),
        tuple(sorted((one for one in sources if not one.cited_on), key=lambda one: (one.issued or "~", one.id))),
        tuple(never_used(linked, used)),
        tuple(
            sorted(
                (coverage_of(kind, list(linked.all(kind))) for kind in PAGES if linked.items[kind]),
                key=lambda one: (-sum(len(gaps.missing) for gaps in one.records), one.kind),
            )
        ),
    )


def standing(item: Item, one: Measure, linked: Linked, day: date) -> Standing:
    """One record with its measure."""
    return Standing(
        name_of(item),
        address(item.kind, item.id),
        item.kind,
        item.id,
        points(one, day),
        one.statements,
        one.single_source,
        one.sources,
        one.newest,
        one.grade,
        one.long_sentences,
        one.waivers,
        one.wanted,
        linked.review(item.kind, item.id).state,
        one.checked,
        one.next_check,
        due(one.next_check, day),
    )


def checks(linked: Linked, day: date) -> Iterable[Check]:
    """The records, of any kind, whose sources should be checked now or soon."""
    for kind in linked.items:
        for item in linked.all(kind):
            if isinstance(item.record, Dated) and (state := due(item.record.next_check, day)) != "later":
                yield Check(name_of(item), address(kind, item.id), kind, item.id, item.record.next_check, state)


def source(item: Item, cited_on: tuple[Named, ...]) -> Source:
    """A source with the pages that cite it."""
    assert isinstance(item.record, Reference)
    return Source(name_of(item), address("reference", item.id), item.id, item.record.issued, item.record.note, cited_on)


def never_used(linked: Linked, used: list[Notes]) -> Iterable[Named]:
    """The words that no page explains where they first stand; the page that tells about a word uses it."""
    mentioned = set().union(*(notes.linked for notes in used))
    for item in linked.all("term"):
        if ("term", item.id) not in mentioned and linked.page_of_term.get(item.id) not in mentioned:
            yield Named(name_of(item), address("term", item.id))
