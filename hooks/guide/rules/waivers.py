"""Waivers: leave to break a rule in one record, each with its reason, each needed."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shared import Dated
from ..problem import Problem, nearest
from .rule import RULES, WAIVABLE, Corpus, Finding


def waivers(corpus: Corpus) -> dict[tuple[str, str], tuple[Finding, str]]:
    """(file, rule) → where the waiver stands, and its rule."""
    return {
        (item.source.name, waiver.rule): (Finding(item.source, ("waivers", index, "rule"), ""), waiver.rule)
        for item in corpus.items()
        if isinstance(item.record, Dated)
        for index, waiver in enumerate(item.record.waivers)
    }


def wrong_waivers(corpus: Corpus, problems: list[Problem]) -> Iterator[tuple[Finding, str]]:
    """(finding, rule it breaks) of each waiver for no rule, for a rule that allows none, or for nothing."""
    broken = {(problem.file, problem.rule) for problem in problems}
    for (file, name), (place, _) in waivers(corpus).items():
        if name not in RULES:
            message, kind = f"no rule is called '{name}'{nearest(name, WAIVABLE)}", "unknown-rule"
        elif name not in WAIVABLE:
            message, kind = f"the rule '{name}' allows no exception; mend what it reports", "waiver-not-allowed"
        elif (file, name) not in broken:
            message, kind = f"the record keeps the rule '{name}'; remove this waiver", "waiver-not-needed"
        else:
            continue
        yield Finding(place.source, place.path, message), kind
