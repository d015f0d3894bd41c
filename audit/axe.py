"""Every page in every state → what axe-core finds.

States: three widths, each in light, dark and high contrast; as the page opens, with the menu open, with search open
and with results in it. In light, all rules run on the whole page. The slowest, those about color, look at every text
on a phone in light; elsewhere at one text of each look (color, size, weight, all that lies behind it). The menu changes
the header only and search opens a dialog that shuts the rest off (both are checked on each page): so only the changed
part is looked at again. The heaviest page of each kind is looked at as a whole all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.async_api import Browser
from playwright.async_api import Page as Tab

from .browser import HEADER, MENU, OPEN_MENU, OPEN_SEARCH, PHONE, SEARCH, WIDTHS, WORDS, WORKERS, each, new_tab, search
from .measure import Measure
from .site import Page, Site

PALETTES = ("light", "dark", "contrast")
SHOWN = 3  # places told of each violation and state


@dataclass(slots=True)
class Findings:
    """What axe found over all runs. A violation counts once, however many states show it."""

    runs: int = 0
    found: dict[tuple[str, str, bool], dict[str, set[str]]] = field(default_factory=dict)
    undecided: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, page: str, state: str, result: dict[str, Any]) -> None:
        """Take in the result of one run."""
        self.runs += 1
        for one in result["violations"]:
            advice = "best-practice" in one["tags"]
            places = self.found.setdefault((page, one["id"], advice), {})
            for node in one["nodes"]:
                places.setdefault(node, set()).add(state)
        for rule, count in result["undecided"]:
            self.undecided[page, rule] = max(count, self.undecided.get((page, rule), 0))

    def told(self, advice: bool) -> list[str]:
        """The violations in words: those of WCAG, or those of best practice."""
        lines = []
        for (page, rule, kind), places in sorted(self.found.items()):
            if kind == advice:
                shown = "; ".join(f"{node} ({short(states)})" for node, states in list(places.items())[:SHOWN])
                more = f"; and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
                lines.append(f"{page}: {rule}, {len(places)} places: {shown}{more}")
        return lines

    def count(self, advice: bool) -> int:
        """How many places."""
        return sum(len(places) for (_, _, kind), places in self.found.items() if kind == advice)


def short(states: Iterable[str]) -> str:
    """States in one line: the first, and how many more."""
    first, *rest = sorted(states)
    return f"{first} and {len(rest)} more states" if rest else first


async def scan(site: Site, root: str, browser: Browser, script: str) -> list[Measure]:
    """All pages in all states."""
    findings = Findings()
    thorough = {page.address for page in site.sample}
    tabs = [await new_tab(browser) for _ in range(WORKERS)]
    for tab in tabs:
        await tab.context.add_init_script(script)
    wrong = await each(site.pages, [Scanner(tab, root, findings, thorough) for tab in tabs])
    for tab in tabs:
        await tab.context.close()
    return axe_measures(findings, wrong, len(site.pages))


def axe_measures(findings: Findings, wrong: list[str], pages: int) -> list[Measure]:
    """The findings as measures; a page that could not be looked at is a miss."""
    states = f"{len(WIDTHS)} widths, {len(PALETTES)} palettes, menu and search open and closed"
    undecided = f"{sum(findings.undecided.values()):,} places left for a person to judge"
    wcag, advice = findings.told(False), findings.told(True)
    return [
        Measure(
            "axe: WCAG A and AA",
            findings.count(False) + len(wrong),
            0,
            scope=f"{pages} pages, {states}: {findings.runs:,} runs; {undecided}",
            misses=(*wcag, *wrong),
        ),
        Measure("axe: best practices", findings.count(True), 0, misses=tuple(advice)),
    ]


@dataclass(slots=True)
class Scanner:
    """One tab that looks at pages. `thorough`: the pages that are looked at as a whole in every state."""

    tab: Tab
    root: str
    findings: Findings
    thorough: set[str]
    shown: str = ""

    async def __call__(self, page: Page) -> None:
        """The work on one page: every width, every state, every palette."""
        for width, height in WIDTHS.items():
            await self.tab.set_viewport_size({"width": width, "height": height})
            await self.tab.goto(self.root + page.address)
            self.shown = ""
            everything = width == PHONE or page.address in self.thorough
            await self.look(page, f"{width} px", "whole" if everything else "skim")
            closed = await self.rest()
            if await self.tab.is_visible(OPEN_MENU):
                await self.tab.click(OPEN_MENU)
                await self.tab.wait_for_selector(f"{MENU} a")
                await self.look(page, f"{width} px, menu open", await self.way(page, closed), HEADER)
                await self.tab.click(OPEN_MENU)
            await self.tab.click(OPEN_SEARCH)
            await self.tab.wait_for_selector(WORDS)
            await self.look(page, f"{width} px, search open", await self.way(page, closed), SEARCH)
            await search(self.tab, await self.tab.inner_text("h1"))
            await self.look(page, f"{width} px, search with results", "part", SEARCH)

    async def look(self, page: Page, state: str, way: str, part: str = "") -> None:
        """Run axe in each palette; `way` is how in light, by a function of inside.js."""
        # There and back again: repainting a page takes as long as looking at a part of it.
        for palette in reversed(PALETTES) if self.shown == PALETTES[-1] else PALETTES:
            if palette != self.shown:
                scheme: Literal["light", "dark"] = "light" if palette == "light" else "dark"
                await self.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                await self.tab.evaluate("palette => audit.paint(palette)", palette)
                self.shown = palette
            chosen = way if palette == "light" else "partColors" if part else "colors"
            result = await self.tab.evaluate(f"part => audit.{chosen}(part)", part)
            self.findings.add(page.name, f"{state}, {palette}", result)

    async def way(self, page: Page, closed: str) -> str:
        """How to look at an open menu or search: at that part, when nothing else has changed."""
        return "whole" if page.address in self.thorough or await self.rest() != closed else "part"

    async def rest(self) -> str:
        """The page without the parts that open."""
        found: str = await self.tab.evaluate("parts => audit.rest(parts)", f"{HEADER}, {SEARCH}")
        return found
