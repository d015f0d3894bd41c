"""Prose → its tree, read by a whole Markdown parser with nothing switched on but what records may hold."""

from __future__ import annotations

import re
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .prose_tree import Block, Bullets, Cite, Inline, LinkTo, Paragraph, Span, Words

CITATION = re.compile(r"\[@([^\[\]]*)\]")


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


def parse_markdown(text: str) -> tuple[Block, ...]:
    """The blocks as the whole Markdown parser reads them: right for every text, and slow."""
    tokens = MARKDOWN.parse(text)
    blocks, _ = blocks_of(tokens, 0, text.split("\n"))
    return blocks


def parse_line(text: str) -> tuple[Inline, ...]:
    """The nodes of one paragraph."""
    return inlines_of(MARKDOWN.parseInline(text)[0].children or [], 0)[0]


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
