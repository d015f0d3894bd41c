"""A preview after records changed: read them and check them anew, and let each page be made when it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .beside import beside
from .build import Build
from .clock import today
from .frames import Frames, template_of
from .inspection import inspect
from .link import link
from .on_demand import PAGE
from .preview import Preview
from .rules.alone import Sound

LOG = logging.getLogger("mkdocs.plugins.phasebook")


class Holder(Protocol):
    """Whoever holds the build under way."""

    build: Build | None


@dataclass(frozen=True, slots=True)
class Refresh:
    """`pages`: address → MkDocs' page of the last whole build; `others`: names of the files beside them;
    `reprint`: prints a page once more; `home`: the site's own address, or nothing."""

    holder: Holder
    preview: Preview
    frames: Frames
    pages: Mapping[str, Any]
    others: frozenset[str]
    reprint: Callable[[Any], None]
    home: str

    def __call__(self) -> bool:
        """After a change of records. False when only a whole build will do: other pages, another guide."""
        before = self.holder.build
        if before is None or self.preview.demand is None:
            return False
        self.preview.sound = sound = Sound(self.preview.sound.used)
        found = inspect(self.preview.data, self.preview.docs, self.preview.root, today(), self.preview.memory, sound)
        if found.problems or not found.checks:
            for problem in found.problems:
                LOG.error("%s", problem)
            self.preview.problems = found.problems
            return bool(found.problems)
        build = Build(link(found.data, before.linked.guide.repository), found.pages, before.root, None, before.renderer)
        if build.linked.guide != before.linked.guide or build.composer.addresses != before.composer.addresses:
            return False
        LOG.info(found.summary())
        self.holder.build = build
        self.preview.demand.let_age((*(address + PAGE for address in self.pages), *self.others), self.page, self.rest)
        return True

    def page(self, address: str) -> str:
        """The whole page at an address."""
        page = self.pages[address]
        if self.holder.build and (view := self.holder.build.view(address)):
            page.view, page.title = view, view.short_title or view.title
        self.reprint(page)
        return self.frames.whole(page, template_of(page))

    def rest(self) -> dict[str, str | bytes]:
        """The files beside the pages."""
        build = self.holder.build
        assert build
        for page in self.pages.values():
            if page.file.src_uri in build.written:
                self.reprint(page)
        return beside(build.printed(self.home), published=False)
