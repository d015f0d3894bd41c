"""An SVG file → markup that may stand inside a page, or every mistake in it with its place.

A drawing is shapes, words and classes, and nothing else is let through: no script, handler, style,
link, outside file, id or color of its own. So it cannot do anything, two of them cannot clash on one
page, and the page's colors (light, dark, high contrast, paper) are its colors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from markupsafe import Markup, escape

from .problem import nearest
from .source import Source

WIDTH = 340
"""Every drawing is so many units wide: on a phone one unit is a pixel or a little more, so words keep their size."""
MAX_BYTES = 20_000
MAX_DEPTH = 8
XMLNS = "http://www.w3.org/2000/svg"
CLASSES = (
    "pic-ink", "pic-teal", "pic-amber", "pic-red", "pic-soft", "pic-thin", "pic-thick", "pic-dash", "pic-dots",
    "pic-solid", "pic-wash", "pic-paper", "pic-amber-wash", "pic-red-wash", "pic-ground", "pic-strong",
)  # fmt: skip
"""Each has its style under "Pictures" in guide.css."""
NUMBER = r"-?\d+(?:\.\d+)?"
NUMBERS = rf"[\s,]*{NUMBER}(?:[\s,]+{NUMBER})*\s*"
FORMS = {
    "viewBox": rf"0 0 {WIDTH} [1-9]\d{{1,2}}",
    "xmlns": re.escape(XMLNS),
    "class": r"[a-z -]+",
    "transform": rf"(?:(?:translate|rotate|scale)\({NUMBERS}\)\s*)+",
    "d": r"[MmLlHhVvCcSsQqTtAaZz\d.,\s-]+",
    "points": NUMBERS,
    "text-anchor": r"start|middle|end",
}
"""Attribute → the form of its value; any other allowed attribute is a number."""
COMMON = frozenset({"class", "transform"})
ALLOWED = {
    "svg": frozenset({"xmlns", "viewBox"}),
    "g": COMMON,
    "path": COMMON | {"d"},
    "circle": COMMON | {"cx", "cy", "r"},
    "ellipse": COMMON | {"cx", "cy", "rx", "ry"},
    "rect": COMMON | {"x", "y", "width", "height", "rx", "ry"},
    "line": COMMON | {"x1", "y1", "x2", "y2"},
    "polyline": COMMON | {"points"},
    "polygon": COMMON | {"points"},
    "text": COMMON | {"x", "y", "text-anchor"},
    "tspan": frozenset({"class", "x", "y"}),
}
"""Element → its attributes."""
DRAWN = tuple(tag for tag in ALLOWED if tag not in ("svg", "tspan"))
HOLDERS = {"": ("svg",), "svg": DRAWN, "g": DRAWN, "text": ("tspan",)}
"""Element → what may stand in it."""
NOT_MARKUP = re.compile(r"<!(?!--)\S{0,8}|<\?\S{0,8}|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
REASONS = (
    (r"on\w+", "a drawing does nothing; remove it"),
    (r"(?:.*:)?href|src", "a drawing leads nowhere and loads nothing; remove it"),
    (r"style|fill.*|stroke.*|color|opacity|font.*", "colors, lines and letters come from classes, like pic-teal"),
    (r"id", "two drawings on one page could share it; remove it"),
)  # fmt: skip
"""Pattern of an attribute → why it is refused."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a drawing."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands inside <svg>, its height, and its words with their places."""

    body: Markup
    height: int
    words: tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Reader:
    """Gathers markup, words and faults while expat walks the file."""

    parser: expat.XMLParserType
    open: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    words: list[tuple[str, int, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    height: int = 0

    def fault(self, message: str) -> None:
        """Note a mistake where the parser stands."""
        self.faults.append(Fault(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, message))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        holder = self.open[-1] if self.open else ""
        self.open.append(tag)
        if holder not in HOLDERS and holder not in ALLOWED:
            return  # what holds it is refused: one mistake, one message
        if tag not in ALLOWED:
            self.fault(f"<{tag}> cannot stand in a drawing; expected {', '.join(ALLOWED)}{nearest(tag, ALLOWED)}")
            return
        if tag not in HOLDERS.get(holder, ()):
            where = f"inside <{holder}>" if holder else "outermost"
            self.fault(f"<{tag}> cannot stand {where}; a drawing is one <svg> with shapes, <g> and <text> in it")
            return
        if len(self.open) == MAX_DEPTH + 1:
            self.fault(f"nested more than {MAX_DEPTH} levels deep; flatten it")
        for name, value in attributes.items():
            if wrong := wrong_attribute(tag, name, value):
                self.fault(wrong)
        if tag == "svg":
            self.root(attributes)
            return
        written = "".join(f' {name}="{escape(" ".join(value.split()))}"' for name, value in attributes.items())
        self.parts.append(f"<{tag}{written}{'>' if tag in ('g', 'text', 'tspan') else '/>'}")

    def root(self, attributes: dict[str, str]) -> None:
        """The outermost element says that this is SVG and how high it is."""
        for name in ("xmlns", "viewBox"):
            if name not in attributes:
                self.fault(f'<svg> lacks "{name}"; begin with <svg xmlns="{XMLNS}" viewBox="0 0 {WIDTH} 300">')
        if re.fullmatch(FORMS["viewBox"], attributes.get("viewBox", "")):
            self.height = int(attributes["viewBox"].split()[3])

    def end(self, tag: str) -> None:
        """An element closes."""
        self.open.pop()
        if tag in ("g", "text", "tspan"):
            self.parts.append(f"</{tag}>")

    def text(self, text: str) -> None:
        """Letters: words of the drawing inside <text>, nothing elsewhere."""
        if not text.strip() or (self.open and self.open[-1] not in ALLOWED):
            return
        if not self.open or self.open[-1] not in ("text", "tspan"):
            self.fault(f"'{text.strip()[:20]}' stands outside <text>; put it inside one")
            return
        self.words.append((text.strip(), self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1))
        self.parts.append(str(escape(" ".join(text.split()))))


def wrong_attribute(tag: str, name: str, value: str) -> str:
    """What is wrong with an attribute, or nothing."""
    if name not in ALLOWED[tag]:
        why = next((reason for pattern, reason in REASONS if re.fullmatch(pattern, name, re.IGNORECASE)), "")
        why = why or f"<{tag}> may have {', '.join(sorted(ALLOWED[tag]))}"
        return f"'{name}' is not allowed here: {why}"
    if not re.fullmatch(FORMS.get(name, NUMBER), value.strip()):
        if name == "viewBox":
            return f"'viewBox' is '{value}'; expected '0 0 {WIDTH} ' and the height, at most 999"
        return f"'{name}' cannot be '{value[:30]}'; write plain numbers and the letters that paths and shapes need"
    for one in value.split() if name == "class" else ():
        if one not in CLASSES:
            return f"no class is called '{one}'{nearest(one, CLASSES) or '; expected one of ' + ', '.join(CLASSES)}"
    return ""


def read_drawing(source: Source) -> Drawing | tuple[Fault, ...]:
    """The drawing, or all that is wrong with the file."""
    if len(source.text.encode()) > MAX_BYTES:
        return (Fault(1, 1, f"the drawing is over {MAX_BYTES // 1000} kB; draw it with fewer points"),)
    if found := NOT_MARKUP.search(source.text):
        line = source.text.count("\n", 0, found.start()) + 1
        column = found.start() - source.text.rfind("\n", 0, found.start())
        message = f"'{found[0]}' cannot stand in a drawing; begin with <svg> and leave out all declarations"
        return (Fault(line, column, message if found[0].isprintable() else "an invisible character; delete it"),)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = Reader(parser)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(source.text, True)
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        reader.faults.append(Fault(error.lineno, error.offset + 1, f"this is not valid SVG: {said}"))
    if reader.faults:
        return tuple(reader.faults)
    return Drawing(Markup("").join(map(Markup, reader.parts)), reader.height, tuple(reader.words))
