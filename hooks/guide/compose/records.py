"""One record → its page: the sections of each kind, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..address import address, relative
from ..link import Linked
from ..load import Item
from ..measure import Measure
from ..mentions import Names
from ..model import Drug, Effect, Entry, Phase, Plan, Procedure, Type
from ..prose_html import Writer
from .changes import CHANGES, own_notes
from .drug import drug_head, drug_sections, drug_tags
from .path import path_of
from .picture import picture_part
from .pieces import differences, drug_rows, help_box, outlook_note, phase_card, plan_links, questions, tell_us, uses
from .topic import topic_sections
from .view import Part, Section, View, crumb, optional, prose, rows, see, sources_of, words_of


def record_page(item: Item, linked: Linked, names: Names, measured: Measure | None) -> View:
    """The page of a phase, drug, effect, type, plan, topic, test or procedure."""
    record = item.record
    if not isinstance(record, Entry):
        raise TypeError(f"{item.kind} has no page of its own")
    page = address(item.kind, item.id)
    writer = Writer(linked, names, page, own=(item.kind, item.id))
    writer.notes.linked |= {
        ("term", word) for word, told in linked.page_of_term.items() if told == (item.kind, item.id)
    }
    in_short = writer.prose(record.in_short)
    head: dict[str, Any] = {"crumb": crumb(item.kind, page), "in_short": in_short}
    if isinstance(record, Phase):
        head["path"] = path_of(linked, page, here=item.id)
        head["card"] = phase_card(writer, record.card)
    if isinstance(record, Drug):
        head["facts"] = drug_head(record, item, linked, page)
    if helps := getattr(record, "when_to_call", ()):
        head["help"] = help_box(writer, helps)
    if pictures := linked.pictures_on[item.kind, item.id]:
        head["pictures"] = [picture_part(one, writer) for one in pictures]
    sections = SECTIONS[item.kind](item, linked, writer)
    if record.unknown:
        sections += (Section("not-known", "What we do not know", (prose(writer, record.unknown),)),)
    if item.kind == "phase":
        sections += questions(item, linked)
    head |= {"checked": record.checked, "next_check": record.next_check, "aliases": record.aliases}
    head["review"] = linked.review(item.kind, item.id)
    head |= {"changed": own_notes(item, linked, page), "changes": relative(CHANGES, page)}
    head["grade"] = measured.grade if measured else None
    head["tell"] = tell_us(linked, item.kind, item.id, record.name)
    words, summary = words_of(writer), Writer(linked, Names(), page).line(record.summary).striptags()
    return View(
        page, record.name, "record.html", sections, writer.notes, words, sources_of(writer), item.kind, item.id,
        summary_text(summary), tags_of(item), item.source.name, head,
    )  # fmt: skip


def summary_text(html: str) -> str:
    """A summary without its markers, for search engines."""
    return " ".join(word for word in html.replace("source ", "").split()).rstrip("0123456789 ")


def tags_of(item: Item) -> tuple[str, ...]:
    """Every other name that search should find the page by."""
    record = item.record
    names = [*getattr(record, "aliases", ())]
    if isinstance(record, Phase):
        names += [one.name for one in record.elsewhere]
    if isinstance(record, Drug):
        names += drug_tags(record)
    if isinstance(record, Effect) and record.medical_name:
        names.append(record.medical_name)
    return tuple(dict.fromkeys(names))


def phase_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A phase from goal to what comes next."""
    record = item.record
    assert isinstance(record, Phase)
    elsewhere = [(one.name, writer.line(one.text)) for one in record.elsewhere]
    return (
        *optional("names", "Your hospital may call this …", Part("names", {"rows": elsewhere}) if elsewhere else None),
        Section("goal", "What it is for", (prose(writer, record.goal),)),
        Section("given", "What you are given and why", (prose(writer, record.given),)),
        Section("drugs", "The drugs of this phase", (drug_rows(writer, record.drugs),)),
        Section("tests", "Tests at the start and the end", (prose(writer, record.tests),)),
        *optional(
            "procedures", "Tests and procedures in this phase",
            Part("link_rows", {"rows": rows(writer, uses(writer, record.procedures, "procedure", "note"), "note")})
            if record.procedures else None,
        ),
        Section("risks", "What may go wrong", (prose(writer, record.risks),)),
        Section("side-effects", "Side effects in this phase", (
            Part("link_rows", {"rows": rows(writer, uses(writer, record.effects, "effect", "note"), "note")}),)),
        Section("living", "Living through it", (prose(writer, record.living),)),
        *optional("for-whom", "What differs, and for whom", differences(writer, record.differs)),
        Section("if-it-worked", "What comes next if it worked", (prose(writer, record.next_if_worked),)),
        Section("if-not", "What comes next if it did not work", (prose(writer, record.next_if_not),)),
        *optional("plans", "Plans with this phase", plan_links(linked.plans_of_phase[item.id], writer)),
    )  # fmt: skip


def effect_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A side effect: what, when, what helps, which drugs and phases."""
    record = item.record
    assert isinstance(record, Effect)
    drugs, phases = linked.effect_of_drugs[item.id], linked.effect_in_phases[item.id]
    return (
        Section("what", "What it is", (prose(writer, record.what_it_is),)),
        Section("when", "When it starts and ends", (prose(writer, record.timing),)),
        Section("what-helps", "What you can do", (prose(writer, record.what_helps),)),
        Section("team", "What your team does", (prose(writer, record.team),)),
        *optional("for-whom", "What differs, and for whom", differences(writer, record.differs)),
        *optional("drugs", "Drugs that can cause it",
                  Part("effect_rows", {"rows": rows(writer, drugs, "note"), "echo": True}) if drugs else None),
        *optional("phases", "In the phases of treatment",
                  Part("link_rows", {"rows": rows(writer, phases, "note"), "echo": True}) if phases else None),
    )  # fmt: skip


def type_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A type of the illness."""
    record = item.record
    assert isinstance(record, Type)
    return (
        Section("what", "What it is", (prose(writer, record.what_it_is),)),
        Section("how-found", "How it is found", (prose(writer, record.how_found),)),
        Section("treatment", "How treatment differs", (prose(writer, record.treatment),)),
        *optional("drugs", "Drugs that matter here", drug_rows(writer, record.drugs) if record.drugs else None),
        *optional("for-whom", "What differs, and for whom", differences(writer, record.differs)),
        *optional(
            "outlook",
            "What studies found",
            *((outlook_note(linked), prose(writer, record.outlook)) if record.outlook else ()),
        ),
        *optional("plans", "Plans used for it", plan_links(linked.plans_of_type[item.id], writer)),
    )


def plan_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A plan."""
    record = item.record
    assert isinstance(record, Plan)
    steps = [linked.items["phase"][one] for one in record.phases if linked.has("phase", one)]
    kinds = [linked.items["type"][one] for one in record.types if linked.has("type", one)]
    return (
        Section("for-whom", "Who it is for", (prose(writer, record.for_whom),)),
        *optional(
            "types", "Types it is used for", Part("see", {"links": see(linked, kinds, writer.page)}) if kinds else None
        ),
        Section("made-of", "What it is made of", (prose(writer, record.made_of),)),
        *optional("phases", "Its phases", Part("see", {"links": see(linked, steps, writer.page)}) if steps else None),
        Section("drugs", "Its drugs", (drug_rows(writer, record.drugs),)),
        *optional("evidence", "What studies found", outlook_note(linked), prose(writer, record.evidence)),
        Section("risks", "What may go wrong", (prose(writer, record.risks),)),
    )


def procedure_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A test or procedure."""
    record = item.record
    assert isinstance(record, Procedure)
    phases = linked.procedure_in_phases[item.id]
    return (
        Section("why", "Why it is done", (prose(writer, record.why),)),
        Section("before", "Before", (prose(writer, record.before),)),
        Section("during", "What happens", (prose(writer, record.during),)),
        Section("after", "Afterwards", (prose(writer, record.after),)),
        Section("risks", "What may go wrong", (prose(writer, record.risks),)),
        *optional("for-whom", "What differs, and for whom", differences(writer, record.differs)),
        *optional("phases", "In the phases of treatment",
                  Part("link_rows", {"rows": rows(writer, phases, "note"), "echo": True}) if phases else None),
    )  # fmt: skip


SECTIONS: dict[str, Callable[[Item, Linked, Writer], tuple[Section, ...]]] = {
    "phase": phase_sections,
    "drug": drug_sections,
    "effect": effect_sections,
    "type": type_sections,
    "plan": plan_sections,
    "procedure": procedure_sections,
    "topic": topic_sections,
}
