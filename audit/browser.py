"""Chromium for the audit: started once, and pages worked through by several contexts at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page as Tab

from .site import Page
from .tools import FLAGS

WORKERS = 2
WIDTHS = {1280: 900, 390: 844, 320: 568}
PHONE = 390
PATIENCE = 30_000  # milliseconds

LAY_OUT = """addEventListener("DOMContentLoaded", () => {
  const all = new CSSStyleSheet();
  all.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, all];
});"""
"""What a page leaves for when it comes near the screen is laid out at once: who measures a page wants all of it."""

OPEN_SEARCH, SEARCH, WORDS, RESULTS = "#open-search", "#search", "#search-words", "#search-results a"
OPEN_MENU, MENU, HEADER = "#open-menu", "#menu", ".site-header"

Work = Callable[[Page], Awaitable[None]]


@asynccontextmanager
async def chromium(path: str) -> AsyncIterator[Browser]:
    """The browser, headless."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


async def each(pages: Iterable[Page], works: Sequence[Work]) -> list[str]:
    """Several workers take pages until none is left; what went wrong, in words.

    The largest pages come first, so that no worker is left alone with one at the end.
    """
    waiting = sorted(pages, key=lambda one: one.size)
    wrong: list[str] = []

    async def go(do: Work) -> None:
        while waiting:
            page = waiting.pop()
            try:
                await do(page)
            except BrowserError as error:
                wrong.append(f"{page.name}: {first_line(error)}")

    await asyncio.gather(*map(go, works))
    return sorted(wrong)


async def new_tab(browser: Browser, service_workers: Literal["allow", "block"] = "block") -> Tab:
    """A phone's tab in a context of its own, in which nothing has been stored yet.

    What a service worker fetches in the background is no part of a page: only who asks for it gets it.
    """
    context = await browser.new_context(
        viewport={"width": PHONE, "height": WIDTHS[PHONE]}, reduced_motion="reduce", service_workers=service_workers
    )
    context.set_default_timeout(PATIENCE)
    await context.add_init_script(LAY_OUT)
    return await context.new_page()


async def search(tab: Tab, words: str) -> list[str]:
    """Type into the open search dialog: the addresses of the results, in order."""
    await tab.fill(WORDS, "")
    await tab.locator(RESULTS).first.wait_for(state="detached")
    await tab.fill(WORDS, words)
    nothing = tab.locator("#search-status", has_text="Nothing")
    await tab.locator(RESULTS).or_(nothing).first.wait_for(state="attached")
    found: list[str] = await tab.eval_on_selector_all(RESULTS, "links => links.map(link => link.href)")
    return found


def first_line(error: Exception) -> str:
    """An error without its call log."""
    return str(error).split("\n", 1)[0]
