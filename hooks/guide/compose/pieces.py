"""Pieces that pages of several kinds share: the urgent-help box, rows of drugs, questions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..link import Linked
from ..load import Item
from ..model import Questions
from ..model.shared import Difference, Help
from ..model.treatment import Card
from ..prose_html import Writer
from .view import Part, Section, rows, see

LEVELS = ("emergency", "now", "soon")
FORM = "wrong-fact.yml"  # in .github/ISSUE_TEMPLATE; its field "page" takes the record's id


def help_box(writer: Writer, helps: tuple[Help, ...]) -> list[tuple[str, list[Any]]]:
    """Reasons to call, the most urgent first."""
    return [
        (level, [writer.line(one.text) for one in helps if one.level == level])
        for level in LEVELS
        if any(one.level == level for one in helps)
    ]


def phase_card(writer: Writer, card: Card) -> list[tuple[str, str, Any]]:
    """The fact card of a phase: name of the drawing, label, sentence."""
    return [
        ("goal", "What it is for", writer.line(card.goal)),
        ("time", "How long", writer.line(card.how_long)),
        ("place", "Where", writer.line(card.where)),
        ("test", "Tests", writer.line(card.tests)),
        ("risk", "What can go wrong", writer.line(card.risks)),
        ("next", "What comes next", writer.line(card.next)),
    ]


def differences(writer: Writer, found: tuple[Difference, ...]) -> Part | None:
    """What differs for groups of people, each with its label."""
    if not found:
        return None
    labels = {one.id: one.label for one in writer.linked.guide.audiences}
    return Part("differences", {"rows": [(labels[one.audience], writer.prose(one.text)) for one in found]})


def questions(item: Item, linked: Linked) -> tuple[Section, ...]:
    """Questions to ask in this phase."""
    lists = [one.record for one, _ in linked.questions_of_phase[item.id] if isinstance(one.record, Questions)]
    if not lists:
        return ()
    part = Part("questions", {"groups": [(one.name, one.questions) for one in lists]})
    return (Section("questions", "Questions to ask your team", (part,)),)


def uses(writer: Writer, found: tuple[Any, ...], kind: str, text: str) -> list[tuple[Item, Any]]:
    """A record's own relations as (other record, relation), drafts left out."""
    items = writer.linked.items[kind]
    return [(items[getattr(one, kind)], one) for one in found if getattr(one, kind) in items and getattr(one, text)]


def drug_rows(writer: Writer, found: tuple[Any, ...]) -> Part:
    """The drugs of a phase, plan or type, each with what it is for here."""
    labels = {one.id: one.label for one in writer.linked.guide.audiences}
    lines = rows(writer, uses(writer, found, "drug", "role"), "role")
    for line in lines:
        drug = writer.linked.items["drug"][line["id"]].record
        line["group"] = getattr(drug, "group", "")
        line["audience"] = [labels[one] for one in line["use"].audience]
    return Part("drug_rows", {"rows": lines})


def tell_us(linked: Linked, kind: str, name: str, title: str) -> str:
    """The address of the form for mistakes, with this record filled in (GitHub: "URL queries for issue forms")."""
    filled = {"template": FORM, "title": f"Wrong or unclear: {title}", "page": f"{kind}/{name}"}
    return f"{linked.guide.feedback}?{urlencode(filled)}"


def outlook_note(linked: Linked) -> Part | None:
    """What figures about survival can and cannot say."""
    return Part("notice", {"text": linked.guide.outlook_note}) if linked.guide.outlook_note else None


def plan_links(plans: list[tuple[Item, Any]], writer: Writer) -> Part | None:
    """Links to plans."""
    return Part("see", {"links": see(writer.linked, [one for one, _ in plans], writer.page)}) if plans else None
