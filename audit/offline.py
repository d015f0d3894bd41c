"""The site without a connection → which pages cannot be read: after one visit, and from the zip file on disk."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page as Tab

from .browser import OPEN_SEARCH, first_line, new_tab, search
from .measure import Measure, none
from .server import Server, serving
from .site import Site
from .weight import KB, weigh

VISITED, DISK = "Pages not readable offline after one visit", "Pages not readable from the zip file"
QUIET, LONGEST = 3.0, 90.0  # seconds: nothing asked for that long, all is saved; and the end of patience
START = "START-HERE.html"


async def offline(site: Site, browser: Browser) -> list[Measure]:
    """Both ways of reading without a connection."""
    return [*await after_a_visit(site, browser), *await from_disk(site, browser)]


async def after_a_visit(site: Site, browser: Browser) -> list[Measure]:
    """One visit to the first page; then the server is gone."""
    tab = await new_tab(browser, service_workers="allow")
    with serving(site) as server:
        await tab.goto(server.root)
        working = await tab.evaluate("document.querySelector('link[data-worker]') !== null")
        if working:
            await settled(server)
        asked = list(server.sent)
    if not working:
        await tab.context.close()
        return [none(VISITED, ["the site saves nothing"])]
    unread = []
    for page in site.sample:
        if not page.address.endswith(".html"):
            unread += await unreadable(tab, server.root + page.address, page.name)
    unread += await unsearchable(tab, server.root)
    await tab.context.close()
    saved = weigh(site, asked)
    total = (saved.page + sum(saved.fonts) + sum(saved.index)) / KB
    # The worker saves the search index with everything else: without it a saved guide could not be searched.
    scope = f"{len(site.sample)} pages and search; {total:.1f} MB saved, the search index among it"
    return [none(VISITED, unread, scope)]


async def settled(server: Server) -> None:
    """Wait until nothing has been asked for a while."""
    count, calm, waited = -1, 0.0, 0.0
    while calm < QUIET and waited < LONGEST:
        calm = calm + 0.5 if len(server.sent) == count else 0.0
        count = len(server.sent)
        waited += 0.5
        await asyncio.sleep(0.5)


async def from_disk(site: Site, browser: Browser) -> list[Measure]:
    """The zip file unpacked: the first page, those that its menu leads to, and search."""
    archives = sorted(site.folder.glob("*.zip"))
    if not archives:
        return [none(DISK, ["the site has no zip file"])]
    tab = await new_tab(browser)
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(archives[0]) as packed:
            packed.extractall(folder)
        start = (Path(folder) / START).as_uri()
        await tab.goto(start)
        links = await tab.eval_on_selector_all("#menu a", "links => links.map(link => link.href)")
        unread = [line for link in links for line in await unreadable(tab, link, link.rsplit(folder, 1)[-1])]
        unread += await unsearchable(tab, start)
    await tab.context.close()
    return [
        none(DISK, unread, f"{archives[0].stat().st_size / KB / KB:.1f} MB, {len(links)} pages of the menu and search")
    ]


async def unreadable(tab: Tab, address: str, name: str) -> list[str]:
    """Nothing when the page shows its own text; else what is wrong."""
    try:
        answer = await tab.goto(address)
        if answer and answer.status not in (0, 200):
            return [f"{name}: answered with {answer.status}"]
        return [] if await tab.locator("main h1").count() else [f"{name}: no page of the guide"]
    except BrowserError as error:
        return [f"{name}: {first_line(error)}"]


async def unsearchable(tab: Tab, address: str) -> list[str]:
    """Nothing when search finds something that can be opened; else what is wrong."""
    try:
        await tab.goto(address)
        title = await tab.locator("#menu a").nth(1).text_content()
        await tab.click(OPEN_SEARCH)
        found = await search(tab, title or "")
        return await unreadable(tab, found[0], "the first result") if found else ["search finds nothing"]
    except BrowserError as error:
        return [f"search: {first_line(error)}"]
