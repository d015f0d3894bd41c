"""The data model: what a record may hold, said once and repeated by errors, documentation and schemas."""

from .change import Change
from .fields import Link, Prose, Record
from .guide_file import Guide
from .illness import Effect, Questions, Term, Type
from .moved import Moved, Published
from .picture import Picture
from .reference import Reference
from .shared import Entry
from .signoff import SignOff
from .style import Style
from .topic import Topic, Trial
from .treatment import Drug, Phase, Plan, Procedure

KINDS: dict[str, type[Record]] = {
    "phases": Phase,
    "drugs": Drug,
    "effects": Effect,
    "types": Type,
    "plans": Plan,
    "procedures": Procedure,
    "topics": Topic,
    "trials": Trial,
    "pictures": Picture,
    "terms": Term,
    "questions": Questions,
    "references": Reference,
    "signoffs": SignOff,
    "changes": Change,
}
"""Folder under data/ → model of its records, in the order in which they are read."""

__all__ = [
    "KINDS",
    "Change",
    "Drug",
    "Effect",
    "Entry",
    "Guide",
    "Link",
    "Moved",
    "Phase",
    "Picture",
    "Plan",
    "Procedure",
    "Prose",
    "Published",
    "Questions",
    "Record",
    "Reference",
    "SignOff",
    "Style",
    "Term",
    "Topic",
    "Trial",
    "Type",
]
