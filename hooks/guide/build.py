"""One build of the guide: what was read, what was made from it so far, and what is to be made still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from .archive import Edition
from .clock import day_set
from .compose import Composer, Site, View, Written
from .docs import HandPage
from .link import Linked
from .moves import Key
from .press import Leaf, Pressed, press
from .printed import Printed
from .publish import Entries
from .render import Renderer
from .store import Store


class Build:
    """A new build starts with a new one. `target`: the folder of the site, or None for a preview.
    `leaves`: what records make, as far as that is known already. `former`: the last site, if its files may be used;
    `store`: what else was made then. `ahead`: what waits for the files that are being written already.

    All is made once, when it is first asked for: a whole site asks for everything, a preview for what somebody opens.
    """

    def __init__(
        self,
        linked: Linked,
        pages: tuple[HandPage, ...],
        root: Path,
        target: Path | None,
        renderer: Renderer,
        leaves: Mapping[Key, Leaf] | None = None,
        former: Path | None = None,
        store: Store | None = None,
    ) -> None:
        self.linked, self.root, self.target, self.renderer = linked, root, target, renderer
        self.leaves, self.former, self.store = leaves or {}, former, store or Store()
        self.composer = Composer(linked, pages)
        self.written_bodies: dict[str, str] = {}
        self.printed_bodies: dict[str, str] = {}
        self.ahead: Callable[[], Entries] = dict

    @cached_property
    def pressed(self) -> Pressed:
        """Everything composed, and what each record makes printed."""
        return press(self.composer, self.renderer, self.leaves, self.store)

    @property
    def site(self) -> Site:
        """All pages."""
        return self.pressed.site

    @cached_property
    def written(self) -> dict[str, Written]:
        """The hand-written pages by their path in docs/."""
        return self.site.written if "pressed" in self.__dict__ else self.composer.written()

    def body(self, view: View) -> str:
        """A page's HTML without the frame."""
        if view.address not in self.printed_bodies:
            pressed = self.pressed.bodies if "pressed" in self.__dict__ else {}
            self.printed_bodies[view.address] = pressed.get(view.address) or self.print(view)
        return self.printed_bodies[view.address]

    def print(self, view: View) -> str:
        """A page's HTML, from its template."""
        return self.store.made(f"body {view.address}", view, lambda: self.renderer.view(view))

    def view(self, address: str) -> View | None:
        """The page at an address, composed by itself where that can be; None where no page from records is."""
        if alone := self.composer.alone.get(address):
            return alone()
        return next((view for view in self.site.views if view.address == address), None)

    def edition(self, address: str) -> Edition:
        """What the guide says of itself. `address`: the site's own, or nothing."""
        guide = self.linked.guide
        return Edition(guide.title, guide.tagline, guide.language, guide.disclaimer, address, day_set())

    def printed(self, address: str, bodies: Mapping[str, str] | None = None) -> Printed:
        """All that a file beside the pages may be made from. `bodies`: of pages, if not all are printed yet."""
        pressed = self.pressed
        if bodies is None:
            bodies = {view.address: self.body(view) for view in self.site.views} | self.written_bodies
        return Printed(
            self.linked,
            self.site,
            bodies,
            pressed.parts,
            self.renderer,
            self.edition(address),
            pressed.leaves,
            self.store,
        )
