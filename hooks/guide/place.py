"""Where in a YAML file a value stands: path of keys (and words of its prose) → line and column."""

from __future__ import annotations

import re

import yaml

from .source import Loader, Path, Source

BETWEEN_WORDS = r"(?:\]\([^)]*\))?[\s*_\[\]]+"


def locate(source: Source, path: Path, *, key: bool = False, words: str = "", prose_line: int = 0) -> tuple[int, int]:
    """Line and column, from 1, of the value at `path`, or of its key when `key` is true.

    `words` narrows it to their first appearance inside that value, searched from line `prose_line`
    (from 0) of a literal block. What the path does not reach (a missing key) is the mapping it lacks in.
    """
    try:
        node = yaml.compose(source.text, Loader=Loader)
    except (yaml.YAMLError, RecursionError):
        return 1, 1
    if node is None:
        return 1, 1
    key_node = node
    for step in path:
        found = child(node, step)
        if found is None:
            return mark_of(node)
        key_node, node = found
    if key:
        return mark_of(key_node)
    return words_in(source.text, node, words, prose_line) if words else mark_of(node)


def child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key node and value node one step down, or None."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == str(step):
                return key_node, value_node
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def mark_of(node: yaml.Node) -> tuple[int, int]:
    """Line and column of a node's start, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def words_in(text: str, node: yaml.Node, words: str, prose_line: int) -> tuple[int, int]:
    """Line and column of the words inside a scalar; of the scalar itself when they are not there as such."""
    start, end = node.start_mark.index, node.end_mark.index
    if getattr(node, "style", None) == "|":
        for _ in range(prose_line + 1):
            start = text.find("\n", start, end) + 1 or start
    pattern = BETWEEN_WORDS.join(re.escape(word) for word in words.split())
    found = re.compile(pattern).search(text, start, end)
    if not found:
        return mark_of(node)
    return text.count("\n", 0, found.start()) + 1, found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
