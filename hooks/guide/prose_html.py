"""Prose as parsed → HTML: markers numbered, first mentions linked, everything else escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from .address import address, relative
from .link import Linked, name_of
from .mentions import Names
from .notes import Notes
from .prose import Block, Cite, Inline, LinkTo, Paragraph, Span, Words, parse_prose

MARKER = Markup('<a class="cite" id="{anchor}" href="#source-{number}" aria-label="source {number}">{number}</a>')
"""A label and not hidden words: a page has hundreds, and each hidden element is one more to lay out."""
TERM = Markup('<a class="term" href="{href}" data-word="{word}">{text}</a>')
RECORD = Markup('<a class="to-{kind}" href="{href}">{text}</a>')
OUTSIDE = Markup('<a href="{href}" rel="noopener">{text}</a>')


class Writer:
    """Writes the prose of one page. Same calls in the same order give the same HTML."""

    def __init__(self, linked: Linked, names: Names, page: str, own: tuple[str, str] | None = None) -> None:
        self.linked, self.names, self.page = linked, names, page
        self.notes = Notes()
        self.marking = True
        if own:
            self.notes.linked.add(own)

    def prose(self, text: str) -> Markup:
        """A prose field as block HTML."""
        return Markup("\n").join(self.block(block) for block in parse_prose(text))

    def line(self, text: str) -> Markup:
        """A prose field as one run of inline HTML, for rows and cards; paragraphs are joined by blanks."""
        return Markup(" ").join(
            self.inlines(block.children) if isinstance(block, Paragraph) else self.block(block)
            for block in parse_prose(text)
        )

    def marker(self, reference: str, locator: str = "") -> Markup:
        """A citation outside prose, as for a table row that names its source in a field."""
        return self.markers(((reference, locator),))

    def markers(self, items: tuple[tuple[str, str], ...]) -> Markup:
        """One bracket of citations: its numbers, raised."""
        shown = Markup("").join(self.one_marker(name, locator) for name, locator in items)
        return Markup('<sup class="cites" data-search-exclude="1">{}</sup>').format(shown)

    def one_marker(self, reference: str, locator: str) -> Markup:
        number, anchor = self.notes.cite(reference, locator)
        return MARKER.format(anchor=anchor, number=number)

    def block(self, block: Block) -> Markup:
        """One paragraph or list."""
        if isinstance(block, Paragraph):
            attributes = (
                Markup(' data-uncited="label"') if block.lead_in and not has_cite(block.children) else Markup("")
            )
            return Markup("<p{}>{}</p>").format(attributes, self.inlines(block.children))
        tag = Markup("ol" if block.ordered else "ul")
        items = Markup("").join(Markup("<li>{}</li>").format(self.item(item)) for item in block.items)
        return Markup("<{}>{}</{}>").format(tag, items, tag)

    def item(self, blocks: tuple[Block, ...]) -> Markup:
        """A list item; one that is a single paragraph stands without <p>."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].children)
        return Markup("").join(self.block(block) for block in blocks)

    def inlines(self, nodes: tuple[Inline, ...]) -> Markup:
        """Inline nodes in order; a full stop written behind a citation goes before it, as in print."""
        parts: list[Markup] = []
        for node in nodes:
            if isinstance(node, Words):
                text = node.text
                if parts and parts[-1].startswith("<sup"):
                    stop = re.match(r"[.,;:!?]+", text)
                    if stop:
                        parts.insert(-1, escape(stop[0]))
                        text = text[stop.end() :]
                parts.append(self.words(text))
            elif isinstance(node, Cite):
                if parts:
                    parts[-1] = Markup(parts[-1].rstrip())
                parts.append(self.markers(node.items))
            elif isinstance(node, Span):
                tag = Markup(node.tag)
                parts.append(Markup("<{}>{}</{}>").format(tag, self.inlines(node.children), tag))
            else:
                parts.append(self.link(node))
        return Markup("").join(parts)

    def words(self, text: str) -> Markup:
        """Running text: the first mention of each known name becomes a link."""
        if not self.marking:
            return escape(text)
        parts: list[Markup] = []
        at = 0
        for mention in self.names.find(text):
            page = self.linked.page_of_term.get(mention.id) if mention.kind == "term" else None
            if not self.linked.has(mention.kind, mention.id) or not self.notes.first(mention.kind, mention.id, page):
                continue
            parts.append(escape(text[at : mention.start]))
            parts.append(self.to(mention.kind, mention.id, escape(text[mention.start : mention.end])))
            at = mention.end
        parts.append(escape(text[at:]))
        return Markup("").join(parts)

    def link(self, node: LinkTo) -> Markup:
        """A link that the author wrote."""
        was, self.marking = self.marking, False
        text = self.inlines(node.children)
        self.marking = was
        if node.scheme == "https":
            return OUTSIDE.format(href=f"{node.scheme}:{node.target}", text=text)
        if not self.linked.has(node.scheme, node.target):
            return text  # a draft: named, but not on the site yet
        self.notes.first(node.scheme, node.target)
        return self.to(node.scheme, node.target, text)

    def to(self, kind: str, name: str, text: Markup | str | None = None) -> Markup:
        """A link to a record, on the words given or on its name."""
        shown = name_of(self.linked.items[kind][name]) if text is None else text
        href = relative(address(kind, name), self.page)
        self.notes.mentioned.append((kind, name))
        if kind == "term":
            return TERM.format(href=href, word=f"word-{name}", text=shown)
        return RECORD.format(kind=kind, href=href, text=shown)


def has_cite(nodes: tuple[Inline, ...]) -> bool:
    """Does a paragraph hold a citation?"""
    return any(
        isinstance(node, Cite) or (isinstance(node, LinkTo | Span) and has_cite(node.children)) for node in nodes
    )
