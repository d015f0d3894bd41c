"""Prose as parsed → HTML: markers numbered, first mentions linked, everything else escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from .address import address, relative
from .link import Linked, name_of
from .mentions import Names
from .notes import Notes
from .prose import Block, Cite, Inline, LinkTo, Paragraph, Span, Words, parse_prose

STOPS = re.compile(r"[.,;:!?]+")
MEANING = re.compile(r"[&<>\"']")


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
        return Markup("\n".join([self.block(block) for block in parse_prose(text)]))

    def line(self, text: str) -> Markup:
        """A prose field as one run of inline HTML, for rows and cards; paragraphs are joined by blanks."""
        return Markup(
            " ".join(
                [
                    self.inlines(block.children) if isinstance(block, Paragraph) else self.block(block)
                    for block in parse_prose(text)
                ]
            )
        )

    def marker(self, reference: str, locator: str = "") -> Markup:
        """A citation outside prose, as for a table row that names its source in a field."""
        return self.markers(((reference, locator),))

    def markers(self, items: tuple[tuple[str, str], ...]) -> Markup:
        """One bracket of citations: its numbers, raised."""
        return Markup(self.raised(items))

    def to(self, kind: str, name: str, text: Markup | str | None = None) -> Markup:
        """A link to a record, on the words given or on its name."""
        return Markup(self.lead(kind, name, text))

    def raised(self, items: tuple[tuple[str, str], ...]) -> str:
        """The same as plain HTML.

        Each has a label and no hidden words: a page has hundreds, and each hidden element is one more to lay out.
        """
        shown = []
        for name, locator in items:
            number, anchor = self.notes.cite(name, locator)
            shown.append(
                f'<a class="cite" id="{anchor}" href="#source-{number}" aria-label="source {number}">{number}</a>'
            )
        return f'<sup class="cites" data-search-exclude="1">{"".join(shown)}</sup>'

    def block(self, block: Block) -> str:
        """One paragraph or list."""
        if isinstance(block, Paragraph):
            label = ' data-uncited="label"' if block.lead_in and not has_cite(block.children) else ""
            return f"<p{label}>{self.inlines(block.children)}</p>"
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join([f'<li>{self.item(item)}</li>' for item in block.items])}</{tag}>"

    def item(self, blocks: tuple[Block, ...]) -> str:
        """A list item; one that is a single paragraph stands without <p>."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].children)
        return "".join([self.block(block) for block in blocks])

    def inlines(self, nodes: tuple[Inline, ...]) -> str:
        """Inline nodes in order; a full stop written behind a citation goes before it, as in print."""
        parts: list[str] = []
        for node in nodes:
            if isinstance(node, Words):
                text = node.text
                if parts and parts[-1].startswith("<sup") and (stop := STOPS.match(text)):
                    parts.insert(-1, stop[0])
                    text = text[stop.end() :]
                parts.append(self.words(text))
            elif isinstance(node, Cite):
                if parts:
                    parts[-1] = parts[-1].rstrip()
                parts.append(self.raised(node.items))
            elif isinstance(node, Span):
                parts.append(f"<{node.tag}>{self.inlines(node.children)}</{node.tag}>")
            else:
                parts.append(self.link(node))
        return "".join(parts)

    def words(self, text: str) -> str:
        """Running text: the first mention of each known name becomes a link."""
        if not self.marking:
            return safe(text)
        parts: list[str] = []
        at = 0
        for mention in self.names.find(text):
            page = self.linked.page_of_term.get(mention.id) if mention.kind == "term" else None
            if not self.linked.has(mention.kind, mention.id) or not self.notes.first(mention.kind, mention.id, page):
                continue
            parts.append(safe(text[at : mention.start]))
            parts.append(self.lead(mention.kind, mention.id, text[mention.start : mention.end]))
            at = mention.end
        parts.append(safe(text[at:]))
        return "".join(parts)

    def link(self, node: LinkTo) -> str:
        """A link that the author wrote."""
        was, self.marking = self.marking, False
        text = self.inlines(node.children)
        self.marking = was
        if node.scheme == "https":
            return f'<a href="{escape(f"{node.scheme}:{node.target}")}" rel="noopener">{text}</a>'
        if not self.linked.has(node.scheme, node.target):
            return text  # a draft: named, but not on the site yet
        self.notes.first(node.scheme, node.target)
        return self.lead(node.scheme, node.target, Markup(text))

    def lead(self, kind: str, name: str, text: Markup | str | None = None) -> str:
        """A link to a record as HTML; an address is made of ids and needs no escape."""
        shown = escape(name_of(self.linked.items[kind][name]) if text is None else text)
        href = relative(address(kind, name), self.page)
        if kind == "term":
            return f'<a class="term" href="{href}" data-word="word-{name}">{shown}</a>'
        return f'<a class="to-{kind}" href="{href}">{shown}</a>'


def has_cite(nodes: tuple[Inline, ...]) -> bool:
    """Does a paragraph hold a citation?"""
    return any(
        isinstance(node, Cite) or (isinstance(node, LinkTo | Span) and has_cite(node.children)) for node in nodes
    )


def safe(text: str) -> str:
    """Text as HTML. Most has nothing in it that HTML would take for its own, and is taken as it is."""
    return escape(text) if MEANING.search(text) else text
