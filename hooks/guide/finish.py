"""The built folder → a site that may be published: looked through once more, and readable without a connection."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .archive import Edition
from .looked import Looked
from .offline import extras
from .publish import Entry, Folder, entry_of, write
from .render import TEMPLATES
from .scan import scan


def finish(
    built: Path, edition: Edition, looked: Mapping[str, Looked], compared: Mapping[str, Entry] | None = None
) -> tuple[tuple[str, ...], dict[str, Entry]]:
    """Add what works offline. Returns what no page may hold, one line each, and then nothing was added; and the
    entries of the pages and of what was added.

    `looked`: name of a page → what was found when it was made; it counts if the page is the same still.
    `compared`: entries of files that were read and compared when they were put there.
    """
    files = Folder(built)
    known = compared or {}
    pages = {name: known.get(name) or entry_of(files[name]) for name in files if name.endswith(".html")}
    same = {name: one for name, one in looked.items() if name in pages and pages[name].digest == one.digest}
    if unsafe := scan(files, {name: one.seen for name, one in same.items()}):
        return unsafe, {}
    template = (TEMPLATES / "worker.js").read_text(encoding="utf-8")
    added = extras(files, edition, template, same)
    return (), pages | {name: write(built / name, content) for name, content in added.items()}
