"""What the two pages that the guide began with say stands on the built site, put right and with its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypedDict

import pytest
import yaml
from conftest import ROOT
from pages import STATEMENTS, Element, page


class Row(TypedDict):
    """One statement: the fact behind it, the statement in plain words, its page, words that show it is there."""

    fact: str
    says: str
    page: str
    words: list[str]


ROWS: list[Row] = yaml.safe_load((ROOT / "tests" / "seed_facts.yml").read_text(encoding="utf-8"))
SEED_REFERENCES = 18


def statements(root: Element) -> list[Element]:
    """The page's sourced statements, without the meanings of words, which every page repeats."""
    return [
        element
        for element in root.all()
        if (element.tag in STATEMENTS or element.has("class_", "row-text"))
        and element.all("a", class_="cite")
        and not any(one.attributes.get("id", "").startswith("word-") for one in element.ancestors())
    ]


def wording(element: Element) -> str:
    """A statement's text; the text after a name or a question is read together with that name or question."""
    titles = element.parent.all("dt") if element.tag == "dd" and element.parent else []
    return " ".join(one.text() for one in [*titles, element])


def holds(text: str, word: str) -> bool:
    """Does a word of the text begin so, in upper or lower case?"""
    return re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['fact']}@{row['page']}" for row in ROWS])
def test_a_seed_fact_is_said_with_its_source(real_site: Path, row: Row) -> None:
    path = real_site / row["page"] / "index.html"
    said = [wording(element) for element in statements(page(path))]
    closest = max(said, key=lambda text: sum(holds(text, word) for word in row["words"]))
    missing = [word for word in row["words"] if not holds(closest, word)]
    assert not missing, f"{row['page']} no longer says: {row['says']} Not in {closest!r}: {missing}"


def test_the_references_of_the_seed_are_kept_with_a_note(real_site: Path) -> None:
    items = page(real_site / "references" / "index.html").all("li", id="*")
    seeds = [item for item in items if item.attributes["id"].startswith("ref-seedref-")]
    numbers = [item.attributes["id"].split("-")[2] for item in seeds]
    assert sorted(numbers) == [f"{number:02}" for number in range(1, SEED_REFERENCES + 1)]
    for item in seeds:
        assert any(note.text() for note in item.all("p", class_="note")), f"{item.attributes['id']} has no note"
