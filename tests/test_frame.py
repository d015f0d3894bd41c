"""The frame around every page: menu, text size, colors; by keyboard, without scripts, enlarged, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from audit.browser import LAY_OUT

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Any, served: str) -> Iterator[Any]:
    """A fresh phone-sized page."""
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}, base_url=served)
    context.add_init_script(LAY_OUT)  # so that the buttons at the end of a page stand still while they are clicked
    yield context.new_page()
    context.close()


def stored(page: Any) -> dict[str, str]:
    """All that the site keeps on the device."""
    kept: dict[str, str] = page.evaluate("({...localStorage, ...sessionStorage})")
    return kept


def test_the_menu_opens_and_closes_by_keyboard(phone: Any) -> None:
    phone.goto("drugs/imatinib/")
    opener, menu = phone.get_by_role("button", name="Menu"), phone.locator("#menu")
    assert not menu.is_visible()
    opener.focus()
    phone.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "Home"
    phone.keyboard.press("Escape")
    assert not menu.is_visible()
    assert phone.evaluate("document.activeElement.id") == "open-menu"


def test_a_closed_menu_and_a_closed_search_take_no_tab_stops(phone: Any) -> None:
    phone.goto("phases/maintenance/")
    seen = []
    for _ in range(40):
        phone.keyboard.press("Tab")
        seen.append(phone.evaluate("document.activeElement.closest('#menu, #search') !== null"))
        box = phone.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect(); return b.width * b.height })()"
        )
        assert box > 0, phone.evaluate("document.activeElement.outerHTML")
    assert not any(seen)


def test_the_first_tab_stop_leads_past_the_menu(phone: Any) -> None:
    phone.goto("phases/maintenance/")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "Skip to the text"
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "content"


def test_text_grows_shrinks_and_returns_and_is_remembered(phone: Any) -> None:
    def size() -> float:
        found: float = phone.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        return found

    phone.goto("drugs/imatinib/")
    usual = size()
    phone.get_by_role("button", name="Larger text").click()
    phone.get_by_role("button", name="Larger text").click()
    grown = size()
    assert grown > usual * 1.2
    phone.reload()
    assert size() == grown
    assert stored(phone) == {"text-size": "2"}
    phone.get_by_role("button", name="Default text size").click()
    assert size() == usual
    phone.get_by_role("button", name="Smaller text").click()
    assert size() < usual
    phone.get_by_role("button", name="Default text size").click()
    assert stored(phone) == {}


@pytest.mark.parametrize(
    ("button", "paper"),
    [("Light", "rgb(251, 250, 246)"), ("Dark", "rgb(32, 30, 27)"), ("High contrast", "rgb(0, 0, 0)")],
)
def test_colors_are_chosen_and_remembered_on_the_device(phone: Any, button: str, paper: str) -> None:
    phone.goto("")
    phone.get_by_role("button", name=button).click()
    assert phone.get_by_role("button", name=button).get_attribute("aria-pressed") == "true"
    phone.goto("drugs/")
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    assert set(stored(phone)) == {"theme"}
    phone.get_by_role("button", name="Colors of the device").click()
    assert stored(phone) == {}


def test_the_device_decides_the_colors_even_without_scripts(browser: Any, served: str) -> None:
    context = browser.new_context(
        service_workers="block", java_script_enabled=False, color_scheme="dark", base_url=served
    )
    page = context.new_page()
    page.goto("")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_role("button").count()
    styles = page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")
    assert styles == "rgb(32, 30, 27)"
    context.close()


@pytest.mark.parametrize("address", ["", "phases/maintenance/", "drugs/", "side-effects/fever/", "editorial/"])
@pytest.mark.parametrize(
    ("width", "size"), [(320, "0"), (640, "4"), (390, "2")], ids=["400%", "200% and 160%", "large"]
)
def test_enlarged_nothing_is_lost_sideways(browser: Any, served: str, address: str, width: int, size: str) -> None:
    context = browser.new_context(service_workers="block", viewport={"width": width, "height": 256}, base_url=served)
    page = context.new_page()
    page.goto(address)
    page.evaluate(f"document.documentElement.dataset.size = '{size}'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.locator("h1").is_visible()
    context.close()


def test_reduced_motion_stops_every_movement(browser: Any, served: str) -> None:
    context = browser.new_context(service_workers="block", reduced_motion="reduce", base_url=served)
    page = context.new_page()
    page.goto("phases/maintenance/")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0 || parseFloat(s.animationDuration) > 0 }).length"
    )
    assert moving == 0
    context.close()


def test_in_forced_colors_boxes_keep_an_edge_and_say_what_they_are(browser: Any, served: str) -> None:
    context = browser.new_context(service_workers="block", forced_colors="active", base_url=served)
    page = context.new_page()
    page.goto("drugs/imatinib/")
    for box in (".help", ".in-short", ".review"):
        assert page.locator(box).evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"
    assert page.locator(".help h2").inner_text() == "When to call"
    context.close()


def test_paper_shows_the_text_and_the_addresses_and_nothing_to_press(phone: Any) -> None:
    phone.goto("drugs/imatinib/")
    phone.emulate_media(media="print")
    for hidden in (".site-header__buttons", "#menu", ".contents", "#display", ".edit-page", ".skip"):
        assert not phone.locator(hidden).is_visible(), hidden
    for shown in ("article h1", "#sources", ".review", ".guide-footer"):
        assert phone.locator(shown).is_visible(), shown
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert "https://" in phone.locator("#sources li").first.inner_text()


def test_the_page_stands_still_while_its_scripts_arrive(phone: Any) -> None:
    arriving: list[Any] = []
    phone.route("**/assets/frame.js", lambda route: arriving.append(route))  # noqa: PLW0108 - Playwright marks it
    phone.goto("drugs/imatinib/", wait_until="commit")
    phone.wait_for_selector("h1")
    before = phone.locator("h1").bounding_box()["y"]
    assert phone.locator("#open-menu").is_visible()
    phone.wait_for_selector(".guide-footer", state="attached")
    arriving[0].continue_()
    phone.wait_for_load_state("load")
    assert phone.evaluate("document.documentElement.classList.contains('started')")
    assert phone.locator("h1").bounding_box()["y"] == before


def test_when_the_scripts_never_arrive_the_menu_is_a_list(phone: Any) -> None:
    phone.route("**/assets/frame.js", lambda route: route.abort())
    phone.goto("drugs/imatinib/")
    assert phone.locator("#menu").get_by_role("link").first.is_visible()
    assert not phone.get_by_role("button", name="Menu").is_visible()


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_paper_is_black_on_white_whatever_the_screen_shows(phone: Any, theme: str) -> None:
    phone.goto("drugs/imatinib/")
    phone.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    phone.emulate_media(media="print", color_scheme="dark")
    for part in ("h1", "main p", "main a"):
        assert phone.locator(part).first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)", part
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
