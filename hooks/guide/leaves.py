"""What each record makes: kept from the last build as long as all that it was made from is the same, or made anew.

It is made while records are checked, when they are at hand and parsed. If one is wrong, nothing is made of any.
"""

from __future__ import annotations

import pickle
from copy import copy
from dataclasses import replace

from .api.document import KINDS, read_item
from .compose import Composer
from .kept import digest
from .link import Linked
from .load import Item
from .moves import Key
from .press import Leaf, leaf
from .reads import STEP, Now, watched
from .render import Renderer
from .search import words_of
from .store import Store

Grown = tuple[bytes, tuple[str, ...]]
"""A pickled leaf, and the places that were looked at."""


class Leaves:
    """A maker for the check. `found`: kind and id → what the record makes.

    `store` is one of this very program, day and settings: of these nothing is said here.
    """

    def __init__(self, linked: Linked, renderer: Renderer, store: Store) -> None:
        self.linked, self.renderer, self.store = linked, renderer, store
        composer = Composer(linked, ())
        self.composer = copy(composer)
        self.composer.linked, self.places = watched(linked)
        self.now = Now(linked)
        told = (linked.guide, linked.style, sorted(composer.proper), composer.names.by_first)
        self.around = digest(repr(told))
        self.found: dict[Key, Leaf] = {}
        for item in composer.items:
            if kept := self.kept(item):
                self.found[item.kind, item.id] = kept

    def kept(self, item: Item) -> Leaf | None:
        """What the record made before, if that holds still."""
        around, places, trace, made = self.store.get(name_of(item)) or ("", (), "", b"")
        same = around == self.around and self.now.all(places) == trace
        return pickle.loads(made) if same else None

    def wants(self, item: Item) -> bool:
        """Is it on the site, and is not known yet what it makes?"""
        return self.linked.has(item.kind, item.id) and (item.kind, item.id) not in self.found

    def make(self, item: Item) -> Grown | None:
        """What it makes, and the places that were looked at; None where records are too wrong for that."""
        self.places.clear()
        try:
            made = leaf(item, self.composer, self.renderer)
            data = pickle.dumps(read_item(item, self.composer.linked)) if item.kind in KINDS else b""
        except Exception:  # a check is under way, and tells what is wrong; if nothing is, the build makes it again
            return None
        words = pickle.dumps(words_of(made.body)) if made.body else b""
        own = STEP.join(("items", item.kind, item.id))
        return pickle.dumps(replace(made, data=data, words=words)), tuple(sorted({own, *self.places}))

    def take(self, item: Item, made: Grown | None) -> None:
        """Keep it for this build, and for the next."""
        if made:
            content, places = made
            self.found[item.kind, item.id] = pickle.loads(content)
            if self.store.keeps:
                self.store.put(name_of(item), (self.around, places, self.now.all(places), content))


def name_of(item: Item) -> str:
    """The name under which it is kept."""
    return f"record {item.kind}/{item.id}"
