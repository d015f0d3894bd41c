"""The real guide is whole: its counts, its grades, what it never says, and that its pages agree."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from guide.reading import grade
from lxml import html
from pages import Element, html_files, page

DATA = ROOT / "data"
LEAST = {
    "phases": 10,
    "drugs": 46,
    "effects": 35,
    "types": 10,
    "plans": 10,
    "procedures": 16,
    "terms": 216,
    "topics": 5,
    "trials": 8,
}
PHASES = [
    "before-treatment",
    "induction",
    "consolidation",
    "cns-directed-treatment",
    "interim-maintenance",
    "delayed-intensification",
    "stem-cell-transplant",
    "maintenance",
    "after-treatment",
    "relapse",
]
DOSE = re.compile(r"\b\d[\d.,]* ?(?:mg|mcg|µg|g/m|mL|IU|units?/)\b|/m²|/kg")
PHONE = re.compile(r"\+\d[\d ()-]{7,}\d|\(\d{3}\) ?\d{3}|\b\d{3}[ -]\d{3}[ -]\d{4}\b|\b1[ -]800\b")


def records(folder: str) -> dict[str, dict[str, object]]:
    """Every record of one folder as plain YAML."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / folder).glob("*.yml")}


@pytest.mark.parametrize(("folder", "least"), LEAST.items())
def test_the_guide_is_whole(folder: str, least: int) -> None:
    shown = [name for name, record in records(folder).items() if not record.get("draft")]
    assert len(shown) >= least


def test_phases_come_in_the_agreed_order(real_site: Path) -> None:
    found = records("phases")
    assert sorted(found, key=lambda name: int(str(found[name]["order"]))) == PHASES
    path = page(real_site / "phases/index.html").all("nav", class_="path")[0]
    names = [next(iter(step.all("a"))).text() for step in path.all("li")]
    assert names == [found[name]["name"] for name in PHASES]


def test_there_are_questions_for_every_phase_and_sixty_in_all() -> None:
    sets = records("questions").values()
    asked = [question for one in sets for question in one["questions"]]  # type: ignore[attr-defined]
    assert len(asked) >= 60
    assert len(set(asked)) == len(asked)
    per_phase = Counter(phase for one in sets for phase in one.get("phases", ()) for _ in one["questions"])  # type: ignore[attr-defined]
    assert [phase for phase in PHASES if per_phase[phase] < 5] == []


def articles(site: Path) -> list[tuple[Path, Element]]:
    """Every page made from one record."""
    return [(path, one) for path in html_files(site) for one in page(path).all("article", data_record="*")]


def body_sentences(element: Element) -> list[str]:
    """What a reader reads: paragraphs, list items, definitions and rows without headings, sources and markers."""
    found = []
    for one in element.all():
        skipped = any(
            around.attributes.get("id") in ("sources", "words") or around.tag in ("nav", "h1", "h2", "h3", "aside")
            for around in one.ancestors()
        )
        if skipped or one.tag not in ("p", "li", "dd", "td") or any(child.tag in ("p", "li") for child in one.all()):
            continue
        text = re.sub(r"\s+([.,;:!?])", r"\1", words(one)).strip()
        found += [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9])", text) if part.strip()]
    return found


def words(element: Element) -> str:
    """The text of an element without its citation markers, tags and buttons."""
    left_out = element.tag == "sup" or "tag" in element.attributes.get("class", "").split()
    return "" if left_out else " ".join([*element.texts, *(words(child) for child in element.children)])


def names() -> frozenset[str]:
    """Words of drug, brand and plan names: a reading grade leaves proper names out."""
    found = set()
    for folder in ("drugs", "plans"):
        for one in records(folder).values():
            found |= {str(one["name"]), *one.get("other_names", ()), *(b["name"] for b in one.get("brands", ()))}  # type: ignore[attr-defined]
    style = yaml.safe_load((DATA / "style.yml").read_text(encoding="utf-8"))
    found |= set(style["names"])
    return frozenset(word for name in found for word in re.sub(r"[^\w\s]", "", name).casefold().split())


def test_every_built_page_reads_at_grade_8_and_the_middle_one_at_7(real_site: Path) -> None:
    proper = names()
    grades = {str(path): grade(body_sentences(article), proper) for path, article in articles(real_site)}
    assert len(grades) > 100
    assert {path: found for path, found in grades.items() if found > 8.0} == {}
    assert sorted(grades.values())[len(grades) // 2] <= 7.0


def test_every_built_help_box_reads_at_grade_6(real_site: Path) -> None:
    proper = names()
    boxes = {
        str(path): grade([item for part in box.all("li") for item in body_sentences_of(part)], proper)
        for path, article in articles(real_site)
        for box in article.all("section", class_="help")
    }
    assert len(boxes) > 80
    assert {path: found for path, found in boxes.items() if found > 6.0} == {}


def body_sentences_of(item: Element) -> list[str]:
    """One list item's text."""
    return [re.sub(r"\s+([.,;:!?])", r"\1", words(item)).strip()]


def test_two_thousand_statements_carry_a_source(real_site: Path) -> None:
    lines = dict(
        zip(
            [one.text() for one in page(real_site / "editorial/index.html").all("dt")],
            [one.text() for one in page(real_site / "editorial/index.html").all("dd")],
            strict=True,
        )
    )
    assert int(lines["Statements with a source"]) >= 2000
    assert int(lines["Pages that rest on one source"]) == 0


def test_titles_of_sources_stand_in_lists_of_sources_only(real_site: Path) -> None:
    """There they are quoted; anywhere else a run of a source's words would be a copy."""
    titles = {
        " ".join(str(yaml.safe_load(path.read_text(encoding="utf-8"))["title"]).split())
        for path in (DATA / "references").glob("*.yml")
    }
    long = {title for title in titles if len(title.split()) >= 8}
    quoted = stray = 0
    for path in real_site.rglob("index.html"):
        for link in html.fromstring(path.read_text(encoding="utf-8")).xpath("//article//a"):
            if " ".join(link.text_content().split()) in long:
                quoted += 1
                stray += not link.xpath("ancestor::*[@data-references or @id='sources']")
    assert quoted > 50
    assert stray == 0


def test_every_record_stands_on_the_editorial_page(real_site: Path) -> None:
    rows = page(real_site / "editorial/index.html").all("tr")
    links = {link.attributes["href"] for row in rows for link in row.all("a")}
    for folder, address in (("drugs", "drugs"), ("phases", "phases"), ("effects", "side-effects"), ("plans", "plans")):
        for name in records(folder):
            assert f"../{address}/{name}/" in links
    for name in records("terms"):
        assert f"../glossary/#term-{name}" in links


def test_no_page_names_a_dose_a_telephone_number_or_a_reviewer(real_site: Path) -> None:
    for path in html_files(real_site):
        for main in page(path).all("main"):
            text = main_text(main)
            assert not DOSE.search(text), f"{path}: {DOSE.search(text)}"
            assert not PHONE.search(text), f"{path}: {PHONE.search(text)}"
            assert not re.search(r"(?i)(medically|clinically) reviewed|reviewed by (?!a clinician)", text), path


def main_text(main: Element) -> str:
    """The text of a page without its list of sources, whose printed titles and numbers are not ours."""
    left_out = main.attributes.get("id") == "sources" or "references" in main.attributes.get("class", "").split()
    return "" if left_out else " ".join([*main.texts, *(main_text(child) for child in main.children)])


AGREED = {
    "remission": (r"[Ff]ewer than \d+ in 100 (?:of your )?(?:marrow|cells in the marrow)", r"[Ff]ewer than 5 in 100"),
    "fever": (r"You have a fever (?:at|of|above|over)[^.]*", r"at or above your team.s number"),
    "percent": (r"\d ?%", r"(?!)"),
}


@pytest.mark.parametrize("fact", AGREED)
def test_pages_agree(real_site: Path, fact: str) -> None:
    about, says = (re.compile(pattern) for pattern in AGREED[fact])
    found = [(path, hit[0]) for path, article in articles(real_site) for hit in about.finditer(main_text(article))]
    assert [(str(path), text) for path, text in found if not says.search(text)] == []
