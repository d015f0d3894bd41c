"""What the reader may put into a handout: the short form of phases, drugs, plans and lists of questions.

Which of them stand together is known in the browser only, so nothing is numbered here: a citation
names its source, a word names its definition, and the handout's script numbers what was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..address import ANCHORS, PAGES, address, relative
from ..link import Linked, name_of
from ..load import Item
from ..mentions import Names
from ..model import Drug, Phase, Plan, Questions, Record, Term
from ..model.shared import Dated, DrugUse, Entry
from ..notes import Notes
from ..prose import Cite, inlines, parse_prose
from ..vancouver import Citation
from .drug import effects_of
from .loose import LooseWriter
from .moved import old_ids
from .pieces import help_box, phase_card
from .view import LISTS, Part, Section, View, optional, prose, rows

HANDOUT = "handout/"
KEYS = {"phase": "phase", "drug": "drug", "plan": "plan", "question": "questions"}
"""Kind of a part → its name in the address of a handout: #phase=a&drug=b,c."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word with its definition; `said` is its respelling, with the source of that."""

    name: str
    said: Markup
    html: Markup


@dataclass(frozen=True, slots=True)
class Handout:
    """The page where readers choose, every part, and what the parts mention: words and sources by id."""

    page: View
    parts: tuple[View, ...]
    words: dict[str, Meaning]
    sources: dict[str, Citation]


def handout_of(linked: Linked, parts: tuple[View, ...]) -> Handout:
    """The parts that can be chosen, in reading order, with the words and sources of all of them."""
    used = {word for one in parts for word in one.notes.words}
    writer = LooseWriter(linked, Names())
    words = {
        item.id: meaning(item.record, writer)
        for item in linked.all("term")
        if item.id in used and isinstance(item.record, Term)
    }
    cited = {name for notes in (writer.notes, *(one.notes for one in parts)) for name in notes.sources}
    sources = {name: citation for name, citation in linked.citations.items() if name in cited}
    return Handout(choice_page(linked), parts, words, sources)


def meaning(record: Term, writer: LooseWriter) -> Meaning:
    """A word for the end of the handout."""
    said = record.pronunciation
    spoken = Markup("{}{}").format(said.respelling, writer.marker(said.source)) if said else Markup("")
    return Meaning(record.name, spoken, writer.line(record.definition))


def part(item: Item, linked: Linked, names: Names) -> View:
    """One record, short enough for paper."""
    record = item.record
    assert isinstance(record, Dated)
    writer = LooseWriter(linked, names, (item.kind, item.id))
    head: dict[str, Any] = {"checked": record.checked, "next_check": record.next_check}
    head["review"] = linked.review(item.kind, item.id)
    if isinstance(record, Entry):
        head["in_short"] = writer.prose(record.in_short)
    if isinstance(record, Phase):
        head["card"] = phase_card(writer, record.card)
    if helps := getattr(record, "when_to_call", ()):
        head["help"] = help_box(writer, helps)
    sections = sections_of(record, linked, writer)
    return View(
        address(item.kind, item.id), name_of(item), "handout-part.html", sections, writer.notes,
        kind=item.kind, id=item.id, head=head,
    )  # fmt: skip


def sections_of(record: Record, linked: Linked, writer: LooseWriter) -> tuple[Section, ...]:
    """What a part says below the urgent-help box, with the headings of the record's page."""
    if isinstance(record, Phase):
        return (
            *optional("drugs", "The drugs of this phase", drug_names(record.drugs, writer)),
            Section("tests", "Tests at the start and the end", (prose(writer, record.tests),)),
            Section("living", "Living through it", (prose(writer, record.living),)),
        )
    if isinstance(record, Drug):
        usual = rows(writer, effects_of(record, linked, False), "note")
        serious = rows(writer, effects_of(record, linked, True), "note")
        return (
            Section("how-given", "How it is given", (prose(writer, record.how_given),)),
            Section("tell-your-team", "What to tell your team before", (prose(writer, record.tell_team),)),
            *optional("side-effects", "Side effects", Part("effect_rows", {"rows": usual}) if usual else None),
            *optional("serious", "Serious side effects", Part("effect_rows", {"rows": serious}) if serious else None),
        )
    if isinstance(record, Plan):
        steps = [name_of(linked.items["phase"][one]) for one in record.phases if linked.has("phase", one)]
        ordered = Part("names_in_order", {"names": steps}) if steps else None
        return (
            Section("made-of", "What it is made of", (prose(writer, record.made_of),)),
            *optional("phases", "Its phases", ordered),
        )
    assert isinstance(record, Questions)
    return (Section("questions", "", (Part("questions", {"groups": [("", record.questions)]}),)),)


def drug_names(used: tuple[DrugUse, ...], writer: LooseWriter) -> Part | None:
    """The drugs of a phase by name, each with for whom it is and the sources of what is said of it there."""
    labels = {one.id: one.label for one in writer.linked.guide.audiences}
    found = [
        (writer.to("drug", one.drug), [labels[group] for group in one.audience], writer.markers(cited(one.role)))
        for one in used
        if writer.linked.has("drug", one.drug)
    ]
    return Part("drug_names", {"rows": found}) if found else None


def cited(text: str) -> tuple[tuple[str, str], ...]:
    """The citations of a prose text, each once."""
    found = (node.items for node in inlines(parse_prose(text)) if isinstance(node, Cite))
    return tuple(dict.fromkeys(one for items in found for one in items))


def choice_page(linked: Linked) -> View:
    """The page with everything that can be chosen; without a script it leads to the pages themselves."""
    groups = [
        (KEYS[kind], LISTS[kind][0] if kind in LISTS else "Questions to ask", [choice(item, linked) for item in items])
        for kind in KEYS
        if (items := list(linked.all(kind)))
    ]
    links = [(LISTS[kind][1], relative(f"{PAGES[kind]}/", HANDOUT)) for kind in KEYS if kind in LISTS]
    links.append(("Questions to ask your team", relative(ANCHORS["question"][0], HANDOUT)))
    head = {"groups": groups, "links": links, "title": linked.guide.title, "disclaimer": linked.guide.disclaimer}
    return View(HANDOUT, "My handout", "handout.html", (), Notes(), head=head)


def choice(item: Item, linked: Linked) -> dict[str, Any]:
    """One box to tick: the record, the ids it had before, and the phases it belongs to."""
    phases = getattr(item.record, "phases", ()) if item.kind == "question" else ()
    if item.kind == "drug":
        phases = tuple(phase.id for phase, _ in linked.drug_in_phases[item.id])
    formerly = old_ids(linked, item.kind, item.id, parts=True)
    return {"id": item.id, "name": name_of(item), "formerly": formerly, "phases": phases}
