"""All rules across records. `judge` applies them and counts what it looked at."""

from __future__ import annotations

from ..place import locate
from ..problem import Problem
from . import links, prose, records, references
from .rule import RULES, Corpus, Finding

__all__ = ["RULES", "Corpus", "judge", "links", "prose", "records", "references"]


def judge(corpus: Corpus) -> tuple[list[Problem], int]:
    """Every break of every rule, and how many checks were made."""
    problems: list[Problem] = []
    checks = 0
    for name, rule in RULES.items():
        for finding in rule(corpus):
            checks += 1
            if finding is not None:
                problems.append(placed(finding, name))
    return problems, checks


def placed(finding: Finding, rule: str) -> Problem:
    """A finding with its line and column."""
    line, column = locate(
        finding.source, finding.path, key=finding.key, words=finding.words, prose_line=finding.prose_line
    ) if finding.path else (1, 1)  # fmt: skip
    return Problem(finding.source.name, line, column, finding.message, rule)
