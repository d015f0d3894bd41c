"""The page for authors: what needs work, the weakest first, and what is still wanted. It shows `standing`'s figures."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from ..address import PAGES, relative
from ..notes import Notes
from ..vancouver import plain_date
from .coverage import Coverage
from .standing import SOON, Check, GuideStanding, Named, Source, Standing
from .view import LISTS, Part, Section, View

EDITORIAL = "editorial/"
DATA = "../api/v1/editorial.json"
OTHERS = {"trial": "Trials", "picture": "Pictures", "term": "Words explained"}
FIRST, SHORT, LONG = 10, 5, 35
"""Lines of the first list; lines that every other list shows, and how many more it holds closed; the data has all."""
GAPS = Part(
    "prose", {"html": Markup("<p>Optional fields only. A gap can be right: what no source says stays out.</p>")}
)
NONE_YET = "unreviewed"

Row = tuple[str, str, str]


def editorial_page(standing: GuideStanding) -> View:
    """What needs work first, then list by list, then every record."""
    records = standing.records
    pages = [one for one in records if one.kind in PAGES]
    late = [check_row(one) for one in standing.due if one.due == "overdue"]
    soon = [check_row(one) for one in standing.due if one.due == "soon"]
    single = sorted(pages, key=lambda one: (-share(one), -one.single_source, one.name.casefold()))
    hard = sorted(pages, key=lambda one: (-one.grade, one.name.casefold()))
    waived = [row(one, f"{waiver.rule}: {waiver.reason}") for one in records for waiver in one.waivers]
    wanted = [row(one, " ".join(one.wanted)) for one in records if one.wanted]
    sections = (
        Section("needs-work", "What needs work first", (shortlist(
            [row(one, why(one)) for one in pages[:FIRST]], FIRST, told="Pages with the most points.",
        ),)),
        Section("totals", "In figures", (Part("totals", {"rows": totals(records, pages)}),)),
        Section("overdue", "Checks that are overdue", (shortlist(late, nothing="None. Every check is in time."),)),
        Section("due-soon", f"Checks due within {SOON} days", (shortlist(soon),)),
        Section("single-source", "Statements on one source", (shortlist(
            [row(one, f"{one.single_source} of {one.statements} statements") for one in single[:SHORT]],
            told=one_source(records, pages),
        ),)),
        Section("oldest-sources", "The oldest sources", (shortlist(
            [source_row(one) for one in standing.oldest_sources],
            sources=True,
            told="By the day of publication. An old source may still be the right one: look for a newer one that "
            "says the same.",
        ),)),
        Section("cited-nowhere", "Sources that no page cites", (shortlist(
            [source_row(one) for one in standing.cited_nowhere],
            sources=True,
            told="They stay in the list of sources on purpose; the note says why.",
        ),)),
        Section("never-used", "Words that no page uses", (shortlist(
            [row(one, "") for one in standing.words_never_used],
            told="A page uses a word when it explains it where it first stands.",
            nothing="None. Every word of the glossary stands on a page.",
        ),)),
        Section("coverage", "Which fields are filled", (GAPS, *(filled(one) for one in standing.coverage))),
        Section("hardest", "The hardest pages to read", (shortlist(
            [row(one, f"grade {one.grade}, {count(one.long_sentences, 'sentence')} over 20 words")
             for one in hard[:SHORT]]
        ),)),
        Section("waivers", "Rules that a record may break, and why", (shortlist(waived),)),
        Section("wanted", "Wanted: questions no source answers yet", (shortlist(wanted, most=len(wanted)),)),
        Section("records", "Every record, the weakest first", tuple(tables(records))),
    )  # fmt: skip
    title = "How the guide stands"
    head = {"day": standing.day, "how_counted": standing.how_counted, "data": DATA}
    return View(
        EDITORIAL, title, "editorial.html", sections, Notes(), head=head, short_title="Editorial", searched=False
    )


def shortlist(
    rows: list[Row],
    short: int = SHORT,
    *,
    most: int = SHORT + LONG,
    told: str = "",
    nothing: str = "None.",
    sources: bool = False,
) -> Part:
    """The first `short` rows, and closed behind them the others up to `most`; `nothing` is said when there are none.

    `sources`: their titles are quoted, so the list is marked as one of references.
    """
    return Part(
        "shortlist",
        {
            "told": told,
            "rows": rows[:short],
            "rest": rows[short:most],
            "left": len(rows[most:]),
            "nothing": nothing,
            "data": DATA,
            "sources": sources,
        },
    )


def row(one: Named, text: str) -> Row:
    """A line of a list: a name, its link, what is to be said."""
    return one.name, relative(one.address, EDITORIAL), text


def check_row(one: Check) -> Row:
    """A record whose check is due."""
    return row(one, f"{'was' if one.due == 'overdue' else 'is'} due on {plain_date(one.next_check)}")


def source_row(one: Source) -> Row:
    """A source with its year and with who cites it, or the note that says why nobody does."""
    year = (one.issued or "no date")[: 4 if one.issued else None]
    cited = "; ".join(page.name for page in one.cited_on)
    return row(one, f"{year} · cited on: {cited}" if cited else one.note or "")


def why(one: Standing) -> str:
    """The figures that a record's points are counted from."""
    told = {"overdue": "check was due on", "soon": "check is due on", "later": "next check"}[one.due]
    parts = [
        count(one.points, "point"),
        f"{told} {plain_date(one.next_check)}",
        f"{one.single_source} of {one.statements} statements on one source",
        f"newest source of {one.newest}" if one.newest else "no source with a date",
        f"grade {one.grade}",
        *([f"may break {count(len(one.waivers), 'rule')}"] if one.waivers else []),
    ]
    return " · ".join(parts)


def count(number: int, word: str) -> str:
    """'1 point', '2 points'."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def share(one: Standing) -> float:
    """Share of a record's statements that rest on one source."""
    return one.single_source / one.statements if one.statements else 0.0


def one_source(records: Iterable[Standing], pages: Iterable[Standing]) -> str:
    """The share in the whole guide, in words."""
    statements, single = sum(one.statements for one in records), sum(one.single_source for one in records)
    hundred = round(100 * single / statements) if statements else 0
    whole = sum(1 for one in pages if one.sources == 1)
    return (
        f"{single} of {statements} statements rest on one source ({hundred} in 100). Many need no second one; a "
        "figure, or a statement that sources may dispute, does. "
        f"Pages that rest on one source as a whole: {whole}."
    )


def totals(records: Iterable[Standing], pages: list[Standing]) -> list[tuple[str, float]]:
    """The whole guide in a few figures."""
    grades = sorted(one.grade for one in pages)
    return [
        ("Statements with a source", sum(one.statements for one in records)),
        ("Statements on one source", sum(one.single_source for one in records)),
        ("Pages made from records", len(pages)),
        ("Pages that rest on one source", sum(1 for one in pages if one.sources == 1)),
        ("Middle reading grade of these pages", grades[len(grades) // 2] if grades else 0),
        ("Highest reading grade", grades[-1] if grades else 0),
        ("Sentences over 20 words", sum(one.long_sentences for one in records)),
        ("Open waivers", sum(len(one.waivers) for one in records)),
        ("Pages that a clinician has reviewed", sum(1 for one in pages if one.review == "reviewed")),
    ]


def filled(one: Coverage) -> Part:
    """One kind: the fields that all its records have in a sentence, the others in a table of records with a gap."""
    some = [field for field in one.fields if field.filled < one.count]
    every = [words(field.name) for field in one.fields if field.filled == one.count]
    rows: list[dict[str, Any]] = [
        {"name": gaps.name, "cells": [field.name not in gaps.missing for field in some]}
        for gaps in one.records
        if gaps.missing
    ]
    headings = [(words(field.name), field.means, field.filled) for field in some]
    title = LISTS[one.kind][0]
    return Part("coverage", {"title": title, "count": one.count, "every": every, "headings": headings, "rows": rows})


def words(field: str) -> str:
    """A field's name as a heading: 'other_names' as 'Other names'."""
    return field.replace("_", " ").capitalize()


def tables(records: tuple[Standing, ...]) -> Iterable[Part]:
    """Every record: those with a page of their own in full, the others by their points. No column holds nothing."""
    columns = {"waivers": any(one.waivers for one in records), "review": any(one.review != NONE_YET for one in records)}
    for kind, title in {**{kind: titles[0] for kind, titles in LISTS.items()}, **OTHERS}.items():
        own = [one for one in records if one.kind == kind]
        if own and kind in PAGES:
            rows = [(relative(one.address, EDITORIAL), one) for one in own]
            yield Part("measures", {"title": title, "rows": rows, "columns": columns})
        elif own:
            groups = [
                (key, [(one.name, relative(one.address, EDITORIAL)) for one in some])
                for key, some in groupby(own, key=lambda one: one.points)
            ]
            yield Part("by_points", {"title": title, "count": len(own), "groups": groups})
