"""Each page has a twin in plain Markdown that says the same and stands on its own; llms.txt lists them."""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from guide.archive import Edition
from guide.compose import compose
from guide.inspection import inspect
from guide.link import link
from guide.llms import llms_files
from guide.markdown import MarkdownWriter
from guide.printed import Printed
from guide.render import Renderer
from guide.twin import TWIN, Links, Twins
from hypothesis import given
from hypothesis import strategies as st
from pages import html_files, page
from test_review import sign

DAY = date(2026, 11, 21)
GOLDEN = ROOT / "tests/golden/twin-examplin.md"
LINK = re.compile(r"(?<!\\)\]\(([^)]+)\)")
SITE = "https://phasebook.example/"


def printed(guide: Path, site: str = SITE) -> Printed:
    """A guide as printed; hand-written pages left out, as MkDocs turns them into HTML."""
    found = inspect(guide / "data", guide / "docs", guide, DAY)
    assert [str(problem) for problem in found.problems] == []
    linked = link(found.data)
    composed, renderer = compose(linked, found.pages), Renderer(DAY)
    bodies = {view.address: renderer.view(view) for view in composed.views}
    told = linked.guide
    edition = Edition(told.title, told.tagline, told.language, told.disclaimer, site, DAY)
    return Printed(linked, composed, bodies, {}, renderer, edition)


def twin_files(made: Printed) -> dict[str, str | bytes]:
    """Every page's twin by its name."""
    twin = Twins(made)
    return {page + TWIN: twin(page) for page in made.bodies}


def written(html: str) -> list[str]:
    """HTML as Markdown, its links as they are; one leads to 'there'."""
    return MarkdownWriter(lambda link: link, {"there"}).page(html)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>One\n  two</p><p>three</p>", ["One two", "three"]),
        ("<h3>A <code>b</code></h3>", ["### A `b`"]),
        ('<h2 id="there">A</h2><h2 id="elsewhere">B</h2>', ['## <a id="there"></a>A', "## B"]),
        ('<section id="there"><h2>A</h2></section>', ['## <a id="there"></a>A']),
        ('<section id="there"><ul><li>A</li></ul></section>', ['<a id="there"></a>', "- A"]),
        (
            "<p>2 * 3 * 4, a_b_c, [x], &lt;b&gt;, &amp;amp;</p>",
            ["2 \\* 3 \\* 4, a\\_b\\_c, \\[x\\], &lt;b>, &amp;amp;"],
        ),
        ("<p>1. no list</p><p># no heading</p><p>- no point</p>", ["1\\. no list", "\\# no heading", "\\- no point"]),
        ("<p><strong> A </strong>b<em>c</em></p>", ["**A** b*c*"]),
        ('<p><a href="x (1).pdf">A</a></p>', ["[A](x%20%281%29.pdf)"]),
        ('<p><a href="https://a.example/_b">https://a.example/_b</a></p>', ["<https://a.example/_b>"]),
        ('<p><img src="a.png" alt="A [b]"></p>', ["![A \\[b\\]](a.png)"]),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", ["- A\n    - B\n- C"]),
        ("<ol start='9'><li>A</li><li><p>B</p><p>C</p></li></ol>", ["9. A\n\n10. B\n\n    C"]),
        ("<dl><div><dt>A</dt><dd>b</dd></div><dt>C?</dt><dd>d</dd></dl>", ["- **A:** b\n- **C?** d"]),
        ("<dl><dt>A</dt><dd><p>b</p><p>c</p></dd></dl>", ["**A**", "b", "c"]),
        ("<pre>a *b*\n  c</pre>", ["```\na *b*\n  c\n```"]),
        ("<pre>```\n</pre>", ["````\n```\n````"]),
        ("<p><code>a`b</code></p>", ["`` a`b ``"]),
        (
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>x|y</td><td><ul><li>1</li><li>2</li></ul></td></tr>"
            "<tr><th scope='rowgroup' colspan='2'>C</th></tr></table>",
            ["| A | B |\n| --- | --- |\n| x\\|y | 1; 2 |\n| **C** |  |"],
        ),
        ("<details><summary>A</summary><p>b</p></details>", ["**A**", "b"]),
        ("<blockquote><p>A</p><p>b</p></blockquote>", ["> A\n>\n> b"]),
        ("<p>A<br>b</p><hr>", ["A<br>b", "---"]),
        ("<form><p>A</p></form><p hidden>B</p><button>C</button><svg><text>D</text></svg><!-- E -->", []),
        ("<p><button class='term'>A</button> <span class='visually-hidden'>b</span>c</p>", ["A c"]),
        ("<p>A<span class='tag'>b</span><span class='brands'>C, D</span></p>", ["A *b* (C, D)"]),
    ],
)
def test_html_becomes_markdown(html: str, blocks: list[str]) -> None:
    assert written(html) == blocks


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("../../phases/start/", "../../phases/start/index.md"),
        ("../", "../index.md"),
        ("../..", "../../index.md"),
        ("../../glossary/#term-x", "../../glossary/index.md#term-x"),
        ("#source-1", "#source-1"),
        ("https://other.example/a#b", "https://other.example/a#b"),
        ("mailto:a@other.example", "mailto:a@other.example"),
        ("../../guide.zip", SITE + "guide.zip"),
        ("../../handout/#drug=x", SITE + "handout/#drug=x"),
        ("../../api/v1/", SITE + "api/v1/"),
    ],
)
def test_a_link_leads_to_a_twin_or_stays_whole(link: str, expected: str) -> None:
    pages = {"", "drugs/", "drugs/x/", "phases/start/", "glossary/", "handout/"}
    assert Links("drugs/x/", pages, SITE)(link) == expected


def test_without_an_address_other_links_stay_as_they_are() -> None:
    assert Links("drugs/x/", {"drugs/x/"}, "")("../../guide.zip") == "../../guide.zip"


def test_a_record_has_the_twin_in_the_golden_file(small_site: Path) -> None:
    text = (small_site / "drugs/examplin/index.md").read_text(encoding="utf-8")
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_every_page_has_a_twin_and_names_it(small_site: Path) -> None:
    found = {path.parent for path in small_site.rglob("index.md")}
    assert found == {path.parent for path in html_files(small_site) if path.name == "index.html"}
    for path in html_files(small_site):
        named = page(path).all("link", rel="alternate", type="text/markdown")
        assert [one.attributes["href"] for one in named] == (["index.md"] if path.name == "index.html" else [])


def test_every_link_in_a_twin_leads_somewhere(small_site: Path) -> None:
    count = 0
    for path in small_site.rglob("index.md"):
        for found in LINK.findall(path.read_text(encoding="utf-8")):
            name, _, place = found.removeprefix(SITE).partition("#")
            if ":" in name:
                continue
            folder = path.parent.relative_to(small_site).as_posix() if found == found.removeprefix(SITE) else ""
            target = small_site / posixpath.normpath(posixpath.join(folder, name)) if name else path
            if target.is_dir():
                target /= "index.html"
            assert target.is_file(), f"{path}: {found}"
            if target.suffix == ".md" and place:
                assert f'<a id="{place}"></a>' in target.read_text(encoding="utf-8"), f"{path}: {found}"
            count += 1
    assert count > 200


def test_markers_and_sources_belong_together(small_site: Path) -> None:
    seen = 0
    for path in small_site.rglob("index.md"):
        text = path.read_text(encoding="utf-8")
        sources = re.findall(r'^(\d+)\. <a id="source-(\d+)"></a>(.*)$', text, re.MULTILINE)
        markers = re.findall(r"\[\[(\d+)\]\]\(#source-(\d+)\)", text)
        assert {number for number, _, _ in sources} == {number for number, _ in markers}
        assert all(number == place for number, place in markers)
        assert all(number == place for number, place, _ in sources)
        listed = page(path.with_suffix(".html")).all("li", data_ref="*")
        assert len(listed) == len(sources)
        for element, (_, _, line) in zip(listed, sources, strict=True):
            out = [one.attributes["href"] for one in element.all("a") if "://" in one.attributes["href"]]
            assert all(address in line for address in out)
            seen += len(out)
    assert seen > 20


def test_the_head_of_a_twin_tells_what_a_reader_must_know(small_site: Path) -> None:
    for path in small_site.rglob("index.md"):
        title, box, *_ = path.read_text(encoding="utf-8").split("\n\n")
        assert title.startswith("# ")
        assert "Not yet reviewed by a clinician." in box
        assert "> This guide is an example and no advice." in box
        assert "CC BY 4.0" in box
        assert f"<{SITE}" in box
    box = (small_site / "drugs/examplin/index.md").read_text(encoding="utf-8").split("\n\n")[1]
    assert "Sources checked on" in box


def test_a_sign_off_stands_in_the_head(small: Path) -> None:
    sign(small, "drug:examplin")
    made = twin_files(printed(small))
    assert "**Reviewed by Ann Example, example nurse, on 4 March 2026" in str(made["drugs/examplin/index.md"])
    assert "**Not yet reviewed by a clinician.**" in str(made["phases/start/index.md"])
    assert "each says who has reviewed it" in str(made["drugs/index.md"])
    assert "each says who has reviewed it" in str(llms_files(printed(small))["llms.txt"])


def test_a_draft_has_no_twin(small: Path) -> None:
    text = (small / "data/topics/outlook.yml").read_text(encoding="utf-8")
    name = re.search(r"(?m)^name: (.*)$", text)
    assert name
    draft = "draft: true\n" + text.replace(name[0], "name: Unfinished matter").replace("aliases:", "aliases: #")
    (small / "data/topics/unfinished.yml").write_text(re.sub(r"aliases: #.*\n", "", draft), encoding="utf-8")
    made = twin_files(printed(small)) | llms_files(printed(small))
    assert "topics/outlook/index.md" in made
    assert not [name for name, content in made.items() if "nfinished" in name or "Unfinished matter" in str(content)]


def test_the_worker_and_the_zip_leave_twins_to_programs(small_site: Path) -> None:
    assert "index.md" not in (small_site / "sw.js").read_text(encoding="utf-8")
    packed = zipfile.ZipFile(next(small_site.glob("*.zip")))
    assert not [name for name in packed.namelist() if name.endswith(".md")]
    assert "text/markdown" not in packed.read("index.html").decode()


def test_llms_txt_names_every_twin_once_and_what_the_guide_is_not(small_site: Path) -> None:
    text = (small_site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n> .+\n\n[^#]+\n\n## ", text)
    head = text.split("\n## ")[0]
    assert "Not yet reviewed by a clinician." in head
    named = re.findall(rf"^- \[[^\]]+\]\({SITE}(.*?)\)", text, re.MULTILINE)
    twins = {path.relative_to(small_site).as_posix() for path in small_site.rglob("index.md")}
    moved = {name for name in twins if 'class="moved"' in (small_site / name).with_suffix(".html").read_text("utf-8")}
    assert sorted(named) == sorted(twins - moved)


def test_llms_txt_tells_the_disclaimer(small: Path, change: Callable[[str, str, str], Path]) -> None:
    text = (small / "data/guide.yml").read_text(encoding="utf-8")
    found = re.search(r"(?m)^disclaimer: (.*)$", text)
    assert found
    change("data/guide.yml", found[0], 'disclaimer: "Ask somebody who knows."')
    assert "Ask somebody who knows." in str(llms_files(printed(small))["llms.txt"])
    assert "> Ask somebody who knows." in str(twin_files(printed(small))["drugs/examplin/index.md"])


@given(st.lists(st.sampled_from(["<p>One <b>two</b></p>", "text &amp; <em>more</em>", "<ul><li>a</li><li>b</li></ul>",
                                 "<!--online--><p>x</p><!--/online-->", '<h2 id="a">A</h2>', "a\n\n b", "<br/>"]),
                max_size=6))  # fmt: skip
def test_a_page_that_is_xml_says_the_same_as_html(parts: list[str]) -> None:
    """One attribute without a value, and the slower way is taken."""
    writer, html = MarkdownWriter(str, frozenset({"a"})), "".join(parts)
    assert writer.page(html) == writer.page(f"{html}<p hidden></p>")
