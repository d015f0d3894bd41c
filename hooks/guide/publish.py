"""Build aside, then swap: a site is replaced only by one that was built whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .sign import names_in

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


class Entry(NamedTuple):
    """A file that was made: its size in bytes, and what tells its content from another (SHA-256)."""

    size: int
    digest: str


Entries = dict[str, Entry]


def write(path: Path, content: str | bytes, former: Path | None = None) -> Entry:
    """Write a file of the site, its folder too. `former`: the same file of the former site.

    If that holds the very same, the two share their place on the disk, as long as the former site is there: nothing
    has to be written. What is there already is never written into: another site may share it.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        place(path, raw, former)
    except FileNotFoundError:  # only the first file of a folder has to ask for it
        path.parent.mkdir(parents=True, exist_ok=True)
        place(path, raw, former)
    return entry_of(raw)


def put(files: Mapping[str, str | bytes], folder: Path, former: Path | None) -> Entries:
    """Write files, and tell of each."""
    return {name: write(folder / name, content, former / name if former else None) for name, content in files.items()}


def place(path: Path, content: bytes, former: Path | None) -> None:
    """Put a file into a folder that is there. FileNotFoundError if it is not."""
    path.unlink(missing_ok=True)
    if former is None or not linked(former, path, content):
        path.write_bytes(content)


def linked(former: Path, path: Path, content: bytes) -> bool:
    """Let the former file stand at this place, too, if it is the very same and the disk can do that."""
    try:
        if former.is_symlink() or former.read_bytes() != content:
            return False
        path.hardlink_to(former)
    except OSError:
        return False
    return True


def entry_of(content: str | bytes) -> Entry:
    """The entry of a file with this content."""
    raw = content.encode() if isinstance(content, str) else content
    return Entry(len(raw), hashlib.sha256(raw).hexdigest())


class Folder(Mapping[str, bytes]):
    """Every file of a site by its name, with slashes. Each is read when it is asked for, so that no site is too big."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = dict.fromkeys(names_in(folder))

    def __getitem__(self, name: str) -> bytes:
        if name not in self.names:
            raise KeyError(name)
        return (self.folder / name).read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def files_of(folder: Path) -> dict[str, bytes]:
    """The same, all read at once."""
    return dict(Folder(folder))
