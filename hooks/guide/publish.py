"""Build aside, then swap: a site is replaced only by one that was built whole."""

from __future__ import annotations

import shutil
from pathlib import Path

ASIDE = ".building"
FORMER = ".former"


def aside(site: Path) -> Path:
    """An empty folder beside the site to build into; what an interrupted build left there goes."""
    folder = site.with_name(site.name + ASIDE)
    remove(folder)
    return folder


def swap(built: Path, site: Path) -> None:
    """Put the built folder in the site's place. The former site goes last, and comes back if that fails."""
    former = site.with_name(site.name + FORMER)
    remove(former)
    if site.exists():
        site.rename(former)
    try:
        built.rename(site)
    except OSError:
        if former.exists():
            former.rename(site)
        raise
    remove(former)


def remove(folder: Path) -> None:
    """Delete a folder, if it is there; a link is deleted, never what it points to."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def write(path: Path, content: str | bytes) -> None:
    """Write a file of the site, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a site: its name, with slashes, and its content."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
