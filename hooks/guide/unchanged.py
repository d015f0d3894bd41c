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
    content = hashlib.sha256()
    content.update(json.dumps([told, theme, versions(), str(today()), str(day_set())]).encode())
    found = {path for folder in folders for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file()}
    for path in sorted(found):
        content.update(f"\n{os.path.relpath(path, root)} {digest(path)}".encode())
    return content.hexdigest()


def stands(site: Path, now: str) -> bool:
    """Is the site as a build with this key left it?"""
    try:
        note = json.loads(note_of(site).read_bytes())
        return bool(note["key"] == now and note["files"] == made(site))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(site: Path, now: str) -> None:
    """Note what the site was built from."""
    note_of(site).write_text(json.dumps({"key": now, "files": made(site)}), encoding="utf-8")


def forget(site: Path) -> None:
    """A build begins: what it leaves is not known yet."""
    note_of(site).unlink(missing_ok=True)


def note_of(site: Path) -> Path:
    """The note beside a site."""
    return site.with_name(site.name + NOTE)


def made(site: Path) -> dict[str, str]:
    """Every file of a site with its digest."""
    found = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): digest(path) for path in found}


def digest(path: Path) -> str:
    """What tells one content from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
