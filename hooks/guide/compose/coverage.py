"""Which optional fields the records of a kind have: read off the data model, so a new field is counted by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ..link import name_of
from ..load import Item
from ..model import Record
from ..model.shared import Dated


@dataclass(frozen=True, slots=True)
class Filled:
    """One optional field of a kind."""

    name: Annotated[str, Field(description="Name of the field")]
    means: Annotated[str, Field(description="What it holds")]
    filled: Annotated[int, Field(description="How many records have it")]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The optional fields of one record."""

    name: Annotated[str, Field(description="The name readers know it by")]
    id: Annotated[str, Field(description="Id of the record")]
    missing: Annotated[tuple[str, ...], Field(description="Names of the optional fields that it does not have")]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The optional fields of a kind of record."""

    kind: Annotated[str, Field(description="Kind of record")]
    count: Annotated[int, Field(description="How many records of this kind there are")]
    fields: Annotated[tuple[Filled, ...], Field(description="The optional fields: those that most records lack first")]
    records: Annotated[tuple[Gaps, ...], Field(description="The records: those that lack most first")]


def optional_fields(model: type[Record]) -> dict[str, str]:
    """Optional fields that may be empty: key in the file → what it means. What every dated record has is no content."""
    return {
        field.alias or name: field.description or ""
        for name, field in model.model_fields.items()
        if not field.is_required() and field.default in (None, ()) and name not in Dated.model_fields
    }


def coverage_of(kind: str, items: list[Item]) -> Coverage:
    """The records of one kind, of which there is at least one, with what each lacks."""
    fields = optional_fields(type(items[0].record))
    gaps = []
    for item in items:
        has = item.record.model_dump(by_alias=True, exclude_defaults=True)
        gaps.append(Gaps(name_of(item), item.id, tuple(name for name in fields if name not in has)))
    filled = [Filled(name, means, sum(1 for one in gaps if name not in one.missing)) for name, means in fields.items()]
    return Coverage(
        kind,
        len(items),
        tuple(sorted(filled, key=lambda one: (one.filled, one.name))),
        tuple(sorted(gaps, key=lambda one: (-len(one.missing), one.name.casefold(), one.id))),
    )
