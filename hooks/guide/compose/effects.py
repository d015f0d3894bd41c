"""The page of side effects by drug and by phase: every relation of the guide in one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from ..link import Linked, Uses
from ..load import Item
from ..mentions import Names
from ..model import Effect
from ..prose import Cite, inlines, parse_prose
from ..prose_html import Writer
from .finders import Choice, choices, finder, joined, options
from .view import Part, Section, View, crumb, sources_of

EFFECTS = "effect-finder/"
EFFECTS_TITLE = "Side effects by drug and by phase"
TOLD = (
    "Each side effect with the phases and the drugs whose pages name it. “Counted as serious” means that the "
    "source counts this side effect of the drug among the serious ones. The list may have gaps."
)


def effects_page(linked: Linked) -> View:
    """Every side effect with the phases and the drugs that name it."""
    writer = Writer(linked, Names(), EFFECTS)
    rows = [row(item, item.record, writer) for item in linked.all("effect") if isinstance(item.record, Effect)]
    offered = choices(
        Choice("drug", "Drug", "All drugs", options("drug", linked, ends(linked, linked.effect_of_drugs))),
        Choice("phase", "Phase", "All phases", options("phase", linked, ends(linked, linked.effect_in_phases))),
    )
    words = ("Find a side effect", "Side effect", "side effect", "side effects")
    head = {
        "crumb": crumb("effect", EFFECTS),
        "told": TOLD,
        "letters": [],
        **finder(EFFECTS, len(rows), words, "tbody tr", choices=offered),
    }
    section = Section("list", "", (Part("effects_table", {"rows": rows}),))
    return View(
        EFFECTS, EFFECTS_TITLE, "finder.html", (section,), writer.notes, (), sources_of(writer), summary=TOLD,
        tags=("side effects by drug", "side effects by phase"), head=head,
    )  # fmt: skip


def row(item: Item, record: Effect, writer: Writer) -> dict[str, Any]:
    """One side effect, cell by cell in reading order."""
    drugs = writer.linked.effect_of_drugs[item.id]
    serious = [(drug, use) for drug, use in drugs if use.serious]
    others = [(drug, use) for drug, use in drugs if not use.serious]
    return {
        "link": writer.to("effect", item.id),
        "cells": [
            ("Phases", causes(writer.linked.effect_in_phases[item.id], writer)),
            ("Drugs, counted as serious", causes(serious, writer, serious=True)),
            ("Other drugs", causes(others, writer)),
        ],
        "find": {"names": joined((record.name, record.medical_name or "", *record.aliases))},
    }


def causes(
    uses: Iterable[tuple[Item, Any]], writer: Writer, *, serious: bool = False
) -> list[tuple[str, str, Markup, Markup]]:
    """Drugs or phases that name a side effect: kind, id, link, and the sources that say so.

    That a drug or phase has this effect is what its note says first; that it is serious may stand in any sentence.
    """
    return [
        (item.kind, item.id, writer.to(item.kind, item.id), markers(use.note, writer, first=not serious))
        for item, use in uses
    ]


def markers(text: str, writer: Writer, *, first: bool) -> Markup:
    """The sources of a text, or of what it says first, each once."""
    cited = [node.items for node in inlines(parse_prose(text)) if isinstance(node, Cite)][: 1 if first else None]
    return Markup("").join(writer.marker(name) for name in dict.fromkeys(name for items in cited for name, _ in items))


def ends(linked: Linked, uses: Uses) -> Iterable[str]:
    """Ids of the records that name a side effect."""
    return (item.id for effect in linked.all("effect") for item, _ in uses[effect.id])
