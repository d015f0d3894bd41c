"""Linked records whose every look-up is noted: what somebody looked at while something was made.

If all of that is the same the next time, what was made is the same, and need not be made again: a "verifying trace"
(Mokhov, Mitchell, Peyton Jones: Build systems à la carte, ICFP 2018). What nobody looked at cannot matter, and nobody
has to tell what hangs on what.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from .kept import digest
from .link import Linked
from .load import Item
from .model import Record

ALWAYS = ("guide", "style")
"""What everything may hang on: it is not noted, and who keeps things asks about it first."""
STEP, BOTH = "\0", "\1"
"""A place is written as a field of the linked records and the keys that lead further, with a step between them; a key
of two parts has both. Without the last key it is all that is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Noted(Mapping[Any, Any]):
    """A mapping that notes in `places` what is looked up in it. It is none of Python's own, which nobody can watch."""

    inner: Mapping[Any, Any]
    place: str
    places: set[str]

    def note(self, key: Any) -> None:
        """Somebody looks a key up."""
        self.places.add(self.place + STEP + (key if isinstance(key, str) else BOTH.join(key)))

    def __getitem__(self, key: Any) -> Any:
        self.note(key)
        return self.inner[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self.note(key)
        return self.inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self.note(key)
        return key in self.inner

    def whole(self) -> Mapping[Any, Any]:
        """All of it, which is noted as one place."""
        self.places.add(self.place)
        return self.inner

    def __iter__(self) -> Iterator[Any]:
        return iter(self.whole())

    def __len__(self) -> int:
        return len(self.whole())

    def keys(self) -> KeysView[Any]:
        return self.whole().keys()

    def values(self) -> ValuesView[Any]:
        return self.whole().values()

    def items(self) -> ItemsView[Any, Any]:
        return self.whole().items()


def watched(linked: Linked) -> tuple[Linked, set[str]]:
    """The same records, and the set in which each look-up is noted from now on."""
    places: set[str] = set()
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(linked) if one.name not in ALWAYS):
        inner = getattr(linked, name)
        if not isinstance(inner, dict):
            raise TypeError(f"'{name}' is no mapping, and what is looked up in it cannot be noted")
        found[name] = Noted(inner, name, places)
    kinds = {kind: Noted(items, f"items{STEP}{kind}", places) for kind, items in linked.items.items()}
    return replace(linked, **{**found, "items": kinds}), places


class Now:
    """What stands at a place now, as a digest; each is made once."""

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.known: dict[str, str] = {}
        self.of_items: dict[int, str] = {}

    def all(self, places: Iterable[str]) -> str:
        """One digest of what stands at all these places."""
        return digest(*map(self.at, places))

    def at(self, place: str) -> str:
        """The digest of one place. What is not there, and what is empty, have one, too."""
        if place not in self.known:
            name, *keys = place.split(STEP)
            found = getattr(self.linked, name)
            for key in keys:
                found = found.get(tuple(key.split(BOTH)) if BOTH in key else key)
            self.known[place] = self.told(found) if found else ""
        return self.known[place]

    def told(self, value: Any) -> str:
        """What tells one value from another. TypeError for what might look the same and be different."""
        if isinstance(value, Item):
            if id(value) not in self.of_items:
                self.of_items[id(value)] = digest(value.kind, value.id, value.source.name, value.source.text)
            return self.of_items[id(value)]
        if value is None or isinstance(value, str | int | date | Record):
            return digest(repr(value))
        if isinstance(value, Mapping):
            return digest(*(self.told(part) for pair in value.items() for part in pair))
        if isinstance(value, tuple | list):
            return digest("row", *map(self.told, value))
        if is_dataclass(value):
            return digest(type(value).__name__, *(self.told(getattr(value, one.name)) for one in fields(value)))
        raise TypeError(f"nothing tells one {type(value).__name__} from another")
