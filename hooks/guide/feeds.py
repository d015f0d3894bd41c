"""Notes on what changed → feeds of them: Atom (RFC 4287) and JSON Feed 1.1, for the guide and for each kind.

The id of a note in a feed is made from its file's name, so a note that is worded anew stays the same note, and the
same in every feed. Addresses stand only where the site's own is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from .compose.changes import CHANGES, FEEDS, TITLE, day_of, note
from .link import Linked
from .load import Item
from .model import Change, Guide
from .moves import key_of
from .printed import Printed
from .vancouver import plain_date

ATOM = "http://www.w3.org/2005/Atom"
XML = "{http://www.w3.org/XML/1998/namespace}"
FORMATS = {".xml": "application/atom+xml", ".json": "application/feed+json"}
"""How a feed's file ends → its media type."""
WHOLE = "feed"
NAMED = 3  # names in the title of a note; the others are counted
MINTED = "2026"  # the year in which the ids were thought up (RFC 4151); another year would make all of them new
LONG_AGO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One note in a feed. `url` is empty where the site's address is not known."""

    id: str
    day: date
    title: str
    html: str
    url: str


def feed_files(printed: Printed) -> dict[str, str | bytes]:
    """The feeds of the whole guide and of each kind. A kind without notes has an empty feed: one may follow it."""
    linked, site = printed.linked, printed.edition.address
    files: dict[str, str | bytes] = {}
    for name, kind, about in [(WHOLE, "", ""), *((folder, *found) for folder, found in FEEDS.items())]:
        title = feed_title(linked.guide, about)
        entries = [entry(item, linked, site) for item in linked.all("change") if not kind or concerns(item, kind)]
        files[f"{CHANGES}{name}.xml"] = atom(linked.guide, title, name, entries, site)
        files[f"{CHANGES}{name}.json"] = json_feed(linked.guide, title, name, entries, site)
    return files


def feeds_at(address: str, guide: Guide) -> list[tuple[str, str, str]]:
    """(media type, title, file) of each feed that the page at this address tells of: the guide's, and its kind's."""
    folder = address.partition("/")[0]
    feeds = [(WHOLE, ""), *([(folder, FEEDS[folder][1])] if folder in FEEDS else [])]
    return [
        (media, feed_title(guide, about), f"{CHANGES}{name}{end}")
        for name, about in feeds
        for end, media in FORMATS.items()
    ]


def feed_title(guide: Guide, about: str) -> str:
    """'My guide: what is new (drugs)'."""
    return f"{guide.title}: {TITLE.lower()}" + (f" ({about.lower()})" if about else "")


def concerns(item: Item, kind: str) -> bool:
    """Is a note about a record of this kind, or about the guide as a whole?"""
    assert isinstance(item.record, Change)
    kinds = {key_of(page)[0] for page in item.record.pages}
    return kind in kinds or not (kinds or item.record.home)


def entry(item: Item, linked: Linked, site: str) -> Entry:
    """One note, with the pages it is about."""
    told = note(item, linked)
    lines = [Markup("<p>{}</p>").format(told["text"])]
    if told["minor"]:
        lines.append(Markup("<p>Only the wording changed.</p>"))
    if told["pages"]:
        links = (link(name, href, site) for name, href in told["pages"])
        lines.append(Markup("<ul>{}</ul>").format(Markup("").join(links)))
    return Entry(
        id=tag(linked.guide, f"{CHANGES}{item.id}"),
        day=day_of(item),
        title=title_of(told, day_of(item)),
        html="".join(lines),
        url=f"{site}{CHANGES}#{told['id']}" if site else "",
    )


def link(name: str, href: str, site: str) -> Markup:
    """One page that a note is about; `href` is seen from the page of all notes."""
    if not site:
        return Markup("<li>{}</li>").format(name)
    return Markup('<li><a href="{}">{}</a></li>').format(urljoin(f"{site}{CHANGES}", href), name)


def title_of(told: Mapping[str, Any], day: date) -> str:
    """What a note is about, in a line: the pages that are on the site now."""
    names = [name for name, _ in told["pages"]]
    if told["whole"] or not names:
        return "The whole guide" if told["whole"] else plain_date(day)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def tag(guide: Guide, name: str) -> str:
    """An id that no other guide has and that no change of title or site alters (RFC 4151)."""
    parts = urlsplit(guide.repository)
    return f"tag:{parts.hostname},{MINTED}:{quote(parts.path.strip('/'))}/{quote(name)}"


def updated(entries: Iterable[Entry]) -> str:
    """When a feed changed last, as Atom writes it."""
    return moment(max((one.day for one in entries), default=LONG_AGO))


def moment(day: date) -> str:
    """A day as a point in time."""
    return f"{day}T00:00:00Z"


def atom(guide: Guide, title: str, name: str, entries: list[Entry], site: str) -> bytes:
    """A feed as Atom."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, f"{XML}lang": guide.language})
    say(feed, "id", tag(guide, f"{CHANGES}{name}"))
    say(feed, "title", title)
    say(feed, "subtitle", guide.tagline)
    say(feed, "updated", updated(entries))
    say(ElementTree.SubElement(feed, "author"), "name", guide.publisher)
    if site:
        say(feed, "link", rel="self", type=FORMATS[".xml"], href=f"{site}{CHANGES}{name}.xml")
        say(feed, "link", rel="alternate", type="text/html", href=f"{site}{CHANGES}")
    for one in entries:
        element = ElementTree.SubElement(feed, "entry")
        say(element, "id", one.id)
        say(element, "title", one.title)
        say(element, "published", moment(one.day))
        say(element, "updated", moment(one.day))
        if one.url:
            say(element, "link", rel="alternate", type="text/html", href=one.url)
        say(element, "content", one.html, type="html")
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def say(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    """Put an element with this text under another."""
    ElementTree.SubElement(parent, name, attributes).text = text or None


def json_feed(guide: Guide, title: str, name: str, entries: list[Entry], site: str) -> str:
    """A feed as JSON Feed (jsonfeed.org, version 1.1)."""
    where = {"home_page_url": f"{site}{CHANGES}", "feed_url": f"{site}{CHANGES}{name}.json"} if site else {}
    items = [
        {"id": one.id, **({"url": one.url} if one.url else {}), "title": one.title, "content_html": one.html,
         "date_published": moment(one.day)}
        for one in entries
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        **where,
        "description": guide.tagline,
        "language": guide.language,
        "authors": [{"name": guide.publisher}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
