"""Search: what the index holds, when it is fetched, and what a reader finds with it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from playwright.sync_api import expect

INDEX = "search/search_index.json"
BUDGET = 150_000
TYPED = """queries => {
  const input = document.getElementById("search-words");
  return queries.map(query => {
    input.value = query;
    input.dispatchEvent(new Event("input"));
    return [...document.querySelectorAll("#search-results a")].map(link => link.getAttribute("href"));
  });
}"""
"""Types each query into the field, as a reader would, and reads the addresses of its results."""


def docs(site: Path) -> dict[str, dict[str, Any]]:
    """The index's documents by address."""
    return {one["location"]: one for one in json.loads((site / INDEX).read_text(encoding="utf-8"))["docs"]}


def test_the_index_knows_every_page_by_its_other_names(real_site: Path) -> None:
    found = docs(real_site)
    assert "Gleevec" in found["drugs/imatinib/"]["tags"]
    assert "spinal tap" in found["procedures/lumbar-puncture/"]["tags"]
    assert found["drugs/imatinib/"]["kind"] == "Drug"
    for folder, address in (("drugs", "drugs"), ("effects", "side-effects"), ("phases", "phases"), ("plans", "plans")):
        for path in (ROOT / "data" / folder).glob("*.yml"):
            assert f"{address}/{path.stem}/" in found


def test_a_word_with_a_page_of_its_own_lends_its_names_to_that_page(small_site: Path) -> None:
    found = docs(small_site)
    assert "drop test" in found["procedures/sample-test/"]["tags"]
    assert "glossary/#term-sample-test" not in found
    assert found["glossary/#term-handkerchief"]["text"] == "A cloth for the nose."


def test_neither_sources_nor_the_authors_page_are_searched(real_site: Path) -> None:
    found = docs(real_site)
    assert not {"references/", "editorial/"} & set(found)
    assert all("source 1" not in json.dumps(one) for one in found.values())


def test_the_whole_index_is_within_its_budget(real_site: Path) -> None:
    assert len(gzip.compress((real_site / INDEX).read_bytes())) <= BUDGET


@pytest.fixture
def page(browser: Any, served: str) -> Iterator[Any]:
    """A phone-sized page that notes what it asks for."""
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}, base_url=served)
    opened = context.new_page()
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.goto("drugs/imatinib/")
    opened.wait_for_load_state("networkidle")
    yield opened
    context.close()


def results(page: Any, words: str) -> list[str]:
    """Addresses of the results for these words, in order."""
    if not page.locator("#search").is_visible():
        page.locator("#open-search").click()
    page.locator("#search-words").fill(words)
    expect(page.locator("#search-status")).not_to_contain_text("getting ready", timeout=30_000)
    links = page.locator("#search-results a")
    return [links.nth(index).get_attribute("href") for index in range(links.count())]


@pytest.mark.browser
def test_nothing_of_search_is_fetched_before_it_is_opened(page: Any) -> None:
    assert [url for url in page.asked if "search_index" in url or "minisearch" in url] == []
    assert results(page, "fever")
    assert [url for url in page.asked if "search_index" in url]
    assert [url for url in page.asked if "fever" in url] == []


@pytest.mark.browser
def test_search_works_by_keyboard_alone_and_gives_the_focus_back(page: Any) -> None:
    page.locator("#open-search").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.type("hair loss")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#search-results') !== null")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.press("Escape")
    if page.locator("#search").is_visible():  # the first Escape may empty the field
        page.keyboard.press("Escape")
    assert not page.locator("#search").is_visible()
    assert page.evaluate("document.activeElement.id") == "open-search"


@pytest.mark.browser
def test_enter_opens_the_first_result(page: Any) -> None:
    assert results(page, "hair loss")
    page.locator("#search-words").press("Enter")
    page.wait_for_url("**/side-effects/hair-loss/")


@pytest.mark.browser
def test_results_say_what_kind_of_page_they_are_and_how_many(page: Any) -> None:
    results(page, "vincristine")
    first = page.locator("#search-results li").first
    assert first.locator(".tag").inner_text() == "Drug"
    assert "result" in page.get_by_role("status").inner_text()


@pytest.mark.browser
def test_words_that_nothing_has_offer_near_names(page: Any) -> None:
    assert any("methotrexate" in href for href in results(page, "methhotreaxte"))
    assert results(page, "zzzzqqqq") == []
    assert "Nothing has the words" in page.get_by_role("status").inner_text()


@pytest.mark.browser
def test_every_query_of_a_reader_finds_its_page_among_the_first_three(page: Any) -> None:
    queries = yaml.safe_load((ROOT / "tests/queries.yml").read_text(encoding="utf-8"))
    assert len(queries) >= 780
    assert results(page, "fever")
    found = page.evaluate(TYPED, [one["query"] for one in queries])
    missed = []
    for one, hrefs in zip(queries, found, strict=True):
        first = [href.rsplit("../", 1)[-1].removeprefix("./") for href in hrefs[:3]]
        if not set(first) & set(one["pages"]):
            missed.append((one["query"], one["pages"], first))
    assert missed == []
