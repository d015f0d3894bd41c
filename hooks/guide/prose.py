"""The small Markdown of records → a tree of paragraphs, lists, citations and links.

Allowed: paragraphs, lists, **strong**, *emphasis*, links to records ([examplin](drug:examplin)) and to
https addresses, citations as Pandoc writes them ([@id], [@a; @b], [@id, section 5.1]). Everything else
stays plain text here and is refused by the rules; HTML never gets this far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

SCHEMES = ("phase", "drug", "effect", "type", "plan", "procedure", "topic", "trial", "term")
PLAIN_LINE = re.compile(r"(?:[A-Za-z(\[]|\*(?=\S))[^\n]*\n?")
"""One line that begins no list: a letter, a bracket, or the star of strong or emphasised text."""
CITATION = re.compile(r"\[@([^\[\]]*)\]")


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


def cite_rule(state: StateInline, silent: bool) -> bool:
    """markdown-it inline rule: [@id, locator; @other] becomes one token."""
    found = CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("cite", "", 0).content = found[1]
    state.pos = found.end()
    return True


class Small(MarkdownIt):
    """markdown-it with nothing switched on but the small set."""

    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(["list", "emphasis", "link", "escape", "newline", "balance_pairs", "fragments_join"])
        self.inline.ruler.before("link", "cite", cite_rule)

    def validateLink(self, url: str) -> bool:
        """Let every address through the parser: the rules judge them, with a message and a place."""
        return True


MARKDOWN = Small()


@lru_cache(maxsize=65_536)
def parse_prose(text: str) -> tuple[Block, ...]:
    """The blocks of a prose field. The same text always gives the same tree."""
    if PLAIN_LINE.fullmatch(text):
        return (one_paragraph(text.strip()),)
    tokens = MARKDOWN.parse(text)
    blocks, _ = blocks_of(tokens, 0, text.split("\n"))
    return blocks


def one_paragraph(text: str) -> Paragraph:
    """The only paragraph of a text that holds no other block: most fields, and much cheaper to read."""
    children, _ = inlines_of(MARKDOWN.parseInline(text)[0].children or [], 0)
    return Paragraph(children, 0, text)


def blocks_of(tokens: list[Token], index: int, lines: list[str]) -> tuple[tuple[Block, ...], int]:
    """Blocks from tokens[index] up to the closing token of the surrounding block; and where that was."""
    blocks: list[Block] = []
    while index < len(tokens) and tokens[index].nesting >= 0:
        token = tokens[index]
        start = token.map[0] if token.map else 0
        if token.type == "paragraph_open":
            inline = tokens[index + 1]
            children, _ = inlines_of(inline.children or [], 0)
            blocks.append(Paragraph(children, start, inline.content))
            index += 3
        else:
            items, index = items_of(tokens, index + 1, lines)
            blocks.append(Bullets(token.type == "ordered_list_open", items, start))
    return lead_ins(blocks), index


def items_of(tokens: list[Token], index: int, lines: list[str]) -> tuple[tuple[tuple[Block, ...], ...], int]:
    """The items of a list whose opening token is just before index; and the index after its end."""
    items = []
    while tokens[index].nesting > 0:
        blocks, index = blocks_of(tokens, index + 1, lines)
        items.append(blocks)
        index += 1
    return tuple(items), index + 1


def lead_ins(blocks: list[Block]) -> tuple[Block, ...]:
    """Mark the paragraphs that only announce the list behind them: they state nothing themselves."""
    marked = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, Bullets) and block.raw.rstrip().endswith(":"):
            block = Paragraph(block.children, block.line, block.raw, lead_in=True)  # noqa: PLW2901
        marked.append(block)
    return tuple(marked)


def inlines_of(tokens: list[Token], index: int) -> tuple[tuple[Inline, ...], int]:
    """Inline nodes from tokens[index] up to the closing token of the surrounding span."""
    nodes: list[Inline] = []
    while index < len(tokens) and tokens[index].nesting >= 0:
        token = tokens[index]
        if token.nesting > 0:
            children, index = inlines_of(tokens, index + 1)
            nodes.append(link_of(token, children) if token.type == "link_open" else Span(token.tag, children))
        elif token.type == "cite":
            nodes.append(Cite(citations(token.content)))
        elif token.type in ("softbreak", "hardbreak"):
            nodes.append(Words("\n"))
        elif token.content:
            nodes.append(Words(token.content))
        index += 1
    return tuple(nodes), index


def link_of(token: Token, children: tuple[Inline, ...]) -> LinkTo:
    """A link token as a node."""
    scheme, _, target = str(token.attrs.get("href", "")).partition(":")
    return LinkTo(scheme, target, children)


def citations(content: str) -> tuple[tuple[str, str], ...]:
    """'a; @b, section 6.1' (the first @ is gone) as ids with their locators."""
    parts = [part.strip().removeprefix("@") for part in re.split(r";\s*(?=@|$)", content)]
    return tuple((name.strip(), locator.strip()) for name, _, locator in (part.partition(",") for part in parts))


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
