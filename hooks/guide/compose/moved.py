"""Former ids → pages at their old addresses, old anchors at their new entries, entries that say what became of them.

A page that moved leads on by itself; one that was split or removed says so and names where to go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..address import ANCHORS, PAGES, address, relative
from ..link import Linked, name_of
from ..moves import Former
from ..notes import Notes
from .view import Part, Section, View, crumb

GONE = "No longer here under this name"
HEADINGS = {"moved": "This page has moved", "split": "This page was divided", "removed": "This page was taken out"}


def moved_pages(linked: Linked) -> list[View]:
    """A page at each former address that was a page of its own."""
    return [moved_page(one, linked) for one in published(linked) if one.key[0] in PAGES]


def published(linked: Linked) -> Iterable[Former]:
    """Former ids that lead to something on the site, or say that there is nothing."""
    return (one for one in linked.former.values() if one.how == "removed" or any(linked.has(*key) for key in one.to))


def moved_page(former: Former, linked: Linked) -> View:
    """What stands at the address of a page that moved, was split or was removed."""
    page = address(*former.key)
    target = address(*former.to[0]) if former.how == "moved" else ""
    head = {
        "crumb": crumb(former.key[0], page),
        "how": former.how,
        "name": former.name,
        "reason": former.reason,
        "links": links(former, linked, page),
    }
    title = f"{former.name}: {HEADINGS[former.how].lower()}" if former.name else HEADINGS[former.how]
    meta = {"noindex": True, "moved_to": target}
    return View(page, title, "moved.html", (), Notes(), head=head, searched=False, meta=meta)


def links(former: Former, linked: Linked, page: str) -> list[tuple[str, str]]:
    """(name, link) of the records to go to."""
    return [
        (name_of(linked.items[kind][name]), relative(address(kind, name), page))
        for kind, name in former.to
        if linked.has(kind, name)
    ]


def old_ids(linked: Linked, kind: str, name: str, *, parts: bool = False) -> list[str]:
    """The ids that this record had before; with `parts` also those of which it is a part now."""
    hows = ("moved", "split") if parts else ("moved",)
    return [
        one.key[1]
        for one in linked.former.values()
        if one.how in hows and one.key[0] == kind and (kind, name) in one.to
    ]


def old_anchors(linked: Linked, kind: str, name: str) -> list[str]:
    """The anchors that this entry of a shared page had before."""
    return [ANCHORS[kind][1] + one for one in old_ids(linked, kind, name)]


def gone(linked: Linked, kind: str) -> tuple[Section, ...]:
    """The entries of a shared page that are no longer there, with what became of them."""
    page = ANCHORS[kind][0]
    rows: list[dict[str, Any]] = [
        {
            "anchor": ANCHORS[kind][1] + one.key[1],
            "name": one.name or one.key[1].replace("-", " "),
            "how": one.how,
            "reason": one.reason,
            "links": links(one, linked, page),
        }
        for one in published(linked)
        if one.key[0] == kind and not (one.how == "moved" and one.to[0][0] == kind)
    ]
    return (Section("gone", GONE, (Part("gone", {"rows": rows}),)),) if rows else ()
