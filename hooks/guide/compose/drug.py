"""A drug → the sections of its page, the facts of its card, and the names that search finds it by."""

from __future__ import annotations

from typing import Any

from ..link import Linked
from ..load import Item
from ..model import Drug
from ..model.shared import DrugEffect
from ..prose_html import Writer
from ..vancouver import plain_date
from .view import Part, Section, optional, prose, rows, see

ROUTES = {
    "intravenous": "into a vein",
    "oral": "by mouth",
    "intramuscular": "into a muscle",
    "subcutaneous": "under the skin",
    "intrathecal": "into the fluid around the spinal cord",
    "inhaled": "breathed in",
    "skin": "on the skin",
}
STATUS = {"marketed": "sold", "discontinued": "no longer sold", "unknown": "not checked"}


def drug_head(record: Drug, item: Item, linked: Linked, page: str) -> dict[str, Any]:
    """The facts of the card; each stands again further down, with its source."""
    phases = [one for one, _ in linked.drug_in_phases[item.id]]
    return {
        "group": record.group,
        "drug_class": record.drug_class,
        "routes": [ROUTES[route] for route in record.routes],
        "phases": see(linked, phases, page),
        "names": record.other_names,
        "brands": list(dict.fromkeys(brand.name for brand in record.brands)),
        "said": record.pronunciation.respelling if record.pronunciation else "",
    }


def drug_tags(record: Drug) -> list[str]:
    """Other names and brands."""
    return [*record.other_names, *(brand.name for brand in record.brands), record.drug_class]


def drug_sections(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """A drug from what it is to its codes."""
    record = item.record
    assert isinstance(record, Drug)
    usual, serious = effects_of(record, linked, False), effects_of(record, linked, True)
    return (
        Section("what", "What it is", (prose(writer, record.what_it_is),)),
        Section("how-it-works", "How it works", (prose(writer, record.how_it_works),)),
        Section("why", "Why it is used", (prose(writer, record.why),)),
        *used_in(item, linked, writer),
        Section("how-given", "How it is given", (prose(writer, record.how_given),)),
        *optional(
            "side-effects", "Side effects",
            Part("effect_rows", {"rows": rows(writer, usual, "note")}) if usual else None,
            prose(writer, record.other_effects) if record.other_effects else None,
        ),
        *optional("serious-side-effects", "Serious side effects",
                  Part("effect_rows", {"rows": rows(writer, serious, "note")}) if serious else None),
        Section("tell-your-team", "What to tell your team before", (prose(writer, record.tell_team),)),
        Section("precautions", "Precautions", (prose(writer, record.precautions),)),
        Section("monitoring", "Tests that watch over you", (prose(writer, record.monitoring),)),
        Section("fertility", "Fertility, pregnancy and breastfeeding", (prose(writer, record.fertility),)),
        *optional("late-effects", "Months or years later",
                  prose(writer, record.late_effects) if record.late_effects else None),
        *names(record, linked, writer),
        *approvals(record, linked, writer),
        *codes(record, writer),
    )  # fmt: skip


def effects_of(record: Drug, linked: Linked, serious: bool) -> list[tuple[Item, DrugEffect]]:
    """The side effects with a page of their own: those that the source counts as serious, or the others."""
    effects = linked.items["effect"]
    return [(effects[one.effect], one) for one in record.effects if one.effect in effects and one.serious == serious]


def used_in(item: Item, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """Phases, types and plans that list this drug."""
    phases, types, plans = linked.drug_in_phases[item.id], linked.drug_in_types[item.id], linked.drug_in_plans[item.id]
    return (
        *optional("phases", "In the phases of treatment",
                  Part("link_rows", {"rows": rows(writer, phases, "role"), "echo": True}) if phases else None),
        *optional("types", "In types of the illness",
                  Part("link_rows", {"rows": rows(writer, types, "role"), "echo": True}) if types else None),
        *optional("plans", "In plans by name",
                  Part("link_rows", {"rows": rows(writer, plans, "role"), "echo": True}) if plans else None),
    )  # fmt: skip


def names(record: Drug, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """Brand names by country, and how the name is said."""
    countries = {one.id: one.name for one in linked.guide.countries}
    said = record.pronunciation
    spoken = Part("said", {"said": said.respelling, "marker": writer.marker(said.source)}) if said else None
    table = [
        (brand.name, countries[brand.country], STATUS[brand.status], writer.marker(brand.source))
        for brand in sorted(record.brands, key=lambda one: (countries[one.country], one.name))
    ]
    return optional("names", "Names", spoken, Part("brands", {"rows": table}) if table else None)


def approvals(record: Drug, linked: Linked, writer: Writer) -> tuple[Section, ...]:
    """What regulators approved it for."""
    countries = {one.id: one.name for one in linked.guide.countries}
    lines = [
        {
            "agency": one.agency,
            "country": countries[one.country] if one.country else "",
            "date": plain_date(one.date) if one.date else "",
            "html": writer.line(one.text),
        }
        for one in record.approvals
    ]
    return optional("approvals", "Approvals", Part("approvals", {"rows": lines}) if lines else None)


def codes(record: Drug, writer: Writer) -> tuple[Section, ...]:
    """Codes in public registers."""
    lines = [(one.scheme, one.value, writer.marker(one.source)) for one in record.identifiers]
    return optional("codes", "Codes in public registers", Part("codes", {"rows": lines}) if lines else None)
