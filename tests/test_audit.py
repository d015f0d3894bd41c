"""The audit's own logic: what it counts, what it lets pass, and that a planted mistake is told and fails the run."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit import __main__ as program
from audit import lighthouse as lighthouse_module
from audit import tools
from audit.axe import Findings, axe_measures
from audit.checks import links, validity
from audit.lighthouse import lighthouse, scores_of, steady
from audit.measure import Measure, none, unmeasured
from audit.queries import Query, answers, read_queries
from audit.report import markdown, table, text
from audit.server import serving
from audit.site import Page, Site, read_site
from audit.weight import Weight, weigh, weight_measures

PAGE = '<!doctype html><html lang="en"><head><title>A</title></head><body><h1>{}</h1></body></html>'


@pytest.fixture
def made_up(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Site]:
    """A site of the given files."""

    def make(files: dict[str, str | bytes]) -> Site:
        for name, content in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_site(tmp_path / "site")

    return make


@pytest.mark.parametrize(
    ("one", "passed", "shown", "budget"),
    [
        (Measure("a", 85, 85, unit="kB"), True, "85 kB", "≤ 85 kB"),
        (Measure("a", 85.1, 85, unit="kB"), False, "85.1 kB", "≤ 85 kB"),
        (Measure("a", 95, 95, "least"), True, "95", "≥ 95"),
        (Measure("a", 94, 95, "least"), False, "94", "≥ 95"),
        (Measure("a", 0, 0, misses=("a page could not be opened",)), False, "0", "0"),
        (unmeasured("a", 0, "no Java"), False, "not measured", "0"),
        (none("a", []), True, "0", "0"),
        (none("a", ["x", "y"]), False, "2", "0"),
    ],
)
def test_a_budget_is_kept_up_to_its_limit_and_only_when_measured(
    one: Measure, passed: bool, shown: str, budget: str
) -> None:
    assert (one.passed, one.shown, one.budget) == (passed, shown, budget)


def test_pages_are_all_but_redirects_and_the_sample_has_the_heaviest_of_each_kind(
    made_up: Callable[..., Site],
) -> None:
    site = made_up({
        "index.html": PAGE.format("x").replace("<title>", '<link rel="canonical" href="https://a.example/guide/"><title>'),
        "404.html": PAGE.format("lost"),
        "drugs/index.html": PAGE.format("list"),
        "drugs/light/index.html": PAGE.format("x"),
        "drugs/heavy/index.html": PAGE.format("x" * 99),
        "drugs/moved/index.html": '<meta http-equiv="refresh" content="0; url=../heavy/">',
        "assets/x.js": "",
    })  # fmt: skip
    assert [page.address for page in site.pages] == ["404.html", "drugs/heavy/", "drugs/", "drugs/light/", ""]
    assert [page.address for page in site.sample] == ["", "404.html", "drugs/", "drugs/heavy/"]
    assert site.base == "/guide/"


def test_the_server_packs_text_answers_under_the_sites_path_and_keeps_to_its_folder(
    made_up: Callable[..., Site], tmp_path: Path
) -> None:
    made_up({"index.html": PAGE.format("home"), "404.html": "lost", "a/index.html": "a" * 500, "font.woff2": b"packed"})
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    site = Site(tmp_path / "site", "/guide/", ())
    with serving(site) as server:

        def get(path: str) -> tuple[int, str | None, bytes]:
            try:
                with urllib.request.urlopen(server.origin + path) as answer:
                    return answer.status, answer.headers["Content-Encoding"], answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.headers["Content-Encoding"], error.read()

        assert get("/guide/a/") == (200, "gzip", gzip.compress(b"a" * 500, 6, mtime=0))
        assert get("/guide/font.woff2?v=1") == (200, None, b"packed")
        for path in ("/a/", "/guide/b/", "/guide/a", "/guide/../secret.txt", "/guide/%2e%2e/secret.txt"):
            status, _, content = get(path)
            assert (status, gzip.decompress(content)) == (404, b"lost"), path
        assert [path.name for path in server.sent[:2]] == ["index.html", "font.woff2"]


def test_a_made_up_page_weighs_what_its_files_weigh_on_the_wire(made_up: Callable[..., Site]) -> None:
    page, style = PAGE.format("words " * 200), "p { color: red }" * 40
    site = made_up({
        "index.html": page,
        "guide.css": style,
        "font.woff2": b"f" * 33_000,
        "search/search_index.json": json.dumps(list(range(900))),
    })  # fmt: skip
    sent = [site.folder / name for name in ("index.html", "guide.css", "guide.css", "font.woff2")]
    expected = sum(len(gzip.compress(one.encode(), 6, mtime=0)) for one in (page, style)) / 1000
    assert weigh(site, sent) == Weight(expected, (33.0,), ())
    index = weigh(site, [site.folder / "search/search_index.json"])
    assert index.page == 0
    assert index.index == (len(gzip.compress(json.dumps(list(range(900))).encode(), 6, mtime=0)) / 1000,)


def test_a_page_too_heavy_two_fonts_and_an_index_fetched_early_are_told() -> None:
    loads = {
        "good/": Weight(85.0, (40.0,), ()),
        "heavy/": Weight(85.4, (40.0,), ()),
        "fonts/": Weight(20.0, (40.0, 41.0), ()),
        "early/": Weight(20.0, (), (10.0,)),
    }
    missed = {one.name: one.misses for one in weight_measures(loads, Weight(0, (), (151.0,))) if not one.passed}
    assert missed == {
        "First load of a page, gzip, without font and index": ("heavy/: 85.4 kB",),
        "Font, largest file": (),
        "Font files of a page": (),
        "Search index, gzip": (),
        "Pages that fetch the index before search is opened": ("early/",),
    }
    assert all(one.passed for one in weight_measures({"good/": loads["good/"]}, Weight(0, (), (150.0,))))
    assert not all(one.passed for one in weight_measures({"good/": loads["good/"]}, None))


def test_a_violation_counts_once_a_place_and_names_page_rule_place_and_state() -> None:
    findings = Findings()
    pale = {"id": "color-contrast", "tags": ["wcag2aa"], "nodes": ["h1", "p"]}
    region = {"id": "region", "tags": ["best-practice"], "nodes": ["div"]}
    for state in ("390 px, dark", "320 px, dark"):
        findings.add("drugs/", state, {"violations": [pale, region], "undecided": [["color-contrast", 2]]})
    wcag, advice = axe_measures(findings, ["about/: Timeout"], 2)
    assert wcag.value == 3
    assert wcag.scope.endswith("2 runs; 2 places left for a person to judge")
    assert wcag.misses == (
        "drugs/: color-contrast, 2 places: h1 (320 px, dark and 1 more states); p (320 px, dark and 1 more states)",
        "about/: Timeout",
    )
    assert (advice.value, advice.misses) == (1, ("drugs/: region, 1 places: div (320 px, dark and 1 more states)",))


@pytest.mark.parametrize(
    ("results", "right"),
    [
        (["drugs/b/", "drugs/c/", "drugs/a/"], True),
        (["drugs/b/", "drugs/c/", "drugs/d/", "drugs/a/"], False),
        (["glossary/"], False),
        (["glossary/#term-x"], True),
        ([], False),
    ],
)
def test_a_query_is_answered_by_one_of_its_pages_among_the_first_three(results: list[str], right: bool) -> None:
    assert answers(Query("x", ("drugs/a/", "glossary/#term-x")), results) is right


def test_the_projects_queries_can_be_read_and_a_missing_list_is_empty(tmp_path: Path) -> None:
    assert len(read_queries(tools.ROOT / "tests" / "queries.yml")) >= 200
    assert read_queries(tmp_path / "none.yml") == []


def answering(tmp_path: Path, stream: str, content: object) -> list[str]:
    """A command that prints JSON, whatever it is asked."""
    script = tmp_path / "command.py"
    script.write_text(f"import sys\nprint({json.dumps(content)!r}, file=sys.{stream})\n", encoding="utf-8")
    return [sys.executable, str(script)]


def test_errors_of_the_html_checker_are_told_with_page_and_line(made_up: Callable[..., Site], tmp_path: Path) -> None:
    site = made_up({"a/index.html": PAGE.format("a")})
    url = f"file:{(site.folder / 'a/index.html').resolve()}"
    content = {"messages": [{"type": "error", "url": url, "lastLine": 7, "message": "Stray end tag."}]}
    assert validity(site, answering(tmp_path, "stderr", content))[0].misses == ("a/index.html:7: Stray end tag.",)
    assert validity(site, answering(tmp_path, "stderr", {"messages": []}))[0].passed
    assert "failed" in validity(site, answering(tmp_path, "stderr", "no"))[0].misses[0]
    assert not validity(site, None)[0].passed


@pytest.mark.parametrize("base", ["/", "/guide/"])
def test_a_broken_link_and_a_missing_fragment_are_told(made_up: Callable[..., Site], base: str) -> None:
    good = PAGE.format(f'<a id="x" href="{base}b/#there">b</a> <a href="b/">b</a>')
    bad = PAGE.format('<a href="../c/">c</a> <a href="../#y">y</a><i id="there">b</i>')
    site = made_up({"index.html": good, "b/index.html": PAGE.format('<i id="there">b</i>')})
    assert links(Site(site.folder, base, site.pages), tools.lychee())[0].misses == ()
    made_up({"b/index.html": bad})
    found = links(Site(site.folder, base, site.pages), tools.lychee())[0]
    assert found.value == 2
    assert all(line.startswith("b/index.html: file://") for line in found.misses)


def test_lighthouse_tells_the_lowest_score_of_each_category(made_up: Callable[..., Site], tmp_path: Path) -> None:
    site = made_up({"index.html": PAGE.format("a"), "404.html": PAGE.format("lost")})
    names = ("accessibility", "best-practices", "seo", "performance")
    scores = {name: {"score": 1} for name in names} | {"seo": {"score": 0.92}}
    command = answering(tmp_path, "stdout", {"categories": scores})
    found = {one.name: (one.value, one.passed, one.misses) for one in lighthouse(site, "http://x/", command, "none")}
    assert found["Lighthouse phone: SEO"] == found["Lighthouse desktop: SEO"] == (92, False, ("the first page: 92",))
    assert [passed for name, (_, passed, _) in found.items() if "SEO" not in name] == [True] * 5
    assert not any(one.passed for one in lighthouse(site, "http://x/", [sys.executable, "-c", ""], "none"))
    assert len(lighthouse(site, "http://x/", None, "none")) == len(found)


def test_speed_that_misses_once_is_measured_three_times_and_the_middle_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = iter([91.0, 96.0, 95.0])
    monkeypatch.setattr(lighthouse_module, "score", lambda *_, **__: {"performance": next(runs), "seo": 100.0})
    monkeypatch.setattr(lighthouse_module, "STAT", Path("nowhere"))
    assert steady("", Page("", 1), [], "") == {"performance": 95.0, "seo": 100.0}
    assert scores_of({"performance": {"score": None}}) == {"performance": 0}


@pytest.mark.parametrize(
    ("lost", "scores", "expected"),
    [
        ([0, 50, 0, 50, 0], [90.0, 60.0, 96.0, 60.0, 95.0], 95.0),  # two runs from which neighbours took half
        ([50] * 7, [80.0, 90.0, 91.0, 92.0, 93.0, 94.0, 95.0], 95.0),  # never calm, and yet fast enough
        ([50] * 9, [80.0, 90.0, 91.0, 92.0, 93.0, 94.0, 94.0, 94.0, 94.0], 90.0),  # never calm: a miss stays one
        ([0] * 3, [94.0, 93.0, 97.0], 94.0),
    ],
)
def test_a_miss_from_which_other_machines_took_time_counts_only_when_no_better_run_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lost: list[int], scores: list[float], expected: float
) -> None:
    stat, runs = tmp_path / "stat", iter(zip(lost, scores, strict=True))
    stat.write_text("cpu  0 0 0 0 0 0 0 0 0 0\n", encoding="utf-8")
    ticks = [0, 0]

    def run(*_: Any, **__: Any) -> dict[str, float]:
        taken, score = next(runs)
        ticks[0] += 100 - taken
        ticks[1] += taken
        stat.write_text(f"cpu  {ticks[0]} 0 0 7 7 0 0 {ticks[1]} 0 0\ncpu0 1 1\n", encoding="utf-8")
        return {"performance": score}

    monkeypatch.setattr(lighthouse_module, "score", run)
    monkeypatch.setattr(lighthouse_module, "STAT", stat)
    assert steady("", Page("", 1), [], "") == {"performance": expected}


def test_the_report_has_a_row_for_each_budget_and_every_miss() -> None:
    measures = [none("Good", [], "all"), none("Bad", [f"page {number}" for number in range(20)])]
    assert table(measures) == [("Good", "0", "0", "pass"), ("Bad", "20", "0", "MISS")]
    assert "page 11" in text(measures)
    assert "page 12" not in text(measures)
    assert text(measures).endswith("2 budgets, 1 missed")
    assert "- `page 19`" in markdown(measures)


def test_each_part_tells_its_figures_as_soon_as_it_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    async def step() -> list[Measure]:
        return [none("Good", [], "all"), none("Bad", ["a page"])]

    assert len(asyncio.run(program.timed("links", step()))) == 2
    assert capsys.readouterr().err.endswith(" s: Good 0; Bad 1 MISS\n")


def test_no_pages_at_all_is_a_failure(tmp_path: Path) -> None:
    assert program.main([str(tmp_path), "--report", str(tmp_path)]) == 1


@pytest.fixture
def little(small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages of the small guide's site, and axe-core from the package that the browser tests have."""
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 - only with a browser

    monkeypatch.setattr(tools, "axe_script", lambda: AXE_SCRIPT)
    folder = tmp_path / "little"
    shutil.copytree(small_site, folder)
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).as_posix() not in {"index.html", "404.html", "drugs/examplin/index.html"}:
            path.unlink()
    (tmp_path / "queries.yml").write_text("- {query: Examplin, pages: [drugs/examplin/]}\n" * 200, encoding="utf-8")
    return folder


def audit(site: Path, parts: str) -> tuple[int, dict[str, Any]]:
    """Run the program on some parts: its exit status, and the measures of its report by name."""
    folder = site.parent
    arguments = [str(site), "--only", parts, "--report", str(folder), "--queries", str(folder / "queries.yml")]
    status = program.main(arguments)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["passed"] is (status == 0)
    return status, {one["name"]: one for one in report["measures"]}


@pytest.mark.browser
def test_a_sound_site_passes(little: Path) -> None:
    status, measures = audit(little, "axe,visit,queries,paper")
    assert [name for name, one in measures.items() if not one["passed"]] == []
    assert status == 0
    # 3 pages: 3 widths × 3 palettes, each closed, with search open and with results; with the menu on 2 widths.
    assert f"{3 * (3 * 3 * 3 + 2 * 3)} runs" in measures["axe: WCAG A and AA"]["scope"]
    assert measures["Search index, gzip"]["value"] > 0


def plant(site: Path, name: str, old: str, new: str) -> None:
    """Put a mistake into one file of a site."""
    path = site / name
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


@pytest.mark.browser
def test_what_axe_should_find_in_each_state_is_found(little: Path) -> None:
    page = "drugs/examplin/index.html"
    plant(little, page, "</main>", '<img src="../../assets/icon.svg"></main>')
    plant(little, "index.html", '<p id="search-status"', '<input type="text"><p id="search-status"')
    plant(little, "404.html", "</main>", '<p class="dim">only in the dark</p></main>')
    plant(little, "404.html", '<nav id="menu"', '<nav id="menu" data-pale')
    with (little / "assets/guide.css").open("a", encoding="utf-8") as style:
        style.write("@media (prefers-color-scheme: dark) { :root:not([data-theme]) .dim { color: #333; } }\n")
        style.write(
            '@media (max-width: 350px) { :root[data-theme="contrast"] [data-pale] li:first-child a { color: #222; } }\n'
        )
    status, measures = audit(little, "axe")
    told = "\n".join(measures["axe: WCAG A and AA"]["misses"])
    assert status == 1
    assert measures["axe: WCAG A and AA"]["value"] == 4, told
    assert "drugs/examplin/: image-alt, 1 places: #content > img (1280 px, light" in told
    assert 'the first page: label, 1 places: input[type="text"] (1280 px, search open, light' in told
    assert "404.html: color-contrast, 2 places" in told
    assert ".dim (1280 px, dark" in told
    assert "(320 px, menu open, contrast)" in told


@pytest.mark.browser
def test_what_goes_wrong_on_a_visit_is_told(little: Path) -> None:
    # in files, since the policy of the pages lets no inline script run
    (little / "early.js").write_text('fetch("search/search_index.json")', encoding="utf-8")
    (little / "wrong.js").write_text("throw new Error('planted')", encoding="utf-8")
    plant(little, "index.html", "</head>", '<script src="early.js"></script></head>')
    plant(little, "404.html", "</body>", '<img src="http://127.0.0.2:9/x.png" alt=""></body>')
    noise = "".join(f"<!--{number * 2654435761 % 4294967296:x}-->" for number in range(20_000))
    plant(little, "drugs/examplin/index.html", "</body>", f'{noise}<script src="../../wrong.js"></script></body>')
    (little.parent / "queries.yml").write_text("- {query: Examplin, pages: [phases/none/]}\n", encoding="utf-8")
    status, measures = audit(little, "visit,queries,paper")
    assert status == 1
    assert measures["First load of a page, gzip, without font and index"]["misses"][0].startswith("drugs/examplin/: ")
    assert measures["Pages that fetch the index before search is opened"]["misses"] == ["the first page"]
    assert measures["Requests to another host"]["misses"][0].startswith("404.html: http://127.0.0.2:9/")
    assert any("planted" in line for line in measures["Console errors and CSP violations"]["misses"])
    assert "phases/none/" in measures["Queries with the right page among the first 3"]["misses"][0]
    assert measures["Queries in tests/queries.yml"]["value"] == 1
