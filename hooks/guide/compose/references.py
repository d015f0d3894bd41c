"""Every source of the guide → the list of all of them, and a page for each first letter with all that is known of each.

One page with everything would be the heaviest of the guide: a thousand sources and the pages that cite them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ..address import ANCHORS, address, relative
from ..link import Linked, name_of
from ..load import Item
from ..model import Reference
from ..notes import Notes
from .moved import gone, old_anchors
from .view import Part, Section, View

OTHER = "~"  # after every letter
DATA = {"data": "references", "cites": True}
"""Every page of the list is one file as data, and all sources are in it."""
Cited = dict[str, list[tuple[str, str]]]


def reference_pages(linked: Linked, cited: Iterable[tuple[str, str, Iterable[str]]]) -> tuple[View, ...]:
    """The list first. `cited`: (title, address, ids of the sources cited there) of every page of the site."""
    page, anchor = ANCHORS["reference"]
    cited_on: Cited = {}
    for title, where, ids in cited:
        for name in ids:
            cited_on.setdefault(name, []).append((title, where))
    texts = [(citation.text, linked.items["reference"][name]) for name, citation in linked.citations.items()]
    keyed = sorted(((letter(text), text.strip("[").casefold(), item) for text, item in texts), key=lambda one: one[:2])
    groups = [(key, [item for _, _, item in some]) for key, some in groupby(keyed, key=lambda one: one[0])]
    lines = [line(linked, item, f"{slug(key)}/#{anchor}{item.id}") for key, some in groups for item in some]
    sections = (Section("all-sources", "", (Part("reference_lines", {"lines": lines}),)), *gone(linked, "reference"))
    head = {"count": len(lines)}
    first = View(
        page, "References", "list.html", sections, Notes(), head=head, short_title="Sources", searched=False, meta=DATA
    )
    return (first, *(letter_page(linked, key, some, cited_on) for key, some in groups))


def letters(linked: Linked) -> frozenset[str]:
    """The addresses of the pages for each first letter."""
    return frozenset(address_of(letter(citation.text)) for citation in linked.citations.values())


def address_of(key: str) -> str:
    """The address of the page for a letter."""
    return f"{ANCHORS['reference'][0]}{slug(key)}/"


def letter(text: str) -> str:
    """The letter under which a citation stands, or OTHER."""
    first = next((char for char in text.casefold() if char.isalnum()), "")
    return first if "a" <= first <= "z" else OTHER


def slug(key: str) -> str:
    """A letter's part of an address."""
    return "others" if key == OTHER else key


def line(linked: Linked, item: Item, href: str) -> dict[str, Any]:
    """One source in the list of all."""
    record = item.record
    assert isinstance(record, Reference)
    former = old_anchors(linked, "reference", item.id)
    year = (record.issued or "")[:4]
    return {
        "id": item.id,
        "former": former,
        "who": who(record),
        "year": year,
        "title": record.title,
        "href": href,
        "note": record.note or "",
    }


def who(record: Reference) -> str:
    """The first author, as a list names a work in short; its publisher when it has no author."""
    names = [one.family or one.literal or "" for one in record.author]
    return f"{names[0]}{' et al.' if len(names) > 1 else ''}" if names else record.publisher or ""


def letter_page(linked: Linked, key: str, items: list[Item], cited_on: Cited) -> View:
    """All sources under one letter, in full."""
    page = address_of(key)
    entries = [entry(linked, item, page, cited_on) for item in items]
    title = f"References: {slug(key) if key == OTHER else key.upper()}"
    sections = (Section("sources-in-full", "", (Part("references", {"entries": entries}),)),)
    head = {"see": ("All references", "../")}
    return View(page, title, "list.html", sections, Notes(), head=head, short_title=title, searched=False, meta=DATA)


def entry(linked: Linked, item: Item, page: str, cited_on: Cited) -> dict[str, Any]:
    """One source with its kind, how much of it was read, and the pages that cite it."""
    record = item.record
    assert isinstance(record, Reference)
    newer = linked.items["reference"].get(record.newer or "")
    return {
        "id": item.id,
        "citation": linked.citations[item.id],
        "genre": record.genre,
        "read": record.read,
        "note": record.note or "",
        "newer": (name_of(newer), relative(address("reference", newer.id), page)) if newer else None,
        "cited_on": [(title, relative(where, page)) for title, where in cited_on.get(item.id, [])],
    }
