"""results.json → a table of ratios, and a chart of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

BASE = "plain"
ORDER = ("plain", "cold", "warm", "edited", "zensical", "hugo")
NAMES = {
    "plain": "plain Markdown, MkDocs + Material",
    "cold": "this project, no cache",
    "warm": "this project, nothing changed",
    "edited": "this project, one record changed",
    "zensical": "plain Markdown, Zensical",
    "hugo": "plain Markdown, Hugo, bare layout",
}
CHECKS = {"check": "`make check`", "check-cold": "`make check`, no cache"}
BUDGETS = {("100", "cold"): 0.8, ("1000", "cold"): 0.5, ("1000", "warm"): 0.15, ("1000", "edited"): 0.2}
"""(pages, contender) → the most that its time may be of the plain build's."""
READER = {
    "first_result": "slow phone: from opening search to the first result",
    "narrowed": "slow phone: from a letter in a filter to the narrowed list",
}
ROW, LEFT, WIDE, TOP = 24, 250, 380, 30


def ratios(runs: Mapping[str, Any], name: str, what: str = "wall") -> list[float]:
    """A contender's cost by the plain build's, round by round."""
    return [own / base for own, base in zip(runs[name][what], runs[BASE][what], strict=False)]


def sizes(results: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """(pages, figures), the smallest guide first."""
    return sorted(results["sizes"].items(), key=lambda one: int(one[0]))


def table(results: Mapping[str, Any]) -> str:
    """All figures as Markdown."""
    lines = [
        "| pages | | s | of plain (lowest to highest) | budget | CPU s | of plain (lowest to highest) | MiB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size, figures in sizes(results):
        runs = figures["runs"]
        for name in (one for one in ORDER if one in runs):
            cpu, wall, memory = (median(runs[name][what]) for what in ("cpu", "wall", "memory"))
            budget = BUDGETS.get((size, name), "")
            lines.append(
                f"| {size} | {NAMES[name]} | {wall:.2f} | {spread(ratios(runs, name))} | {budget} "
                f"| {cpu:.2f} | {spread(ratios(runs, name, 'cpu'))} | {memory:.0f} |"
            )
        lines += seconds_of(size, figures)
    lines += seconds_of("this guide", results.get("this", {}))
    return "\n".join(lines)


def seconds_of(size: str, figures: Mapping[str, Any]) -> list[str]:
    """The lines of the table that are no ratios: checks, the preview, and the reader's side."""
    lines = []
    for name, told in CHECKS.items():
        if run := figures.get("runs", {}).get(name):
            wall, cpu, memory = (median(run[what]) for what in ("wall", "cpu", "memory"))
            lines.append(f"| {size} | {told} | {wall:.2f} | | | {cpu:.2f} | | {memory:.0f} |")
    if served := figures.get("save_to_served"):
        lines.append(f"| {size} | from saving to served | {median(served):.2f} | | | | | |")
    found = figures.get("reader", {})
    lines += [f"| {size} | {told} | {found[name]:.2f} | | | | | |" for name, told in READER.items() if name in found]
    return lines


def spread(found: list[float]) -> str:
    """The median of ratios, with the lowest and the highest."""
    return f"{median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def chart(results: Mapping[str, Any]) -> str:
    """Bars of the median ratios, a group for each size, as SVG."""
    parts: list[str] = []
    y = TOP
    most = max(
        median(ratios(figures["runs"], name))
        for _, figures in sizes(results)
        for name in ORDER
        if name in figures["runs"]
    )
    for size, figures in sizes(results):
        parts.append(f'<text x="0" y="{y}" font-weight="700">{size} pages</text>')
        for name in (one for one in ORDER if one in figures["runs"]):
            y += ROW
            ratio = median(ratios(figures["runs"], name))
            own = name in ("cold", "warm", "edited")
            parts.append(f'<text x="{LEFT - 8}" y="{y}" text-anchor="end">{escape(NAMES[name])}</text>')
            width = max(1, round(WIDE * ratio / most))
            color = "#0a5257" if own else "#8a8578"
            parts.append(f'<rect x="{LEFT}" y="{y - 13}" width="{width}" height="16" fill="{color}"/>')
            parts.append(f'<text x="{LEFT + width + 6}" y="{y}">{ratio:.2f}</text>')
            if budget := BUDGETS.get((size, name)):
                at = LEFT + round(WIDE * budget / most)
                parts.append(f'<path d="M{at} {y - 16}v22" stroke="#9b1414" stroke-width="2"/>')
        y += 2 * ROW
    title = "Time of a build, by that of plain Markdown under MkDocs + Material; red: the budget"
    look = 'role="img" font-family="sans-serif" font-size="13" fill="#1e2022"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 60} {y}" {look}><title>{title}</title>\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
