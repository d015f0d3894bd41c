"""The text of a record → the same record in the form in which records are written here.

Two blanks a level, one blank after a colon and between the items of a list, keys in the model's
order, quotes where text needs them. Comments and empty lines stay where they were; values and prose
are copied, never made anew. What has no such form (a tag, a width given to a block) raises Odd.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from .source import Loader, Path

TAIL = re.compile(r"[ \t]*,?[ \t]+(#[^\n]*)")
COMMENT = re.compile(r"(?:^|(?<=[ \t,]))#[^\n]*")
PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*")
INDENT = "  "
BLOCKS = ("|", ">")
Lines = list[str]
Order = Callable[[Path, list[str]], list[int]]
"""(path of a mapping, its keys) → their places in the order in which they should stand."""
Restyle = Callable[[Path, str, yaml.ScalarNode], str]
"""(path of a value on one line, as written, its node) → how it should be written."""


class Odd(Exception):
    """This file is written in a way that is not rewritten here."""


@dataclass(slots=True)
class Note:
    """A line between two values: a comment with the column where it began, or an empty line."""

    column: int
    text: str


@dataclass(slots=True)
class Writer:
    """Walks the nodes of one file in their order. `at` is how far the text has been taken over."""

    text: str
    order: Order
    restyle: Restyle
    at: int = 0
    reordered: list[Path] = field(default_factory=list)

    def notes(self, upto: int) -> list[Note]:
        """The comments and empty lines between what was taken over and `upto`, which comes next."""
        start = self.at
        self.at = max(start, upto)  # an empty value stands before the comment behind it
        gap = self.text[start : self.at].split("\n")
        found: list[Note] = []
        for number, line in enumerate(gap[:-1]):
            comment = COMMENT.search(line)
            if comment:
                found.append(Note(comment.start(), comment[0].rstrip()))
            elif not line.strip() and number and (found[-1].text if found else start):
                found.append(Note(0, ""))
        return found

    def tail(self, end: int) -> str:
        """The comment that follows on the same line, with its distance; it is then taken over."""
        comment = TAIL.match(self.text, end)
        self.at = comment.end() if comment else end
        return f"  {comment[1].rstrip()}" if comment else ""

    def mapping(self, node: yaml.MappingNode, depth: int, path: Path) -> Lines:
        """The lines of a mapping, each key on its own."""
        pad = INDENT * depth
        head: Lines = []
        entries: list[Lines] = []
        last: yaml.Node = node
        for key, value in node.value:
            notes = self.notes(key.start_mark.index)
            if entries:
                notes = close(entries[-1], last, notes, key.start_mark.column, depth)
            elif not depth:  # an opening comment, set off by an empty line, is about the whole file
                empty = max((place for place, note in enumerate(notes) if not note.text), default=-1)
                head, notes = said(notes[: empty + 1], pad), notes[empty + 1 :]
            name = str(key.value)
            start = f"{pad}{name if PLAIN_KEY.fullmatch(name) else self.raw(key)}:"
            colon = self.text.find(":", key.end_mark.index) + 1
            entries.append([*said(notes, pad), *self.entry(start, colon, value, depth, (*path, name))])
            last = value
        foot = [] if depth else said(close(entries[-1], last, self.notes(len(self.text)), 0, 0), "")
        places = self.order(path, [str(key.value) for key, _ in node.value])
        if places != sorted(places):
            self.reordered.append(path)
        body = [line for place in places for line in entries[place]]
        if not depth and not body[0]:  # an empty line above what now comes first
            del body[0]
        return [*head, *body, *foot]

    def entry(self, start: str, colon: int, value: yaml.Node, depth: int, path: Path) -> Lines:
        """A key, whose line so far is `start`, with its value."""
        comment = self.tail(colon)
        if self.inline(value):
            lines = self.lines_of(value, depth, path)
            lines[0] = f"{start} {lines[0]}".rstrip()
            lines[0 if is_block(value) else -1] += comment
            return lines
        return [start + comment, *self.deeper(value, depth + 1, path)]

    def deeper(self, node: yaml.Node, depth: int, path: Path) -> Lines:
        """The lines of a mapping or a list that begins below its key or behind its dash."""
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth, path)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node, depth, path)
        raise Odd

    def sequence(self, node: yaml.SequenceNode, depth: int, path: Path) -> Lines:
        """The lines of a list, each item on its own."""
        pad = INDENT * depth
        lines: Lines = []
        for index, item in enumerate(node.value):
            notes = self.notes(item.start_mark.index)
            line = self.text[self.text.rfind("\n", 0, item.start_mark.index) + 1 : item.start_mark.index]
            column = len(line) - len(line.lstrip(" "))
            notes = close(lines, node.value[index - 1], notes, column, depth) if lines else notes
            lines += said(notes, pad)
            place = (*path, index)
            if self.inline(item):
                found = self.lines_of(item, depth, place)
                lines += [f"{pad}- {found[0]}".rstrip(), *found[1:]]
                continue
            found = self.deeper(item, depth + 1, place)
            lines += [f"{pad}- {found[0].lstrip(' ')}", *found[1:]]
        return lines

    def inline(self, node: yaml.Node) -> bool:
        """Does the value begin on the line of its key or dash?"""
        if isinstance(node, yaml.ScalarNode):
            return True
        one_line = node.start_mark.line == node.end_mark.line
        return isinstance(node, yaml.CollectionNode) and bool(node.flow_style) and (one_line or not node.value)

    def lines_of(self, node: yaml.Node, depth: int, path: Path) -> Lines:
        """An inline value: its first line bare, the others indented; a comment behind it comes along."""
        if is_block(node):
            return self.block(node, depth)
        if any(note.text for note in self.notes(node.start_mark.index)):
            raise Odd  # a comment between a key and its value
        if isinstance(node, yaml.ScalarNode) and "\n" in self.raw(node):
            first, *more = (line.strip() for line in self.raw(node).split("\n"))
            lines = [first, *(f"{INDENT * (depth + 1)}{line}" if line else "" for line in more)]
        else:
            lines = [self.flow(node, path)]
        lines[-1] += self.tail(max(node.end_mark.index, self.at))
        return lines

    def flow(self, node: yaml.Node, path: Path) -> str:
        """A value on one line."""
        if isinstance(node, yaml.SequenceNode):
            return f"[{', '.join(self.flow(item, (*path, index)) for index, item in enumerate(node.value))}]"
        if isinstance(node, yaml.MappingNode):
            pairs = [(str(key.value), self.raw(key), value) for key, value in node.value]
            told = [f"{raw}: {self.flow(value, (*path, name))}".rstrip() for name, raw, value in pairs]
            places = self.order(path, [name for name, _, _ in pairs])
            if places != sorted(places):
                self.reordered.append(path)
            return f"{{{', '.join(told[place] for place in places)}}}"
        if not isinstance(node, yaml.ScalarNode):
            raise Odd
        return self.restyle(path, self.raw(node), node)

    def block(self, node: yaml.Node, depth: int) -> Lines:
        """Prose under | or >: its lines as they are, moved to their level."""
        end = (self.text + "\n").index("\n", node.start_mark.index)
        header, _, comment = self.text[node.start_mark.index : end].partition("#")
        if not re.fullmatch(r"[|>][+-]?", header.strip()):
            raise Odd
        lines = self.text[end + 1 :].split("\n")
        width = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
        if not node.value.strip() or not width:
            raise Odd
        count = 0
        for number, line in enumerate(lines, start=1):
            if line.strip(" ") and not line.startswith(" " * width):
                break
            if line.strip(" ") or "+" in header:
                count = number
        taken = lines[:count]
        self.at = min(end + 1 + sum(len(line) + 1 for line in taken) - 1, len(self.text))
        pad = INDENT * (depth + 1)
        told = [pad + line[width:] if line[width:] else "" for line in taken]
        return [header.strip() + (f"  #{comment.rstrip()}" if comment else ""), *told]

    def raw(self, node: yaml.Node) -> str:
        """A value as it is written."""
        return self.text[node.start_mark.index : node.end_mark.index]


def is_block(node: yaml.Node) -> bool:
    """Is it prose under | or >?"""
    return isinstance(node, yaml.ScalarNode) and node.style in BLOCKS


def close(before: Lines, value: yaml.Node, notes: list[Note], column: int, depth: int) -> list[Note]:
    """Comments that stand deeper than what follows belong to what went before; the others are given back.

    Behind prose under | they would become prose: there all are given back.
    """
    if is_block(value):
        return notes
    count = 0
    for place, note in enumerate(notes):
        if not note.text:
            continue
        if note.column <= column:
            break
        count = place + 1
    before += said(notes[:count], INDENT * (depth + 1))
    return notes[count:]


def said(notes: list[Note], pad: str) -> Lines:
    """Comments and empty lines, indented."""
    return [pad + note.text if note.text else "" for note in notes]


def laid_out(text: str, order: Order, restyle: Restyle) -> tuple[str, list[Path]]:
    """The text in its standard form, and the paths of the mappings whose keys changed places."""
    node = yaml.compose(text, Loader=Loader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise Odd
    writer = Writer(text, order, restyle)
    lines = writer.mapping(node, 0, ())
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines) + "\n", writer.reordered
