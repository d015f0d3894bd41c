"""The files of a data folder → the same files in their standard form, and what was mended in each.

Only the writing changes. Two things are also put right, because the check refuses them as they stand
and they have one reading: a date in another form, and a number where text is expected. A file that
cannot be read as YAML, or whose new form would say anything else or lose a comment, is left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from .layout import Odd, is_block, laid_out
from .load import SINGLE, display, files, misplaced, read
from .model import KINDS, Record
from .restyle import order, restyled
from .source import Loader, Path, Source, SourceError, parse

BLANKS = re.compile(r"(?m)[ \t]+$")
STEPS = (
    "line ends",
    "tabs",
    "blanks at the ends of lines",
    "the end of the file",
    "spacing",
    "order of keys",
    "quotes",
)


@dataclass(slots=True)
class Mended:
    """The new text of a file, what was done to it, and the values that are written in another form now."""

    text: str
    done: set[str] = field(default_factory=set)
    values: dict[Path, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """What was done, in words."""
        steps = [step for step in STEPS if step in self.done]
        return ", ".join([*steps, *sorted(self.done - set(STEPS))])


def mend_folder(folder: FilePath, root: FilePath) -> Iterator[str]:
    """Mend every record under `folder`; one line for each file that was changed, or could not be written."""
    for path in files(folder):
        name = display(path, root)
        if path.suffix != ".yml" or path.is_symlink() or misplaced(path, folder, name):
            continue
        source = read(path, folder, name)
        if not isinstance(source, Source):
            continue
        first = path.relative_to(folder).parts[0]
        mended = mend(source.text, KINDS.get(first) or SINGLE[first], first)
        try:
            raw = path.read_bytes()
            if mended is None or mended.text.encode() == raw:
                continue
            if raw != source.text.encode():
                mended.done.add("line ends")
            write(path, mended.text.encode())
        except OSError as error:
            yield f"{name}: not mended, it cannot be written: {error.strerror}"
            continue
        yield f"{name}: mended {mended}"


def write(path: FilePath, content: bytes) -> None:
    """Replace a file whole: whoever reads meets the old text or the new one, also after a power cut."""
    aside = path.with_name(f".{path.name}.mending")
    try:
        aside.write_bytes(content)
        aside.chmod(path.stat().st_mode)
        os.replace(aside, path)  # noqa: PTH105 - the name says that it is one step
    finally:
        aside.unlink(missing_ok=True)


def mend(text: str, model: type[Record], folder: str) -> Mended | None:
    """The text in its standard form; None when it cannot be read, or has no such form."""
    mended = Mended(without_tabs(text))
    if mended.text != text:
        mended.done.add("tabs")
    if not re.search(r"[|>]\+", mended.text):  # a block that keeps its last empty lines
        mended.text = mended.text.rstrip("\n") + "\n"

    def restyle(path: Path, raw: str, node: yaml.ScalarNode) -> str:
        found = restyled(model, path, raw, node)
        mended.done |= {found.step} - {""}
        mended.values |= {} if found.value is None else {path: found.value}
        return found.raw

    try:
        before = parse(Source("", mended.text))
        after, reordered = laid_out(mended.text, lambda path, keys: order(model, folder, path, keys), restyle)
        if after == text:
            return mended
        same = repr(ordered(parse(Source("", after)))) == repr(ordered(replaced(before, mended.values)))
        if not same or comments(after) != comments(mended.text):
            return None
        spaced, _ = laid_out(mended.text, lambda _, keys: list(range(len(keys))), lambda _, raw, __: raw)
    except (SourceError, Odd, yaml.YAMLError, RecursionError):
        return None
    steps = {
        "blanks at the ends of lines": len(BLANKS.findall(text)) > len(BLANKS.findall(after)),
        "spacing": spaced != "\n".join(line.rstrip() for line in mended.text.split("\n")),
        "the end of the file": mended.text.rstrip("\n") == text.rstrip("\n") and mended.text != text,
        "order of keys": bool(reordered),
    }
    mended.done |= {step for step, taken in steps.items() if taken}
    mended.text = after
    return mended


def ordered(value: Any) -> Any:
    """A value whose repr is the same for the same content: mappings by key."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(one) for one in value] if isinstance(value, tuple) else value


def replaced(value: Any, values: dict[Path, str], path: Path = ()) -> Any:
    """The values of a file with some of them in their new form."""
    if isinstance(value, dict):
        return {key: replaced(one, values, (*path, key)) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(replaced(one, values, (*path, index)) for index, one in enumerate(value))
    return values.get(path, value)


def without_tabs(text: str) -> str:
    """Blanks for the tabs that indent, if a tab of 2, 4 or 8 blanks makes no difference; else the text as it is."""
    if not re.search(r"(?m)^ *\t", text):
        return text
    widths = ["\n".join(spaced(line, width) for line in text.split("\n")) for width in (2, 4, 8)]
    try:
        readings = {repr(parse(Source("", one))) for one in widths}
    except SourceError:
        return text
    return widths[0] if len(readings) == 1 else text


def spaced(line: str, width: int) -> str:
    """A line with blanks in place of the tabs that indent it."""
    bare = line.lstrip(" \t")
    return line[: len(line) - len(bare)].expandtabs(width) + bare


def comments(text: str) -> list[str]:
    """Every comment of a file, sorted: none may be lost."""
    bare = list(text)
    waiting = [yaml.compose(text, Loader=Loader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            start = node.start_mark.index if not is_block(node) else text.find("\n", node.start_mark.index)
            end = node.end_mark.index
            bare[start:end] = "".join(char if char == "\n" else "x" for char in text[start:end])
        elif isinstance(node, yaml.MappingNode):
            waiting += [child for pair in node.value for child in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return sorted(match[0].rstrip() for match in re.finditer(r"(?m)(?:^|(?<=\s))#.*$", "".join(bare)))
