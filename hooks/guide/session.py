"""What outlives one of MkDocs' events: the preview, if this is one; the build under way, and what was made for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .build import Build
from .frames import Whole
from .preview import Preview, Warnings


@dataclass(slots=True)
class Session:
    """`nav` is MkDocs' navigation; `whole` the pages in their frames, as they come."""

    preview: Preview | None = None
    build: Build | None = None
    warnings: Warnings = field(default_factory=Warnings)
    nav: Any = None
    whole: Iterator[Whole] | None = None

    def current(self) -> Build:
        """The build under way."""
        if self.build is None:
            raise RuntimeError("no build is under way")
        return self.build

    def listen(self, *, strict: bool) -> None:
        """Keep what MkDocs warns of: '--quiet' stops it before anybody counts, and then nothing is strict any more."""
        self.warnings = Warnings()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(self.warnings)
        if strict:
            logger.setLevel(min(logger.level, logging.WARNING))

    def listen_no_more(self) -> None:
        """The build is done."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
