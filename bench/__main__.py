"""`python -m bench`: time this program beside others, in turn, and write what was found.

Each round runs every contender once, A B C A B C, so that whatever else the machine does falls on all alike; a ratio
is that of two runs of one round, and what is told is the median of the ratios, with the lowest and the highest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from audit.tools import chromium

from .contenders import ROOT, Edit, checks, contenders
from .process import Cost, Failed
from .reader import first_result, narrowed
from .report import chart, table
from .serve import save_to_served

RESULTS = ROOT / "bench/results.json"
CHART = ROOT / "docs/adr/speed.svg"


def main(arguments: list[str]) -> int:
    """Measure what was asked for. Figures of other sizes in results.json stay."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"sizes": {}}
    results["machine"] = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    results["this"] = this_guide(asked.rounds)
    for size in asked.sizes:
        results["sizes"][str(size)] = measured(size, asked.rounds)
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    CHART.write_text(chart(results), encoding="utf-8")
    print(table(results))
    return 0


def this_guide(rounds: int) -> dict[str, Any]:
    """What the budgets ask of the guide in this very project, measured on a copy; the reader's side if it is built."""
    work = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        for name in ("data", "docs", "hooks"):
            shutil.copytree(ROOT / name, work / name)
        shutil.copy(ROOT / "mkdocs.yml", work)
        found: dict[str, Any] = {"runs": {}}
        for _ in range(rounds):
            for one in checks(work):
                note(found["runs"], one.name, one.run())
        found["save_to_served"] = save_to_served(work, rounds)
        if (ROOT / "site/drugs").exists():
            found["reader"] = reader(ROOT / "site", "drugs/", Edit(work).record.stem, rounds)
        return found
    finally:
        shutil.rmtree(work, ignore_errors=True)


def note(found: dict[str, dict[str, list[float]]], name: str, cost: Cost) -> None:
    """Add the figures of one run."""
    kept = found.setdefault(name, {"wall": [], "cpu": [], "memory": []})
    for what, value in asdict(cost).items():
        kept[what].append(round(value, 3))


def measured(size: int, rounds: int) -> dict[str, Any]:
    """All figures of one size: contender → wall, cpu, memory, one number a round; and from saving to served."""
    work = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        field = contenders(size, work)
        found: dict[str, dict[str, list[float]]] = {}
        for _ in range(rounds):
            for one in list(field):
                try:
                    cost = one.run()
                except Failed as why:
                    print(f"{one.name} fails at {size} pages and is left out: {why}", file=sys.stderr)
                    field.remove(one)
                    found.pop(one.name, None)
                    continue
                note(found, one.name, cost)
                print(f"{size} pages, {one.name}: {cost.cpu:.2f} s CPU", file=sys.stderr)
        return {
            "runs": found,
            "save_to_served": save_to_served(work / "guide", rounds),
            "reader": reader(work / "guide/site", "drugs/", "drugba", rounds),
        }
    finally:
        shutil.rmtree(work, ignore_errors=True)


def reader(site: Path, page: str, word: str, rounds: int) -> dict[str, float]:
    """Seconds on a slow phone: to the first result of a search, and until a list is narrowed."""
    if (browser := chromium()) is None:
        return {}
    return {
        "first_result": first_result(site, word, browser, rounds),
        "narrowed": narrowed(site, page, word, browser, rounds),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
