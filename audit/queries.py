"""The project's list of queries → the share whose page is among the first three results, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.async_api import Browser

from .browser import OPEN_SEARCH, new_tab, search
from .measure import Measure, unmeasured

FIRST, ALL, ENOUGH = 3, 100, 200
SHARE, COUNT = "Queries with the right page among the first 3", "Queries in tests/queries.yml"


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, and the pages that answer it."""

    words: str
    pages: tuple[str, ...]


def read_queries(path: Path) -> list[Query]:
    """The list of queries."""
    if not path.is_file():
        return []
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return [Query(str(one["query"]), tuple(one["pages"])) for one in content]


def answers(query: Query, results: list[str]) -> bool:
    """Is one of the right pages among the first results?"""
    return bool(set(query.pages) & set(results[:FIRST]))


async def ask(queries: list[Query], root: str, browser: Browser) -> list[Measure]:
    """Type every query into the search of the first page."""
    if not queries:
        return [unmeasured(SHARE, ALL, "there is no tests/queries.yml", "least"), Measure(COUNT, 0, ENOUGH, "least")]
    tab = await new_tab(browser)
    await tab.goto(root)
    await tab.click(OPEN_SEARCH)
    missed = []
    for query in queries:
        results = [address.removeprefix(root) for address in await search(tab, query.words)]
        if not answers(query, results):
            missed.append(f"{query.words!r}: wanted {' or '.join(query.pages)}, found {results[:FIRST]}")
    await tab.context.close()
    share = 100 * (len(queries) - len(missed)) / len(queries)
    return [
        Measure(SHARE, share, ALL, "least", unit="%", scope=f"{len(queries)} queries", misses=tuple(missed)),
        Measure(COUNT, len(queries), ENOUGH, "least"),
    ]
