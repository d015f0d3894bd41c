"""What outlives one of MkDocs' events: the preview, if this is one; the build under way, and what was made for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .build import Build
from .clock import today
from .frames import Whole
from .inspection import Inspection, inspect
from .kept import takes_notes
from .preview import HOOKS, Preview, Warnings
from .sound import remembered
from .unchanged import forget, key, remember, stands


@dataclass(slots=True)
class Session:
    """`nav` is MkDocs' navigation; `whole` the pages in their frames, as they come; `key` names this build."""

    preview: Preview | None = None
    build: Build | None = None
    warnings: Warnings = field(default_factory=Warnings)
    nav: Any = None
    key: str = ""
    whole: Iterator[Whole] | None = None

    def current(self) -> Build:
        """The build under way."""
        if self.build is None:
            raise RuntimeError("no build is under way")
        return self.build

    def inspect(self, data: Path, docs: Path, root: Path) -> Inspection:
        """Read and check everything, but for what was found before and is as it was."""
        with remembered(root) as sound:
            found = inspect(data, docs, root, today(), self.preview.memory if self.preview else None, sound)
        if self.preview:
            self.preview.sound = sound
        return found

    def stands(self, config: Any, data: Path, root: Path) -> bool:
        """Is the site there already, just as this build would make it? If not, what is noted of it holds no more."""
        site = Path(config.site_dir)
        folders = [Path(one) for one in (data, config.docs_dir, HOOKS, config.theme.custom_dir) if one]
        self.key = key(config, folders, root) if takes_notes() else ""
        if self.key and stands(site, self.key):
            return True
        forget(site)
        return False

    def remember(self, site: Path) -> None:
        """Note what the site was built from, unless there was something to warn of."""
        if self.key and not self.warnings.said:
            remember(site, self.key)

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
