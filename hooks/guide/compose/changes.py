"""Notes on what changed → the page that lists them, newest first, and what each record's page says of its own."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from ..address import ANCHORS, PAGES, address, relative
from ..link import Linked, name_of
from ..load import Item
from ..model import Change
from ..moves import key_of
from ..notes import Notes
from ..vancouver import plain_date
from .view import LISTS, Part, Section, View

CHANGES = "changes/"
TITLE = "What is new"
FEEDS = {folder: (kind, LISTS[kind][0]) for kind, folder in PAGES.items()} | {
    ANCHORS[kind][0].strip("/"): (kind, title)
    for kind, title in {"trial": "Trials", "term": "Glossary", "question": "Questions", "picture": "Pictures"}.items()
}
"""Where the records of a kind stand → the kind, and the name of its feed, which is a file beside this page."""
SEARCHED = ("updates", "what changed", "recent changes", "changes to this guide", "news", "new pages")


def changes_page(linked: Linked) -> View:
    """Every note, day by day."""
    sections = []
    for day, items in groupby(linked.all("change"), key=day_of):
        part = Part("change_notes", {"notes": [note(item, linked) for item in items]})
        sections.append(Section(f"day-{day}", plain_date(day), (part,)))
    if not sections:
        sections.append(Section("list", "", (Part("index", {"rows": []}),)))
    head = {"feeds": [(title, folder) for folder, (_, title) in FEEDS.items()]}
    return View(CHANGES, TITLE, "changes.html", tuple(sections), Notes(), summary="", tags=SEARCHED, head=head)


def day_of(item: Item) -> date:
    """The day of a note."""
    assert isinstance(item.record, Change)
    return item.record.date


def note(item: Item, linked: Linked) -> dict[str, Any]:
    """One note with links to the pages it is about; what is not on the site now has none."""
    record = item.record
    assert isinstance(record, Change)
    keys = [now for page in record.pages for now in linked.now(key_of(page)) if linked.has(*now)]
    pages = [(name_of(linked.items[kind][name]), relative(address(kind, name), CHANGES)) for kind, name in keys]
    home = [("Home", relative("", CHANGES))] if record.home else []
    return {
        "id": f"note-{item.id}",
        "text": record.note,
        "minor": record.minor,
        "whole": not record.pages and not record.home,
        "pages": list(dict.fromkeys([*home, *pages])),
    }


def own_notes(item: Item, linked: Linked, page: str) -> list[tuple[date, str]]:
    """(day, link) of each note on one record, newest first."""
    return [(day_of(one), relative(f"{CHANGES}#note-{one.id}", page)) for one in linked.notes_on[item.kind, item.id]]
