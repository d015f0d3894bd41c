"""The page for authors and its data: one set of figures, the weakest first, on the day that the build is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import EPOCH, SMALL, mkdocs, run
from guide.compose import Site, compose
from guide.compose.coverage import optional_fields
from guide.compose.standing import HOW_COUNTED, points
from guide.editorial_data import NAME, editorial_schema
from guide.inspection import inspect
from guide.link import link
from guide.measure import Measure
from guide.model import Drug, Phase
from guide.model.shared import Waiver
from jsonschema import Draft202012Validator, FormatChecker
from pages import Element, page

DAY = date(2026, 11, 21)
LISTS = (
    "needs-work", "totals", "overdue", "due-soon", "single-source", "oldest-sources", "cited-nowhere", "never-used",
    "coverage", "hardest", "waivers", "wanted", "records",
)  # fmt: skip


def composed(guide: Path, day: date = DAY) -> Site:
    """The guide's pages on a day."""
    found = inspect(guide / "data", guide / "docs", guide, DAY)
    assert [str(problem) for problem in found.problems] == []
    return compose(link(found.data), found.pages, day)


def section(site: Path, name: str) -> Element:
    """One list of the built page."""
    return next(iter(page(site / "editorial/index.html").all("section", aria_labelledby=name)))


def lines(site: Path, name: str) -> list[str]:
    """The names in one list, in order."""
    return [item.all("a")[0].text() for item in section(site, name).all("li")]


def data(site: Path) -> dict[str, Any]:
    """The published figures."""
    loaded: dict[str, Any] = json.loads((site / NAME).read_text(encoding="utf-8"))
    return loaded


def measured(**figures: Any) -> Measure:
    """A measure with nothing that counts, but for these figures."""
    nothing = {
        "statements": 10, "single_source": 0, "sources": 3, "newest": None, "grade": 0.9, "long_sentences": 9,
        "waivers": (), "wanted": ("Why?",), "checked": date(2026, 1, 1), "next_check": date(2027, 6, 1),
    }  # fmt: skip
    return Measure(**{**nothing, **figures})


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, 0),
        ({"next_check": date(2026, 11, 20)}, 30),
        ({"next_check": DAY}, 10),
        ({"next_check": date(2027, 1, 20)}, 10),
        ({"next_check": date(2027, 1, 21)}, 0),
        ({"single_source": 9, "statements": 11}, 8),
        ({"single_source": 0, "statements": 0}, 0),
        ({"newest": 2019}, 7),
        ({"newest": 1990}, 10),
        ({"newest": 2027}, 0),
        ({"grade": 7.9}, 7),
        ({"waivers": (Waiver(rule="one", reason="So."), Waiver(rule="two", reason="So."))}, 2),
        ({"next_check": date(2026, 1, 1), "single_source": 10, "newest": 2024, "grade": 5.0}, 47),
    ],
)
def test_points_are_counted_as_the_page_says(figures: dict[str, Any], expected: int) -> None:
    assert points(measured(**figures), DAY) == expected


def test_the_page_tells_how_points_are_counted_and_shows_each_list(small_site: Path) -> None:
    article = page(small_site / "editorial/index.html").all("article")[0]
    assert [one.attributes["aria-labelledby"] for one in article.all("section")] == list(LISTS)
    told = article.all("details")[0].text()
    assert all(line in told for line in HOW_COUNTED)
    assert "21 November 2026" in article.text()


def test_a_build_on_a_later_day_shows_what_is_overdue(small_site: Path, tmp_path: Path) -> None:
    late = tmp_path / "late"
    seconds = int(EPOCH) + 80 * 24 * 3600  # 9 February 2027, a month after every check of the small guide was due
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "-f", SMALL / "mkdocs.yml", "-d", late)
    built = run(*command, SOURCE_DATE_EPOCH=str(seconds))
    assert built.returncode == 0, built.stderr
    assert section(small_site, "overdue").text().endswith("None. Every check is in time.")
    assert "is due on 5 January 2027" in section(small_site, "due-soon").text()
    assert "was due on 5 January 2027" in section(late, "overdue").text()
    assert section(late, "due-soon").text().endswith("None.")
    assert {one["due"] for one in data(small_site)["due"]} == {"soon"}
    assert {one["due"] for one in data(late)["due"]} == {"overdue"}
    assert data(late)["day"] == "2027-02-09"


def test_the_weakest_come_first_in_every_list(small: Path, change: Callable[[str, str, str], Path]) -> None:
    change("data/effects/sneezing.yml", "next_check: 2027-01-05", "next_check: 2026-11-01")
    change("data/plans/plan-e.yml", "next_check: 2027-01-05", "next_check: 2026-10-01")
    change("data/types/common-type.yml", "next_check: 2027-01-05", "next_check: 2027-09-01")
    change("data/references/smith-2024.yml", 'issued: "2024-07"', 'issued: "2001-07"')
    standing = composed(small).standing
    order = [one.points for one in standing.records]
    assert order == sorted(order, reverse=True)
    assert {one.id for one in standing.records[:2]} == {"sneezing", "plan-e"}
    assert [one.id for one in standing.due][:2] == ["plan-e", "sneezing"]
    assert "common-type" not in [one.id for one in standing.due]
    assert "at-the-start" in [one.id for one in standing.due]  # questions are checked too
    assert [one.id for one in standing.oldest_sources] == ["smith-2024", "lee-2023"]
    gaps = [sum(len(one.missing) for one in kind.records) for kind in standing.coverage]
    assert gaps == sorted(gaps, reverse=True)
    for kind in standing.coverage:
        assert [len(one.missing) for one in kind.records] == sorted(
            (len(one.missing) for one in kind.records), reverse=True
        )


def test_a_statement_counts_as_single_until_it_has_a_second_source(
    small: Path, change: Callable[[str, str, str], Path]
) -> None:
    def figures() -> tuple[int, int]:
        one = next(one for one in composed(small).standing.records if one.id == "handkerchief")
        return one.single_source, one.statements

    assert figures() == (1, 1)
    change("data/terms/handkerchief.yml", "[@lee-2023]", "[@lee-2023, page 2; @lee-2023, page 4]")
    assert figures() == (1, 1)
    change("data/terms/handkerchief.yml", "@lee-2023, page 4", "@smith-2024")
    assert figures() == (0, 1)


def test_a_word_counts_as_used_once_a_page_explains_it(small: Path, change: Callable[[str, str, str], Path]) -> None:
    def unused() -> list[str]:
        return [one.name for one in composed(small).standing.words_never_used]

    before = unused()
    text = (small / "data/terms/handkerchief.yml").read_text(encoding="utf-8")
    for name, other in (("snuffbox", "a handkerchief"), ("nosegay", "a snuffbox")):
        new = text.replace("name: handkerchief", f"name: {name}").replace("A cloth for the nose", f"It is like {other}")
        (small / f"data/terms/{name}.yml").write_text(new, encoding="utf-8")
    assert unused() == sorted([*before, "nosegay", "snuffbox"])  # one word's definition is no page
    change("docs/about.md", "\n", '\nAsk for a {{ term("snuffbox") }}.\n')
    assert unused() == sorted([*before, "nosegay"])


def test_a_source_that_nothing_cites_is_told_with_its_note(small: Path) -> None:
    text = (small / "data/references/smith-2024.yml").read_text(encoding="utf-8")
    kept = text.replace("10.1234/example.5678", "10.1234/example.9").replace('"12345"', '"54321"')
    (small / "data/references/kept.yml").write_text(f"{kept}listed: true\nnote: Kept for its list.\n", encoding="utf-8")
    standing = composed(small).standing
    assert [one.id for one in standing.cited_nowhere] == ["kept", "lee-2025"]
    assert standing.cited_nowhere[0].note == "Kept for its list."
    assert "kept" not in [one.id for one in standing.oldest_sources]
    assert all(one.cited_on for one in standing.oldest_sources)


def test_optional_fields_are_read_off_the_model() -> None:
    drug, phase = optional_fields(Drug), optional_fields(Phase)
    assert {"brands", "pronunciation", "late_effects", "approvals", "unknown"} <= set(drug)
    assert not {"name", "waivers", "wanted", "draft", "formerly"} & {*drug, *phase}
    assert "lane" not in phase  # always has a value
    assert all(drug.values())


def test_a_gap_goes_when_the_field_is_filled(small: Path) -> None:
    def missing() -> tuple[str, ...]:
        kind = next(one for one in composed(small).standing.coverage if one.kind == "procedure")
        return kind.records[0].missing

    assert "aliases" in missing()
    with (small / "data/procedures/sample-test.yml").open("a", encoding="utf-8") as file:
        file.write("aliases: [trial sneeze]\n")
    assert "aliases" not in missing()


def test_the_data_tell_what_the_page_shows(small_site: Path) -> None:
    told = data(small_site)
    pages = [one for one in told["records"] if "#" not in one["address"]]
    assert lines(small_site, "needs-work") == [one["name"] for one in pages]
    first = section(small_site, "needs-work").all("li")[0].text()
    assert f"{pages[0]['points']} points" in first
    assert f"{pages[0]['single_source']} of {pages[0]['statements']} statements on one source" in first
    assert lines(small_site, "due-soon") == [one["name"] for one in told["due"]]
    assert lines(small_site, "oldest-sources") == [one["name"] for one in told["oldest_sources"]]
    assert lines(small_site, "wanted") == [one["name"] for one in told["records"] if one["wanted"]]
    totals = section(small_site, "totals")
    figures = {row.all("dt")[0].text(): row.all("dd")[0].text() for row in totals.all("dl")[0].children}
    assert figures["Statements with a source"] == str(sum(one["statements"] for one in told["records"]))
    assert figures["Statements on one source"] == str(sum(one["single_source"] for one in told["records"]))
    links = {link.attributes["href"] for link in section(small_site, "records").all("a")}
    assert links == {f"../{one['address']}" for one in told["records"]}
    tables = [one.attributes["aria-label"] for one in section(small_site, "coverage").all("div", role="region")]
    assert len(tables) == sum(any(one["missing"] for one in kind["records"]) for kind in told["coverage"])
    gaps = section(small_site, "coverage").all("td", class_="gap")
    assert len(gaps) == sum(len(one["missing"]) for kind in told["coverage"] for one in kind["records"])


def test_the_data_keep_to_their_schema_and_every_field_is_explained(small_site: Path) -> None:
    Draft202012Validator.check_schema(editorial_schema())
    judge = Draft202012Validator(editorial_schema(), format_checker=FormatChecker())
    told = data(small_site)
    assert list(judge.iter_errors(told)) == []
    told["records"][0]["points"] = "many"
    assert list(judge.iter_errors(told))
    parts = [editorial_schema(), *editorial_schema()["$defs"].values()]
    bare = [name for part in parts for name, one in part["properties"].items() if not one.get("description")]
    assert bare == []
    assert all(set(part["required"]) == set(part["properties"]) for part in parts)


def test_two_builds_have_the_same_data(small_site: Path, tmp_path: Path) -> None:
    assert mkdocs(SMALL / "mkdocs.yml", tmp_path / "again").returncode == 0
    assert (tmp_path / "again" / NAME).read_bytes() == (small_site / NAME).read_bytes()


def test_the_page_stays_light(real_site: Path) -> None:
    assert len(page(real_site / "editorial/index.html").all()) < 3000
