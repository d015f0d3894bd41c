"""Measures → a table for the terminal, and the same with every miss as Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from .measure import Measure

HEAD = ("what", "measured", "budget", "")
TOLD = 12  # misses of one budget told in the terminal; the files have all


def table(measures: Sequence[Measure]) -> list[tuple[str, str, str, str]]:
    """A row for each budget."""
    return [(one.name, one.shown, one.budget, "pass" if one.passed else "MISS") for one in measures]


def text(measures: Sequence[Measure]) -> str:
    """For the terminal: the table, then the misses, then one line that sums up."""
    rows = [HEAD, *table(measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for one in failed(measures):
        lines += ["", f"{one.name}: {one.shown}, budget {one.budget}"]
        lines += [f"  {miss}" for miss in one.misses[:TOLD]]
        if len(one.misses) > TOLD:
            lines.append(f"  and {len(one.misses) - TOLD} more: see audit/report.md")
    return "\n".join([*lines, "", summary(measures)])


def summary(measures: Sequence[Measure]) -> str:
    """How many budgets are kept."""
    return f"{len(measures)} budgets, {len(failed(measures))} missed"


def failed(measures: Sequence[Measure]) -> list[Measure]:
    """The budgets that are missed."""
    return [one for one in measures if not one.passed]


def markdown(measures: Sequence[Measure]) -> str:
    """The report for people."""
    lines = ["# Audit", "", summary(measures), "", "| what | measured | budget | | of what |", "|---|---|---|---|---|"]
    for one, row in zip(measures, table(measures), strict=True):
        lines.append(f"| {' | '.join((*row, one.scope))} |")
    for one in failed(measures):
        lines += ["", f"## {one.name}", "", *(f"- `{miss.replace('`', ' ')}`" for miss in one.misses)]
    return "\n".join(lines) + "\n"


def write(measures: Sequence[Measure], folder: Path) -> None:
    """report.md and report.json."""
    (folder / "report.md").write_text(markdown(measures), encoding="utf-8")
    kept = [asdict(one) | {"passed": one.passed} for one in measures]
    content = {"passed": not failed(measures), "measures": kept}
    (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
