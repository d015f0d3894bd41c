"""A built site → the same guide as a plain Markdown project: every page's twin, the files that they show, and a
configuration for MkDocs or Zensical without hooks. What it needs to know of the pages stands in llms.txt.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .llms import NAME as CONTENTS
from .llms import START
from .twin import TWIN

DOCS = "docs/"
EXTENSIONS = ("fenced_code", "sane_lists", "tables")
HEADING = re.compile(r"^## (.+)$")
ENTRY = re.compile(r"^- \[((?:\\.|[^\]\\])+)\]\(((?:[a-z]+://[^/]+)?[^)]*)\)")
SHOWN = re.compile(r"!\[[^\]]*\]\(([^):]+)\)")
README = """# {title}

All pages of the guide as plain Markdown, as they were when this folder was made. Nothing here needs the program that
made them: the records in YAML are in the guide's own repository, and a page changed here does not change there.

Build a site from it with MkDocs or with Zensical, which reads the same file:

    pip install mkdocs && mkdocs build
    pip install zensical && zensical build
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What llms.txt tells: the title, the line on what it is, the site's address, headings with (title, file)."""

    title: str
    about: str
    site: str
    sections: Mapping[str, list[tuple[str, str]]]


def export(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name → content of the project. `files`: those of the site."""
    known = contents(files[CONTENTS].decode())
    twins = {name: content for name, content in files.items() if posixpath.basename(name) == TWIN}
    shown = {
        target
        for name, content in twins.items()
        for link in SHOWN.findall(content.decode())
        if (target := posixpath.normpath(posixpath.join(posixpath.dirname(name), link))) in files
    }
    made = {DOCS + name: content for name, content in twins.items()}
    made |= {DOCS + name: files[name] for name in sorted(shown)}
    made["mkdocs.yml"] = yaml.safe_dump(configuration(known), sort_keys=False, allow_unicode=True, width=120).encode()
    made["README.md"] = README.format(title=known.title).encode()
    return made


def contents(text: str) -> Contents:
    """llms.txt as values."""
    lines = text.split("\n")
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        if heading := HEADING.match(line):
            sections[heading[1]] = []
        elif entry := ENTRY.match(line):
            next(reversed(sections.values())).append((plain(entry[1]), entry[2]))
    first = sections[START][0][1]
    site = first.removesuffix(TWIN)
    about = next(line.removeprefix("> ") for line in lines if line.startswith("> "))
    inside = {name: [(title, link.removeprefix(site)) for title, link in found] for name, found in sections.items()}
    return Contents(plain(lines[0].removeprefix("# ")), plain(about), site, inside)


def configuration(known: Contents) -> dict[str, Any]:
    """What MkDocs and Zensical need to know."""
    values: dict[str, Any] = {"site_name": known.title, "site_description": known.about}
    if known.site:
        values["site_url"] = known.site
    return values | {"markdown_extensions": [*EXTENSIONS], "nav": list(navigation(known))}


def navigation(known: Contents) -> Iterator[dict[str, Any]]:
    """The menu in the site's order: what stands first by itself, then the sections."""
    for name, pages in known.sections.items():
        entries = [{title: file} for title, file in pages]
        if name == START:
            yield from entries
        elif entries:
            yield {name: entries}


def plain(text: str) -> str:
    """A text without the marks that keep it from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text).replace("&lt;", "<").replace("&amp;", "&")
