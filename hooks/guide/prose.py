"""The small Markdown of records → a tree of paragraphs, lists, citations and links.

Allowed: paragraphs, lists, **strong**, *emphasis*, links to records ([examplin](drug:examplin)) and to
https addresses, citations as Pandoc writes them ([@id], [@a; @b], [@id, section 5.1]). Everything else
stays plain text here and is refused by the rules; HTML never gets this far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .prose_markdown import CITATION, citations, parse_line, parse_markdown
from .prose_tree import Block, Bullets, Cite, Inline, LinkTo, Paragraph, Span, Words, inlines, paragraphs, plain

__all__ = [
    "CITATION",
    "SCHEMES",
    "Block",
    "Bullets",
    "Cite",
    "Inline",
    "LinkTo",
    "Paragraph",
    "Span",
    "Words",
    "citations",
    "inlines",
    "paragraphs",
    "parse_prose",
    "plain",
]

SCHEMES = ("phase", "drug", "effect", "type", "plan", "procedure", "topic", "trial", "term")
LINE = r"(?:[A-Za-z(\[]|\*(?=\S))[^\n]*"
NO_LIST = re.compile(rf"\n*{LINE}(?:\n+{LINE})*\n*")
"""Lines that begin no list: a letter, a bracket, or the star of strong or emphasised text comes first."""
PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
MARK = re.compile(r"[\\*_\[]")
"""What may begin a mark inside a line; a citation or a plain link apart."""
SIMPLE = re.compile(rf"{CITATION.pattern}|\[([^\\*_\[\]\n]+)\]\(({'|'.join(SCHEMES)}):([a-z0-9-]+)\)")
"""A citation, or words that lead to a record."""


@cache
def parse_prose(text: str) -> tuple[Block, ...]:
    """The blocks of a prose field. The same text always gives the same tree."""
    if not NO_LIST.fullmatch(text):
        return parse_markdown(text)
    return tuple(
        Paragraph(inlines_in(found[0].strip()), text.count("\n", 0, found.start()), found[0].strip())
        for found in PARAGRAPH.finditer(text)
    )


def inlines_in(text: str) -> tuple[Inline, ...]:
    """The nodes of one paragraph. Most hold words, citations and plain links only, for which nobody needs a parser."""
    nodes: list[Inline] = []
    at = 0
    for found in (*SIMPLE.finditer(text), None):
        words = text[at : found.start() if found else None]
        if MARK.search(words):
            return parse_line(text)
        if words:
            nodes += lines_in(words)
        if found:
            cited, shown, scheme, target = found.groups()
            nodes.append(Cite(citations(cited)) if shown is None else LinkTo(scheme, target, (Words(shown),)))
            at = found.end()
    return tuple(nodes)


def lines_in(text: str) -> Iterator[Words]:
    """Words line by line, without the blanks around a break (CommonMark 0.31.2, 6.8)."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        shown = line.lstrip(" \t") if index else line
        shown = shown.rstrip(" ") if index < len(lines) - 1 else shown
        if shown:
            yield Words(shown)
        if index < len(lines) - 1:
            yield Words("\n")
