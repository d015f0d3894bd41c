"""A built site → what its pages say, whichever program made them: title, words, links, places that links lead to."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

INDEX = "index.html"
TEXT = ('//*[contains(@class, "md-content__inner")]', '//*[@role="main"]', "//main", "//body")
"""Where a page's text stands: in Material and what follows it, in MkDocs' own theme, in others."""
NO_TEXT = frozenset({"button", "fieldset", "form", "script", "style", "svg", "template"})
NO_TEXT_CLASSES = frozenset(
    {"archive-size", "back", "edit-page", "headerlink", "page-data", "letters", "visually-hidden"}
)
"""What works only with a script, ways back from a source to its mentions, links that the theme adds, and the size of
the zip file, which nobody knows before all pages are made."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Built:
    """A page as built. `links`: where its links lead, pages of the site without its address; `places`: its ids."""

    title: str
    words: Counter[str]
    links: frozenset[str]
    places: frozenset[str]


def pages(site: Path) -> dict[str, Built]:
    """Address of each page, '/drugs/', → the page. Pages for errors are no part of a guide."""
    found = {path.parent.relative_to(site).as_posix(): page(path, site) for path in sorted(site.rglob(INDEX))}
    return {"/" if folder == "." else f"/{folder}/": one for folder, one in found.items()}


def page(path: Path, site: Path) -> Built:
    """One page."""
    tree = lxml_html.document_fromstring(path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    folder = path.parent.relative_to(site).as_posix().removeprefix(".")
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), "")
    home = canonical.removesuffix(f"{folder}/") if folder else canonical
    content = next(found[0] for place in TEXT if (found := tree.xpath(place)))
    read = [*reading(content)]
    heading = next((element for element in read if element.tag == "h1"), None)
    words: Counter[str] = Counter()
    links = set()
    for element in read:
        words.update(WORD.findall(element.text or ""))
        if element.tag == "a" and element.get("href"):
            links.add(leads(element.get("href"), folder, home))
        for child in element:
            words.update(WORD.findall(child.tail or ""))
    title = "" if heading is None else " ".join("".join(heading.itertext()).split()).removesuffix("¶").strip()
    return Built(title, words, frozenset(links), frozenset(tree.xpath("//@id")))


def reading(element: Any) -> Iterator[Any]:
    """An element and all in it that a reader reads."""
    yield element
    for child in element:
        if isinstance(child.tag, str) and not skipped(child):
            yield from reading(child)


def skipped(element: Any) -> bool:
    """Is this nothing that a text without scripts could hold?"""
    kinds = set((element.get("class") or "").split())
    return (
        (element.tag in NO_TEXT and "term" not in kinds)
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or not NO_TEXT_CLASSES.isdisjoint(kinds)
    )


def leads(link: str, folder: str, home: str) -> str:
    """Where a link leads: '/drugs/#x' in the site, the whole address elsewhere."""
    if home and link.startswith(home):
        link = "/" + link.removeprefix(home)
    if urlsplit(link).scheme:
        return unquote(link)
    path, mark, fragment = link.partition("#")
    target = posixpath.normpath(posixpath.join("/", folder, path))
    target += "/" if path.endswith(("/", ".")) or not path else ""
    return unquote(re.sub("/+", "/", target) + mark + fragment)
