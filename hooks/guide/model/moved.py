"""Ids that are no record's any more (`data/moved.yml`), and all ids that were ever published (`data/published.yml`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Id, LongText, Record, Title
from .form import RECORD_PATTERN, Told

RecordId = Annotated[
    str, Field(pattern=RECORD_PATTERN, max_length=100), Told("a kind and an id, like procedure:blood-test")
]


class MovedRecord(Record):
    """A record that became one of another kind. A record that only got a new id names the old one in 'formerly'."""

    id: RecordId = Field(description="What it was, such as procedure:example")
    to: RecordId = Field(description="What it is now, such as topic:example")


class SplitRecord(Record):
    """A record whose text stands in several records now."""

    id: RecordId = Field(description="What it was, such as drug:example")
    name: Title = Field(description="The name readers knew it by")
    to: tuple[RecordId, ...] = Field(min_length=2, description="The records that took its place")


class RemovedRecord(Record):
    """A record that nothing took the place of."""

    id: RecordId = Field(description="What it was, such as plan:example")
    name: Title = Field(description="The name readers knew it by")
    reason: LongText = Field(
        description="Why this guide has it no more; a sentence about the guide, not about medicine"
    )
    see: tuple[RecordId, ...] = Field(default=(), description="Where readers may find what they looked for")


class Moved(Record):
    """What became of ids that were published once: each keeps its address, which says where to go."""

    moved: tuple[MovedRecord, ...] = Field(default=(), description="Records of another kind now")
    split: tuple[SplitRecord, ...] = Field(default=(), description="Records that are several now")
    removed: tuple[RemovedRecord, ...] = Field(default=(), description="Records that are gone")


class Published(Record):
    """All ids that were ever published, by kind. `make published` adds to it; nothing is ever taken out."""

    phases: tuple[Id, ...] = Field(default=(), description="Ids of phases")
    drugs: tuple[Id, ...] = Field(default=(), description="Ids of drugs")
    effects: tuple[Id, ...] = Field(default=(), description="Ids of side effects")
    types: tuple[Id, ...] = Field(default=(), description="Ids of types")
    plans: tuple[Id, ...] = Field(default=(), description="Ids of plans")
    procedures: tuple[Id, ...] = Field(default=(), description="Ids of tests and procedures")
    topics: tuple[Id, ...] = Field(default=(), description="Ids of topics")
    trials: tuple[Id, ...] = Field(default=(), description="Ids of trials")
    pictures: tuple[Id, ...] = Field(default=(), description="Ids of pictures")
    terms: tuple[Id, ...] = Field(default=(), description="Ids of words")
    questions: tuple[Id, ...] = Field(default=(), description="Ids of lists of questions")
    references: tuple[Id, ...] = Field(default=(), description="Ids of sources")
