"""Sign-offs + records → how each record stands: not reviewed, reviewed as it is, or changed since.

A sign-off holds the digest of what was read. The digest is made of the values, so spacing, comments,
quotes, line breaks and the order of keys do not count: none of them changes what a reader reads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from .load import Data
from .model import Record, SignOff

NOT_READ = frozenset({"checked", "next_check", "draft", "formerly", "wanted", "waivers"})
"""Fields that no reviewer signs: days on which sources are opened, whether and where the record is published,
and the authors' notes to themselves. Each may change without one word of the page changing."""


@dataclass(frozen=True, slots=True)
class Review:
    """How a record stands. `signoffs`: those that hold for the text as it is, or, when it changed, the latest."""

    state: Literal["unreviewed", "reviewed", "changed"] = "unreviewed"
    signoffs: tuple[SignOff, ...] = ()


UNREVIEWED = Review()


def digest(record: Record, drawing: str = "") -> str:
    """What tells one content from another. `drawing`: the text of the picture that belongs to the record.

    Fields that hold their default are left out, so that a new optional field in the model changes no digest.
    """
    values = record.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(NOT_READ))
    content = json.dumps([folded(values), folded(drawing)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def folded(value: Any) -> Any:
    """The value with each run of blanks and line breaks in its texts as one blank."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    return [folded(one) for one in value] if isinstance(value, list) else value


def digest_of(data: Data, kind: str, name: str) -> str:
    """The digest of a record that is there, with its drawing when it is a picture."""
    drawing = data.drawings.get(name) if kind == "picture" else None
    return digest(data.items[kind][name].record, drawing.text if drawing else "")


def reviews_of(data: Data) -> dict[tuple[str, str], Review]:
    """(kind, id) → how it stands, of every record that somebody signed."""
    signed: dict[tuple[str, str], list[SignOff]] = {}
    for item in data.items["signoff"].values():
        if isinstance(item.record, SignOff):
            kind, _, name = item.record.record.partition(":")
            if name in data.items[kind]:
                signed.setdefault((kind, name), []).append(item.record)
    return {key: review(sorted(found, key=place), digest_of(data, *key)) for key, found in signed.items()}


def place(one: SignOff) -> tuple[str, str]:
    """Sorts sign-offs by day, then by name."""
    return one.date.isoformat(), one.name


def review(signoffs: list[SignOff], now: str) -> Review:
    """How a record with this digest stands. `signoffs`: all of it, the latest last."""
    current = tuple(one for one in signoffs if one.hash == now)
    return Review("reviewed", current) if current else Review("changed", (signoffs[-1],))
