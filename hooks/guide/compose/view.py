"""A page ready to render: sections of parts in reading order, then its words and its sources.

A part names the template macro that shows it and holds that macro's arguments; every text in it is
finished HTML or plain text. Nothing is looked up after this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from ..address import PAGES, address, relative
from ..link import Linked, name_of
from ..load import Item
from ..model import Reference, Term
from ..notes import Notes
from ..prose_html import Writer
from ..vancouver import Citation


@dataclass(frozen=True, slots=True)
class Part:
    """One component: the macro's name and its arguments."""

    kind: str
    data: dict[str, Any]


class Section(NamedTuple):
    """A heading and what stands under it; an empty heading puts the parts right under the title."""

    id: str
    heading: str
    parts: tuple[Part, ...]


class SourceLine(NamedTuple):
    """A source as it stands at the foot of a page: number, id, text, and the places that cite it."""

    number: int
    id: str
    citation: Citation
    genre: str
    read: str
    href: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word explained at the foot of a page."""

    id: str
    name: str
    said: str
    marker: Markup
    html: Markup
    href: str
    more: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class View:
    """A whole page. `address` is from the site's root; `source` is the file that 'edit' opens.

    `meta` is for the frame: 'noindex', and 'moved_to', the address from the site's root that this one leads on to.
    """

    address: str
    title: str
    template: str
    sections: tuple[Section, ...]
    notes: Notes
    words: tuple[WordLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    kind: str = ""
    id: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    head: dict[str, Any] = field(default_factory=dict)
    short_title: str = ""
    searched: bool = True
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The Markdown file that would be this page: 'drugs/index.md' for a folder, 'drugs/x.md' in it."""
        return f"{self.address}index.md" if self.address.count("/") == 1 else f"{self.address[:-1]}.md"

    def contents(self) -> list[tuple[str, str]]:
        """(anchor, heading) of what the page holds, in order."""
        help_box = [("when-to-call", "When to call")] if "help" in self.head else []
        return help_box + [(section.id, section.heading) for section in self.sections if section.heading]


def prose(writer: Writer, text: str) -> Part:
    """A prose field as it stands."""
    return Part("prose", {"html": writer.prose(text)})


def optional(ident: str, heading: str, *parts: Part | None) -> tuple[Section, ...]:
    """A section with the parts that there are, or none."""
    found = tuple(part for part in parts if part)
    return (Section(ident, heading, found),) if found else ()


def words_of(writer: Writer) -> tuple[WordLine, ...]:
    """The words whose first mention this page marks, by name, each with its definition and its sources."""
    linked = writer.linked
    writer.marking = False
    lines = []
    for name in sorted(writer.notes.words, key=lambda one: name_of(linked.items["term"][one]).casefold()):
        record = linked.items["term"][name].record
        if isinstance(record, Term):
            said = record.pronunciation
            respelling = said.respelling if said else ""
            marker = writer.marker(said.source) if said else Markup("")
            html = writer.line(record.definition)
            href = relative(address("term", name), writer.page)
            lines.append(WordLine(name, record.name, respelling, marker, html, href, more(name, writer)))
    writer.marking = True
    return tuple(lines)


def more(name: str, writer: Writer) -> tuple[str, str] | None:
    """(title, link) of the page that tells more about a word."""
    page = writer.linked.page_of_term.get(name)
    return (name_of(writer.linked.items[page[0]][page[1]]), relative(address(*page), writer.page)) if page else None


def sources_of(writer: Writer) -> tuple[SourceLine, ...]:
    """The sources of this page in the order of their numbers."""
    lines = []
    for name, use in writer.notes.sources.items():
        record = writer.linked.items["reference"][name].record
        if isinstance(record, Reference):
            href = relative(address("reference", name), writer.page)
            places = tuple(use.places)
            lines.append(
                SourceLine(use.number, name, writer.linked.citations[name], record.genre, record.read, href, places)
            )
    return tuple(lines)


def rows(writer: Writer, pairs: list[tuple[Item, Any]], text: str) -> list[dict[str, Any]]:
    """Relations seen from their far end: each with a link to the record that states it, and its words."""
    return [
        {"link": writer.to(item.kind, item.id), "html": writer.line(getattr(use, text)), "use": use, "id": item.id}
        for item, use in pairs
    ]


def see(linked: Linked, items: list[Item], page: str) -> list[tuple[str, str]]:
    """(name, link) of records, for navigation."""
    return [
        (name_of(item), relative(address(item.kind, item.id), page)) for item in items if linked.has(item.kind, item.id)
    ]


def crumb(kind: str, page: str) -> tuple[str, str]:
    """Title and link of the list that a page belongs to."""
    return LISTS[kind][0], relative(f"{PAGES[kind]}/", page)


LISTS = {
    "phase": ("Phases", "The phases of treatment"),
    "drug": ("Drugs", "The drugs"),
    "effect": ("Side effects", "Side effects"),
    "type": ("Types", "Types"),
    "plan": ("Plans", "Treatment plans by name"),
    "procedure": ("Tests", "Tests and procedures"),
    "topic": ("Topics", "More to know"),
}
"""Kind → short title of its list (for navigation) and the title of the list's page."""

TRIALS = "Clinical trials in the registers"
