"""Printed pages → whole pages with their twins, side by side, while the files beside them are made and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .beside import beside
from .build import Build
from .frames import Frames, Whole
from .publish import write
from .spread import spread
from .twin import twins_of


def make_whole(
    build: Build, frames: Frames, pages: Mapping[str, Any], folder: Path, home: str
) -> tuple[Iterator[Whole], frozenset[str]]:
    """The whole pages in their order, to be written as they come; and the names of the files written into `folder`.

    `pages`: address → the page with its text. `home`: the site's own address, or nothing. A preview has no twins.
    """
    printed = build.printed(home)
    twin = twins_of(printed) if build.target else lambda _: ""
    whole = spread(frames.finisher(pages, twin), list(pages))
    others = beside(printed, published=build.target is not None)
    for name, content in others.items():
        write(folder / name, content)
    return whole, frozenset(others)
