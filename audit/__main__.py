"""`python -m audit SITE`: measure a built site against all budgets. Exit status 1 when one is missed.

`--only axe,links` measures some of them; the report then says no more than that.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError

from . import tools
from .axe import scan
from .browser import chromium, first_line
from .checks import links, validity
from .lighthouse import lighthouse
from .measure import Measure, unmeasured
from .offline import offline
from .paper import paper
from .queries import ask, read_queries
from .report import failed, text, write
from .server import Server, serving
from .site import Site, read_site
from .visit import visit

PARTS = ("lighthouse", "axe", "visit", "validity", "links", "queries", "paper", "offline")
Steps = dict[str, Callable[[], Coroutine[Any, Any, list[Measure]]]]


async def measure(site: Site, wanted: Sequence[str], queries: Path) -> list[Measure]:
    """All measures that are wanted. Lighthouse first and alone: it measures speed."""
    path, script = tools.chromium(), tools.axe_script()
    found: list[Measure] = []
    with serving(site) as server:
        if "lighthouse" in wanted and path:
            found += await timed(
                "lighthouse", asyncio.to_thread(lighthouse, site, server.root, tools.lighthouse(), path)
            )
        on_disk = {
            name: asyncio.create_task(timed(name, asyncio.to_thread(check, site, command)))
            for name, check, command in (("validity", validity, tools.checker()), ("links", links, tools.lychee()))
            if name in wanted
        }
        if path:
            async with chromium(path) as browser:
                for name, step in in_browser(site, server, browser, script, queries).items():
                    if name in wanted:
                        found += await timed(name, step())
        for task in on_disk.values():
            found += await task
    if not path:
        found.append(unmeasured("Everything that needs a browser", 0, "no Chromium: apt install chromium"))
    return found


def in_browser(site: Site, server: Server, browser: Browser, script: str | None, queries: Path) -> Steps:
    """What needs a browser, by name."""
    steps: Steps = {
        "visit": lambda: visit(site, browser),
        "queries": lambda: ask(read_queries(queries), server.root, browser),
        "offline": lambda: offline(site, browser),
    }
    if script is None:
        return steps | {name: lacking(name) for name in ("axe", "paper")}
    scripts = f"{script}\n{tools.inside_script()}"
    return steps | {
        "axe": lambda: scan(site, server.root, browser, scripts),
        "paper": lambda: paper(site, server.root, browser, scripts),
    }


def lacking(name: str) -> Callable[[], Coroutine[Any, Any, list[Measure]]]:
    """The step of a part that cannot be done without axe-core."""

    async def step() -> list[Measure]:
        return [unmeasured(name, 0, "needs axe-core: npm ci")]

    return step


async def timed(name: str, step: Coroutine[Any, Any, list[Measure]]) -> list[Measure]:
    """A step, with what it measured as soon as it is known. When the browser breaks down, its measures are missing."""
    start = time.monotonic()
    try:
        measures = await step
    except BrowserError as error:
        measures = [unmeasured(name, 0, first_line(error))]
    known = "; ".join(f"{one.name} {one.shown}{'' if one.passed else ' MISS'}" for one in measures)
    print(f"{name}: {time.monotonic() - start:.0f} s: {known}", file=sys.stderr, flush=True)
    return measures


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write the report."""
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__)
    parser.add_argument("site", type=Path, help="a folder with a built site")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas: " + ", ".join(PARTS))
    parser.add_argument("--report", type=Path, default=Path(__file__).parent, help="where report.md and report.json go")
    parser.add_argument("--queries", type=Path, default=tools.ROOT / "tests" / "queries.yml")
    chosen = parser.parse_args(arguments)
    site = read_site(chosen.site)
    if not site.pages:
        print(f"{chosen.site} holds no page: run 'make site' first", file=sys.stderr)
        return 1
    wanted = chosen.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; expected some of {', '.join(PARTS)}")
    measures = asyncio.run(measure(site, wanted, chosen.queries))
    print(text(measures))
    write(measures, chosen.report)
    return 1 if failed(measures) or not measures else 0


if __name__ == "__main__":
    raise SystemExit(main())
