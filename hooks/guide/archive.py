"""The finished site → one zip file that opens from disk, with search, and tells that it is a copy.

A page on disk has no server that answers "drugs/" with "drugs/index.html", and a browser lets it read
no file but a script. So links to folders get their file, and the search index becomes a script.
What stands between <!--online--> and <!--/online--> is for the web only.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .address import API
from .packing import Packed, packed, zipped
from .vancouver import plain_date

ONLINE = re.compile(r"<!--online-->.*?<!--/online-->\n?", re.DOTALL)
LINK = re.compile(r'(href=")([^"#?:]*[/.])(?=["#?])')
MOVED = re.compile(r'("0;url=)([^"#?:]*[/.])(?=["#?])')  # where a page that moved leads on to
POINTER = re.compile(r'="([^"#?:]*\.\w+)["#?]')
URL = re.compile(r"""url\(["']?([^"')#?:]+)""")
LICENSE = re.compile(r"assets/.*\.txt")  # what is copied along may only be copied with its license
NOT_KEPT = re.compile(rf"\d{{3}}\.html$|{API}")  # of no use on a disk: what a server says, and what is for programs
INDEX = "search/search_index.json"
START = "START-HERE.html"
SIZE = b'<span class="archive-size"></span>'
"""Where a page tells how large the copy is."""
OLDEST = date(1980, 1, 1)  # the first day that a zip file can tell


@dataclass(frozen=True, slots=True)
class Edition:
    """What a copy says of itself. `day` is that of the build where one was set (SOURCE_DATE_EPOCH)."""

    title: str
    tagline: str
    language: str
    disclaimer: str
    address: str
    day: date | None


class Copy(NamedTuple):
    """A page as it lies in the zip file, and the files that it names, be they there or not."""

    packed: Packed
    named: frozenset[str]


def copied(files: Iterable[str]) -> frozenset[str]:
    """The pages that are in the copy."""
    return frozenset(name for name in files if name.endswith(".html") and not NOT_KEPT.match(name))


def copy_of(name: str, page: str, pages: frozenset[str], edition: Edition) -> Copy:
    """A page's copy. `pages`: those that are in the copy, too."""
    text = on_disk(page, name, pages, edition)
    return Copy(packed(text.encode()), frozenset(targets(name, text, POINTER)))


def archive(files: Mapping[str, bytes], edition: Edition, copies: Mapping[str, Copy] | None = None) -> bytes:
    """The zip file: the same bytes for the same site and day. `files`: name → content; `copies`: pages copied before.

    What a person looks for comes first, then the pages, one at a time, then what they name.
    """
    pages, known = copied(files), copies or {}
    named: set[str] = set()

    def entries() -> Iterator[tuple[str, Packed]]:
        yield START, packed(on_disk(files["index.html"].decode(), "index.html", pages, edition).encode())
        yield "README.txt", packed(readme(edition).encode())
        for name in sorted(pages):
            copy = known.get(name) or copy_of(name, files[name].decode(), pages, edition)
            named.update(one for one in copy.named if one in files)
            yield name, copy.packed
        licenses = {name for name in files if LICENSE.fullmatch(name)}
        for name in sorted((with_sheets(named, files) | licenses) - {INDEX}):
            yield name, packed(files[name])
        if INDEX in files:
            yield INDEX.replace(".json", ".js"), packed(index_script(json.loads(files[INDEX])).encode())

    return zipped(entries(), max(edition.day or OLDEST, OLDEST))


def on_disk(page: str, name: str, pages: frozenset[str], edition: Edition) -> str:
    """A page whose links to folders name their file, and which says that it is a copy."""
    folder = posixpath.dirname(name)
    page = ONLINE.sub("", page)

    def named(found: re.Match[str]) -> str:
        lead, link = found.groups()
        return lead + with_file(link, folder, pages) if page[found.start() - 1].isspace() else found[0]

    page = LINK.sub(named, page)
    page = MOVED.sub(lambda found: found[1] + with_file(found[2], folder, pages), page)
    return page.replace("<html", f'<html data-copy="{edition.day or ""}"', 1)


def with_file(link: str, folder: str, pages: frozenset[str]) -> str:
    """'../drugs/' → '../drugs/index.html', when that is a page; any other link as it is."""
    named = link.removesuffix("/") + "/index.html"
    return named if resolved(named, folder) in pages else link


def resolved(link: str, folder: str) -> str:
    """The name of the file that a link in a folder leads to."""
    to_root = "../" * (folder.count("/") + 1) if folder else ""
    if link.startswith(to_root) and "./" not in (path := link[len(to_root) :]):  # as nearly all links are
        return path
    return posixpath.normpath(posixpath.join(folder, link))


def needed(files: Mapping[str, bytes], pages: Iterable[tuple[str, str]]) -> set[str]:
    """The files, other than pages, that these pages name, and those that their style sheets name.

    `pages`: (name, text), which may come one at a time.
    """
    return with_sheets(set(leads(pages, POINTER, files)), files)


def with_sheets(found: set[str], files: Mapping[str, bytes]) -> set[str]:
    """These files, and those that the style sheets among them name."""
    sheets = ((name, files[name].decode()) for name in found if name.endswith(".css"))
    return found | set(leads(sheets, URL, files))


def targets(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The files, other than pages and their twins for programs, that a text names, be they there or not."""
    folder = posixpath.dirname(name)
    return (resolved(link, folder) for link in set(pattern.findall(text)) if not link.endswith((".html", ".md", "/")))


def leads(texts: Iterable[tuple[str, str]], pattern: re.Pattern[str], files: Mapping[str, bytes]) -> Iterator[str]:
    """The files that are there of those that the texts name."""
    return (target for name, text in texts for target in targets(name, text, pattern) if target in files)


def index_script(index: dict[str, list[dict[str, str]]]) -> str:
    """The search index as a script, its places as files."""
    for document in index["docs"]:
        path, mark, fragment = document["location"].partition("#")
        document["location"] = f"{path}index.html{mark}{fragment}"
    return f"window.searchIndex = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n"


def readme(edition: Edition) -> str:
    """What to do with the unpacked file, in plain words."""
    state = f"It shows the guide as it was on {plain_date(edition.day)}.\n" if edition.day else ""
    newest = f"The newest guide: {edition.address}\n" if edition.address else ""
    return (
        f"{edition.title}\n{edition.tagline}\n\n"
        "This folder holds the whole guide. You need no connection to read it.\n\n"
        f'1. Unpack the zip file first. On Windows: right-click it, then choose "Extract all".\n'
        f"2. Open {START}. Your web browser shows it.\n\n"
        f"This copy does not change by itself. {state}{newest}\n{edition.disclaimer}\n"
    )
