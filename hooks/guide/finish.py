"""The built folder → a site that may be published: looked through once more, and readable without a connection."""

from __future__ import annotations

from pathlib import Path

from .archive import Edition
from .offline import extras
from .publish import Folder, write
from .render import TEMPLATES
from .scan import scan


def finish(built: Path, edition: Edition) -> tuple[str, ...]:
    """Add what works offline. Returns what no page may hold, one line each; then nothing was added."""
    files = Folder(built)
    if unsafe := scan(files):
        return unsafe
    template = (TEMPLATES / "worker.js").read_text(encoding="utf-8")
    for name, content in extras(files, edition, template).items():
        write(built / name, content)
    return ()
