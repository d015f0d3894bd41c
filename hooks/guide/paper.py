"""A built site → the guide as it goes on paper: one document of all pages, and one of each phase.

Each is clean HTML of its own, from which hooks/pdf.py makes a PDF. What it needs to know of the pages stands in
llms.txt and in their Markdown twins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from .address import API, PAGES
from .chapter import Chapter, chapter
from .compose.view import LISTS
from .export import Contents, contents, plain
from .llms import NAME as CONTENTS
from .llms import OPTIONAL, START
from .twin import SCHEME, TWIN, resolved
from .vancouver import plain_date

TEMPLATES = Path(__file__).parent.parent / "templates" / "paper"
WHOLE = "guide"
NOT_ON_PAPER = frozenset({API, "handout/", "pictures/"})
"""What only works on a screen, is for programs, or stands elsewhere in the guide."""
NOTE = re.compile(r"^> (.+)$", re.MULTILINE)
REVIEW = re.compile(r"\*\*(.+?)\*\*")
LANGUAGE = re.compile(r'<html lang="([^"]+)"')
ADDRESS = re.compile(r"&lt;(https?://\S+?)&gt;")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its name without an ending, its title, and its HTML."""

    name: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What all documents share: the site's files, what llms.txt tells of them, the day of the build."""

    files: Mapping[str, bytes]
    contents: Contents
    day: date

    def chapter(self, title: str, file: str, *, lower: int, words: bool) -> Chapter:
        """The chapter of the page that this twin belongs to."""
        address = file.removesuffix(TWIN)
        review = REVIEW.search(self.notes(file)[0])
        page = self.files[f"{address}index.html"].decode()
        return chapter(page, address, title, plain(review[1]) if review else "", lower=lower, words=words)

    def notes(self, file: str) -> list[str]:
        """What a twin tells of its page under its title: who has reviewed it, what it is not, its license."""
        return NOTE.findall(self.files[file].decode())[:3]


def papers(files: Mapping[str, bytes], day: date) -> list[Paper]:
    """All documents of a site. `files`: name → content."""
    shelf = Shelf(files, contents(files[CONTENTS].decode()), day)
    return [whole(shelf), *phases(shelf)]


def whole(shelf: Shelf) -> Paper:
    """The whole guide: its parts are those of the site's menu; words are explained in its glossary."""
    parts = []
    for name, pages in shelf.contents.sections.items():
        kept = [(title, file) for title, file in pages if file.removesuffix(TWIN) not in NOT_ON_PAPER]
        if kept and name != OPTIONAL:
            parts.append((name, [shelf.chapter(title, file, lower=2, words=False) for title, file in kept]))
    return printed(shelf, WHOLE, shelf.contents.title, parts)


def phases(shelf: Shelf) -> list[Paper]:
    """Each phase by itself, with its words."""
    folder = f"{PAGES['phase']}/"
    found = []
    for title, file in shelf.contents.sections[LISTS["phase"][0]]:
        if file != folder + TWIN:
            one = shelf.chapter(title, file, lower=0, words=True)
            found.append(printed(shelf, one.address.strip("/"), title, [("", [one])]))
    return found


def printed(shelf: Shelf, name: str, title: str, parts: Sequence[tuple[str, Sequence[Chapter]]]) -> Paper:
    """A document of these chapters."""
    chapters = [one for _, found in parts for one in found]
    names = {one.address: one.name for one in chapters}
    places = frozenset(chain.from_iterable(one.places() for one in chapters))
    start = shelf.contents.sections[START][0][1] if name == WHOLE else f"{name}/{TWIN}"
    review, disclaimer, terms = shelf.notes(start.removeprefix(shelf.contents.site))
    language = LANGUAGE.search(shelf.files["index.html"].decode())
    written = {
        one.name: Markup(one.html(Leads(one, names, places, shelf.contents.site)))  # the site's own HTML
        for one in chapters
    }
    html = template().render(
        whole=name == WHOLE,
        title=title,
        guide=shelf.contents.title,
        tagline=shelf.contents.about.removesuffix(plain(disclaimer)).strip(),
        language=language[1] if language else "en",
        day=shelf.day,
        review=plain(review.replace("**", "")),
        disclaimer=plain(disclaimer),
        terms=Markup(ADDRESS.sub(r'<a href="\1">\1</a>', str(escape(plain(terms))))),
        parts=parts,
        written=written,
    )
    return Paper(name, title, html)


@dataclass(frozen=True, slots=True)
class Leads:
    """Where the links of one chapter lead. `names`: address of each page in the document → where it begins."""

    chapter: Chapter
    names: Mapping[str, str]
    places: frozenset[str]
    site: str

    def __call__(self, link: str, word: str) -> str:
        """A place in the document, if it is there; else the page on the site, if that has an address."""
        if SCHEME.match(link):
            return link
        if word and (here := f"{self.chapter.name}--{word}") in self.places:
            return f"#{here}"
        path, mark, fragment = link.partition("#")
        target = resolved(path, self.chapter.address) if path else self.chapter.address
        if name := self.names.get(target):
            spot = f"{name}--{fragment}"
            return f"#{spot if spot in self.places else name}"
        return self.site + target + mark + fragment if self.site else ""


def template() -> Template:
    """How a document is printed."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = plain_date
    return environment.get_template("paper.html")
