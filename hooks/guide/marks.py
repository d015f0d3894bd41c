"""Texts → pieces of Markdown: nothing in a text is taken for a mark, and marks stand where every program sees them."""

from __future__ import annotations

import re

SPECIAL = re.compile(r"[\\`*_\[\]{}]")
MEANING = re.compile(r"[\\`*_\[\]{}<&]")
LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+#>=~:])")
ENTITY = re.compile(r"&(?=#?\w+;)")
UNSAFE = re.compile(r"[\s()<>{}\\]")


def escaped(text: str | None) -> str:
    """Text in which nothing is a mark of Markdown."""
    if not text or text.isspace() or not MEANING.search(text):
        return text or ""
    return ENTITY.sub("&amp;", SPECIAL.sub(r"\\\g<0>", text)).replace("<", "&lt;")


def folded(text: str) -> str:
    """The text with each run of blanks as one blank."""
    return " ".join(text.split())


def paragraph(text: str) -> list[str]:
    """Running text as a block, or none. Its start is no mark of a list or a heading."""
    if not (text := folded(text)):
        return []
    return [LINE_START.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[1] else f"\\{mark[3]}", text)]


def wrapped(text: str, form: str) -> str:
    """The text in marks, which must touch it: blanks at its ends go outside."""
    if not (inner := text.strip()):
        return text
    before, after = form.split("{}", 1)
    return f"{' ' * text[0].isspace()}{before}{inner}{after}{' ' * text[-1].isspace()}"


def linked(text: str, link: str) -> str:
    """A link; one whose text is its own address, short."""
    if text.replace("\\", "") == link:
        return f"<{link}>"
    return wrapped(text, f"[{{}}]({link})")


def strong(name: str, end: str = "") -> str:
    """A name that heads what follows it."""
    return f"**{name}{'' if name.endswith((':', '?', '.')) else end}**"


def anchored(anchor: str, blocks: list[str]) -> list[str]:
    """The blocks with a place to lead to in the first of them; a table or a list has none, so it stands before."""
    if not anchor:
        return blocks
    if not blocks or blocks[0].startswith(("|", "```", "- ", "> ", "1. ")):
        return [anchor, *blocks]
    marks = re.match(r"#+ ", blocks[0])
    place = marks.end() if marks else 0
    return [blocks[0][:place] + anchor + blocks[0][place:], *blocks[1:]]


def indented(blocks: list[str], width: int) -> str:
    """The blocks of a list's entry, all but the first line moved in; a list in it follows its sentence at once."""
    text = blocks[0] + "".join(("\n" if block.startswith("- ") else "\n\n") + block for block in blocks[1:])
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def joined(items: list[str]) -> str:
    """The entries of a list, with space between them when one has several blocks."""
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)


def code(text: str) -> str:
    """Text in the marks of code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def address(link: str) -> str:
    """An address in which nothing is a mark of Markdown."""
    return UNSAFE.sub(lambda mark: f"%{ord(mark[0]):02X}", link)
