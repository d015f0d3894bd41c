"""Build aside, then swap: a site is replaced only by one that was built whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
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


class Folder(Mapping[str, bytes]):
    """Every file of a site by its name, with slashes. Each is read when it is asked for, so that no site is too big."""

    def __init__(self, folder: Path) -> None:
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        self.paths = {path.relative_to(folder).as_posix(): path for path in found}

    def __getitem__(self, name: str) -> bytes:
        return self.paths[name].read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def files_of(folder: Path) -> dict[str, bytes]:
    """The same, all read at once."""
    return dict(Folder(folder))
