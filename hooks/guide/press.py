"""The composer's pages → HTML, record by record on all processors, and the site that they make.

What comes back from the other processes is as light as it can be: a page that is printed needs its parts no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .compose import Composer, Made, Site, View
from .compose.view import Section
from .load import Item
from .moves import Key
from .notes import Use
from .render import Renderer
from .spread import spread

KEPT = ("checked", "help", "review")
"""What is asked of a page's head after it was printed."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """`bodies`: address of each record's page → its HTML; `parts`: kind and id → HTML of its part of a handout."""

    site: Site
    bodies: dict[str, str]
    parts: dict[Key, str]


def press(composer: Composer, renderer: Renderer) -> Pressed:
    """Compose everything, and print what each record makes."""

    def pressed(item: Item) -> tuple[Made, str, str]:
        made = composer.record(item)
        printed = [renderer.view(one) if one else "" for one in (made.page, made.part)]
        return replace(made, page=husk(made.page), part=husk(made.part)), printed[0], printed[1]

    found = dict(zip(((one.kind, one.id) for one in composer.items), spread(pressed, composer.items), strict=True))
    site = composer.site({key: made for key, (made, _, _) in found.items()})
    return Pressed(
        site,
        {made.page.address: body for made, body, _ in found.values() if made.page},
        {key: part for key, (made, _, part) in found.items() if made.part},
    )


def husk(view: View | None) -> View | None:
    """A printed page without its parts: what lists, search and data ask of it stays."""
    if view is None:
        return None
    return replace(
        view,
        sections=tuple(Section(one.id, one.heading, ()) for one in view.sections),
        words=(),
        sources=tuple(replace(one, places=()) for one in view.sources),
        notes=replace(view.notes, sources={name: Use(one.number) for name, one in view.notes.sources.items()}),
        head={name: view.head[name] for name in KEPT if name in view.head},
    )
