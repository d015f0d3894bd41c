"""The guide as printed: all that a file beside the pages may be made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .archive import Edition
from .compose import Site
from .link import Linked
from .moves import Key
from .press import Leaf
from .render import Renderer
from .store import Store


@dataclass(frozen=True, slots=True)
class Printed:
    """`bodies`: a page's address from the site's root → its HTML, without the frame; `parts`: those of a handout;
    `leaves`: all that each record makes; `store`: what the last build made."""

    linked: Linked
    site: Site
    bodies: Mapping[str, str]
    parts: Mapping[Key, str]
    renderer: Renderer
    edition: Edition
    leaves: Mapping[Key, Leaf] = field(default_factory=dict)
    store: Store = field(default_factory=Store)
