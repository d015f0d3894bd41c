"""Is the site just what a build of these inputs would make? Then nothing has to be built.

Beside site/ stands site.built: a digest of everything that the build looked at, and one of each file that it made. Both
are compared, file by file, so a site that was touched is built anew, and the note may be deleted at any time. Where
the site is published from, nothing is taken for granted: with CI set, every build is a whole one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .clock import day_set, today
from .kept import versions
from .sign import names_in

NOTE = ".built"
PLACE = re.compile(r" at 0x[0-9a-f]+")
"""Where an object stands in memory tells nothing of it."""
NOT_LOOKED_AT = ("site_dir", "plugins", "hooks", "theme")
"""Settings that say nothing of the content; the theme's are looked at one by one, hooks and plugins as files."""


def key(settings: Mapping[str, Any], folders: Iterable[Path], root: Path) -> str:
    """What tells one build from another: settings, programs with their versions, the day, every file of the folders.

    Names are relative to `root`: pages show them.
    """
    told = {name: PLACE.sub("", str(value)) for name, value in settings.items() if name not in NOT_LOOKED_AT}
    theme = {name: str(settings["theme"][name]) for name in settings["theme"]}
    around = json.dumps([told, theme, versions(), str(today()), str(day_set())])
    return hashlib.sha256(around.encode() + content(folders, root).encode()).hexdigest()


def content(folders: Iterable[Path], root: Path) -> str:
    """What tells the files of these folders from others."""
    told = hashlib.sha256()
    found = {f"{folder}/{name}" for folder in folders for name in names_in(folder) if not name.endswith(".pyc")}
    for name in sorted(found):
        told.update(f"\n{os.path.relpath(name, root)} {digest(name)}".encode())
    return told.hexdigest()


def stands(site: Path, now: str) -> bool:
    """Is the site as a build with this key left it?"""
    try:
        note = json.loads(note_of(site).read_bytes())
        return bool(note["key"] == now and note["files"] == made(site))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(site: Path, now: str, digests: Mapping[str, str]) -> None:
    """Note what the site was built from. `digests`: of files that are known; if one is not as it was written, the next
    build finds that."""
    note_of(site).write_text(json.dumps({"key": now, "files": made(site, digests)}), encoding="utf-8")


def forget(site: Path) -> None:
    """A build begins: what it leaves is not known yet."""
    note_of(site).unlink(missing_ok=True)


def note_of(site: Path) -> Path:
    """The note beside a site."""
    return site.with_name(site.name + NOTE)


def made(site: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every file of a site with its digest."""
    known = known or {}
    return {name: known.get(name) or digest(f"{site}/{name}") for name in names_in(site)}


def digest(path: str) -> str:
    """What tells one content from another."""
    with open(path, "rb") as file:  # noqa: PTH123 - asked of thousands of files, and a Path takes twice as long
        return hashlib.sha256(file.read()).hexdigest()
