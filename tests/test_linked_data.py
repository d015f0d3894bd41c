"""What pages tell in the words of schema.org: what the vocabulary knows and the data hold, and no more than fits."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from conftest import ROOT
from guide.compose import compose
from guide.head import heads
from guide.inspection import inspect
from guide.link import link
from guide.linked_data import TITLED, TOLD, linked_data
from pages import html_files, page
from test_review import sign

SITES = ["real_site", "small_site", "other_site"]
HOME = "https://guide.example/sub/"
SCHEMA = json.loads((ROOT / "tests/linked_data.schema.json").read_text(encoding="utf-8"))
ALLOWED = jsonschema.Draft202012Validator(SCHEMA)
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
BUDGET = 2500


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Path:
    """Each guide's site in turn."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def told(path: Path) -> list[dict[str, Any]]:
    """The JSON-LD of a built page."""
    return [json.loads(text) for text in BLOCK.findall(path.read_text(encoding="utf-8"))]


def node(guide: Path, address: str, home: str = HOME) -> dict[str, Any]:
    """The JSON-LD of one page of a guide that was changed."""
    found = inspect(guide / "data", guide / "docs", guide, date(2026, 11, 21))
    assert [str(problem) for problem in found.problems] == []
    linked = link(found.data)
    values: dict[str, Any] = json.loads(heads(linked, compose(linked, found.pages), home)[address].linked_data)
    return values


def test_every_page_tells_once_what_it_is_in_words_that_the_vocabulary_knows(site: Path) -> None:
    for path in html_files(site):
        found = told(path)
        alone = path.parent == site and path.name != "index.html"
        assert len(found) == (0 if alone or page(path).all("meta", content="noindex") else 1), path
        for one in found:
            assert [error.message for error in ALLOWED.iter_errors(one)] == [], path
            canonical = page(path).all("link", rel="canonical")[0].attributes["href"]
            assert one["url"] == canonical
            assert page(path).all("h1")[0].text() == one["name"] or path.parent == site


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "MedicalPage"},
        {"medicalReviewer": "Ann"},
        {"about": [{"@type": "Drug", "name": "x", "dosage": "1"}]},
        {"about": [{"@type": "Person", "name": "x"}]},
        {"citation": [{"@type": "Drug", "name": "x"}]},
        {"lastReviewed": "soon"},
        {"url": "/drugs/"},
    ],
)
def test_the_list_of_what_is_allowed_refuses_what_is_not_there(small: Path, wrong: dict[str, Any]) -> None:
    good = node(small, "drugs/examplin/")
    assert ALLOWED.is_valid(good)
    assert not ALLOWED.is_valid(good | wrong)


def test_without_a_sign_off_nothing_is_said_of_a_review(site: Path) -> None:
    for path in html_files(site):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"lastReviewed|reviewedBy", text), path


def test_a_sign_off_is_told_until_the_record_changes(small: Path, change: Callable[[str, str, str], Path]) -> None:
    sign(small, "drug:examplin", day="2026-03-04")
    sign(small, "drug:examplin", name="Bo Example", day="2026-04-05")
    found = node(small, "drugs/examplin/")
    assert ALLOWED.is_valid(found)
    assert found["lastReviewed"] == "2026-04-05"
    assert [one["name"] for one in found["reviewedBy"]] == ["Ann Example", "Bo Example"]
    assert found["reviewedBy"][0]["jobTitle"] == "example nurse"
    assert found["reviewedBy"][0]["description"] == "Read it for: all sentences"
    others = [node(small, address) for address in ("phases/start/", "drugs/", "")]
    assert not [one for one in others if {"lastReviewed", "reviewedBy"} & set(one)]
    change("data/drugs/examplin.yml", "It blocks the marker cell", "It stops the marker cell")
    assert not {"lastReviewed", "reviewedBy"} & set(node(small, "drugs/examplin/"))


@pytest.mark.parametrize(
    ("address", "kind", "about"),
    [
        ("phases/start/", "MedicalWebPage", "MedicalTherapy"),
        ("drugs/examplin/", "MedicalWebPage", "Drug"),
        ("side-effects/sneezing/", "MedicalWebPage", "MedicalSignOrSymptom"),
        ("types/common-type/", "MedicalWebPage", "MedicalCondition"),
        ("plans/plan-e/", "MedicalWebPage", "MedicalTherapy"),
        ("procedures/sample-test/", "MedicalWebPage", "MedicalProcedure"),
        ("topics/outlook/", "MedicalWebPage", None),
        ("drugs/", "MedicalWebPage", None),
        ("", "MedicalWebPage", None),
        ("about/", "AboutPage", None),
    ],
)
def test_a_page_is_about_its_record_and_the_illness(small: Path, address: str, kind: str, about: str | None) -> None:
    found = node(small, address)
    assert found["@type"] == kind
    *own, condition = found["about"]
    assert condition == {"@type": "MedicalCondition", "name": "examplitis", "alternateName": "EX"}
    assert [one["@type"] for one in own] == ([about] if about else [])
    assert [one["name"] for one in own] == ([found["name"]] if about else [])


def test_pages_for_authors_are_about_no_illness(small: Path) -> None:
    for address in ("editorial/", "rules/", "changes/", "references/"):
        found = node(small, address)
        assert found["@type"] == "WebPage"
        assert "about" not in found


def test_a_drug_has_its_names_and_codes_but_not_what_only_search_should_find(
    small: Path, change: Callable[[str, str, str], Path]
) -> None:
    record = (small / "data/drugs/examplin.yml").read_text(encoding="utf-8")
    aliases = re.findall(r"^aliases: \[(.*)\]$", record, re.MULTILINE)
    assert aliases
    drug = node(small, "drugs/examplin/")["about"][0]
    assert drug["nonProprietaryName"] == "examplin"
    assert drug["proprietaryName"] == ["Exampla"]
    assert drug["drugClass"]["name"] == "example blocker"
    assert drug["code"] == [{"@type": "MedicalCode", "codeValue": "57-22-7", "codingSystem": "CAS"}]
    assert not [one for one in aliases[0].replace('"', "").split(", ") if f'"{one}"' in json.dumps(drug)]


def test_the_day_of_change_is_that_of_the_latest_note_and_of_nothing_else(small: Path) -> None:
    assert node(small, "drugs/examplin/")["dateModified"] == "2026-01-05"
    text = 'date: 2026-02-03\nnote: More brands.\npages: ["drug:examplin"]\n'
    (small / "data/changes/2026-02-03-brands.yml").write_text(text, encoding="utf-8")
    assert node(small, "drugs/examplin/")["dateModified"] == "2026-02-03"
    assert "dateModified" not in node(small, "phases/start/")


def test_sources_keep_their_order_and_their_doi(site: Path) -> None:
    dois = 0
    for path in html_files(site):
        lines = [section.all("li", data_ref="*") for section in page(path).all("section", id="sources")]
        sources = [line for some in lines for line in some]
        for one in told(path):
            cited = one.get("citation", [])
            assert len(cited) == (len(sources) if len(sources) <= TOLD else 0), path
            assert all("name" in work for work in cited) or len(sources) > TITLED
            for work, line in zip(cited, sources, strict=False):
                out = [a.attributes["href"] for a in line.all("a") if a.attributes["href"].startswith("http")]
                assert work.get("url") == (out[0] if out else None), path
                doi = next((href for href in out if "//doi.org/" in href), "")
                assert not doi or unquote(work["url"]) == unquote(doi)
                dois += bool(doi)
    assert dois


def test_the_glossary_is_one_set_of_all_its_words(site: Path) -> None:
    words = told(site / "glossary/index.html")[0]["mainEntity"]
    headings = page(site / "glossary/index.html").all("h3", id="*")
    shown = [one.text() for one in headings if one.attributes["id"].startswith("term-")]
    assert words["@type"] == "DefinedTermSet"
    assert shown
    assert [one["name"] for one in words["hasDefinedTerm"]] == shown


def test_nothing_in_the_data_ends_the_script(small: Path) -> None:
    found = inspect(small / "data", small / "docs", small, date(2026, 11, 21))
    linked = link(found.data)
    bad = "</script><script>alert('1')</script><!-- & é"
    guide = linked.guide.model_copy(update={"publisher": bad})
    view = compose(linked, found.pages).views[0]
    text = linked_data(view, bad, link_with(linked, guide), HOME)
    assert not set("<>&'") & set(text)
    assert json.loads(text)["publisher"]["name"] == json.loads(text)["name"] == bad


def link_with(linked: Any, guide: Any) -> Any:
    """The same records with another guide around them."""
    return type(linked)(guide, linked.items, reviews=linked.reviews)


def test_without_an_address_of_the_site_a_page_has_none(small: Path) -> None:
    found = node(small, "drugs/examplin/", home="")
    assert ALLOWED.is_valid(found)
    assert "url" not in found
    assert "url" not in found["isPartOf"]
    assert node(small, "drugs/examplin/")["url"] == f"{HOME}drugs/examplin/"


def test_it_adds_little_to_what_a_reader_waits_for(real_site: Path) -> None:
    heavy = {}
    for path in html_files(real_site):
        text = path.read_text(encoding="utf-8")
        added = len(gzip.compress(text.encode(), 9)) - len(gzip.compress(BLOCK.sub("", text).encode(), 9))
        if added > BUDGET:
            heavy[str(path.relative_to(real_site))] = added
    assert heavy == {}
