"""Pictures: on their pages, told in words, harmless, legible, without colors of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, check, mkdocs
from guide.address import address
from guide.drawing import ALLOWED, CLASSES, Drawing, read_drawing
from guide.source import Source
from pages import Element, page

PICTURES = ROOT / "data" / "pictures"
RECORDS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(PICTURES.glob("*.yml"))}
DRAWINGS = sorted(PICTURES.glob("*.svg"))
GOOD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 90">{}</svg>'
BODY_TEXT = 18
MOST_WORDS = 40


def figures(site: Path, name: str) -> list[Element]:
    """The figure of a picture on each page that should show it."""
    found = []
    for one in RECORDS[name]["pages"]:
        kind, _, ident = one.partition(":")
        shown = page(site / address(kind, ident) / "index.html").all("div", id=f"picture-{name}")
        assert len(shown) == 1, f"{one} shows {name} {len(shown)} times"
        found += shown
    return found


def test_the_guide_has_the_pictures_it_promises() -> None:
    wanted = ["marrow", "crowds", "lumbar", "ommaya", "central", "tki", "blinatumomab", "car-t", "mrd"]
    assert [word for word in wanted if not any(word in name for name in RECORDS)] == []


@pytest.mark.parametrize("name", RECORDS)
def test_a_picture_stands_on_its_pages_with_name_caption_and_description(real_site: Path, name: str) -> None:
    for figure in figures(real_site, name):
        (drawing,) = figure.all("svg")
        assert drawing.attributes["role"] == "img"
        named = figure.all(id=drawing.attributes["aria-labelledby"])
        described = figure.all(id=drawing.attributes["aria-describedby"])
        assert [one.text() for one in named] == [RECORDS[name]["name"]]
        assert [len(one.all("a", class_="cite")) > 0 for one in described] == [True]
        (details,) = figure.all("details")
        assert details.all("summary")[0].text() == "What the picture shows"
        assert len(details.all("a", class_="cite")) >= 2
        assert "CC BY 4.0" in details.text()


@pytest.mark.parametrize("name", RECORDS)
def test_it_comes_after_the_answer_in_short_and_before_the_details(real_site: Path, name: str) -> None:
    for figure in figures(real_site, name):
        article = next(one for one in figure.ancestors() if one.tag == "article")
        order = [one.attributes.get("id") for one in article.all() if one.tag == "h2" or one.has("class_", "picture")]
        assert order.index("in-short") < order.index(f"picture-{name}")
        later = [one for one in order[order.index(f"picture-{name}") :] if one and not one.startswith("picture-")]
        assert len(later) > 2


def test_all_stand_together_on_one_page_with_links_to_their_pages(real_site: Path) -> None:
    root = page(real_site / "pictures/index.html")
    shown = [one.attributes["id"].removeprefix("picture-") for one in root.all("div", class_="picture")]
    assert shown == sorted(RECORDS, key=lambda name: RECORDS[name]["order"])
    hrefs = {link.attributes["href"] for link in root.all("a")}
    for record in RECORDS.values():
        for one in record["pages"]:
            assert f"../{address(*one.split(':'))}" in hrefs


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_no_color_of_its_own_and_few_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl|\b(?:fill|stroke|style|color)\b", text)
    drawing = read_drawing(Source(path.name, text))
    assert isinstance(drawing, Drawing)
    words = [word for label, _, _ in drawing.words for word in label.split()]
    assert 3 <= len(words) <= MOST_WORDS
    assert set(re.findall(r"pic-[a-z-]+", text)) <= set(CLASSES)


def test_every_class_has_its_style_and_no_style_is_idle() -> None:
    css = (ROOT / "hooks/theme/assets/guide.css").read_text(encoding="utf-8")
    styled = set(re.findall(r"\.(pic-[a-z-]+)", css))
    assert styled == set(CLASSES)


HOSTILE = {
    "<script>alert(1)</script>": "<script> cannot stand",
    "<svg:script>alert(1)</svg:script>": "<svg:script> cannot stand",
    "<SCRIPT/>": "<SCRIPT> cannot stand",
    '<path onload="alert(1)" d="M0 0"/>': "'onload' is not allowed here: a drawing does nothing",
    '<path OnClick="alert(1)" d="M0 0"/>': "'OnClick' is not allowed here: a drawing does nothing",
    '<path style="fill:red" d="M0 0"/>': "'style' is not allowed here: colors",
    '<path fill="#f00" d="M0 0"/>': "'fill' is not allowed here: colors",
    '<path stroke-width="9" d="M0 0"/>': "'stroke-width' is not allowed here: colors",
    "<style>path{fill:red}</style>": "<style> cannot stand",
    '<image href="https://example.org/x.png"/>': "<image> cannot stand",
    "<foreignObject><p>x</p></foreignObject>": "<foreignObject> cannot stand",
    '<use href="#x"/>': "<use> cannot stand",
    '<a href="javascript:alert(1)"><path d="M0 0"/></a>': "<a> cannot stand",
    '<path xlink:href="https://example.org" d="M0 0"/>': "'xlink:href' is not allowed here: a drawing leads nowhere",
    '<path id="clash" d="M0 0"/>': "'id' is not allowed here: two drawings",
    '<animate attributeName="href" to="javascript:alert(1)"/>': "<animate> cannot stand",
    '<path d="M0 0" class="pic-ink&quot; onload=&quot;alert(1)"/>': "'class' cannot be",
    '<path d="url(https://example.org/x)"/>': "'d' cannot be",
    '<g transform="matrix(1 0 0 1 0 0)"/>': "'transform' cannot be",
    '<circle cx="50%" cy="5" r="2"/>': "'cx' cannot be",
    '<path class="md-header" d="M0 0"/>': "no class is called 'md-header'",
    "loose words": "stands outside <text>",
    "<svg/>": "<svg> cannot stand inside <svg>",
    "<text x='1' y='1'><path d='M0 0'/></text>": "<path> cannot stand inside <text>",
    "<path d='M0 0'><path d='M0 0'/></path>": "<path> cannot stand inside <path>",
    "<g>" * 9 + "</g>" * 9: "nested more than 8 levels deep",
    "<text x='1' y='1'>&secret;</text>": "not valid SVG: undefined entity",
    "<text x='1' y='1'>a\u202eb</text>": "an invisible character",
    "<![CDATA[<script>alert(1)</script>]]>": "cannot stand in a drawing; begin with <svg>",
    "<path": "not valid SVG",
    "<path d='" + "M0 0" * 6000 + "'/>": "over 20 kB",
}


@pytest.mark.parametrize(("inside", "said"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_what_is_more_than_shapes_and_words_is_refused(inside: str, said: str) -> None:
    found = read_drawing(Source("x.svg", GOOD.format(inside)))
    assert not isinstance(found, Drawing)
    assert len(found) == 1, found
    assert said in found[0].message
    assert found[0].line == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD.format(""), "'<!DOCTYPE' cannot stand"),
        ('<?xml-stylesheet href="https://example.org/x.css"?>' + GOOD.format(""), "'<?xml-styl"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "<html> cannot stand"),
        ("<path/>", "<path> cannot stand outermost"),
        (GOOD.format("").replace("340", "900"), "'viewBox' is '0 0 900 90'"),
        (GOOD.format("").replace("2000", "2001"), "'xmlns' cannot be"),
        ('<svg viewBox="0 0 340 90"/>', '<svg> lacks "xmlns"'),
        ("", "not valid SVG"),
        ("just words", "not valid SVG"),
    ],
)
def test_what_is_no_drawing_is_refused(text: str, said: str) -> None:
    found = read_drawing(Source("x.svg", text))
    assert not isinstance(found, Drawing)
    assert any(said in fault.message for fault in found), found


def test_a_good_drawing_comes_through_as_it_is_with_its_words_escaped() -> None:
    inside = '<!-- a note --><g class="pic-ink"><path d="M1 2L3 4z"/></g>\n<text x="1" y="2">5 &lt; 6 &amp; on</text>'
    drawing = read_drawing(Source("x.svg", GOOD.format(inside)))
    assert isinstance(drawing, Drawing)
    assert drawing.height == 90
    assert drawing.body == '<g class="pic-ink"><path d="M1 2L3 4z"/></g><text x="1" y="2">5 &lt; 6 &amp; on</text>'
    assert [word for word, _, _ in drawing.words] == ["5 < 6 & on"]
    assert set(ALLOWED) >= {"svg", "g", "path", "text"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("procedures/sample-test.svg", "a record is a file <id>.yml right in its kind's folder"),
        ("pictures/other.svg", "'other.yml' is missing beside this one"),
        ("drop.svg", "only guide.yml, style.yml, moved.yml, published.yml and folders of records stand here"),
    ],
)
def test_a_drawing_stands_only_beside_its_record(small: Path, name: str, told: str) -> None:
    (small / "data" / name).write_text(GOOD.format('<path d="M0 0"/>'), encoding="utf-8")
    said = [line for line in check(small / "data", cwd=small).stderr.splitlines() if line.startswith("data/")]
    assert len(said) == 1, said
    assert said[0].startswith(f"data/{name}:1:1: ")
    assert told in said[0]


def test_a_picture_without_its_drawing_is_told_once(small: Path) -> None:
    (small / "data/pictures/drop.svg").unlink()
    said = [line for line in check(small / "data", cwd=small).stderr.splitlines() if line.startswith("data/")]
    assert [line.split(":")[0] for line in said] == ["data/pictures/drop.yml"]
    assert "'drop.svg' is missing" in said[0]


def test_a_hand_written_page_may_show_a_picture_even_twice(small: Path) -> None:
    index = small / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + '\n{{ picture("drop") }}\n', encoding="utf-8")
    built = mkdocs(small / "mkdocs.yml", small / "site")
    assert built.returncode == 0, built.stderr
    root = page(small / "site/index.html")
    shown = root.all("div", class_="picture")
    assert [one.attributes["id"] for one in shown] == ["picture-drop", "picture-drop-2"]
    assert [len(one.all("path")) for one in shown] == [1, 1]
    ids = [one.attributes["id"] for one in root.all(id="*")]
    assert len(ids) == len(set(ids))


def test_a_draft_is_on_no_page(small: Path) -> None:
    record = small / "data/pictures/drop.yml"
    record.write_text(record.read_text(encoding="utf-8") + "draft: true\n", encoding="utf-8")
    built = mkdocs(small / "mkdocs.yml", small / "site")
    assert built.returncode == 0, built.stderr
    assert not (small / "site/pictures").exists()
    for path in (small / "site").rglob("*.html"):
        assert not page(path).all("figure"), path


@pytest.fixture
def opened(browser: Any, served: str) -> Iterator[Any]:
    """A phone-sized page."""
    context = browser.new_context(
        service_workers="block", viewport={"width": 390, "height": 844}, base_url=served, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def first_page(name: str) -> str:
    """The address of the first page that shows a picture."""
    return address(*RECORDS[name]["pages"][0].split(":"))


@pytest.mark.browser
@pytest.mark.parametrize("name", RECORDS)
def test_its_words_are_as_large_as_the_text_and_none_lies_on_another(opened: Any, name: str) -> None:
    opened.goto(first_page(name))
    drawing = opened.locator(f"#picture-{name} svg")
    width = drawing.bounding_box()["width"]
    assert width >= 350
    size = float(drawing.locator("text").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
    assert size * width / 340 >= BODY_TEXT
    frame = drawing.bounding_box()
    boxes = [one.bounding_box() for one in drawing.locator("text").all()]
    for box in boxes:
        assert box["x"] >= frame["x"] - 1
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1, "a word runs out of the drawing"
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            above = one["y"] + one["height"] <= other["y"] + 5 or other["y"] + other["height"] <= one["y"] + 5
            assert beside or above, "two words lie on one another"


@pytest.mark.browser
def test_a_screen_reader_hears_one_image_with_name_and_caption(opened: Any) -> None:
    opened.goto(first_page("lumbar-puncture"))
    session = opened.context.new_cdp_session(opened)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    images = [one for one in nodes if one.get("role", {}).get("value") in ("img", "image") and not one["ignored"]]
    drawn = [one for one in images if one["name"]["value"] == RECORDS["lumbar-puncture"]["name"]]
    assert len(drawn) == 1
    assert "needle" in drawn[0]["description"]["value"]
    assert "spinal fluid" not in {one.get("name", {}).get("value") for one in nodes if one["role"]["value"] == "text"}


@pytest.mark.browser
def test_the_description_opens_by_keyboard_and_by_the_way_back_from_a_source(opened: Any) -> None:
    opened.goto(first_page("car-t-cells"))
    details = opened.locator("#picture-car-t-cells details")
    assert details.get_attribute("open") is None
    details.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert details.locator("li").first.is_visible()
    opened.keyboard.press("Enter")
    anchor = details.locator("a.cite").first.get_attribute("id")
    opened.locator(f'.back a[href="#{anchor}"]').click()
    assert details.locator(f"#{anchor}").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_on_the_page_of_all_pictures(browser: Any, served: str, theme: str) -> None:
    for width in (320, 390, 1280):
        context = browser.new_context(
            service_workers="block", viewport={"width": width, "height": 900}, base_url=served
        )
        context.add_init_script(f"localStorage.setItem('theme', '{theme}')")
        shown = context.new_page()
        shown.goto("pictures/")
        shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(shown, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        context.close()


@pytest.mark.browser
def test_colors_follow_the_page_and_paper_is_black_on_white(opened: Any) -> None:
    opened.goto(first_page("tki-action"))
    ask = "one => { const s = getComputedStyle(one); return [s.stroke, s.fill]; }"
    amber = opened.locator("#picture-tki-action .pic-amber.pic-amber-wash").first
    seen = set()
    for theme in ("light", "dark", "contrast"):
        opened.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        seen.add(tuple(amber.evaluate(ask)))
    assert len(seen) == 3
    opened.emulate_media(media="print")
    assert amber.evaluate(ask) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert opened.locator("#picture-tki-action figcaption p").evaluate("one => getComputedStyle(one).color") in (
        "rgb(0, 0, 0)",
        "rgb(30, 32, 34)",
    )


def test_each_drawing_is_a_file_too_which_needs_no_page(small_site: Path) -> None:
    drawn = ElementTree.parse(small_site / "pictures/drop.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert drawn.findtext(f"{svg}title") == "The drop"
    style = drawn.findtext(f"{svg}style") or ""
    worn = {one_class for one in drawn.iter() for one_class in one.get("class", "").split()}
    assert worn
    assert {one for one in worn if f".{one}" not in style} == set()
    for name in ("pictures/index.html", "procedures/sample-test/index.html"):
        html = (small_site / name).read_text(encoding="utf-8")
        (link,) = re.findall(r'<a href="([^"]+\.svg)" download="">', html)
        assert (small_site / name).parent.joinpath(link).resolve() == small_site / "pictures/drop.svg"
        twin = (small_site / name).with_suffix(".md").read_text(encoding="utf-8")
        assert f"![The drop]({link})" in twin
