"""The reader's side, in Chromium as on a slow phone: from opening search to the first result, and how long a filter of
a long list takes to answer.

The processor is six times slower. The net is Lighthouse's slow 4G: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s
up. Each figure is taken in a browser that has never seen the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from audit.server import serving
from audit.site import read_site
from audit.tools import FLAGS

SLOWER = 6
NET = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PHONE = {"width": 390, "height": 844}
UNTIL_RESULT = """word => new Promise((found) => {
  const list = document.getElementById("search-results");
  const begin = performance.now();
  new MutationObserver((_, watch) => {
    if (!list.querySelector("a")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => found(performance.now() - begin)));
  }).observe(list, { childList: true, subtree: true });
  document.getElementById("open-search").click();
  const input = document.getElementById("search-words");
  input.value = word;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})"""
UNTIL_NARROWED = """word => new Promise((done) => {
  const input = document.querySelector(".finder input");
  const begin = performance.now();
  input.value = word;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
})"""


def first_result(site: Path, word: str, chromium: str, rounds: int) -> float:
    """Seconds from opening search on the first page to the first result on the screen; the middle of all rounds."""
    with phones(site, chromium) as (browser, home):
        return median(timed(browser, home, UNTIL_RESULT, word) for _ in range(rounds))


def narrowed(site: Path, page: str, word: str, chromium: str, rounds: int) -> float:
    """Seconds from a letter typed into the filter of a list to the narrowed list on the screen."""
    with phones(site, chromium) as (browser, home):
        return median(timed(browser, home + page, UNTIL_NARROWED, word) for _ in range(rounds))


def timed(browser: Browser, address: str, script: str, word: str) -> float:
    """One visit: the page is there and at rest before the clock starts."""
    context = browser.new_context(viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
    page = context.new_page()
    try:
        slow(page)
        page.goto(address, wait_until="networkidle")
        return round(float(page.evaluate(script, word)) / 1000, 3)
    finally:
        context.close()


def slow(page: Page) -> None:
    """Make a page as slow as a phone on a poor net."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NET)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def phones(site: Path, chromium: str) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the site's first page, served packed as web hosts do."""
    with serving(read_site(site)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser, server.root
        finally:
            browser.close()
