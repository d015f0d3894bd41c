"""Pages that gather many records: the list of each kind, the glossary, the questions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from ..address import ANCHORS, PAGES, address, relative
from ..link import Linked, name_of
from ..load import Item
from ..mentions import Names
from ..model import Drug, Effect, Entry, Questions, Term
from ..prose_html import Writer
from .brands import BRANDS
from .drug import ROUTES
from .effects import EFFECTS, EFFECTS_TITLE
from .finders import by_letter, drug_finder, drug_keys, word_finder
from .moved import gone, old_anchors
from .path import path_of
from .view import LISTS, TRIALS, Part, Section, View, more, sources_of

NOTHING = (Section("list", "", (Part("index", {"rows": []}),)),)
"""What a list without records shows."""


def list_page(kind: str, linked: Linked) -> View:
    """The list of one kind: a line a record, each sentence with its source."""
    page = f"{PAGES[kind]}/"
    writer = Writer(linked, Names(), page)
    items = list(linked.all(kind))
    head: dict[str, Any] = {}
    if kind == "phase":
        sections: tuple[Section, ...] = (Section("list", "", (Part("index", {"rows": lines(items, writer)}),)),)
        head = {"path": path_of(linked, page)}
    elif kind == "drug":
        keys = [drug_keys(item, item.record, linked) for item in items if isinstance(item.record, Drug)]
        rows = [row | {"find": found} for row, found in zip(drug_lines(items, writer), keys, strict=True)]
        sections = (Section("list", "", (Part("drugs_table", {"rows": rows}),)),)
        head = drug_finder(page, keys, linked) | {"see": ("Brand names, A to Z", relative(BRANDS, page))}
    elif kind == "effect":
        sections = tuple(by_area(items, writer)) or NOTHING
        head = {"see": (EFFECTS_TITLE, relative(EFFECTS, page))}
    else:
        sections = (Section("list", "", (Part("index", {"rows": lines(items, writer)}),)),)
    if kind == "topic" and linked.items["trial"]:
        link = (TRIALS, relative(ANCHORS["trial"][0], page))
        sections += (Section("trials", "", (Part("see", {"links": [link]}),)),)
    return View(
        page,
        LISTS[kind][1],
        "list.html",
        sections,
        writer.notes,
        (),
        sources_of(writer),
        head=head,
        short_title=LISTS[kind][0],
    )


def lines(items: Iterable[Item], writer: Writer) -> list[dict[str, Any]]:
    """Each record's link and summary."""
    return [
        {"link": writer.to(item.kind, item.id), "html": writer.line(item.record.summary)}
        for item in items
        if isinstance(item.record, Entry)
    ]


def drug_lines(items: Iterable[Item], writer: Writer) -> list[dict[str, Any]]:
    """The drugs with their kind, brands, phases and how they are given."""
    found = []
    for item in items:
        record = item.record
        if isinstance(record, Drug):
            phases = [writer.to("phase", one.id) for one, _ in writer.linked.drug_in_phases[item.id]]
            found.append({
                "link": writer.to("drug", item.id),
                "html": writer.line(record.summary),
                "group": record.group,
                "brands": list(dict.fromkeys(brand.name for brand in record.brands)),
                "phases": Markup(", ").join(phases),
                "routes": [ROUTES[route] for route in record.routes],
            })  # fmt: skip
    return found


def by_area(items: Iterable[Item], writer: Writer) -> Iterable[Section]:
    """Side effects by part of the body."""

    def area(item: Item) -> str:
        return item.record.area if isinstance(item.record, Effect) else ""

    for name, group in groupby(sorted(items, key=area), key=area):
        yield Section(slug(name), name, (Part("index", {"rows": lines(group, writer)}),))


def slug(name: str) -> str:
    """A heading's name for its address."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def glossary(linked: Linked) -> View:
    """Every word, A to Z, with its definition, other spellings, related words and where it belongs."""
    page = ANCHORS["term"][0]
    writer = Writer(linked, Names(), page)
    sections = []
    for letter, anchor, group in by_letter(linked.all("term"), name_of):
        entries = [entry(item, item.record, writer) for item in group if isinstance(item.record, Term)]
        sections.append(Section(anchor, letter, (Part("words", {"entries": entries}),)))
    sections += gone(linked, "term")
    head = {"letters": [(section.heading, section.id) for section in sections if section.id != "gone"]}
    head |= word_finder(page, len(linked.items["term"]))
    title = "Glossary"
    return View(
        page, title, "glossary.html", tuple(sections) or NOTHING, writer.notes, (), sources_of(writer), head=head
    )


def entry(item: Item, record: Term, writer: Writer) -> dict[str, Any]:
    """One word of the glossary."""
    related = [one for one in record.see_also if writer.linked.has("term", one)]
    said = record.pronunciation
    return {
        "id": item.id,
        "former": old_anchors(writer.linked, "term", item.id),
        "review": writer.linked.review("term", item.id),
        "name": record.name,
        "html": writer.prose(record.definition),
        "said": said.respelling if said else "",
        "marker": writer.marker(said.source) if said else "",
        "aliases": record.aliases,
        "see": [
            (name_of(writer.linked.items["term"][one]), relative(address("term", one), writer.page)) for one in related
        ],
        "more": more(item.id, writer),
        "source": item.source.name,
    }


def questions_page(linked: Linked) -> View:
    """All questions to ask, moment by moment."""
    page = ANCHORS["question"][0]
    writer = Writer(linked, Names(), page)
    sections = []
    for item in linked.all("question"):
        if isinstance(item.record, Questions):
            former = Part("anchors", {"ids": old_anchors(linked, "question", item.id)})
            part = Part("questions", {"groups": [("", item.record.questions)]})
            state = Part("review_note", {"review": linked.review("question", item.id)})
            sections.append(Section(f"{ANCHORS['question'][1]}{item.id}", item.record.name, (former, part, state)))
    sections += gone(linked, "question")
    return View(page, "Questions to ask your team", "list.html", tuple(sections), writer.notes, short_title="Questions")
