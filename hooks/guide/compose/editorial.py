"""The page for authors: how every record stands, the weakest first, and what is still wanted."""

from __future__ import annotations

from ..address import address, relative
from ..link import Linked, name_of
from ..load import Item
from ..measure import Measure
from ..notes import Notes
from .view import LISTS, Part, Section, View

EDITORIAL = "editorial/"
OTHERS = {"trial": "Trials", "picture": "Pictures", "term": "Words explained"}

Measures = dict[tuple[str, str], Measure]


def editorial_page(linked: Linked, measures: Measures) -> View:
    """One table a kind, then the questions that no source answers yet, then the waivers."""
    sections = [totals(measures)]
    for kind, title in {**{kind: titles[0] for kind, titles in LISTS.items()}, **OTHERS}.items():
        rows = [(item, measures[kind, item.id]) for item in linked.all(kind) if (kind, item.id) in measures]
        if rows:
            rows.sort(key=lambda row: weakest(row[1]))
            data = {"title": title, "rows": [line(item, one, linked) for item, one in rows]}
            sections.append(Section(f"records-{kind}", title, (Part("measures", data),)))
    wanted = [(link_to(linked, key), question) for key, one in measures.items() for question in one.wanted]
    waived = [(link_to(linked, key), waiver) for key, one in measures.items() for waiver in one.waivers]
    sections.append(Section("wanted", "Wanted: questions no source answers yet", (Part("remarks", {"rows": wanted}),)))
    sections.append(Section("waivers", "Rules that a record may break, and why", (Part("remarks", {"rows": waived}),)))
    title = "How the guide stands"
    return View(EDITORIAL, title, "editorial.html", tuple(sections), Notes(), short_title="Editorial", searched=False)


def weakest(one: Measure) -> tuple[str, int, float]:
    """Sorts by the day of the next check, then the fewest sources, then the hardest text."""
    return one.next_check.isoformat(), one.sources, -one.grade


def totals(measures: Measures) -> Section:
    """The whole guide in a few figures."""
    pages = [one for (kind, _), one in measures.items() if kind in LISTS]
    grades = sorted(one.grade for one in pages)
    rows = [
        ("Statements with a source", sum(one.statements for one in measures.values())),
        ("Pages made from records", len(pages)),
        ("Middle reading grade of these pages", grades[len(grades) // 2] if grades else 0),
        ("Highest reading grade", grades[-1] if grades else 0),
        ("Pages that rest on one source", sum(1 for one in pages if one.sources == 1)),
        ("Sentences over 20 words", sum(one.long_sentences for one in measures.values())),
        ("Open waivers", sum(len(one.waivers) for one in measures.values())),
    ]
    return Section("totals", "In figures", (Part("totals", {"rows": rows}),))


def line(item: Item, one: Measure, linked: Linked) -> dict[str, object]:
    """One record's row."""
    href = relative(address(item.kind, item.id), EDITORIAL)
    return {"name": name_of(item), "href": href, "measure": one, "review": linked.review(item.kind, item.id).state}


def link_to(linked: Linked, key: tuple[str, str]) -> tuple[str, str]:
    """(name, link) of a record."""
    return name_of(linked.items[key[0]][key[1]]), relative(address(*key), EDITORIAL)
