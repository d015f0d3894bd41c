"""What one run may keep for the next, on somebody's own machine, and the versions that it all hangs on."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

NOTED = (".dist-info", ".egg-info")
"""How the folders end in which installers note a package (packaging.python.org, "Recording installed projects")."""


def takes_notes() -> bool:
    """Is this somebody's own machine? Where the site is published from, nothing is taken for granted."""
    return not os.environ.get("CI")


def versions() -> list[str]:
    """Python's version, and each package with its own. The names of their folders tell it: nothing is opened."""
    folders = [folder for folder in map(Path, sys.path) if folder.is_dir()]
    return [sys.version, *sorted({one.name for folder in folders for one in folder.iterdir() if one.suffix in NOTED})]


def digest(*parts: str | bytes) -> str:
    """What tells one content from another; where a part ends and the next begins counts, too."""
    content = sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        content.update(b"%d:" % len(raw))
        content.update(raw)
    return content.hexdigest()
