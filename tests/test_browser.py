"""What a browser does with the built site: nothing foreign, search, sources in place, print, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from audit.browser import LAY_OUT

pytestmark = pytest.mark.browser
PAGES = [
    "",
    "about/",
    "phases/",
    "phases/induction/",
    "drugs/",
    "drugs/imatinib/",
    "side-effects/",
    "side-effects/infection/",
    "types/ph-positive/",
    "plans/hyper-cvad/",
    "procedures/lumbar-puncture/",
    "glossary/",
    "questions/",
    "references/",
    "nothing-here/",
]
LONG = ("glossary/", "references/")  # minutes each: the audit looks at them, as at every other page


@pytest.fixture
def page(browser: Any, served: str) -> Iterator[Any]:
    """A fresh phone-sized page that notes what it asks for and what goes wrong."""
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}, base_url=served)
    opened = context.new_page()
    opened.requests, opened.errors = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()


def search(page: Any, words: str) -> list[str]:
    """Type into the search and give the addresses of its results, in order."""
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("#search-words").fill(words)
    page.wait_for_selector("#search-results a", timeout=10_000)
    links = page.locator("#search-results a")
    return [links.nth(index).get_attribute("href") for index in range(links.count())]


def test_no_other_host_is_asked_for_anything_and_nothing_goes_wrong(page: Any, served: str) -> None:
    for address in PAGES[:-1]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert search(page, "asparaginase")
    assert [url for url in page.requests if not url.startswith((served, "data:", "blob:"))] == []
    assert page.errors == []


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Gleevec", "drugs/imatinib/"),
        ("vincristine", "drugs/vincristine/"),
        ("hair loss", "side-effects/hair-loss/"),
        ("spinal tap", "procedures/lumbar-puncture/"),
        ("remission induction", "phases/induction/"),
        ("6-MP", "drugs/mercaptopurine/"),
    ],
)
def test_search_finds_pages_made_from_records(page: Any, words: str, wanted: str) -> None:
    page.goto("")
    first = search(page, words)[:3]
    assert any(wanted in href for href in first), first


def test_a_tapped_source_shows_in_place_and_escape_brings_the_reader_back(page: Any) -> None:
    page.goto("phases/induction/")
    marker = page.locator("a.cite").first
    marker.focus()
    page.keyboard.press("Enter")
    pop = page.locator(".pop")
    assert pop.is_visible()
    number = marker.get_attribute("href").removeprefix("#source-")
    words = page.locator(f"#source-{number} .source-text").text_content()[:40]
    assert words
    assert words in pop.inner_text()
    assert pop.locator("a[href^=http]").count() >= 1
    page.keyboard.press("Escape")
    assert not pop.is_visible()
    assert page.evaluate("document.activeElement.id") == marker.get_attribute("id")


def test_a_dotted_word_is_explained_in_place(page: Any) -> None:
    page.goto("phases/induction/")
    word = page.locator("a.term").first
    meaning = page.locator(f"#{word.get_attribute('data-word')} dd").text_content()[:30]
    word.click()
    assert meaning
    assert meaning in page.locator(".pop").inner_text()
    page.locator(".pop-close").click()
    assert not page.locator(".pop").is_visible()


def test_without_scripts_numbers_and_words_are_links(browser: Any, served: str) -> None:
    context = browser.new_context(service_workers="block", java_script_enabled=False, base_url=served)
    plain = context.new_page()
    plain.goto("phases/induction/")
    plain.locator("a.cite").first.click()
    assert "#source-" in plain.url
    plain.goto("phases/induction/")
    plain.locator("a.term").first.click()
    assert "/glossary/#term-" in plain.url
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(browser: Any, served: str, width: int) -> None:
    context = browser.new_context(service_workers="block", viewport={"width": width, "height": 800}, base_url=served)
    context.add_init_script(LAY_OUT)
    opened = context.new_page()
    for address in PAGES:
        opened.goto(address)
        wide = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])  # 'make audit' asks for all pairs
def test_axe_finds_nothing_against_wcag_a_and_aa_in_the_content(
    browser: Any, served: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        service_workers="block",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        base_url=served,
    )
    context.add_init_script(LAY_OUT)
    opened = context.new_page()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    for address in PAGES:
        if address in LONG:
            continue
        opened.goto(address)
        found = Axe().run(opened, options=options).response["violations"]
        told = [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
        assert told == [], f"{address or 'home'}: {told}"
    context.close()


@pytest.mark.parametrize("address", ["", "types/", "drugs/", "handout/"])
def test_nothing_moves_while_a_page_loads_on_a_slow_phone(browser: Any, served: str, address: str) -> None:
    context = browser.new_context(
        service_workers="block", viewport={"width": 412, "height": 823}, base_url=served, reduced_motion="reduce"
    )
    opened = context.new_page()
    opened.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => {
            for (const one of list.getEntries()) window.moved += one.value;
        }).observe({type: "layout-shift", buffered: true})"""
    )
    context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    opened.goto(address)
    opened.wait_for_load_state("networkidle")
    opened.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert opened.evaluate("window.moved") < 0.05
    context.close()


def test_the_page_for_what_is_not_there_shows_ways_on(page: Any) -> None:
    page.goto("nothing-here/at-all/")
    assert page.locator("h1").inner_text() == "This page is not here"
    for link in page.locator("main ul a").all():
        assert link.get_attribute("href").startswith("/")


@pytest.mark.parametrize(
    ("address", "entry"), [("references/", "li:nth-last-child(9)"), ("references/c/", "li:last-child")]
)
def test_a_link_to_a_source_far_down_a_long_list_shows_it(page: Any, address: str, entry: str) -> None:
    page.goto(address)
    found = page.locator(f".references > {entry}").get_attribute("id")
    page.goto("about/")
    page.goto(f"{address}#{found}")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = page.locator(f"#{found}").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 844


def test_a_printed_list_of_sources_leaves_none_out(page: Any) -> None:
    page.goto("references/c/")
    page.emulate_media(media="print")
    seen = "items => items.filter(one => !one.querySelector('p').checkVisibility({contentVisibilityAuto: true})).length"
    assert page.locator(".references > li").count() > 50
    assert page.locator(".references > li").evaluate_all(seen) == 0
