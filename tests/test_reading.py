"""The reading grade, and the figures of a record."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ROOT, check
from guide.compose import Composer
from guide.inspection import inspect
from guide.link import link
from guide.reading import grade, syllables
from hypothesis import given
from hypothesis import strategies as st

SMALL = ROOT / "tests/guides/small"


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("blood", 1), ("doctor", 2), ("hospital", 3), ("treatment", 2), ("2024", 1), ("", 1)],
)
def test_syllables_are_counted_by_hyphenation(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        # 0.39 x words/sentences + 11.8 x syllables/words - 15.59, worked out by hand
        (["The cat sat on the mat."], 0.0),  # 0.39x6 + 11.8x6/6 - 15.59 = -1.45, never below 0
        (["Your doctor will call you today."], 2.5),  # 6 words, 8 syllables: 2.34 + 15.73 - 15.59
        (
            ["The hospital sends a doctor.", "You rest."],
            2.6,
        ),  # 7 words in 2 sentences, 10 syllables: 1.365 + 16.857 - 15.59
        ([], 0.0),
    ],
)
def test_the_grade_is_that_of_flesch_and_kincaid(sentences: list[str], expected: float) -> None:
    assert grade(sentences) == pytest.approx(expected, abs=0.05)


def test_proper_names_count_as_one_syllable() -> None:
    text = ["You take examplinomycin each day."]
    assert grade(text, frozenset({"examplinomycin"})) < grade(text)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_has_a_grade(texts: list[str]) -> None:
    assert grade(texts) >= 0


def test_figures_of_a_record_are_counted() -> None:
    found = inspect(SMALL / "data", SMALL / "docs", ROOT, date(2026, 11, 21))
    linked = link(found.data)
    topic = Composer(linked, ()).record(linked.items["topic"]["outlook"]).measure
    assert topic
    assert (topic.statements, topic.single_source, topic.sources, topic.newest) == (6, 6, 2, 2024)
    assert topic.wanted == ("How long does the calm last?",)
    waivers = [(one.rule, one.reason) for one in topic.waivers]
    assert waivers == [("mixed-shares", "The second page of the example counts in tens.")]
    assert Composer(linked, ()).record(linked.items["reference"]["lee-2023"]).measure is None


def test_a_waiver_silences_one_rule_in_one_record(small, change) -> None:  # type: ignore[no-untyped-def]
    broken = "waivers:\n  - rule: mixed-shares\n    reason: The second page of the example counts in tens.\n"
    change("data/topics/outlook.yml", broken, "")
    result = check(small / "data", cwd=small)
    assert "data/topics/outlook.yml:" in result.stderr
    assert "counts people in 5, but in 10 elsewhere on this page" in result.stderr
    assert result.returncode == 1


def test_a_pattern_that_is_none_is_refused_with_its_place(small, change) -> None:  # type: ignore[no-untyped-def]
    change("data/style.yml", '"\\\\bsting\\\\b"', '"(sting"')
    result = check(small / "data", cwd=small)
    assert "data/style.yml:7:12: 'agreements[1].about' is no regular expression" in result.stderr
    assert result.returncode == 1


def test_a_page_that_differs_on_an_agreed_fact_is_told(small, change) -> None:  # type: ignore[no-untyped-def]
    change("data/procedures/sample-test.yml", "It may sting", "It does not sting")
    result = check(small / "data", cwd=small)
    assert "differs from other pages on how the sample feels; agreed: it may sting" in result.stderr
