"""The path of treatment: lengths in words and to scale, and what runs beside the main line."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.compose.path import usual
from guide.model.treatment import Months
from pages import page


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0, 0.2, "up to 1 week"),
        (0.5, 0.9, "about 2 to 4 weeks"),
        (1, 1, "about 1 month"),
        (1, 2, "about 1 to 2 months"),
        (1.5, 3, "about 1.5 to 3 months"),
        (12, 36, "about 1 to 3 years"),
        (24, 24, "about 2 years"),
    ],
)
def test_a_length_is_told_in_the_unit_people_use(least: float, most: float, words: str) -> None:
    assert usual(Months(least=least, most=most)) == words


def test_bars_are_to_scale_and_side_lanes_are_named(real_site: Path) -> None:
    steps = page(real_site / "phases/index.html").all("nav", class_="path")[0].all("li")
    width = {step.all("a")[0].text(): [rect.attributes["width"] for rect in step.all("rect")] for step in steps}
    assert max(float(most) for most, _ in filter(None, width.values())) == 100
    assert float(width["Induction"][0]) < float(width["Maintenance"][0]) / 10
    assert [step.all("a")[0].text() for step in steps if "alongside the other phases" in step.text()] == [
        "Treatment of the brain and spinal cord"
    ]
    assert sum("for some people" in step.text() for step in steps) == 2


def test_a_phase_page_says_where_you_are(real_site: Path) -> None:
    path = page(real_site / "phases/maintenance/index.html").all("nav", class_="path")[0]
    here = path.all("strong", aria_current="step")
    assert [one.text() for one in here] == ["Maintenance you are here"]
    assert len(path.all("a")) == 9
