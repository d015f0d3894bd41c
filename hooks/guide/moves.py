"""Records + `data/moved.yml` → what became of every id that is no record's any more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .address import ANCHORS, PAGES
from .load import SINGULAR, Data
from .model import Published
from .source import Path, Source

Key = tuple[str, str]
"""Kind and id of a record."""
FOLDERS = {kind: folder for folder, kind in SINGULAR.items()}
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Former:
    """An id that is no record's any more, and the records that took its place: one, several or none.

    `place` is where that is said: file and path. A removed one says why, and may name where to look instead.
    """

    key: Key
    to: tuple[Key, ...]
    place: tuple[Source, Path]
    how: Literal["moved", "split", "removed"] = "moved"
    name: str = ""
    reason: str = ""


def all_former(data: Data) -> list[Former]:
    """Every former id, as often as it is named: those in `moved.yml` first."""
    moved, source = data.moved, data.moved_source
    found = [
        *(
            Former(key_of(one.id), (key_of(one.to),), (source, ("moved", index)))
            for index, one in enumerate(moved.moved)
        ),
        *(
            Former(key_of(one.id), tuple(map(key_of, one.to)), (source, ("split", index)), "split", one.name)
            for index, one in enumerate(moved.split)
        ),
        *(
            Former(key_of(one.id), tuple(map(key_of, one.see)), (source, ("removed", index)), "removed", one.name,
                   one.reason)
            for index, one in enumerate(moved.removed)
        ),
    ]  # fmt: skip
    for kind in (*PAGES, *ANCHORS):
        for item in data.items[kind].values():
            for index, name in enumerate(getattr(item.record, "formerly", ())):
                found.append(Former((kind, name), ((kind, item.id),), (item.source, ("formerly", index))))
    return found


def key_of(text: str) -> Key:
    """'drug:example' → ('drug', 'example')."""
    kind, _, name = text.partition(":")
    return kind, name


def former_of(data: Data) -> dict[Key, Former]:
    """(kind, id) → what became of it. An id that is a record's now stands for that record."""
    return {one.key: one for one in reversed(all_former(data)) if one.key[1] not in data.named[one.key[0]]}


def on_site(data: Data) -> frozenset[Key]:
    """The records that the site shows: all that have an address and are no drafts."""
    return frozenset(
        (kind, item.id) for kind in (*PAGES, *ANCHORS) for item in data.items[kind].values() if not item.draft
    )


def told(data: Data) -> frozenset[str]:
    """Ids in files that are no records yet: what they name counts as there, so that one mistake is one message."""
    return frozenset(name for source in data.broken for name in ID.findall(source.text))


def published_with(before: Published, data: Data) -> Published:
    """The list of all ids ever published, with those that the site shows now."""
    ids = {folder: set(getattr(before, folder)) for folder in Published.model_fields}
    for kind, name in on_site(data):
        ids[FOLDERS[kind]].add(name)
    return Published.model_validate({folder: tuple(sorted(names)) for folder, names in ids.items()})
