"""A build that fails leaves the former site as it was; a build that works replaces it whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EPOCH, mkdocs, run
from pages import page

Change = Callable[[str, str, str], Path]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "data/drugs/examplin.yml",
            "You swallow it [@lee-2023].",
            "You swallow it.",
            "examplin.yml:28:3: no source for",
        ),
        ("data/drugs/examplin.yml", "name: examplin\n", "name: [\n", "this is not valid YAML"),
        ("docs/about.md", 'drug("examplin")', 'drug("examplim")', "about.md:5:10: no drug 'examplim'"),
        ("docs/about.md", "The drug", "[gone](gone.md) The drug", "gone.md"),
        ("docs/about.md", "The drug", "[gone](index.md#nowhere) The drug", "nowhere"),
    ],
)
def test_a_failed_build_leaves_the_last_good_site(
    small: Path, change: Change, name: str, old: str, new: str, said: str
) -> None:
    site = small / "site"
    assert mkdocs(small / "mkdocs.yml", site).returncode == 0
    before = snapshot(site)
    change(name, old, new)
    result = mkdocs(small / "mkdocs.yml", site)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(site) == before
    assert {path.name for path in small.iterdir()} - {".cache"} == {"data", "docs", "mkdocs.yml", "site"}


def test_a_quiet_build_is_as_strict_as_a_loud_one(small: Path, change: Change) -> None:
    site = small / "site"
    assert mkdocs(small / "mkdocs.yml", site, "--quiet").returncode == 0
    before = snapshot(site)
    change("docs/about.md", "The drug", "[gone](gone.md) The drug")
    result = mkdocs(small / "mkdocs.yml", site, "--quiet")
    assert result.returncode == 1
    assert "gone.md" in result.stderr
    assert snapshot(site) == before


def test_a_record_that_goes_takes_its_page_along(small: Path, change: Change) -> None:
    site = small / "site"
    assert mkdocs(small / "mkdocs.yml", site).returncode == 0
    assert (site / "plans/plan-e/index.html").exists()
    (small / "data/plans/plan-e.yml").unlink()
    assert mkdocs(small / "mkdocs.yml", site).returncode == 0
    assert not (site / "plans/plan-e").exists()


def test_a_draft_is_nowhere_on_the_site(small: Path, change: Change) -> None:
    change("data/plans/plan-e.yml", "name: Plan E\n", "name: Plan E\ndraft: true\n")
    site = small / "site"
    assert mkdocs(small / "mkdocs.yml", site).returncode == 0
    assert not any(b"Plan E" in content for content in snapshot(site).values())


def test_an_overdue_check_is_shown(small: Path) -> None:
    site = small / "site"
    later = str(int(EPOCH) + 400 * 86_400)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", small / "mkdocs.yml", "-d", site]
    result = run(*command, SOURCE_DATE_EPOCH=later)
    assert result.returncode == 0, result.stderr
    text = (site / "drugs/examplin/index.html").read_text(encoding="utf-8")
    assert "Next check overdue since" in text
    assert "5 January 2027" in text


def test_a_copy_that_lives_elsewhere_links_to_itself(small: Path) -> None:
    site = small / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", small / "mkdocs.yml", "-d", site]
    result = run(
        *command, PHASEBOOK_REPOSITORY="https://git.example/me/guide", PHASEBOOK_SITE_URL="https://me.example/g/"
    )
    assert result.returncode == 0, result.stderr
    text = (site / "drugs/examplin/index.html").read_text(encoding="utf-8")
    assert "https://git.example/me/guide/edit/main/data/drugs/examplin.yml" in text
    assert "https://git.example/me/guide/issues/new" in text
    assert '<link rel="canonical" href="https://me.example/g/drugs/examplin/">' in text
    assert "code.example" not in text


def test_quotes_in_a_summary_stay_inside_the_description(small: Path, change: Change) -> None:
    change(
        "data/drugs/examplin.yml",
        "A tablet for examples [@smith-2024].",
        'A "tablet" onload=alert(1) & more [@smith-2024].',
    )
    site = small / "site"
    assert mkdocs(small / "mkdocs.yml", site).returncode == 0
    head = page(site / "drugs/examplin/index.html").all("meta", name="description")[0]
    assert head.attributes["content"] == 'A "tablet" onload=alert(1) & more.'
    assert "onload" not in head.attributes


def test_plain_text_stays_plain_on_hand_written_pages(small: Path, change: Change) -> None:
    text = '# Not *advice* [x](javascript:alert) <5 {: onclick=a } - `code` & "q"'
    change("data/guide.yml", "disclaimer: This guide is an example and no advice.", f"disclaimer: '{text}'")
    change("docs/about.md", "{{ disclaimer() }} {{ review_policy() }}", "{{ disclaimer() }}")
    change("data/drugs/examplin.yml", "name: examplin\n", "name: exam_pl_in *x*\n")
    site = small / "site"
    result = mkdocs(small / "mkdocs.yml", site)
    assert result.returncode == 0, result.stderr
    about = page(site / "about/index.html").all("main")[0]
    assert text in [one.text() for one in about.all("p")]
    assert [one.text() for one in about.all("a", class_="to-drug")] == ["exam_pl_in *x*"]
    assert about.all("em") == about.all("code") == []
    assert not any(link.attributes.get("href", "").startswith("javascript") for link in about.all("a"))
