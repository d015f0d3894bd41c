"""All rules across records. `judge` applies them and counts what it looked at."""

from __future__ import annotations

from ..place import locate
from ..problem import Problem
from . import changes, drafts, links, moves, page, pictures, prose, records, references, signoffs, wording
from .alone import Maker, Sound, one_by_one
from .rule import ALONE, RULES, WAIVABLE, Corpus, Finding
from .waivers import waivers, wrong_waivers

__all__ = [
    "RULES",
    "WAIVABLE",
    "Corpus",
    "Maker",
    "Sound",
    "changes",
    "drafts",
    "judge",
    "links",
    "moves",
    "page",
    "pictures",
    "prose",
    "records",
    "references",
    "signoffs",
    "wording",
]


def judge(corpus: Corpus, sound: Sound, maker: Maker | None = None) -> tuple[list[Problem], int]:
    """Every break of every rule that no waiver allows, and how many checks were made."""
    problems: list[Problem] = []
    checks = 0
    each = one_by_one(corpus, sound, maker)  # on the other processors, while this one looks at all records together
    for name, rule in RULES.items():
        for finding in rule(corpus) if name not in ALONE else ():
            checks += 1
            if finding is not None:
                problems.append(placed(finding, name))
    for broken, count in each:
        checks += count
        problems += [placed(finding, name) for name, finding in broken]
    wrong = [placed(finding, kind) for finding, kind in wrong_waivers(corpus, problems)]
    allowed = {(file, name) for file, name in waivers(corpus) if name in WAIVABLE}
    kept = [problem for problem in problems if (problem.file, problem.rule) not in allowed]
    return [*kept, *wrong], checks + len(allowed)


def placed(finding: Finding, rule: str) -> Problem:
    """A finding with its line and column."""
    line, column = locate(
        finding.source, finding.path, key=finding.key, words=finding.words, prose_line=finding.prose_line
    ) if finding.path else finding.at  # fmt: skip
    return Problem(finding.source.name, line, column, finding.message, rule)
