"""The guide on paper: all pages in one document and each phase in one, tagged, with contents, sources, day, review."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import EPOCH, ROOT, run
from guide.paper import Paper, papers
from guide.publish import files_of
from lxml import html as lxml_html

DAY = date(2026, 11, 21)
try:
    import weasyprint  # noqa: F401 - says at once whether Pango is there
except OSError:  # pragma: no cover
    NO_PANGO = not os.environ.get("CI")
else:
    NO_PANGO = False
needs_pango = pytest.mark.skipif(NO_PANGO, reason="no Pango on this machine: hooks/pango.sh says how to install it")


@pytest.fixture(scope="module")
def made(small_site: Path) -> dict[str, Paper]:
    """The small guide's documents by name."""
    return {paper.name: paper for paper in papers(files_of(small_site), DAY)}


@pytest.fixture(scope="module")
def printed(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as PDFs."""
    return pdfs(small_site, tmp_path_factory.mktemp("pdf"))


def pdfs(site: Path, out: Path, **environment: str) -> Path:
    """Run the command; it has nothing to complain about."""
    result = run(sys.executable, ROOT / "hooks/pdf.py", site, out, **environment)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return out


def tree(paper: Paper) -> Any:
    """A document as elements."""
    return lxml_html.document_fromstring(paper.html)


def every(made: dict[str, Paper]) -> Iterator[tuple[str, Any]]:
    """(name, elements) of all documents."""
    for name, paper in made.items():
        yield name, tree(paper)


def test_there_is_the_whole_guide_and_each_phase(made: dict[str, Paper]) -> None:
    assert list(made) == ["guide", "phases/start", "phases/follow-on"]


def test_what_needs_a_screen_is_not_on_paper(made: dict[str, Paper]) -> None:
    for name, page in every(made):
        assert page.xpath("//button|//form|//input|//select|//script|//fieldset|//nav|//details|//iframe") == [], name
        assert page.xpath("//*[@hidden or @aria-hidden or contains(@class, 'visually-hidden')]") == [], name
        assert page.xpath("//*[@style]") == [], name


def test_every_link_leads_to_a_place_in_the_document_or_to_the_web(made: dict[str, Paper]) -> None:
    for name, page in every(made):
        places = page.xpath("//@id")
        assert len(places) == len(set(places)), name
        inside = [link[1:] for link in page.xpath("//a/@href") if link.startswith("#")]
        assert set(inside) <= set(places), name
        assert [link for link in page.xpath("//a/@href") if not re.match(r"#|https?://|mailto:|tel:", link)] == [], name
        assert len(inside) > 30


def test_pages_lead_to_each_other_inside_the_whole_guide_and_to_the_site_from_one_phase(made: dict[str, Paper]) -> None:
    phase = set(tree(made["phases/start"]).xpath("//a/@href"))
    assert any(link.startswith("https://phasebook.example/drugs/") for link in phase)
    assert not any("phasebook.example/drugs/" in link for link in tree(made["guide"]).xpath("//section//a/@href"))
    words = tree(made["phases/start"]).xpath("//a[@class='term']/@href")
    assert words
    assert all(link.startswith("#phases-start--word-") for link in words)
    assert all(link.startswith("#glossary--term-") for link in tree(made["guide"]).xpath("//a[@class='term']/@href"))


def test_headings_go_down_one_step_at_a_time_from_one_title(made: dict[str, Paper]) -> None:
    for name, page in every(made):
        ranks = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert ranks.count(1) == 1, name
        assert ranks[0] == 1
        assert [pair for pair in pairwise(ranks) if pair[1] > pair[0] + 1] == [], name


def test_sources_are_numbered_in_each_chapter_and_every_number_has_its_source(made: dict[str, Paper]) -> None:
    for name, page in every(made):
        for chapter in page.xpath("//section[contains(@class, 'chapter')]"):
            cited = set(chapter.xpath(".//a[@class='cite']/@href"))
            listed = {f"#{one}" for one in chapter.xpath(".//section[contains(@id, '--sources')]//li/@id")}
            assert cited == listed, (name, chapter.get("id"))
    assert len(tree(made["guide"]).xpath("//section[contains(@id, '--sources')]")) > 10


def test_each_document_tells_its_day_and_each_chapter_its_review(made: dict[str, Paper], small_site: Path) -> None:
    for name, page in every(made):
        assert "As of 21 November 2026" in page.xpath("string(//*[@class='as-of'])"), name
        assert all(page.xpath("//section[contains(@class, 'chapter')]/@data-review")), name
    chapter = tree(made["guide"]).xpath("//section[@id='phases-start']")[0]
    assert chapter.get("data-review") == "Not yet reviewed by a clinician."


def test_a_sign_off_is_told_in_the_place_of_its_absence(small_site: Path) -> None:
    files = files_of(small_site)
    twin = files["phases/start/index.md"].decode()
    signed = "Reviewed by A. Person (hematologist) on 1 November 2026."
    files["phases/start/index.md"] = twin.replace("Not yet reviewed by a clinician.", signed, 1).encode()
    told = {paper.name: paper.html for paper in papers(files, DAY)}
    assert f'data-review="{signed}"' in told["phases/start"]
    assert f'data-review="{signed}"' in told["guide"]
    assert signed not in told["phases/follow-on"]


def test_every_drawing_has_words_that_stand_for_it(made: dict[str, Paper]) -> None:
    drawings = tree(made["guide"]).xpath("//svg")
    assert drawings
    assert all(re.fullmatch(r".+: a drawing, told in words below\.", one.findtext("title")) for one in drawings)


@needs_pango
def test_a_checker_of_the_standard_finds_no_error(printed: Path) -> None:
    found = sorted(printed.rglob("*.pdf"))
    result = run(sys.executable, "-m", "pdfua", "check", "--min-severity", "error", *found)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("checked against") == len(found) == 3


@needs_pango
def test_a_pdf_says_what_it_is_and_has_bookmarks(printed: Path) -> None:
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(printed / "guide.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"]
        with pdf.open_outline() as outline:
            chapters = [one.title for part in outline.root[0].children for one in part.children]
        assert "Glossary" in chapters
        assert len(chapters) > 20
        assert all("/Font" in page.Resources for page in pdf.pages)


@needs_pango
def test_the_same_site_and_day_give_the_same_bytes(small_site: Path, printed: Path, tmp_path: Path) -> None:
    other = pdfs(small_site, tmp_path / "an other/place", PYTHONHASHSEED="77", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert files_of(other) == files_of(printed)
    later = pdfs(small_site, tmp_path / "later", SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400))
    assert files_of(later) != files_of(printed)


def test_without_a_site_it_says_what_to_do(tmp_path: Path) -> None:
    result = run(sys.executable, ROOT / "hooks/pdf.py", tmp_path, tmp_path / "out")
    assert result.returncode == 1
    assert "make site" in result.stderr
    assert not (tmp_path / "out").exists()
