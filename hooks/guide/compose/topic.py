"""Topics and clinical trials → a topic's sections, and the page of all trials."""

from __future__ import annotations

from typing import Any

from ..address import ANCHORS
from ..link import Linked
from ..load import Item
from ..mentions import Names
from ..model import Topic, Trial
from ..prose_html import Writer
from .lists import slug
from .moved import gone, old_anchors
from .pieces import differences, outlook_note
from .view import TRIALS, Part, Section, View, optional, prose, see, sources_of


def topic_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A topic, heading by heading, then the websites to look for oneself."""
    record = item.record
    assert isinstance(record, Topic)
    note = outlook_note(linked) if record.outlook else None
    return (
        *optional("note", "How to read these figures", note),
        *(Section(slug(one.heading), one.heading, (prose(writer, one.text),)) for one in record.sections),
        *optional("for-whom", "What differs, and for whom", differences(writer, record.differs)),
        *optional("finders", "Where to look", finders(record, writer)),
    )


def finders(record: Topic, writer: Writer) -> Part | None:
    """Websites outside this guide, each with its country."""
    countries = {one.id: one.name for one in writer.linked.guide.countries}
    rows = [
        (one.name, countries[one.country] if one.country else "Worldwide", one.url, writer.line(one.text))
        for one in record.finders
    ]
    return Part("finders", {"rows": rows}) if rows else None


def trials_page(linked: Linked) -> View:
    """Every trial of the guide, with its number in the register."""
    page = ANCHORS["trial"][0]
    writer = Writer(linked, Names(), page)
    entries = [trial(item, item.record, writer) for item in linked.all("trial") if isinstance(item.record, Trial)]
    sections = (Section("list", "", (Part("trials", {"entries": entries}),)), *gone(linked, "trial"))
    head = {"count": len(entries)}
    return View(
        page, TRIALS, "trials.html", sections, writer.notes, (), sources_of(writer), head=head, short_title="Trials"
    )


def trial(item: Item, record: Trial, writer: Writer) -> dict[str, Any]:
    """One trial: what, who, how it stands, and the pages it belongs to."""
    linked = writer.linked
    audiences = {one.id: one.label for one in linked.guide.audiences}
    countries = {one.id: one.name for one in linked.guide.countries}
    about = [linked.items["type"][one] for one in record.types if linked.has("type", one)]
    about += [linked.items["drug"][one] for one in record.drugs if linked.has("drug", one)]
    return {
        "id": item.id,
        "former": old_anchors(linked, "trial", item.id),
        "review": linked.review("trial", item.id),
        "name": record.name,
        "names": record.aliases,
        "registry": record.registry,
        "number": record.number,
        "tags": [audiences[one] for one in record.audience] + [countries[one] for one in record.countries],
        "rows": [
            ("What is tested", writer.line(record.what)),
            ("Who may take part", writer.line(record.who)),
            ("How it stands", writer.line(record.status)),
        ],
        "see": see(linked, about, writer.page),
        "checked": record.checked,
        "next_check": record.next_check,
    }
