# ruff: noqa: PTH103, PTH108, PTH114, PTH120, PTH123 - thousands of files, and a Path takes twice as long as its name
"""Files of the former site that are just what the new one needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .publish import Entry, entry_of


def stand_again(former: Path, folder: Path, entries: Mapping[str, Entry]) -> bool:
    """Let files of the former site stand in the new one, too: all of them, if each still is what it was, or none.

    `entries`: of each file as it was made, by its name from the site's root.
    """
    stood, new = f"{former}/", f"{folder}/"
    try:
        if any(os.path.islink(stood + name) or read(stood + name) != one for name, one in entries.items()):
            return False
        for name in entries:
            os.makedirs(os.path.dirname(new + name), exist_ok=True)
            os.link(stood + name, new + name)
    except OSError:  # something writes into what stands there next, and that may be no file of the former site
        for name in entries:
            with suppress(OSError):
                os.unlink(new + name)
        return False
    return True


def read(path: str) -> Entry:
    """The entry of a file that is there."""
    with open(path, "rb") as file:
        return entry_of(file.read())
