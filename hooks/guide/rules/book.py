"""The rules for authors: name, what holds, an example of each; for the page on the rules, and to be held by tests.

A rule's words are its docstring. The problems that come before any rule (of files, YAML, shape, macros, waivers)
have theirs in the file with their examples: <chapter>.yml, beside the modules.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..source import Source, parse
from .rule import RULES, WAIVABLE

FOLDER = Path(__file__).parent
BEFORE = {
    "files": ("Files", "where records stand, and that they can be opened."),
    "yaml": ("YAML", "the small language in which records are written."),
    "shape": (
        "Fields",
        "each is there, and holds what the data model says. A record is read no further until it does.",
    ),
}
AFTER = {
    "waivers": ("Waivers", "leave to break one rule in one record, with a reason."),
    "macros": ("Macros", "what hand-written pages in docs/ may hold."),
    "pull_requests": ("Pull requests", "what changed since the main branch is held against the notes for readers."),
}
"""Chapters without rules of their own, those told before the rules and those told after them: title, what they are on.

The others are the modules of rules, and their docstrings say the same.
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule. `file` breaks it in the tests' broken guide: there stands `wrong`, and `right` would pass."""

    name: str
    rule: str
    wrong: str
    message: str
    right: str
    file: str = ""
    waivable: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules on one matter."""

    id: str
    title: str
    about: str
    rules: tuple[Explained, ...]


@cache
def book() -> tuple[Chapter, ...]:
    """Every rule, in the order in which the check comes to them. A rule without an example is an error here."""
    by_module: dict[str, list[str]] = {}
    for name, rule in RULES.items():
        by_module.setdefault(rule.__module__, []).append(name)
    between = []
    for module, names in by_module.items():
        title, _, about = " ".join(inspect.cleandoc(sys.modules[module].__doc__ or "").split()).partition(": ")
        ident = module.rsplit(".", 1)[1]
        examples = read(ident)
        if bare := [name for name in names if name not in examples]:
            raise ValueError(f"the rule '{bare[0]}' has no example; add one to rules/{ident}.yml")
        rules = [Explained(name, said(name), waivable=name in WAIVABLE, **examples[name]) for name in names]
        between.append(Chapter(ident, title, about, tuple(rules)))
    return (*(chapter(*one) for one in BEFORE.items()), *between, *(chapter(*one) for one in AFTER.items()))


def chapter(ident: str, told: tuple[str, str]) -> Chapter:
    """A chapter whose file holds the rules' words too."""
    return Chapter(ident, *told, tuple(Explained(name, **one) for name, one in read(ident).items()))


def said(name: str) -> str:
    """A rule's docstring."""
    return inspect.cleandoc(RULES[name].__doc__ or "")


def read(ident: str) -> dict[str, dict[str, Any]]:
    """Name of each rule → its example."""
    path = FOLDER / f"{ident}.yml"
    found: dict[str, dict[str, Any]] = parse(Source(path.name, path.read_text(encoding="utf-8")))
    return found
