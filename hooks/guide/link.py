"""Checked records → who is related to whom, each relation seen from both ends and in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .drawing import Drawing, read_drawing
from .load import Data, Item
from .model import Change, Drug, Guide, Phase, Picture, Plan, Questions, Reference, Style, Term, Type
from .moves import Former, Key, former_of, key_of
from .review import UNREVIEWED, Review, reviews_of
from .vancouver import Citation, cite

Uses = dict[str, list[tuple[Item, Any]]]


@dataclass(frozen=True, slots=True)
class Linked:
    """The published records and the far ends of their relations.

    `items`: kind → id → record, drafts left out, in reading order (phases and questions by their
    place, the rest by name). The others: id of a record → (record that states the relation, the relation);
    `page_of_term`: id of a word → kind and id of the record whose page tells more about it;
    `drawings`: id of a picture → its drawing; `pictures_on`: kind and id of a record → the pictures on its page;
    `former`: kind and id that a record had before → what became of it; `reviews`: kind and id → how it stands;
    `notes_on`: kind and id → the notes on what changed there, newest first; `citations`: id of a source → its text.
    """

    guide: Guide
    items: dict[str, dict[str, Item]]
    style: Style = field(default_factory=Style)
    drug_in_phases: Uses = field(default_factory=lambda: defaultdict(list))
    drug_in_plans: Uses = field(default_factory=lambda: defaultdict(list))
    drug_in_types: Uses = field(default_factory=lambda: defaultdict(list))
    effect_of_drugs: Uses = field(default_factory=lambda: defaultdict(list))
    effect_in_phases: Uses = field(default_factory=lambda: defaultdict(list))
    procedure_in_phases: Uses = field(default_factory=lambda: defaultdict(list))
    plans_of_phase: Uses = field(default_factory=lambda: defaultdict(list))
    plans_of_type: Uses = field(default_factory=lambda: defaultdict(list))
    questions_of_phase: Uses = field(default_factory=lambda: defaultdict(list))
    page_of_term: dict[str, tuple[str, str]] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    pictures_on: dict[tuple[str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    former: dict[Key, Former] = field(default_factory=dict)
    reviews: dict[Key, Review] = field(default_factory=dict)
    notes_on: dict[Key, list[Item]] = field(default_factory=lambda: defaultdict(list))
    citations: dict[str, Citation] = field(default_factory=dict)

    def has(self, kind: str, name: str) -> bool:
        """Is this record on the site? (A draft is not.)"""
        return name in self.items[kind]

    def all(self, kind: str) -> Iterable[Item]:
        """The records of one kind in reading order."""
        return self.items[kind].values()

    def review(self, kind: str, name: str) -> Review:
        """Has somebody signed this record, and has it changed since?"""
        return self.reviews.get((kind, name), UNREVIEWED)

    def now(self, key: Key) -> tuple[Key, ...]:
        """The records that stand in the place of this one, which is itself if it is there."""
        return (key,) if self.has(*key) or key not in self.former else self.former[key].to


def link(data: Data, repository: str = "") -> Linked:
    """Link records that passed every check.

    `repository`, when given, is where this copy of the guide really lives: it takes the place of the
    guide's own repository, also in the address for feedback.
    """
    if data.guide is None:
        raise ValueError("only checked data can be linked")
    linked = Linked(
        moved(data.guide, repository),
        {kind: in_order(kind, items.values()) for kind, items in data.items.items()},
        data.style,
        former=former_of(data),
        reviews=reviews_of(data),
    )
    for item in linked.all("reference"):
        if isinstance(item.record, Reference):
            linked.citations[item.id] = cite(item.record)
    for item in linked.all("phase"):
        if isinstance(item.record, Phase):
            gather(linked.drug_in_phases, item, item.record.drugs, "drug")
            gather(linked.effect_in_phases, item, item.record.effects, "effect")
            gather(linked.procedure_in_phases, item, item.record.procedures, "procedure")
    for item in linked.all("drug"):
        if isinstance(item.record, Drug):
            gather(linked.effect_of_drugs, item, item.record.effects, "effect")
    for item in linked.all("type"):
        if isinstance(item.record, Type):
            gather(linked.drug_in_types, item, item.record.drugs, "drug")
    for item in linked.all("plan"):
        if isinstance(item.record, Plan):
            gather(linked.drug_in_plans, item, item.record.drugs, "drug")
            for phase in item.record.phases:
                linked.plans_of_phase[phase].append((item, None))
            for kind in item.record.types:
                linked.plans_of_type[kind].append((item, None))
    for item in linked.all("question"):
        if isinstance(item.record, Questions):
            for phase in item.record.phases:
                linked.questions_of_phase[phase].append((item, None))
    for item in linked.all("term"):
        if isinstance(item.record, Term) and item.record.page:
            kind, _, name = item.record.page.partition(":")
            if linked.has(kind, name):
                linked.page_of_term[item.id] = (kind, name)
    for item in linked.all("picture"):
        drawing = read_drawing(data.drawings[item.id])
        if isinstance(item.record, Picture) and isinstance(drawing, Drawing):
            linked.drawings[item.id] = drawing
            for page in item.record.pages:
                kind, _, name = page.partition(":")
                linked.pictures_on[kind, name].append(item)
    for item in linked.all("change"):
        if isinstance(item.record, Change):
            for key in dict.fromkeys(now for page in item.record.pages for now in linked.now(key_of(page))):
                linked.notes_on[key].append(item)
    return linked


def moved(guide: Guide, repository: str) -> Guide:
    """The guide with its addresses in another repository."""
    if not repository:
        return guide
    feedback = guide.feedback.replace(guide.repository, repository, 1)
    return guide.model_copy(update={"repository": repository, "feedback": feedback})


def gather(uses: Uses, item: Item, relations: Iterable[Any], end: str) -> None:
    """Note each relation of `item` under the id at its far end."""
    for relation in relations:
        uses[getattr(relation, end)].append((item, relation))


def in_order(kind: str, items: Iterable[Item]) -> dict[str, Item]:
    """Published records in reading order."""

    def place(item: Item) -> tuple[int, str, str]:
        return getattr(item.record, "order", 0), name_of(item).casefold(), item.id

    shown = (item for item in items if not item.draft)
    return {item.id: item for item in sorted(shown, key=place)}


def name_of(item: Item) -> str:
    """The name readers know a record by; a source's is its title."""
    return str(getattr(item.record, "name", None) or getattr(item.record, "title", item.id))
