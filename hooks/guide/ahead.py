"""The composed guide → the files that ask for no printed page: in a process of their own, while MkDocs reads pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from .beside import AHEAD
from .build import Build
from .printed import Printed
from .publish import Entries, put
from .spread import alongside


def begin(build: Build, folder: Path, home: str) -> None:
    """Begin to write them, if the site is to be published. `home`: the site's own address, or nothing."""
    if build.target:
        build.ahead = alongside(partial(written, build.printed(home, {}), folder, build.former))


def written(printed: Printed, folder: Path, former: Path | None) -> Entries:
    """Write them, and tell of each."""
    entries: Entries = {}
    for part in AHEAD:
        entries |= put(part(printed), folder, former)
    return entries
