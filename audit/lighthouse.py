"""The heaviest page of each kind → Lighthouse's scores, as a phone and as a desktop.

Speed is measured on the phone alone, one page at a time while nothing else runs; a page that misses is measured twice
more, and the middle score counts.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from .measure import Measure, unmeasured
from .site import Page, Site
from .tools import FLAGS

CATEGORIES = {"accessibility": "accessibility", "best-practices": "best practices", "seo": "SEO"}
PERFORMANCE, FULL, FAST = "performance", 100, 95
TRIES = 3
Scores = dict[str, float]


def lighthouse(site: Site, root: str, command: Sequence[str] | None, chromium: str) -> list[Measure]:
    """Scores of the sample. The lowest score of each category is the figure."""
    if not command:
        reason = "needs Node and lighthouse: npm ci"
        return [unmeasured(name, limit, reason, "least") for name, limit in budgets()]
    sample = [page for page in site.sample if not page.address.endswith(".html")]  # those stand in the place of others
    load = os.getloadavg()[0]
    phone = {page.name: steady(root, page, command, chromium) for page in sample}
    with ThreadPoolExecutor(2) as workers:
        found = workers.map(lambda page: score(root, page, command, chromium, phone=False), sample)
        desktop = dict(zip([page.name for page in sample], found, strict=True))
    return lighthouse_measures(phone, desktop, f"load of the machine at the start: {load:.1f}")


def budgets() -> list[tuple[str, int]]:
    """What is measured, with its budget."""
    kinds = [(device, name) for device in ("phone", "desktop") for name in CATEGORIES.values()]
    return [*((label(*kind), FULL) for kind in kinds), (label("phone", PERFORMANCE), FAST)]


def label(device: str, category: str) -> str:
    """The name of a figure."""
    return f"Lighthouse {device}: {category}"


def lighthouse_measures(phone: dict[str, Scores], desktop: dict[str, Scores], load: str) -> list[Measure]:
    """Scores by page as measures."""
    scope = f"{len(phone)} pages, the heaviest of each kind"
    made = []
    for device, scores in (("phone", phone), ("desktop", desktop)):
        made += [lowest(label(device, name), key, scores, FULL, scope) for key, name in CATEGORIES.items()]
    return [*made, lowest(label("phone", PERFORMANCE), PERFORMANCE, phone, FAST, f"{scope}; {load}")]


def lowest(name: str, key: str, scores: dict[str, Scores], limit: int, scope: str) -> Measure:
    """The lowest score of one category, and each page below the budget."""
    below = sorted((one.get(key, 0), page) for page, one in scores.items() if one.get(key, 0) < limit)
    return Measure(
        name,
        min((one.get(key, 0) for one in scores.values()), default=None),
        limit,
        "least",
        scope=scope,
        misses=tuple(f"{page}: {value:.0f}" for value, page in below),
    )


def steady(root: str, page: Page, command: Sequence[str], chromium: str) -> Scores:
    """A phone's scores; speed as the middle of three when the first misses."""
    first = score(root, page, command, chromium, phone=True)
    if first.get(PERFORMANCE, 0) >= FAST:
        return first
    more = [score(root, page, command, chromium, phone=True) for _ in range(TRIES - 1)]
    return first | {PERFORMANCE: median(one.get(PERFORMANCE, 0) for one in (first, *more))}


def score(root: str, page: Page, command: Sequence[str], chromium: str, phone: bool) -> Scores:
    """One run of Lighthouse; no scores when it failed."""
    wanted = [*CATEGORIES, PERFORMANCE] if phone else list(CATEGORIES)
    options = [
        "--quiet",
        "--output=json",
        "--disable-full-page-screenshot",
        f"--only-categories={','.join(wanted)}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        *([] if phone else ["--preset=desktop"]),
    ]
    result = subprocess.run(
        [*command, root + page.address, *options],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return scores_of(json.loads(result.stdout)["categories"])
    except (ValueError, KeyError, TypeError):
        return {}


def scores_of(categories: dict[str, dict[str, float | None]]) -> Scores:
    """Lighthouse's categories as whole numbers from 0 to 100."""
    return {key: round((one["score"] or 0) * 100) for key, one in categories.items()}
