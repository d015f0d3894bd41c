"""What outlives one of MkDocs' events: the preview, if this is one; the build under way, and what was made for it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .archive import Edition
from .build import Build
from .clock import today
from .compiled import Compiled
from .finish import finish
from .inspection import Inspection, inspect
from .kept import takes_notes
from .leaves import Leaves
from .link import link
from .load import Data
from .looked import Looked
from .on_demand import PAGE
from .preview import HOOKS, Preview, Warnings
from .publish import Entries, put
from .render import Renderer
from .sound import remembered
from .spread import stop
from .store import NAME, Store
from .twin import TWIN
from .unchanged import content, forget, key, remember, stands
from .whole import Pages, Whole


@dataclass(slots=True)
class Session:
    """`nav` is MkDocs' navigation; `whole` the pages in their frames, as they come, and `others` the files beside them;
    `looked`: what was found on each page; `entries`: of files that are in the new folder; `key` names this build;
    `store` holds what the last one made, `compiled` its templates, and `leaves` what its records make."""

    preview: Preview | None = None
    build: Build | None = None
    warnings: Warnings = field(default_factory=Warnings)
    nav: Any = None
    key: str = ""
    whole: Iterator[Whole] | None = None
    others: Iterator[Entries] = field(default_factory=lambda: iter(()))
    looked: dict[str, Looked] = field(default_factory=dict)
    entries: Entries = field(default_factory=dict)
    store: Store = field(default_factory=Store)
    compiled: Compiled | None = None
    leaves: Leaves | None = None

    def clear(self) -> None:
        """A new build begins, and nothing of the last one holds."""
        self.build = self.whole = None
        self.looked, self.entries = {}, {}

    def current(self) -> Build:
        """The build under way."""
        if self.build is None:
            raise RuntimeError("no build is under way")
        return self.build

    def inspect(self, data: Path, docs: Path, root: Path, repository: str) -> Inspection:
        """Read and check everything, but for what was found before and is as it was; and make what records make.

        A preview makes nothing before it is asked for.
        """
        self.leaves = None
        memory = self.preview.memory if self.preview else None
        with remembered(root) as sound:
            found = inspect(data, docs, root, today(), memory, sound, None if self.preview else self.grow(repository))
        if self.preview:
            self.preview.sound = sound
        return found

    def grow(self, repository: str) -> Callable[[Data], Leaves]:
        """What makes the leaves of records that were read."""

        def leaves(data: Data) -> Leaves:
            self.leaves = Leaves(link(data, repository), Renderer(today(), self.compiled), self.store)
            return self.leaves

        return leaves

    def begin(self, found: Inspection, root: Path, target: Path | None, repository: str) -> Build:
        """The build of what was found right."""
        if self.leaves:
            linked, renderer, known = self.leaves.linked, self.leaves.renderer, self.leaves.found
        else:
            linked, renderer, known = link(found.data, repository), Renderer(today()), {}
        self.build = Build(linked, found.pages, root, target, renderer, known, target if self.key else None, self.store)
        return self.build

    def stands(self, config: Any, data: Path, root: Path) -> bool:
        """Is the site there already, just as this build would make it? If not, what is noted of it holds no more."""
        site = Path(config.site_dir)
        self.key, self.store, self.compiled = "", Store(), None
        if takes_notes():
            program = key(config, [Path(one) for one in (HOOKS, config.theme.custom_dir) if one], root)
            self.key = program + content((data, Path(config.docs_dir)), root)
            if stands(site, self.key):
                return True
            self.store = Store(root / NAME, program)
            self.compiled = Compiled(self.store)
        forget(site)
        gc.disable()  # a build lives for seconds, and keeps nearly all that it makes: to look for waste costs a tenth
        return False

    def take(self, whole: Whole, name: str, folder: Path) -> None:
        """A whole page, which is written under this name: its twin is written beside it."""
        if whole.looked:
            self.looked[name] = whole.looked
            twin = name.removesuffix(PAGE) + TWIN
            self.entries |= put({twin: whole.twin}, folder, self.current().former)

    def expect(self, pages: Pages) -> None:
        """Pages that are to be written as they come, and those that are in the new folder already."""
        self.whole, self.others = pages.whole, pages.others
        for address, one in pages.standing.items():
            self.looked[address + PAGE] = one.looked
            self.entries |= one.entries

    def finish(self, built: Path, edition: Edition) -> tuple[str, ...]:
        """The last files, once all others are there. Returns what no page may hold, one line each."""
        for some in self.others:
            self.entries |= some
        unsafe, added = finish(built, edition, self.looked, self.entries)
        self.entries |= added
        return unsafe

    def remember(self, site: Path) -> None:
        """Note what the site was built from, unless there was something to warn of."""
        self.store.keep()
        if self.key and not self.warnings.said:
            remember(site, self.key, {name: one.digest for name, one in self.entries.items()})

    def listen(self, *, strict: bool) -> None:
        """Keep what MkDocs warns of: '--quiet' stops it before anybody counts, and then nothing is strict any more."""
        self.warnings = Warnings()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(self.warnings)
        if strict:
            logger.setLevel(min(logger.level, logging.WARNING))

    def let_go(self) -> None:
        """Nobody works for this build any more, and nobody writes."""
        self.whole, self.others = None, iter(())
        stop()

    def listen_no_more(self) -> None:
        """The build is done."""
        gc.enable()
        logging.getLogger("mkdocs").removeHandler(self.warnings)
