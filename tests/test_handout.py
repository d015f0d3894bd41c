"""My handout: whole in its data, put together and numbered in the browser, kept nowhere, clean on paper."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from pages import STATEMENTS, Element, Tree, html_files, page
from pypdf import PdfReader

from audit.browser import LAY_OUT

SITES = {
    "real_site": ROOT / "data",
    "small_site": ROOT / "tests/guides/small/data",
    "other_site": ROOT / "tests/guides/tuberculosis/data",
}
FOLDERS = {"phase": "phases", "drug": "drugs", "plan": "plans", "questions": "questions"}
HEADINGS = {
    "phase": ["In short", "When to call", "Tests at the start and the end", "Living through it"],
    "drug": ["In short", "When to call", "How it is given", "What to tell your team before"],
    "plan": ["In short", "When to call", "What it is made of", "Its phases"],
    "questions": [],
}
CARD = ["What it is for", "How long", "Where", "Tests", "What can go wrong", "What comes next"]
CHOICE = "#phase=induction&drug=imatinib,vincristine&plan=hyper-cvad&questions=induction"
EXCUSED = {"question", "notice", "label", "navigation"}
BUDGET = 125_000


@pytest.fixture(params=SITES)
def guide(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """(site, data) of each guide in turn."""
    return request.getfixturevalue(request.param), SITES[request.param]


def parts_of(site: Path) -> dict[str, Any]:
    """What the script file assigns."""
    text = (site / "handout" / "parts.js").read_text(encoding="utf-8")
    assert text.startswith("window.handoutParts={")
    assert text.endswith("};\n")
    values: dict[str, Any] = json.loads(text.removeprefix("window.handoutParts=").removesuffix(";\n"))
    return values


def tree(html: str) -> Element:
    """A part as elements; fails when its tags do not match."""
    reader = Tree()
    reader.feed(html)
    assert not reader.wrong
    return reader.root


def records(data: Path, kind: str) -> dict[str, dict[str, Any]]:
    """The published records of a kind as plain YAML."""
    found = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (data / FOLDERS[kind]).glob("*.yml")}
    return {name: record for name, record in found.items() if not record.get("draft")}


def test_every_phase_drug_plan_and_set_of_questions_is_there_and_whole(guide: tuple[Path, Path]) -> None:
    site, data = guide
    parts = parts_of(site)["parts"]
    boxes = page(site / "handout/index.html").all("input", type="checkbox")
    for kind in FOLDERS:
        wanted = records(data, kind)
        assert set(parts[kind]) == set(wanted)
        assert {box.attributes["value"] for box in boxes if box.attributes["name"] == kind} == set(wanted)
        for name, record in wanted.items():
            part = tree(parts[kind][name])
            headings = [one.text() for rank in ("h3", "h4") for one in part.all(rank)]
            assert [one for one in HEADINGS[kind] if one not in headings] == [], name
            assert record["name"] in part.all("h2")[0].text()
            assert len(part.all("time", data_checked="", datetime=str(record["checked"]))) == 1
            assert len(part.all("time", data_due="", datetime=str(record["next_check"]))) == 1
            assert "Not yet reviewed by a clinician" in part.text()


def test_a_phase_has_its_card_and_the_names_of_its_drugs(guide: tuple[Path, Path]) -> None:
    site, data = guide
    parts = parts_of(site)["parts"]
    names = {name: record["name"] for name, record in records(data, "drug").items()}
    for name, record in records(data, "phase").items():
        part = tree(parts["phase"][name])
        assert [one.text() for one in part.all("dl", class_="card")[0].all("dt")] == CARD
        given = [one.text() for row in part.all("ul", class_="drug-names") for one in row.all("li")]
        wanted = [names[one["drug"]] for one in record.get("drugs", ()) if one["drug"] in names]
        assert len(given) == len(wanted)
        assert all(shown.startswith(drug) for shown, drug in zip(given, wanted, strict=True)), name


def test_a_drug_has_its_common_and_its_serious_effects_with_their_notes(guide: tuple[Path, Path]) -> None:
    site, data = guide
    parts = parts_of(site)["parts"]
    for name, record in records(data, "drug").items():
        rows = [row.text() for rows in tree(parts["drug"][name]).all("ul", class_="rows") for row in rows.all("li")]
        assert len(rows) == len(record["effects"])
        assert sum("serious" in row for row in rows) >= sum(one.get("serious", False) for one in record["effects"])


def test_questions_stand_whole_with_a_box_each(guide: tuple[Path, Path]) -> None:
    site, data = guide
    parts = parts_of(site)["parts"]["questions"]
    for name, record in records(data, "questions").items():
        lines = tree(parts[name]).all("ul", class_="questions")[0].all("li")
        assert [line.text() for line in lines] == record["questions"]
        assert all(line.all("span", class_="box") for line in lines)


def cited(text: str) -> set[str]:
    """Ids of the sources that a part names."""
    marks = re.findall(r'data-ref="([^"]*)"', text)
    return {one.partition(",")[0] for mark in marks for one in mark.split("; @")}


def test_every_source_and_every_word_that_is_named_is_there_and_no_other(guide: tuple[Path, Path]) -> None:
    values = parts_of(guide[0])
    text = "".join(html for parts in values["parts"].values() for html in parts.values())
    assert set(values["words"]) == set(re.findall(r'data-word="([^"]*)"', text))
    meanings = "".join(said + meaning for _, said, meaning in values["words"].values())
    assert set(values["sources"]) == cited(text + meanings)
    assert all(citation and url.startswith("http") for citation, url in values["sources"].values())
    names = [shown.casefold() for shown, _, _ in values["words"].values()]
    assert names == sorted(names)


def test_every_statement_of_a_part_has_its_source_or_an_excuse(guide: tuple[Path, Path]) -> None:
    for parts in parts_of(guide[0])["parts"].values():
        for name, html in parts.items():
            for element in tree(html).all():
                excuses = {one.attributes.get("data-uncited", "") for one in element.ancestors()}
                if element.tag in STATEMENTS and not excuses & EXCUSED:
                    assert element.all("sup", data_ref="*"), f"{name}: {element.text()[:60]}"


def test_the_parts_stay_lean_and_on_their_page(real_site: Path) -> None:
    assert len(gzip.compress((real_site / "handout/parts.js").read_bytes(), 9)) < BUDGET
    using = [path.parent.name for path in html_files(real_site) if "assets/handout.js" in path.read_text("utf-8")]
    assert using == ["handout"]


def test_pages_lead_to_the_handout(guide: tuple[Path, Path]) -> None:
    site, data = guide
    for kind in ("phase", "drug", "plan"):
        for name in records(data, kind):
            links = page(site / FOLDERS[kind] / name / "index.html").all("a", href=f"../../handout/#{kind}={name}")
            assert [link.text() for link in links] == ["Put this page into my handout"]
    footer = page(site / "index.html").all("footer")[0]
    assert footer.all("a", href="handout/")


def test_without_a_script_the_page_says_so_and_leads_on(guide: tuple[Path, Path]) -> None:
    root = page(guide[0] / "handout/index.html")
    plain = root.all(id="handout-plain")[0]
    assert "needs a script" in plain.text()
    for link in plain.all("a"):
        assert (guide[0] / "handout" / link.attributes["href"] / "index.html").exists()
    assert len(plain.all("a")) == 4
    for ident in ("handout-choice", "handout"):
        assert "hidden" in root.all(id=ident)[0].attributes


@pytest.fixture
def sheet(browser: Any, served: str) -> Iterator[Any]:
    """A fresh page that notes its requests and what goes wrong."""
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}, base_url=served)
    context.add_init_script(LAY_OUT)
    opened = context.new_page()
    opened.requests, opened.errors = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()


def ready(opened: Any) -> str:
    """The text of the handout, as soon as it is put together."""
    opened.wait_for_selector("#handout .handout-part")
    text: str = opened.locator("#handout").inner_text()
    return text


def fragment(opened: Any) -> str:
    """What stands behind the # of the address."""
    return str(opened.evaluate("location.hash"))


@pytest.mark.browser
def test_a_handout_is_chosen_by_keyboard_and_its_address_brings_it_back(sheet: Any) -> None:
    sheet.goto("handout/")
    sheet.locator("#handout-choice summary").nth(0).focus()
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Space")
    first = sheet.evaluate("document.activeElement.value")
    ready(sheet)
    assert fragment(sheet) == f"#phase={first}"
    assert sheet.evaluate("document.activeElement.value") == first
    sheet.locator("#handout-choice summary").nth(1).focus()
    sheet.keyboard.press("Enter")
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Space")
    drug = sheet.evaluate("document.activeElement.value")
    assert fragment(sheet) == f"#phase={first}&drug={drug}"
    assert sheet.locator(".handout-part").count() == 2
    before = ready(sheet)
    sheet.reload()
    assert ready(sheet) == before
    sheet.goto("about:blank")
    sheet.goto(f"handout/#drug={drug}&phase={first}")
    assert ready(sheet) == before
    assert "1 chosen" in sheet.locator("#handout-choice summary").nth(1).inner_text()
    assert sheet.errors == []


@pytest.mark.browser
def test_back_takes_the_last_choice_away_and_forward_brings_it_again(sheet: Any) -> None:
    sheet.goto("handout/#phase=induction")
    before = ready(sheet)
    sheet.locator("#handout-choice summary").nth(1).click()
    sheet.locator("input[value=imatinib]").check()
    after = ready(sheet)
    assert after != before
    sheet.go_back()
    assert ready(sheet) == before
    assert not sheet.locator("input[value=imatinib]").is_checked()
    sheet.go_forward()
    assert ready(sheet) == after


@pytest.mark.browser
def test_start_again_leaves_nothing_chosen(sheet: Any) -> None:
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    sheet.get_by_role("button", name="Start again").click()
    assert fragment(sheet) == ""
    assert not sheet.locator("#handout").is_visible()
    assert not sheet.get_by_role("button", name="Print this handout").is_visible()
    assert sheet.locator("#handout-status").inner_text() == "Nothing is chosen yet."
    assert sheet.locator("#handout-choice :checked").count() == 0


@pytest.mark.browser
def test_sources_are_numbered_from_one_in_reading_order_without_gaps(sheet: Any, real_site: Path) -> None:
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    numbers = sheet.locator("#handout a.cite").evaluate_all(
        "links => links.map(link => [Number(link.hash.slice(8)), Number(link.textContent)])"
    )
    assert all(target == shown for target, shown in numbers)
    order = list(dict.fromkeys(shown for _, shown in numbers))
    sources = parts_of(real_site)["sources"]
    lines = sheet.locator("#sources li")
    assert order == list(range(1, lines.count() + 1))
    ids = lines.evaluate_all("items => items.map(item => [item.id, item.dataset.ref])")
    assert [ident for ident, _ in ids] == [f"source-{number}" for number in order]
    assert len({name for _, name in ids}) == len(ids)
    for index, (_, name) in enumerate(ids):
        text, url = sources[name]
        shown = lines.nth(index).text_content()
        assert text in shown
        assert url in shown


@pytest.mark.browser
def test_a_citation_leads_to_the_source_that_its_part_names(sheet: Any, real_site: Path) -> None:
    values = parts_of(real_site)
    sheet.goto("handout/#drug=imatinib")
    ready(sheet)
    html = values["parts"]["drug"]["imatinib"]
    named = [one.partition(",")[0] for mark in re.findall(r'data-ref="([^"]*)"', html) for one in mark.split("; @")]
    shown = sheet.locator("#handout-parts a.cite").evaluate_all(
        "links => links.map(link => document.querySelector(link.hash).dataset.ref)"
    )
    assert shown == named
    place = next(mark for mark in re.findall(r'data-ref="([^";]*)"', html) if "," in mark)
    name, _, locator = place.partition(", ")
    assert locator in sheet.locator(f'#sources li[data-ref="{name}"]').text_content()


@pytest.mark.browser
def test_words_are_marked_once_and_all_of_them_explained_in_order(sheet: Any, real_site: Path) -> None:
    values = parts_of(real_site)
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    marked = sheet.locator("#handout-parts a.term").evaluate_all("links => links.map(link => link.hash)")
    assert len(marked) == len(set(marked)) > 5
    assert sheet.locator("#handout span[data-word]").count() == 0
    chosen = [("phase", "induction"), ("drug", "imatinib"), ("drug", "vincristine"), ("plan", "hyper-cvad")]
    used = {word for kind, name in chosen for word in re.findall(r'data-word="([^"]*)"', values["parts"][kind][name])}
    lines = sheet.locator("#handout-words dl > div").evaluate_all("items => items.map(item => item.id)")
    assert lines == [f"word-{word}" for word in values["words"] if word in used]
    assert {f"#{line}" for line in lines} == set(marked)
    sheet.locator("#handout-parts a.term").first.click()
    meaning = values["words"][marked[0].removeprefix("#word-")][2]
    assert re.sub("<[^>]*>", "", meaning)[:20] in sheet.locator(".pop").inner_text()
    assert fragment(sheet) == CHOICE


@pytest.mark.browser
def test_nothing_is_stored_and_no_request_carries_the_choice(sheet: Any) -> None:
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    sheet.locator("#handout-choice summary").nth(1).click()
    sheet.locator("input[value=dasatinib]").check()
    assert sheet.locator(".handout-part").count() == 6
    assert sheet.evaluate("({...localStorage, ...sessionStorage})") == {}
    assert sheet.evaluate("document.cookie") == ""
    assert sheet.evaluate("history.state") is None
    assert sheet.evaluate("indexedDB.databases().then(list => list.length)") == 0
    asked = [url.split("/", 3)[3].partition("#")[0] for url in sheet.requests]
    assert asked.count("handout/parts.js") == 1
    names = ("induction", "imatinib", "vincristine", "hyper-cvad", "dasatinib")
    assert [url for url in asked for name in names if name in url] == []
    fields = sheet.locator("#handout :is(input, textarea, select, [contenteditable])")
    assert fields.count() == 0


@pytest.mark.browser
def test_the_parts_come_only_when_something_is_chosen(sheet: Any) -> None:
    sheet.goto("handout/")
    sheet.wait_for_load_state("networkidle")
    assert not [url for url in sheet.requests if "parts.js" in url]


@pytest.mark.browser
def test_an_address_with_ids_that_are_not_there_says_so_and_an_old_id_is_still_found(sheet: Any) -> None:
    sheet.goto("handout/#phase=induction,nonsense&drug=__proto__&colour=red")
    assert "Induction" in ready(sheet)
    assert sheet.locator(".handout-part").count() == 1
    assert "2 parts named in this address are not in the guide" in sheet.locator("#handout-status").inner_text()
    sheet.evaluate("document.querySelector('input[value=imatinib]').dataset.formerly = 'older oldest'")
    sheet.evaluate("location.hash = 'drug=oldest'")
    sheet.wait_for_selector('[data-record="drug/imatinib"]')


@pytest.mark.browser
def test_links_to_places_on_the_page_leave_the_choice_in_the_address(sheet: Any) -> None:
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    sheet.locator(".skip").focus()
    sheet.keyboard.press("Enter")
    assert sheet.evaluate("document.activeElement.id") == "content"
    sheet.locator("a[href='#display']").click()
    assert sheet.evaluate("document.activeElement.id") == "display"
    assert fragment(sheet) == CHOICE


@pytest.mark.browser
def test_drugs_of_a_chosen_phase_are_told_apart_in_words(sheet: Any) -> None:
    sheet.goto("handout/#phase=induction")
    ready(sheet)
    sheet.locator("#handout-choice summary").nth(1).click()
    assert sheet.get_by_role("checkbox", name="Vincristine in a phase you chose").is_visible()
    assert sheet.get_by_role("checkbox", name="Blinatumomab", exact=True).is_visible()


@pytest.mark.browser
def test_an_overdue_check_is_told(sheet: Any) -> None:
    sheet.clock.set_fixed_time("2099-03-05T12:00:00")
    sheet.goto("handout/#drug=imatinib")
    text = ready(sheet)
    assert "Next check overdue since" in text
    assert "put together on 5 March 2099" in text


@pytest.mark.browser
def test_a_file_that_does_not_come_is_told_and_asked_for_again(sheet: Any) -> None:
    sheet.route("**/parts.js", lambda route: route.abort())
    sheet.goto("handout/#phase=induction")
    sheet.get_by_text("could not be loaded").wait_for()
    sheet.unroute("**/parts.js")
    sheet.locator("#handout-choice summary").nth(1).click()
    sheet.locator("input[value=imatinib]").check()
    assert "Imatinib" in ready(sheet)


@pytest.mark.browser
@pytest.mark.parametrize("site", ["small_site", "other_site"])
def test_it_works_from_disk_and_for_other_guides(browser: Any, site: str, request: pytest.FixtureRequest) -> None:
    built: Path = request.getfixturevalue(site)
    context = browser.new_context(service_workers="block")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    names = {kind: list(records(SITES[site], kind)) for kind in FOLDERS}
    choice = "&".join(f"{kind}={','.join(ids)}" for kind, ids in names.items())
    opened.goto(f"{(built / 'handout/index.html').as_uri()}#{choice}")
    ready(opened)
    assert opened.locator(".handout-part").count() == sum(map(len, names.values()))
    assert opened.locator("#sources li").count() == opened.evaluate(
        "new Set([...document.querySelectorAll('#handout a.cite')].map(link => link.hash)).size"
    )
    opened.locator("#handout-choice summary").nth(1).click()
    opened.locator("input[name=drug]").first.uncheck()
    opened.go_back()
    assert opened.locator("input[name=drug]").first.is_checked()
    assert errors == []
    context.close()


@pytest.mark.browser
def test_print_prints(sheet: Any) -> None:
    sheet.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    sheet.get_by_role("button", name="Print this handout").click()
    assert sheet.evaluate("window.printed") == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_handout_alone_in_black_on_white(browser: Any, served: str, scheme: str) -> None:
    context = browser.new_context(service_workers="block", base_url=served, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(f"handout/{CHOICE}")
    ready(opened)
    opened.emulate_media(media="print", color_scheme=scheme)
    for hidden in (".site-header", ".guide-footer", "#handout-choice", ".edit-page", ".skip"):
        assert not any(one.is_visible() for one in opened.locator(hidden).all()), hidden
    colors = opened.evaluate(
        """[...document.querySelectorAll('#handout :is(p, li, dd, dt, h2, h3, h4, a, .tag)')]
        .map(one => getComputedStyle(one).color)"""
    )
    assert set(colors) == {"rgb(0, 0, 0)"}
    boxes = opened.evaluate(
        """[...document.querySelectorAll('#handout :is(.help, .in-short, .numbers, .rows > li, .questions > li)')]
        .map(one => getComputedStyle(one).breakInside)"""
    )
    assert set(boxes) == {"avoid"}
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_each_printed_sheet_says_what_it_is(sheet: Any, tmp_path: Path, size: str) -> None:
    sheet.clock.set_fixed_time("2026-11-21T12:00:00")
    sheet.goto(f"handout/{CHOICE}")
    ready(sheet)
    address = sheet.evaluate("window.handoutParts.address")
    sheet.pdf(path=tmp_path / "handout.pdf", format=size)
    sheets = [" ".join(one.extract_text().split()) for one in PdfReader(tmp_path / "handout.pdf").pages]
    assert 5 < len(sheets) < 20
    for number, text in enumerate(sheets, 1):
        assert "put together on 21 November 2026" in text
        assert "Not yet reviewed by a clinician." in text
        assert "Sources checked" in text
        assert address in text
        assert f"Sheet {number} of {len(sheets)}" in text
    whole = " ".join(sheets)
    for wanted in ("Your team's numbers", "Phone by day", "Words explained", "Sources", f"{address}drugs/imatinib/"):
        assert wanted in whole
    for unwanted in ("Smaller text", "Start again", "Skip to the text"):
        assert unwanted not in whole


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Any, served: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        service_workers="block",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        base_url=served,
    )
    context.add_init_script(LAY_OUT)
    opened = context.new_page()
    for choice in ("", CHOICE):
        opened.goto("about:blank")
        opened.goto(f"handout/{choice}")
        if choice:
            ready(opened)
            opened.locator("#handout-choice summary").nth(1).click()
        found = Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        wide = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    context.close()
