"""What prose is made of: paragraphs and lists of words, citations, links, emphasis; and ways to walk through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """One bracket of citations: (reference id, locator or '') in the order written."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link: to a record (scheme and id) or to an address (scheme https, whole address as id)."""

    scheme: str
    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Strong or emphasised text; `tag` is strong or em."""

    tag: str
    children: tuple[Inline, ...]


Inline = Words | Cite | LinkTo | Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `line` is where it starts in the prose, from 0; `raw` is its Markdown."""

    children: tuple[Inline, ...]
    line: int
    raw: str
    lead_in: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is a row of blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    line: int


Block = Paragraph | Bullets


def inlines(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Every inline node in reading order, the inner ones after their outer one."""

    def deep(nodes: tuple[Inline, ...]) -> Iterator[Inline]:
        for node in nodes:
            yield node
            if isinstance(node, LinkTo | Span):
                yield from deep(node.children)

    for paragraph in paragraphs(blocks):
        yield from deep(paragraph.children)


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those inside lists too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for item in block.items:
                yield from paragraphs(item)


def plain(nodes: tuple[Inline, ...], cite: str = "") -> str:
    """The words a reader sees; each bracket of citations becomes `cite`."""
    parts = []
    for node in nodes:
        if isinstance(node, Words):
            parts.append(node.text)
        elif isinstance(node, Cite):
            parts.append(cite)
        else:
            parts.append(plain(node.children, cite))
    return "".join(parts)
