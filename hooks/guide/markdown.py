"""A page's HTML → plain Markdown that every Markdown program reads: CommonMark with tables.

The ready-made converters were tried on this guide: two take 7 and 20 s for all pages, the third loses lists of
terms and the path of phases. lxml reads the HTML in half a second; what is here writes the few tags that the
templates print. What only works with a script or under a finger is left out: fields, buttons, ways back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from .marks import address, anchored, code, escaped, folded, indented, joined, linked, paragraph, strong, wrapped

HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
GROUPS = frozenset(
    ("address", "article", "aside", "div", "figcaption", "figure", "footer", "header", "main", "nav", "section")
) | {"tbody"}
BLOCKS = frozenset((*HEADINGS, *GROUPS, "blockquote", "details", "dl", "hr", "ol", "p", "pre", "table", "ul"))
LEFT_OUT = frozenset(("button", "fieldset", "form", "input", "script", "select", "style", "svg", "template")) | {
    "textarea"
}
NO_CLASS: frozenset[str] = frozenset()
LEFT_OUT_CLASSES = frozenset({"back", "letters", "visually-hidden"})
APART = {
    "tag": "*{}*",
    **dict.fromkeys(("brands", "lane", "length", "more", "source-kind", "you"), "({})"),
    **dict.fromkeys(("address", "respelling", "row-name", "row-text", "source-text"), "{}"),
}
"""Classes of spans that stand apart on the page, and how they do so in text."""
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
INDENT = 4  # some programs take a smaller one for no indent at all


@dataclass(frozen=True, slots=True)
class MarkdownWriter:
    """Writes one page. `link`: an address in the HTML → the address to write; `anchors`: ids that a link leads to."""

    link: Callable[[str], str]
    anchors: Container[str]

    def page(self, html: str) -> list[str]:
        """The page's blocks in reading order: headings, paragraphs, lists, tables."""
        return self.blocks(tree_of(f"<div>{html}</div>"))

    def blocks(self, element: Any) -> list[str]:
        """What stands in an element; loose text becomes a paragraph."""
        found: list[str] = []
        run = [escaped(element.text)] if element.text else []
        for child in element:
            if child.tag in BLOCKS:
                if run:
                    found += paragraph("".join(run))
                    run = []
                found += self.block(child)
            else:
                run.append(self.inline(child))
            if tail := child.tail:
                run.append(escaped(tail))
        if run:
            found += paragraph("".join(run))
        return anchored(self.anchor(element), found)

    def block(self, element: Any) -> list[str]:
        """One block as the blocks of text that it makes."""
        if left_out(element):
            return []
        tag = element.tag
        if tag in HEADINGS:
            text = folded(self.anchor(element) + self.content(element))
            return [f"{'#' * HEADINGS[tag]} {text}"] if text else []
        if tag in ("ul", "ol"):
            return anchored(self.anchor(element), self.entries(element))
        if tag in WRITERS:
            return WRITERS[tag](self, element)
        return self.blocks(element)

    def entries(self, element: Any) -> list[str]:
        """A list as one block."""
        items = []
        for number, item in enumerate(element.iterchildren("li"), int(element.get("start", "1"))):
            mark = f"{number}. " if element.tag == "ol" else "- "
            items.append(mark + indented(self.blocks(item) or [""], max(INDENT, len(mark))))
        return [joined(items)] if items else []

    def terms(self, element: Any) -> list[str]:
        """Terms and what is said of each: a list, or blocks under each term when much is said of one."""
        pairs = [*self.pairs(element)]
        if not pairs:
            return []
        if all(len(said) < 2 and not "".join(said).startswith(("```", "- ", "1. ")) for _, said in pairs):
            return [joined([f"- {strong(name, ':')} {''.join(said)}".rstrip() for name, said in pairs])]
        return [block for name, said in pairs for block in (strong(name), *said)]

    def pairs(self, group: Any) -> Iterator[tuple[str, list[str]]]:
        """(term, blocks) of a list of terms, or of one of its groups."""
        name = ""
        for child in group:
            if child.tag == "div":
                yield from self.pairs(child)
            elif child.tag == "dt":
                name = folded(self.anchor(group) + self.content(child))
            elif child.tag == "dd":
                yield name, self.blocks(child)

    def table(self, element: Any) -> list[str]:
        """A table as one block; what stands in a cell is put in one line."""
        rows = [[self.cell(cell) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return []
        if element.find("thead") is None:
            rows.insert(0, [])
        rows = [row + [""] * (width - len(row)) for row in rows]
        rows.insert(1, ["---"] * width)
        return ["\n".join(f"| {' | '.join(row)} |" for row in rows)]

    def cell(self, element: Any) -> str:
        """A cell's text; the entries of a list in it stand behind each other."""
        entries = [self.content(entry) for entry in element.iter("li")]
        text = "; ".join(folded(entry) for entry in entries) if entries else self.content(element)
        if element.get("scope") == "rowgroup":
            text = wrapped(text, "**{}**")
        return folded(self.anchor(element) + text).replace("|", "\\|")

    def folding(self, element: Any) -> list[str]:
        """What folds away on the page stands open in text, under its heading."""
        summary = element.find("summary")
        if summary is None:
            return self.blocks(element)
        name, summary.tail = folded(self.content(summary)), None
        element.remove(summary)
        return anchored(self.anchor(element), [strong(name), *self.blocks(element)])

    def content(self, element: Any) -> str:
        """Everything in an element as running text."""
        parts = [escaped(element.text)] if element.text else []
        for child in element:
            parts.append(self.inline(child))
            if tail := child.tail:
                parts.append(escaped(tail))
        return "".join(parts)

    def inline(self, element: Any) -> str:
        """One element of running text."""
        tag, names = element.tag, element.get("class")
        if names == "cite":
            href = element.get("href")
            return f"[[{href.rpartition('-')[2]}]]({href})"
        if tag == "svg" and (file := element.get("data-file")):
            return f"![{escaped(drawing_name(element))}]({address(file)})"
        if not isinstance(tag, str) or left_out(element):
            return ""
        if tag == "br":
            return "<br>"
        if tag == "code":
            return code(text_in(element))
        if tag == "img":
            return f"![{escaped(element.get('alt'))}]({address(element.get('src', ''))})"
        text = self.content(element)
        if tag == "a" and (href := element.get("href")):
            text = linked(text, address(self.link(href)))
        elif tag in MARKS:
            text = wrapped(text, f"{MARKS[tag]}{{}}{MARKS[tag]}")
        for form in forms(names) if names else ():
            text = f" {wrapped(text, form)} "
        return self.anchor(element) + (f" {text} " if tag in BLOCKS else text)

    def anchor(self, element: Any) -> str:
        """The place that a link leads to, when one leads to this element."""
        name = element.get("id")
        return f'<a id="{name}"></a>' if name and name in self.anchors else ""


def tree_of(html: str) -> Any:
    """The elements of a piece of HTML. Most pages are XML, too, which is read in a third of the time."""
    try:
        return etree.XML(html)
    except etree.XMLSyntaxError:
        return etree.HTML(html)[0][0]


def fenced(_: MarkdownWriter, element: Any) -> list[str]:
    """Text to be shown as it is."""
    text = text_in(element).strip("\n")
    fence = "```" + "`" * max((len(run) - 2 for run in re.findall(r"`{3,}", text)), default=0)
    return [f"{fence}\n{text}\n{fence}"]


def quoted(writer: MarkdownWriter, element: Any) -> list[str]:
    """What somebody else said."""
    return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(writer.blocks(element)).split("\n"))]


WRITERS: dict[str, Callable[[MarkdownWriter, Any], list[str]]] = {
    "blockquote": quoted,
    "details": MarkdownWriter.folding,
    "dl": MarkdownWriter.terms,
    "hr": lambda *_: ["---"],
    "pre": fenced,
    "table": MarkdownWriter.table,
}


def drawing_name(drawing: Any) -> str:
    """What the line below a drawing calls it."""
    named = drawing.xpath("following::*[contains(@class, 'picture-name')][1]")
    return folded(text_in(named[0])) if named else ""


def text_in(element: Any) -> str:
    """Everything in an element, as it stands."""
    return str(element.xpath("string()"))


def left_out(element: Any) -> bool:
    """Is this nothing to read?"""
    names = element.get("class")
    kinds = split(names) if names else NO_CLASS
    return (
        (element.tag in LEFT_OUT and "term" not in kinds)
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or not LEFT_OUT_CLASSES.isdisjoint(kinds)
    )


@cache
def forms(names: str) -> tuple[str, ...]:
    """How an element with these classes stands apart in text."""
    return tuple(APART[name] for name in sorted(split(names) & APART.keys()))


@cache
def split(names: str) -> frozenset[str]:
    """The classes that an attribute names."""
    return frozenset(names.split())
