"""The heaviest page of each kind on paper → what a reader would miss there."""

from __future__ import annotations

import re

from playwright.async_api import Browser

from .browser import each, new_tab
from .measure import Measure, none
from .site import Page, Site

SHEET = {"width": 718, "height": 1000}  # A4 between Chromium's margins
PALETTES = ("light", "dark", "contrast")
LEAF = re.compile(rb"/Type\s*/Page\b")


async def paper(site: Site, root: str, browser: Browser, script: str) -> list[Measure]:
    """Print each page of the sample, in each palette."""
    wrong: list[str] = []
    tab = await new_tab(browser)
    await tab.context.add_init_script(script)
    await tab.set_viewport_size({"width": SHEET["width"], "height": SHEET["height"]})

    async def work(page: Page) -> None:
        await tab.emulate_media(media="print", reduced_motion="reduce")
        await tab.goto(root + page.address)
        wrong.extend(f"{page.name}: {one}" for one in await tab.evaluate("audit.paper()"))
        for palette in PALETTES:
            await tab.emulate_media(media="print", color_scheme="light" if palette == "light" else "dark")
            await tab.evaluate("theme => document.documentElement.dataset.theme = theme", palette)
            result = await tab.evaluate("audit.run(document, { only: ['color-contrast'] })")
            pale = [node for one in result["violations"] for node in one["nodes"]]
            if pale:
                wrong.append(f"{page.name}: too pale in {palette} at {len(pale)} places, as {pale[0]}")
        if not LEAF.search(await tab.pdf(format="A4")):
            wrong.append(f"{page.name}: the PDF has no page")

    failed = await each(site.sample, [work])
    await tab.context.close()
    return [none("Print to PDF", [*wrong, *failed], f"{len(site.sample)} pages, {len(PALETTES)} palettes")]
