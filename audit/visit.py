"""Pages, each opened by a reader who was never here → what was fetched, from whom, and what the console says."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, ConsoleMessage

from .browser import OPEN_SEARCH, WORKERS, Work, each, new_tab, search
from .measure import Measure, none
from .server import Server, serving
from .site import Page, Site
from .weight import Weight, weigh, weight_measures

NOWHERE = "nothing/is/here/"
WATCH = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass(slots=True)
class Seen:
    """What the visits brought to light."""

    loads: dict[str, Weight] = field(default_factory=dict)
    index: Weight | None = None
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


async def visit(site: Site, browser: Browser) -> list[Measure]:
    """Open every page afresh, open search on it, and measure."""
    seen = Seen()
    pages = [*site.pages, Page(NOWHERE, 0)]
    with ExitStack() as stack:
        # A server for each: its log tells which page asked.
        servers = [stack.enter_context(serving(site)) for _ in range(WORKERS)]
        wrong = await each(pages, [visitor(browser, server, seen) for server in servers])
    scope = f"{len(pages)} pages, search opened on each"
    return [
        *weight_measures(seen.loads, seen.index),
        none("Requests to another host", sorted(set(seen.foreign)), scope),
        none("Console errors and CSP violations", [*sorted(set(seen.console)), *wrong], scope),
    ]


def visitor(browser: Browser, server: Server, seen: Seen) -> Work:
    """The work on one page: a first load in a fresh context, then search."""

    async def work(page: Page) -> None:
        tab = await new_tab(browser)
        await tab.add_init_script(WATCH)
        server.sent.clear()
        tab.on("request", lambda request: seen.foreign.extend(stranger(page, request.url, server.origin)))
        tab.on("pageerror", lambda error: seen.console.append(f"{page.name}: {error.message}"))
        tab.on("console", lambda told: seen.console.extend(error(page, told, server.root)))
        try:
            await tab.goto(server.root + page.address, wait_until="networkidle")
            first = set(server.sent)
            seen.loads[page.name] = weigh(server.site, first)
            await tab.click(OPEN_SEARCH)
            await search(tab, await tab.inner_text("h1"))
            later: set[Path] = set(server.sent) - first
            if later:
                seen.index = weigh(server.site, later)
        finally:
            await tab.context.close()

    return work


def stranger(page: Page, url: str, origin: str) -> list[str]:
    """A request that leaves the site, in words."""
    own = url.startswith((f"{origin}/", "data:", "blob:"))
    return [] if own else [f"{page.name}: {url}"]


def error(page: Page, told: ConsoleMessage, root: str) -> list[str]:
    """An error on the console, in words. That a page is not there the browser itself must say."""
    expected = told.type != "error" or told.location["url"] == root + NOWHERE
    return [] if expected else [f"{page.name}: {told.text}"]
