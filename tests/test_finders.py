"""The finders: lists that stand whole, say where each row comes from, and narrow down as the reader chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, SMALL
from guide.compose import compose
from guide.compose.drug import STATUS
from guide.compose.finders import by_letter
from guide.inspection import inspect
from guide.link import link
from guide.render import Renderer
from pages import Element, Tree
from playwright.sync_api import expect

from audit.browser import LAY_OUT

in_browser = pytest.mark.browser
DAY = date(2026, 11, 21)
GUIDES = [SMALL, ROOT / "tests/guides/tuberculosis", ROOT]
FOUND = ["drugs/", "brands/", "effect-finder/", "glossary/"]


def printed(guide: Path, *, empty: bool = False) -> dict[str, Element]:
    """The pages of this module by their address, as trees; `empty` leaves every record out."""
    found = inspect(guide / "data", guide / "docs", guide, DAY)
    data = replace(found.data, items={kind: {} for kind in found.data.items}) if empty else found.data
    site = compose(link(data), () if empty else found.pages)
    trees = {}
    for view in site.views:
        if view.address in [*FOUND, "side-effects/"]:
            tree = Tree()
            tree.feed(Renderer(DAY).view(view))
            assert not tree.wrong
            trees[view.address] = tree.root
    return trees


known = lru_cache(maxsize=None)(printed)


@pytest.fixture(params=GUIDES, ids=lambda guide: guide.name)
def guide(request: pytest.FixtureRequest) -> Path:
    """Each guide in turn."""
    return request.param


def records(guide: Path, folder: str) -> dict[str, Any]:
    """Published records of one folder as plain YAML."""
    loaded = {path.stem: plain(path) for path in (guide / "data" / folder).glob("*.yml")}
    return {name: one for name, one in loaded.items() if not one.get("draft")}


def plain(path: Path) -> dict[str, Any]:
    """A file of data as plain YAML."""
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def rows(root: Element) -> list[Element]:
    """The rows of a table that can be found."""
    return [row for row in root.all("tr") if "data-names" in row.attributes]


def target(element: Element) -> str:
    """Where the first link in an element leads."""
    return element.all("a")[0].attributes["href"]


def test_each_relation_stands_once_in_the_table_of_side_effects_and_leads_to_its_record_and_source(guide: Path) -> None:
    effects = records(guide, "effects")
    wanted = sorted(
        (use["effect"], f"../{folder}/{name}/", bool(use.get("serious")))
        for folder in ("drugs", "phases")
        for name, record in records(guide, folder).items()
        for use in record["effects"]
        if use["effect"] in effects
    )
    found = []
    table = known(guide)["effect-finder/"].all("table")[0]
    columns = [one.text() for one in table.all("thead")[0].all("th")]
    for row in rows(table):
        effect = target(row).removeprefix("../side-effects/").strip("/")
        for heading, cell in zip(columns[1:], row.all("td"), strict=True):
            assert cell.attributes["data-label"] == heading
            assert cell.all("li") or cell.text() == "none named"
            for one in cell.all("li"):
                assert one.all("a", class_="cite"), one.text()
                found.append((effect, target(one), heading == "Drugs, counted as serious"))
    assert sorted(found) == wanted
    assert len(rows(table)) == len(effects)


def test_each_brand_stands_once_with_its_drug_its_countries_their_sources_and_what_is_known(guide: Path) -> None:
    countries = {one["id"]: one["name"] for one in plain(guide / "data/guide.yml")["countries"]}
    wanted: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, record in records(guide, "drugs").items():
        for brand in record.get("brands", ()):
            told = (countries[brand["country"]], STATUS[brand["status"]])
            wanted.setdefault((brand["name"], f"../drugs/{name}/"), []).append(told)
    found = rows(known(guide)["brands/"])
    assert {(row.all("th")[0].text(), target(row)) for row in found} == set(wanted)
    assert len(found) == len(wanted)
    for row in found:
        told = wanted[row.all("th")[0].text(), target(row)]
        country, status = row.all("td")[1:]
        assert len(country.all("a", class_="cite")) == len(told)
        assert [one for one, _ in told if one not in country.text()] == []
        assert {words for _, words in told} == {status.text()}


def test_a_brand_with_different_fates_tells_each_country(change: Callable[[str, str, str], Path]) -> None:
    source = "    source: lee-2023\n"
    more = "  - name: Exampla\n    country: US\n    status: discontinued\n"
    data = change("data/drugs/examplin.yml", f"{source}checked", f"{source}{more}{source}checked").parent.parent
    change("data/guide.yml", "countries:\n", "countries:\n  - id: US\n    name: United States\n")
    row = rows(printed(data.parent)["brands/"])[0]
    assert row.all("td")[2].text() == "Canada: not checked; United States: no longer sold"
    assert row.attributes["data-country"] == "CA|US"


def test_a_row_of_drugs_can_be_found_by_all_its_names_phases_kinds_and_ways(guide: Path) -> None:
    phases, drugs = records(guide, "phases"), records(guide, "drugs")
    for row in rows(known(guide)["drugs/"]):
        name = target(row).strip("/")
        record = drugs[name]
        held = {key: set(row.attributes[f"data-{key}"].split("|")) for key in ("names", "phase", "kind", "given")}
        brands = {one["name"] for one in record.get("brands", ())}
        assert held["names"] >= {record["name"], *record.get("aliases", ()), *record.get("other_names", ()), *brands}
        assert held["phase"] - {""} == {
            id for id, one in phases.items() if name in {use["drug"] for use in one.get("drugs", ())}
        }
        assert held["given"] == set(record["routes"])
        assert record["group"] in held["kind"]
    assert len(rows(known(guide)["drugs/"])) == len(drugs)


def test_a_kind_with_a_remark_is_also_of_the_kind_before_it(change: Callable[[str, str, str], Path]) -> None:
    data = change("data/drugs/examplin.yml", "group: tablet", "group: tablet (slow)").parent.parent
    page = printed(data.parent)["drugs/"]
    assert rows(page)[0].attributes["data-kind"] == "tablet|tablet (slow)"
    assert [one.text() for one in page.all("select", id="find-kind")[0].all("option")] == [
        "All kinds",
        "tablet",
        "tablet (slow)",
    ]


def test_a_select_with_nothing_to_choose_is_left_out() -> None:
    fields = {one.attributes["id"] for one in known(SMALL)["drugs/"].all("select")}
    assert fields == {"find-phase"}


def test_every_letter_leads_to_the_things_that_begin_with_it(guide: Path) -> None:
    for address, groups in (("glossary/", "section"), ("brands/", "tbody")):
        page = known(guide)[address]
        links = {link.text(): link.attributes["href"] for link in page.all("nav", class_="letters")[0].all("a")}
        found = {}
        for group in page.all(groups):
            anchors = [one for one in group.all(id="*") if one.attributes["id"].startswith("letter-")]
            if anchors:
                names = [one.text() for one in group.all("h3")] or [row.all("th")[0].text() for row in rows(group)]
                assert {name[0].upper() for name in names} == {anchors[0].text()}
                found[anchors[0].text()] = f"#{anchors[0].attributes['id']}"
        assert links == found
        assert list(links) == sorted(links)


def test_accents_count_for_nothing_and_figures_come_first() -> None:
    assert by_letter(["zeta", "Äther", "abc", "6-X", "µ"], str) == [
        ("0–9", "letter-other", ["6-X", "µ"]),
        ("A", "letter-a", ["abc", "Äther"]),
        ("Z", "letter-z", ["zeta"]),
    ]


def test_without_records_the_pages_say_so_and_offer_nothing_to_choose() -> None:
    for address, root in printed(SMALL, empty=True).items():
        assert "Nothing stands here yet." in root.text(), address
        assert not root.all("fieldset"), address
        assert not root.all("table"), address


def test_the_lists_lead_to_the_finders_and_back(guide: Path) -> None:
    for one, other in (("drugs/", "brands/"), ("side-effects/", "effect-finder/")):
        for here, there in ((one, other), (other, one)):
            hrefs = [link.attributes["href"] for link in known(guide)[here].all("a")]
            assert f"../{there}" in hrefs


@pytest.fixture
def page(browser: Any, served: str) -> Iterator[Any]:
    """A fresh phone-sized page; `errors` is what goes wrong on it."""
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}, base_url=served)
    opened = context.new_page()
    opened.errors = []
    opened.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    assert opened.errors == []
    context.close()


OWN = {"exclude": [["#sources"]]}
"""For axe: all but the list of sources, which other tests look at and which takes it most of its time."""
SHOWN = """rows => rows.filter(row => row.checkVisibility())
  .map(row => row.querySelector("a, h3").textContent.toLowerCase())"""


def shown(page: Any) -> list[str]:
    """Names of the rows that a reader sees."""
    return page.locator("tbody tr[data-names], .entry").evaluate_all(SHOWN)


def told(page: Any) -> str:
    """What the live count says."""
    return page.locator(".finder [role=status]").inner_text()


def choose(page: Any, label: str, words: str) -> None:
    """Choose in a select by keyboard: the letters of an option choose it."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(words)
    page.keyboard.press("Tab")


@in_browser
@pytest.mark.parametrize(
    ("address", "typed", "wanted"),
    [
        ("drugs/", "Gleevec", ["imatinib"]),
        ("drugs/", "6-mp", ["mercaptopurine"]),
        ("drugs/", "6mp", ["mercaptopurine"]),
        ("drugs/", "mp", ["mercaptopurine"]),
        ("drugs/", "PEG asparaginase", ["calaspargase pegol", "pegaspargase"]),
        ("drugs/", "ímatinib", ["imatinib"]),
        ("brands/", "glivec", ["imatinib"]),
        ("brands/", "imatinib", ["imatinib", "imatinib"]),
        ("effect-finder/", "alopecia", ["hair loss"]),
        ("glossary/", "MRD", ["measurable residual disease"]),
    ],
)
def test_what_is_typed_finds_names_brands_and_abbreviations(
    page: Any, address: str, typed: str, wanted: list[str]
) -> None:
    page.goto(address)
    every = len(shown(page))
    page.locator("#find-names").focus()
    page.keyboard.type(typed)
    assert shown(page) == wanted
    assert told(page).startswith(f"{len(wanted)} of {every} ")


@in_browser
def test_selects_narrow_the_drugs_together_by_keyboard(page: Any) -> None:
    page.goto("drugs/")
    phase = records(ROOT, "phases")["induction"]
    drugs = records(ROOT, "drugs")
    used = {use["drug"] for use in phase["drugs"] if use["drug"] in drugs}
    choose(page, "Phase", phase["name"])
    assert set(shown(page)) == {drugs[name]["name"].lower() for name in used}
    choose(page, "Kind of drug", "steroid")
    steroids = {drugs[name]["name"].lower() for name in used if drugs[name]["group"] == "steroid"}
    assert set(shown(page)) == steroids
    assert told(page) == f"{len(steroids)} of {len(drugs)} drugs"
    choose(page, "How it is given", "into the fluid")
    assert set(shown(page)) == {one for one in steroids if "intrathecal" in drugs[one]["routes"]}


@in_browser
def test_when_nothing_fits_it_says_so_and_a_button_brings_all_back(page: Any) -> None:
    page.goto("drugs/")
    every = len(shown(page))
    assert not page.get_by_role("button", name="Show all again").is_visible()
    page.get_by_label("Name, brand or abbreviation").fill("no such thing")
    assert told(page) == "No drug fits."
    assert shown(page) == []
    assert not page.get_by_role("region", name="Drugs").is_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show all again"
    page.keyboard.press("Enter")
    assert len(shown(page)) == every
    assert told(page) == f"{every} drugs"
    assert page.evaluate("document.activeElement.id") == "find-names"
    assert "#" not in page.url


@in_browser
def test_the_choice_is_kept_for_back_and_travels_in_no_request(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("#")[0]))
    page.goto("drugs/")
    page.get_by_label("Name, brand or abbreviation").fill("gleev")
    choose(page, "Phase", "Consolidation")
    page.get_by_role("link", name="Imatinib").click()
    page.wait_for_url("**/drugs/imatinib/")
    page.go_back()
    expect(page.locator("#find-names")).to_have_value("gleev", timeout=30_000)
    assert shown(page) == ["imatinib"]
    assert page.get_by_label("Phase", exact=True).input_value() == "consolidation"
    assert [url for url in asked if "?" in url or "gleev" in url or "consolidation" in url] == []


@in_browser
def test_a_choice_that_is_not_offered_is_no_choice(page: Any) -> None:
    page.goto("drugs/#phase=nonsense&names=")
    assert page.get_by_label("Phase", exact=True).evaluate("select => select.selectedIndex") == 0
    assert len(shown(page)) == len(records(ROOT, "drugs"))


@in_browser
def test_the_side_effects_of_one_drug_stand_alone(page: Any) -> None:
    page.goto("effect-finder/")
    names = {name: one["name"].lower() for name, one in records(ROOT, "effects").items()}
    uses = records(ROOT, "drugs")["imatinib"]["effects"]
    choose(page, "Drug", "Imatinib")
    assert set(shown(page)) == {names[use["effect"]] for use in uses}
    seen = """items => items.filter(item => item.checkVisibility())
      .map(item => [item.closest("td").dataset.label, item.dataset.drug])"""
    cells = page.locator("li[data-drug]").evaluate_all(seen)
    serious = sum(1 for use in uses if use.get("serious"))
    assert sorted(map(tuple, cells)) == [("Drugs, counted as serious", "imatinib")] * serious + [
        ("Other drugs", "imatinib")
    ] * (len(uses) - serious)
    choose(page, "Phase", "Induction")
    phase = {use["effect"] for use in records(ROOT, "phases")["induction"]["effects"]}
    assert set(shown(page)) == {names[use["effect"]] for use in uses if use["effect"] in phase}


@in_browser
def test_a_link_to_a_word_that_is_not_shown_shows_it(page: Any) -> None:
    page.goto("glossary/#names=autologous+transplant")
    assert shown(page) == ["autologous transplant"]
    assert [link.inner_text() for link in page.locator(".letters a").all() if link.is_visible()] == ["A"]
    other = page.locator(".entry:visible .also a[href^='#term-']").first
    name = other.inner_text()
    other.click()
    expect(page.locator("#find-names")).to_have_value("", timeout=30_000)
    assert page.get_by_role("heading", name=name, exact=True).is_visible()
    assert page.get_by_role("heading", name=name, exact=True).evaluate("one => one.getBoundingClientRect().top") < 844


@in_browser
@pytest.mark.parametrize("address", FOUND)
def test_without_scripts_the_list_stands_whole_and_no_field_is_there(browser: Any, served: str, address: str) -> None:
    context = browser.new_context(service_workers="block", java_script_enabled=False, base_url=served)
    plain = context.new_page()
    plain.goto(address)
    assert not plain.locator(".finder").is_visible()
    listed = plain.locator("tbody tr[data-names], .entry")
    assert listed.count() > 40
    assert listed.evaluate_all(SHOWN) == listed.evaluate_all(SHOWN.replace("row.checkVisibility()", "true"))
    context.close()


@in_browser
def test_only_pages_with_fields_load_their_script(page: Any) -> None:
    for address in [*FOUND, "", "drugs/imatinib/", "side-effects/"]:
        page.goto(address)
        assert page.locator("script[src$='finders.js']").count() == (1 if address in FOUND else 0), address


@in_browser
def test_nothing_scrolls_sideways_on_the_narrowest_screen(browser: Any, served: str) -> None:
    context = browser.new_context(service_workers="block", viewport={"width": 320, "height": 800}, base_url=served)
    opened = context.new_page()
    for address in [*FOUND, "drugs/#names=a", "brands/#names=a", "effect-finder/#names=a"]:
        opened.goto("about:blank")
        opened.goto(address)
        assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        inside = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).length"
        assert opened.locator(".table").evaluate_all(inside) == 0, address
    context.close()


@in_browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Any, served: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        service_workers="block", viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=served
    )
    context.add_init_script(LAY_OUT)
    opened = context.new_page()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    for address in (
        "drugs/#names=asp",
        "brands/#names=as",
        "effect-finder/#drug=imatinib",
        "glossary/#names=cell",
        "drugs/#names=qqq",
    ):
        opened.goto("about:blank")
        opened.goto(address)
        found = Axe().run(opened, context=OWN, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], address
    context.close()
