"""The composer's pages → HTML, record by record on all processors, and the site that they make.

What comes back from the other processes is as light as it can be: a page that is printed needs its parts no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .compose import Composer, Made, Site, View
from .compose.view import Section
from .load import Item
from .moves import Key
from .notes import Use
from .render import Renderer
from .spread import spread
from .store import Store

KEPT = ("checked", "help", "review")
"""What is asked of a page's head after it was printed."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """All that one record makes. `body`, `part`: HTML of its page and of its part of a handout.

    `data`, `words`: what the open data and the search index take from it, pickled for whoever makes them.
    """

    made: Made
    body: str
    part: str
    data: bytes = b""
    words: bytes = b""


@dataclass(frozen=True, slots=True)
class Pressed:
    """`leaves`: kind and id → what that record makes; `bodies`: address of each record's page → its HTML;
    `parts`: kind and id → HTML of its part of a handout."""

    site: Site
    leaves: Mapping[Key, Leaf]
    bodies: dict[str, str]
    parts: dict[Key, str]


def press(composer: Composer, renderer: Renderer, leaves: Mapping[Key, Leaf], store: Store) -> Pressed:
    """Compose everything, and print what each record makes. `leaves`: what they made before; `store`: what else was."""
    missing = [item for item in composer.items if (item.kind, item.id) not in leaves]
    fresh = spread(lambda item: leaf(item, composer, renderer), missing)
    found = dict(leaves) | {(item.kind, item.id): one for item, one in zip(missing, fresh, strict=True)}
    return Pressed(
        composer.site({key: one.made for key, one in found.items()}, store),
        found,
        {one.made.page.address: one.body for one in found.values() if one.made.page},
        {key: one.part for key, one in found.items() if one.made.part},
    )


def leaf(item: Item, composer: Composer, renderer: Renderer) -> Leaf:
    """What one record makes: a pure function."""
    made = composer.record(item)
    body, part = (renderer.view(one) if one else "" for one in (made.page, made.part))
    return Leaf(replace(made, page=husk(made.page), part=husk(made.part)), body, part)


def husk(view: View | None) -> View | None:
    """A printed page without its parts: what lists, search and data ask of it stays."""
    if view is None:
        return None
    return replace(
        view,
        sections=tuple(Section(one.id, one.heading, ()) for one in view.sections),
        words=(),
        sources=tuple(one._replace(places=()) for one in view.sources),
        notes=replace(view.notes, sources={name: Use(one.number) for name, one in view.notes.sources.items()}),
        head={name: view.head[name] for name in KEPT if name in view.head},
    )
