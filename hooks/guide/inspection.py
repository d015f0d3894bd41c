"""The whole check: data folder and docs folder in; records, pages and all problems out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .docs import HandPage, load_docs
from .load import Data, Memory, load
from .problem import Problem, nearest, tidy
from .rules import Corpus, Maker, Sound, judge


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. `checks` counts every rule applied to every place it looked at."""

    data: Data
    pages: tuple[HandPage, ...]
    problems: tuple[Problem, ...]
    checks: int

    def summary(self) -> str:
        """The closing line of a check."""
        return f"{self.data.files} records, {self.checks} checks, {len(self.problems)} problems"


def inspect(
    data_folder: Path,
    docs_folder: Path,
    root: Path,
    today: date,
    memory: Memory | None = None,
    sound: Sound | None = None,
    maker: Callable[[Data], Maker] | None = None,
) -> Inspection:
    """Read and check everything. Never raises for what the folders hold.

    `memory`: what was read before; `sound`: what is known of files; `maker`: what makes something of the records
    while they are checked, if all could be read.
    """
    sound = sound or Sound()
    data = load(data_folder, root, memory, sound.parse)
    pages, page_problems = load_docs(docs_folder, root)
    corpus = Corpus(data, pages, today)
    whole = data.files and data.guide and not data.problems and not page_problems
    making = maker(data) if maker and whole else None
    rule_problems, checks = judge(corpus, sound, making) if data.files else ([], 0)
    problems = tidy([*data.problems, *page_problems, *rule_problems, *unknown_in_pages(corpus)])
    calls = sum(1 for page in pages for _ in page.calls())
    return Inspection(data, pages, problems, checks + data.files + calls if data.files else 0)


def unknown_in_pages(corpus: Corpus) -> list[Problem]:
    """Ids in the macros of hand-written pages that no record has."""
    known = corpus.shared.ids
    return [
        Problem(
            page.source.name, call.line, call.column, f"no {kind} '{name}'{nearest(name, known[kind])}", "unknown-id"
        )
        for page in corpus.pages
        for call in page.calls()
        for kind, name in call.ids()
        if name not in known[kind] and (kind, name) not in corpus.former
    ]
