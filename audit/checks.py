"""Built pages on disk → what the HTML checker and the link checker say. Neither needs a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .measure import Measure, none, unmeasured
from .site import Site

VALID, LINKS = "HTML validity (vnu), errors", "Broken links and fragments"
CHOICE = r"/handout/?(index\.html)?#\w+="  # what a reader chose, not a place on the page
MANY = 50  # pages at a time: the checker's answer comes in one piece


def validity(site: Site, command: Sequence[str] | None) -> list[Measure]:
    """Errors of the HTML checker on every page, redirects and the 404 page too."""
    if not command:
        return [unmeasured(VALID, 0, "needs Java and vnu-jar: apt install default-jre-headless; npm ci")]
    pages = sorted(site.folder.rglob("*.html"))
    errors: list[str] = []
    for start in range(0, len(pages), MANY):
        some = map(str, pages[start : start + MANY])
        result = run([*command, "--errors-only", "--exit-zero-always", "--format", "json", *some])
        try:
            messages = json.loads(result.stderr)["messages"]
        except (ValueError, KeyError, TypeError):
            return [unmeasured(VALID, 0, f"the HTML checker failed: {result.stderr.strip()[-300:]}")]
        errors.extend(told(site, one) for one in messages)
    return [none(VALID, sorted(errors), f"{len(pages)} pages")]


def told(site: Site, message: dict[str, Any]) -> str:
    """A message of the HTML checker in one line."""
    name = str(message.get("url", "")).removeprefix(f"file:{site.folder.resolve().as_posix()}/")
    return f"{name}:{message.get('lastLine', 1)}: {message['message']}"


def links(site: Site, command: Sequence[str] | None) -> list[Measure]:
    """Links within the site that lead nowhere."""
    if not command:
        return [unmeasured(LINKS, 0, "needs lychee: make lint installs it")]
    pages = sorted(site.folder.rglob("*.html"))
    with TemporaryDirectory() as temporary:
        # Under its own path, as the host serves it: the 404 page links from the root.
        root = Path(temporary)
        home = root / site.base.strip("/")
        if site.base != "/":
            home.parent.mkdir(parents=True, exist_ok=True)
            home.symlink_to(site.folder.resolve(), target_is_directory=True)
        else:
            root = home = site.folder.resolve()
        own = [home / page.relative_to(site.folder) for page in pages]
        options = [
            "--offline",
            "--include-fragments",
            "--index-files",
            "index.html",
            "--no-progress",
            "--format",
            "json",
            "--exclude",
            CHOICE,
        ]
        result = run([*command, *options, "--root-dir", str(root), *map(str, own)])
    try:
        found = json.loads(result.stdout)
    except ValueError:
        return [unmeasured(LINKS, 0, f"lychee failed: {result.stderr.strip()[-300:]}")]
    broken = [
        f"{name.removeprefix(f'{home}/')}: {one['url']}: {one['status']['text']}"
        for name, ones in sorted(found["error_map"].items())
        for one in ones
    ]
    return [none(LINKS, broken, f"{found['total']:,} links, offline")]


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A command's output as text."""
    return subprocess.run(command, capture_output=True, text=True, check=False)
