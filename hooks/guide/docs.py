"""Hand-written pages → their text and macro calls, in reading order, each with its place.

A page may hold calls such as {{ drug("examplin") }} and nothing else of Jinja: no loops, no
conditions, no variables. So every call is known, checked and answered before any page is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from .load import display, leads_out, read
from .macros import MACROS
from .problem import Problem, nearest
from .source import Source

NOT_PAGES = ("adr", "walk-through.md")  # for those who work on the guide: read in the repository, not on the site
READER = Environment(comment_start_string="{##", comment_end_string="##}", autoescape=True)  # {#id} is Markdown's


@dataclass(frozen=True, slots=True)
class Call:
    """One macro call: name, positional and named arguments (all text), line and column from 1."""

    name: str
    arguments: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    line: int
    column: int

    def ids(self) -> Iterator[tuple[str, str]]:
        """(kind, id) of every argument that names a record."""
        macro = MACROS[self.name]
        yield from ((kind, value) for kind, value in zip(macro.kinds, self.arguments, strict=False) if kind)
        yield from ((dict(macro.options)[key], value) for key, value in self.options)


@dataclass(frozen=True, slots=True)
class HandPage:
    """A page of docs/: its path inside docs/, its text, and its pieces: text or call, in order."""

    path: str
    source: Source
    pieces: tuple[str | Call, ...]

    def calls(self) -> Iterator[Call]:
        """The macro calls in reading order."""
        return (piece for piece in self.pieces if isinstance(piece, Call))


def load_docs(folder: Path, root: Path) -> tuple[tuple[HandPage, ...], tuple[Problem, ...]]:
    """Every Markdown page under `folder` (which may be absent), and what is wrong with their macros."""
    pages, problems = [], []
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".md":
            if leads_out(path, folder):  # MkDocs would copy what it leads to into the site
                message = "this link leads out of the docs folder; put the file itself here"
                problems.append(Problem(display(path, root), 1, 1, message, "symlink-out"))
            continue
        parts = path.relative_to(folder).parts
        if parts[0] in NOT_PAGES or any(part.startswith(".") for part in parts):
            continue  # MkDocs leaves hidden files out too, such as an editor's lock on an open file
        source = read(path, folder, display(path, root))
        if isinstance(source, Problem):
            problems.append(source)
            continue
        page, wrong = read_page(source, path.relative_to(folder).as_posix())
        pages.append(page)
        problems.extend(wrong)
    return tuple(pages), tuple(problems)


def read_page(source: Source, path: str) -> tuple[HandPage, list[Problem]]:
    """One page from its text."""
    try:
        body = READER.parse(source.text).body
    except TemplateSyntaxError as error:
        wrong = Problem(source.name, error.lineno, 1, f"this macro cannot be read: {error.message}", "macro-syntax")
        return HandPage(path, source, ()), [wrong]
    except (RecursionError, ValueError):  # Jinja, lost in hundreds of brackets or in a number of thousands of digits
        lines = source.text.split("\n")
        line = max(range(len(lines)), key=lambda at: len(re.findall(r"[\[({\d]", lines[at])))
        message = "this macro cannot be read: it has too many brackets or digits"
        return HandPage(path, source, ()), [Problem(source.name, line + 1, 1, message, "macro-syntax")]
    pieces: list[str | Call] = []
    problems: list[Problem] = []
    columns = Columns(source.text)
    for node in body:
        if not isinstance(node, nodes.Output):
            message = 'only macro calls like {{ drug("example") }} are allowed here, no other Jinja'
            problems.append(
                Problem(source.name, node.lineno, columns.next("{%", node.lineno), message, "macro-not-allowed")
            )
            continue
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                pieces.append(part.data)
                continue
            column = columns.next("{{", part.lineno)
            piece = call_of(part, source.name, column)
            if isinstance(piece, Problem):
                problems.append(piece)
            else:
                pieces.append(piece)
    return HandPage(path, source, tuple(pieces)), problems


class Columns:
    """Jinja tells lines only: the column is that of the line's next unused opening mark."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.used: dict[int, int] = {}

    def next(self, mark: str, line: int) -> int:
        """The column, from 1, of the next `mark` on this line."""
        at = self.lines[line - 1].find(mark, self.used.get(line, 0))
        self.used[line] = at + len(mark)
        return max(at, 0) + 1


def call_of(node: nodes.Expr, file: str, column: int) -> Call | Problem:
    """A call with its arguments, or what is wrong with it."""

    def wrong(message: str, rule: str) -> Problem:
        return Problem(file, node.lineno, column, message, rule)

    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return wrong('only macro calls like {{ drug("example") }} are allowed here', "macro-not-allowed")
    name = node.node.name
    if name not in MACROS:
        return wrong(f"no macro is called '{name}'{nearest(name, MACROS)}", "unknown-macro")
    values = [part.value for part in node.args if isinstance(part, nodes.Const) and isinstance(part.value, str)]
    options = {
        part.key: part.value.value
        for part in node.kwargs
        if isinstance(part.value, nodes.Const) and isinstance(part.value.value, str)
    }
    if len(values) < len(node.args) or len(options) < len(node.kwargs) or node.dyn_args or node.dyn_kwargs:
        return wrong(f"'{name}' takes text in quotes only", "macro-arguments")
    macro = MACROS[name]
    if not macro.required <= len(values) <= len(macro.kinds):
        return wrong(
            f"'{name}' takes {macro.required} to {len(macro.kinds)} values, has {len(values)}", "macro-arguments"
        )
    known = [key for key, _ in macro.options]
    for key in options:
        if key not in known:
            return wrong(f"'{name}' has no option '{key}'{nearest(key, known)}", "macro-arguments")
    return Call(name, tuple(values), tuple(options.items()), node.lineno, column)
