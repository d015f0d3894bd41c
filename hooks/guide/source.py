"""A YAML file → plain values; and, when something is wrong, the line and column of any value in it.

YAML here is a small language: text, whole numbers, true/false and nothing (null). No dates, no
octal, no `no` for false, no aliases. Places are found late: the file is composed again only when
a problem has to be shown, so a good file is parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from .spread import spread

try:
    from yaml import CSafeLoader as FastLoader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]

MAX_DEPTH = 20
TEXT = "tag:yaml.org,2002:str"
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file. `name` is its path as authors see it in messages."""

    name: str
    text: str


class SourceError(Exception):
    """The text is not what YAML here may be. Line and column count from 1."""

    def __init__(self, line: int, column: int, message: str, rule: str) -> None:
        super().__init__(line, column, message, rule)  # so that it comes over from another process as it is
        self.line, self.column, self.message, self.rule = line, column, message, rule


class Loader(FastLoader):
    """YAML with few implicit types; equal keys are refused and lists come as tuples."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own protocol

    def mapping(self, node: yaml.MappingNode) -> dict[Hashable, Any]:
        """A mapping node as a dict; the second of two equal keys is an error."""
        result: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            if not isinstance(key_node, yaml.ScalarNode):
                raise SourceError(mark.line + 1, mark.column + 1, "a key must be plain text", "yaml-syntax")
            key = key_node.value
            if key in result:
                raise SourceError(
                    mark.line + 1, mark.column + 1, f"the key '{key}' is there twice; keep one", "duplicate-key"
                )
            result[key] = self.value(value_node)
        return result

    def sequence(self, node: yaml.SequenceNode) -> tuple[Any, ...]:
        """A sequence node as a tuple, so that nothing can change it later."""
        return tuple(self.value(child) for child in node.value)

    def value(self, node: yaml.Node) -> Any:
        """What a node holds; most hold text, which needs no constructor."""
        if node.tag == TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        return self.construct_object(node, deep=True)

    def refuse(self, node: yaml.Node) -> Any:
        """Any other tag (!!python/object, !!binary …) is no data."""
        mark = node.start_mark
        raise SourceError(mark.line + 1, mark.column + 1, f"the tag '{node.tag}' is not allowed; remove it", "yaml-tag")


for tag, pattern, first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))
Loader.add_constructor("tag:yaml.org,2002:map", Loader.mapping)
Loader.add_constructor("tag:yaml.org,2002:seq", Loader.sequence)
for foreign in ("binary", "timestamp", "omap", "pairs", "set", "merge", "value"):
    Loader.add_constructor(f"tag:yaml.org,2002:{foreign}", Loader.refuse)
Loader.add_constructor(None, Loader.refuse)


WAYS_OUT = {
    "could not find expected ':'": "; indent the line like those above it, or put a colon after the field's name",
    "mapping values are not allowed": "; a text with a colon stands in quotes, and a field starts where the others do",
    "expected <block end>": "; does the line start where those above it start?",
    "end of stream": "; it is opened here and not closed before the end of the file",
}
"""What the parser says of the commonest slips → what to do, in an author's words."""


def parse(source: Source) -> Any:
    """The file's values: dicts, tuples, text, int, float, bool, None.

    Raises SourceError at the first thing that is not allowed (a YAML file is broken or it is not).
    """
    refuse_dangerous(source.text)
    try:
        return yaml.load(source.text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        unclosed = "end of stream" in (error.problem or "")  # then the start is the place to look
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or error.context or ""
        way_out = next((way for words, way in WAYS_OUT.items() if words in problem), "")
        raise SourceError(line, column, f"this is not valid YAML: {problem}{way_out}", "yaml-syntax") from None
    except yaml.YAMLError as error:
        raise SourceError(1, 1, f"this is not valid YAML: {str(error).splitlines()[0]}", "yaml-syntax") from None
    except (ValueError, RecursionError):
        raise SourceError(1, 1, "this is not valid YAML", "yaml-syntax") from None


def parse_all(sources: Sequence[Source]) -> Iterator[Any]:
    """The values of many files, in their order, read on all processors; an error in the place of those of a file that
    is not right."""
    return spread(tried, sources)


def tried(source: Source) -> Any:
    """The file's values, or its SourceError."""
    try:
        return parse(source)
    except SourceError as error:
        return error


def refuse_dangerous(text: str) -> None:
    """Tabs that indent, aliases and deep nesting, each with its place, before anything is built from them."""
    if not text.strip():
        raise SourceError(1, 1, "the file is empty; write a record or delete it", "empty-file")
    if tab := re.search(r"^[ ]*\t", text, re.MULTILINE):
        line = text.count("\n", 0, tab.end())
        column = tab.end() - tab.start()
        raise SourceError(line + 1, column, "a tab indents this line; use spaces", "tab")
    if (
        re.search(r"(?m)(?:^|[\s\[{,:-])[*&][A-Za-z0-9_]", text)
        or text.count("[") + text.count("{") > 200
        or re.search(r"(?m)^(?: {60}|[- ]{60})", text)
    ):
        scan_events(text)


def scan_events(text: str) -> None:
    """Walk the parser's events, which builds nothing: the safe way to see aliases and depth."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=FastLoader):
            line, column = (event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else (1, 1)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "anchors (&) and aliases (*) are not allowed; write it out"
                raise SourceError(line, column, message, "yaml-alias")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                message = f"nested more than {MAX_DEPTH} levels deep; flatten it"
                raise SourceError(line, column, message, "yaml-depth")
    except yaml.YAMLError:
        return  # the real parser says what is wrong, with the better message
