"""A built page → a chapter on paper: what only works on a screen is gone, every place in it has a name of its own.

A PDF for screen readers knows fewer kinds of things than HTML: a list holds entries and nothing between, and a drawing
has one text that stands for it. So groups in lists of terms go, what folds away stands open, and a drawing brings its
name and its colors along.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import html as lxml_html

from .markdown import HEADINGS, drawing_name, left_out, split
from .marks import folded
from .pictures import STYLE

LEFT_OUT = frozenset(
    {"changed", "crumb", "edit-page", "offline-copy", "page-data", "path-small", "picture-file", "to-handout"}
)
KEPT = frozenset({"alt", "class", "colspan", "href", "id", "rowspan", "scope", "src", "start"})
PLAIN = {"details": "div", "figcaption": "div", "figure": "div", "nav": "div", "summary": "p"}
Lead = Callable[[str, str], str]
"""(link on the page, place of the word that it explains or '') → where it leads in the PDF, or '' for nowhere."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`name` of the place where it begins; `review`: the line on who has reviewed it; `sections`: (place, heading)."""

    address: str
    name: str
    title: str
    review: str
    body: Any
    sections: tuple[tuple[str, str], ...]

    def places(self) -> set[str]:
        """The names of all places in it."""
        return {self.name, *self.body.xpath(".//@id")}

    def html(self, lead: Lead) -> str:
        """What stands in it, as HTML whose links lead to where they can on paper."""
        body = deepcopy(self.body)
        for link in body.xpath(".//a[@href]"):
            if target := lead(link.get("href"), link.get("data-word", "")):
                link.set("href", target)
            else:
                link.drop_tag()
        for picture in body.xpath(".//img[@src]"):
            picture.set("src", posixpath.normpath(posixpath.join(self.address, picture.get("src"))))
        for element in body.iter():
            if element.tag != "svg" and not element.xpath("ancestor::svg"):
                for name in set(element.attrib) - KEPT:
                    del element.attrib[name]
        return "".join(lxml_html.tostring(child, encoding="unicode") for child in body)


def chapter(page: str, address: str, title: str, review: str, *, lower: int, words: bool) -> Chapter:
    """The chapter of a page of the site. `lower`: ranks by which headings sink; `words`: explain words here, too."""
    name = place(address)
    body = lxml_html.document_fromstring(page).get_element_by_id("content")
    clear(body, words)
    for heading in body.xpath(".//h1"):
        heading.drop_tree()
    sections = []
    for element in list(body.iter()):
        element.text, element.tail = on_one_line(element.text), on_one_line(element.tail)
        reshape(element)
        if "id" in element.attrib:
            element.set("id", f"{name}--{element.get('id')}")
        if element.tag in HEADINGS:
            if element.tag == "h2" and "id" in element.attrib:
                sections.append((element.get("id"), folded(element.text_content())))
            element.tag = f"h{min(HEADINGS[element.tag] + lower, 6)}"
    return Chapter(address, name, title, review, body, tuple(sections))


def place(address: str) -> str:
    """The name of the place where a page's chapter begins: 'drugs/x/' → 'drugs-x'."""
    return address.strip("/").replace("/", "-") or "start"


def on_one_line(text: str | None) -> str | None:
    """Text without breaks of its own lines, at some of which what makes the PDF would break a line, too."""
    return re.sub(r"\s+", " ", text) if text else text


def clear(body: Any, words: bool) -> None:
    """Take away what is nothing to read on paper, and links to the list of all sources: it has no place here."""
    for element in list(body.iter()):
        if element is body:
            continue
        silent = not isinstance(element.tag, str) or (left_out(element) and not is_drawing(element))
        if silent or split(element.get("class", "")) & LEFT_OUT or (element.get("id") == "words" and not words):
            element.drop_tree()
    for link in body.xpath('.//*[@class="source-kind"]/a'):
        before = link.getprevious() if link.getprevious() is not None else link.getparent()
        if before is link.getparent():
            before.text = (before.text or "").rstrip(" ·\n")
        else:
            before.tail = (before.tail or "").rstrip(" ·\n")
        link.drop_tree()
    for summary in body.xpath('.//*[@id="sources"]//summary'):
        summary.drop_tree()


def is_drawing(element: Any) -> bool:
    """Is this a drawing that tells something?"""
    return bool(element.tag == "svg" and element.get("role") == "img")


def reshape(element: Any) -> None:
    """Bring one element into a form that a PDF can tell."""
    if is_drawing(element):
        title, style = lxml_html.Element("title"), lxml_html.Element("style")
        # what makes the PDF does not look for a drawing's colors in the page's style sheet
        title.text = f"{drawing_name(element)}: a drawing, told in words below."
        style.text = STYLE
        element[:0] = [title, style]
    elif element.tag == "div" and element.getparent() is not None and element.getparent().tag == "dl":
        if name := element.attrib.pop("id", None):
            element.find("dt").set("id", name)
        element.drop_tag()
    elif element.tag == "a" and "cite" in split(element.get("class", "")):
        element.tail = ", " if element.getnext() is not None else None
    elif element.tag == "sup":
        hold(element)
    elif element.tag == "summary":
        element.set("class", "folded")
    element.tag = PLAIN.get(element.tag, element.tag)


def hold(marker: Any) -> None:
    """Keep a source's number on the line of the word before it."""
    before, parent = marker.getprevious(), marker.getparent()
    text = (parent.text if before is None else before.tail) or ""
    if word := re.search(r"(?:^|(?<=\s))\S+$", text):
        held = lxml_html.Element("span", {"class": "held"})
        held.text, held.tail, marker.tail = word[0], marker.tail, None
        if before is None:
            parent.text = text[: word.start()]
        else:
            before.tail = text[: word.start()]
        parent.replace(marker, held)
        held.append(marker)
