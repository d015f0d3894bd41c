"""Open data at /api/v1/: every document fits its schema, independent parsers read every form, and no draft is in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from conftest import ROOT, SMALL, real_day
from guide import citation_forms
from guide.api import api_files
from guide.archive import Edition
from guide.beside import AHEAD, Part, beside
from guide.bibliography import FORMS
from guide.clock import day_set
from guide.compose import compose
from guide.inspection import inspect
from guide.link import link
from guide.model import Reference
from guide.printed import Printed
from guide.render import Renderer
from jsonschema import Draft202012Validator
from jsonschema import Draft202012Validator as Validator
from openapi_spec_validator import validate
from pages import html_files, page
from test_rules_page import DAY

API = "api/v1/"
HOME = "https://guide.example/part/"
NAME = {"type": "object", "minProperties": 1, "additionalProperties": False,
        "properties": {key: {"type": "string"} for key in ("family", "given", "suffix", "literal")}}  # fmt: skip
DATE = {"type": "object", "required": ["date-parts"], "additionalProperties": False, "properties": {
    "date-parts": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
        "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}}}}  # fmt: skip
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "title"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article-journal", "book", "chapter", "report", "webpage"]},
            "author": {"type": "array", "items": NAME},
            "editor": {"type": "array", "items": NAME},
            "issued": DATE,
            "accessed": DATE,
            "custom": {"type": "object"},
            **{
                key: {"type": "string"}
                for key in (
                    "id", "title", "container-title", "publisher", "publisher-place", "edition", "volume", "issue",
                    "page", "DOI", "PMID", "PMCID", "URL", "genre", "note",
                )
            },
        },
    },
}  # fmt: skip
"""Our own, narrower than the schema of CSL 1.0.2 (csl-data.json): the names it has for what this guide writes."""
NASTY = Reference.model_validate(
    {
        "type": "article-journal",
        "genre": "trial",
        "title": r"50% of {A} & B_c: $5, #1, ~2, 10^6, \alpha? @home “é” 3 < 4",
        "author": (
            {"family": "van der Berg", "given": "A B", "suffix": "Jr"},
            {"literal": "Study Group and Friends"},
            {"family": "Öz-Smith", "given": "C"},
        ),
        "authors_incomplete": True,
        "container-title": "J Health & Care",
        "issued": "2024-07-05",
        "volume": "5",
        "issue": "2 Suppl 1",
        "page": "e12-e19",
        "DOI": "10.1000/a_b(c);2-z%x#1",
        "PMID": "123",
        "PMCID": "PMC12",
        "URL": "https://example.org/a_b?c=d&e=%20",
        "read": "abstract",
        "note": "Corrected & printed anew.",
    }
)


def printed_of(folder: Path, home: str = HOME, day: date = DAY) -> Printed:
    """The guide in a folder, printed without its frame."""
    found = inspect(folder / "data", folder / "docs", folder, day)
    assert not found.problems, found.problems
    linked = link(found.data)
    site, renderer = compose(linked, found.pages), Renderer(day)
    bodies = {view.address: renderer.view(view) for view in site.views}
    bodies |= {one.address: renderer.written(one) for one in site.written.values()}
    guide = linked.guide
    edition = Edition(guide.title, guide.tagline, guide.language, guide.disclaimer, home, day_set())
    parts = {(one.kind, one.id): renderer.view(one) for one in site.handout.parts}
    return Printed(linked, site, bodies, parts, renderer, edition)


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    """The files of the small guide."""
    return api_files(printed_of(SMALL))


@pytest.fixture(scope="module")
def real() -> dict[str, str | bytes]:
    """The files of the real guide."""
    return api_files(printed_of(ROOT, day=real_day()))


@pytest.fixture(params=["files", "real"])
def made(request: pytest.FixtureRequest) -> dict[str, str | bytes]:
    """The files of each guide in turn."""
    found: dict[str, str | bytes] = request.getfixturevalue(request.param)
    return found


def values(made: dict[str, str | bytes], name: str) -> Any:
    """One JSON file."""
    return json.loads(made[API + name])


def documents(made: dict[str, str | bytes]) -> Iterator[tuple[str, Any]]:
    """Every JSON file that names its schema."""
    for name, text in made.items():
        if name.endswith(".json") and not name.endswith((".csl.json", "openapi.json")) and "/schemas/" not in name:
            found = json.loads(text)
            if "$schema" in found:
                yield name, found


def test_every_document_fits_the_schema_that_it_names(made: dict[str, str | bytes]) -> None:
    schemas = {name: values(made, name.removeprefix(API)) for name in made if "/schemas/" in name}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    checkers = {HOME + name: Validator(schema) for name, schema in schemas.items()}
    kinds = set()
    for name, document in documents(made):
        errors = checkers[document["$schema"]].iter_errors(document)
        wrong = [f"{name}: {one.json_path}: {one.message[:200]}" for one in errors]
        assert not wrong, wrong[:3]
        kinds.add(document["$schema"])
    assert len(kinds) == len(schemas) - 1  # how the guide stands has a schema, but does not name it
    assert not list(Validator(schemas[f"{API}schemas/editorial.json"]).iter_errors(values(made, "editorial.json")))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda one: one["fields"].pop("summary"), "fields"),
        (lambda one: one["fields"].update(draft=True), "fields"),
        (lambda one: one["fields"]["summary"].pop("text"), "summary"),
        (lambda one: one.update(checked="soon"), "checked"),
        (lambda one: one["review"].update(state="approved"), "state"),
        (lambda one: one["license"].update(id="none"), "license"),
        (lambda one: one["relations"].update(nonsense=[]), "relations"),
    ],
)
def test_a_schema_refuses_what_no_document_may_be(
    files: dict[str, str | bytes], change: Callable[[Any], object], where: str
) -> None:
    document = values(files, "drugs/examplin.json")
    change(document)
    wrong = list(Validator(values(files, "schemas/drug.json")).iter_errors(document))
    assert any(where in one.json_path for one in wrong)


def test_a_document_holds_the_record_with_its_prose_sources_relations_and_terms(files: dict[str, str | bytes]) -> None:
    drug = values(files, "drugs/examplin.json")
    assert drug["url"] == f"{HOME}drugs/examplin/"
    assert drug["data_url"] == f"{HOME}api/v1/drugs/examplin.json"
    assert drug["source_file"].endswith("data/drugs/examplin.yml")
    assert (drug["checked"], drug["next_check"]) == ("2026-01-05", "2027-01-05")
    assert drug["review"] == {"state": "unreviewed", "signoffs": []}
    assert drug["fields"]["why"] == {
        "markdown": "It is used in [the start phase](phase:start) [@smith-2024].",
        "text": "It is used in the start phase.",
        "citations": [{"reference": "smith-2024"}],
    }
    assert drug["references"] == ["smith-2024", "lee-2023"]
    assert drug["relations"] == {"phase": ["start"], "effect": ["sneezing"]}
    assert "start" in drug["named_by"]["phase"]
    assert drug["fields"]["identifiers"][0]["scheme"] == "CAS"


def test_a_page_that_no_record_makes_has_its_markdown_and_its_text(files: dict[str, str | bytes]) -> None:
    about = values(files, "about.json")
    assert "[examplin](drug:examplin) blocks examples [@lee-2023, section 2]." in about["fields"]["markdown"]
    assert "The drug examplin blocks examples." in about["fields"]["text"]
    assert about["references"] == ["lee-2023", "smith-2024"]
    assert "home.json" in {name.removeprefix(API) for name in files}


def test_addresses_are_relative_to_the_root_when_the_site_has_no_address() -> None:
    drug = values(api_files(printed_of(SMALL, home="")), "drugs/examplin.json")
    assert (drug["url"], drug["data_url"]) == ("drugs/examplin/", "api/v1/drugs/examplin.json")


def test_the_index_names_every_file_with_its_digest(made: dict[str, str | bytes]) -> None:
    index = values(made, "index.json")
    told = {one["data_url"]: one["sha256"] for one in (*index["documents"], *index["files"])}
    content = {HOME + name: text.encode() if isinstance(text, str) else text for name, text in made.items()}
    content.pop(f"{HOME}api/v1/index.json")
    assert told == {name: hashlib.sha256(one).hexdigest() for name, one in content.items()}


def test_every_file_says_its_license(files: dict[str, str | bytes]) -> None:
    bare = [
        name
        for name, text in files.items()
        if not re.search(rb"CC[ -]BY[ -]4\.0", text.encode() if isinstance(text, str) else text)
    ]
    empty = [name for name in bare if name.endswith((".csv", ".csl.json", ".ris")) and len(files[name]) < 300]
    assert set(bare) - set(empty) == set()


def test_the_description_of_the_api_is_valid_and_covers_every_file(
    files: dict[str, str | bytes], tmp_path: Path
) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    described = values(files, "openapi.json")
    validate(described, base_uri=(tmp_path / API / "openapi.json").as_uri())
    assert described["servers"] == [{"url": f"{HOME}api/v1"}]
    patterns = {path: re.compile(re.escape(path).replace(r"\{id\}", "[a-z0-9-]+")) for path in described["paths"]}
    names = {"/" + name.removeprefix(API) for name in files}
    assert [name for name in names if not any(one.fullmatch(name) for one in patterns.values())] == []
    assert [path for path, one in patterns.items() if not any(map(one.fullmatch, names))] == []
    referred = set(re.findall(r'"\$ref":"([^"]+)"', str(files[f"{API}openapi.json"])))
    assert {f"{API}{one}" for one in referred} <= set(files)
    assert {"schemas/drug.json", "schemas/page.json", "schemas/list.json", "schemas/index.json"} <= referred


def test_the_sources_of_all_and_of_each_page_fit_csl(made: dict[str, str | bytes]) -> None:
    lists = {name: json.loads(text) for name, text in made.items() if name.endswith(".csl.json")}
    for found in lists.values():
        Validator(CSL).validate(found)
    some = next(name for name in lists if name.startswith(f"{API}drugs/"))
    document = json.loads(made[some.replace(".csl.json", ".json")])
    assert set(document["references"]) <= {one["id"] for one in lists[some]}
    assert len(lists[f"{API}references.csl.json"]) == len(values(made, "references.json")["items"])


def dois(made: dict[str, str | bytes]) -> dict[str, str]:
    """Id → DOI of every source that has one."""
    found = (json.loads(text)["fields"] | {"id": name.split("/")[-1].removesuffix(".json")}
             for name, text in made.items() if name.startswith(f"{API}references/"))  # fmt: skip
    return {one["id"]: one["DOI"] for one in found if "DOI" in one}


def test_independent_parsers_read_every_source_and_its_doi(made: dict[str, str | bytes]) -> None:
    kept, count = dois(made), len(values(made, "references.json")["items"])
    records = rispy.loads(str(made[f"{API}references.ris"]))
    assert len(records) == count
    assert {one["id"]: one["doi"] for one in records if "doi" in one} == kept
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False, common_strings=True)
    entries = bibtexparser.loads(str(made[f"{API}references.bib"]), parser).entries
    assert len(entries) == count
    assert {one["ID"]: one["doi"] for one in entries if "doi" in one} == kept
    assert {one["id"]: one["DOI"] for one in values(made, "references.csl.json") if "DOI" in one} == kept
    assert kept


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_source_comes_back_from_each_form_as_it_was(form: Any) -> None:
    text = form.file([form.one("nasty-2024", NASTY, "terms")], "terms")
    read = {"bib": citation_forms.bibtex, "ris": citation_forms.ris, "csl.json": citation_forms.csl}[form.ending]
    (found,) = read(text)
    expected = NASTY.model_dump(mode="json", by_alias=True, exclude_none=True)
    same = ("type", "author", "container-title", "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL")
    assert {key: found[key] for key in same} == {key: expected[key] for key in same}
    if form.ending != "bib":  # of LaTeX's names for signs the reader knows some only
        assert found["title"] == NASTY.title


def test_bibtex_keeps_what_latex_would_take_for_a_command() -> None:
    text = FORMS[0].one("nasty-2024", NASTY, "")
    assert text.count("{") == text.count("}")
    title = next(line for line in text.split("\n") if "title" in line)
    for sign in (r"50\%", r"\&", r"B\_c", r"\$5", r"\#1", r"\textasciitilde{}2", r"10\textasciicircum{}6",
                 r"\textbackslash{}alpha", r"\textbraceleft{}A\textbraceright{}"):  # fmt: skip
        assert sign in title
    assert "{Study Group and Friends}" in text
    assert "and others" in text
    (entry,) = bibtexparser.loads(text).entries
    assert entry["doi"] == NASTY.DOI


def test_ris_has_one_line_a_value_and_its_own_line_ends() -> None:
    text = FORMS[1].one("nasty-2024", NASTY, "terms")
    assert text.startswith("TY  - JOUR\r\n")
    assert text.endswith("ER  - \r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n")[:-1])
    assert "\n" not in text.replace("\r\n", "")


def rows(made: dict[str, str | bytes], name: str) -> list[dict[str, str]]:
    """A CSV file."""
    return list(csv.DictReader(io.StringIO(str(made[f"{API}csv/{name}.csv"]), newline="")))


def test_tables_hold_every_sentence_with_its_sources(files: dict[str, str | bytes]) -> None:
    found = [one for one in rows(files, "statements") if (one["kind"], one["id"]) == ("drug", "examplin")]
    assert {one["field"] for one in found} >= {"summary", "effects/0/note", "when_to_call/0/text"}
    why = next(one for one in found if one["field"] == "why")
    assert (why["sentence"], why["source_ids"]) == ("It is used in the start phase.", "smith-2024")
    assert rows(files, "identifiers")[0]["code"] == "57-22-7"
    assert rows(files, "drugs")[0]["drug_class"] == "example blocker"


def test_the_database_holds_the_same_rows_as_the_tables(made: dict[str, str | bytes], tmp_path: Path) -> None:
    path = tmp_path / "guide.sqlite"
    content = made[f"{API}guide.sqlite"]
    assert isinstance(content, bytes)
    path.write_bytes(content)
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    names = [one for (one,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    assert names == ["about", "citations", "documents", "identifiers", "relations", "sources", "statements"]
    for name in names[1:]:
        told = [tuple(one.values())[:-1] for one in rows(made, name)]
        assert [tuple(map(str, one)) for one in database.execute(f'SELECT * FROM "{name}"')] == told
    count = len(values(made, "index.json")["documents"])
    assert database.execute("SELECT count(*) FROM documents").fetchone() == (count,)
    database.close()


def test_the_same_guide_gives_the_same_bytes(files: dict[str, str | bytes]) -> None:
    assert api_files(printed_of(SMALL)) == files
    content = files[f"{API}guide.sqlite"]
    assert isinstance(content, bytes)
    assert content[96:100] == bytes(4)


DRAFT = "secretol"


@pytest.fixture
def with_drafts(small: Path) -> Path:
    """The small guide with drafts that published records name in every way there is."""
    data = small / "data"
    copies = {
        "drugs/examplin.yml": (f"drugs/{DRAFT}.yml", {"examplin": DRAFT, "Exampla": "Secretola", "eg-ZAM": "se-KRE"}),
        "references/smith-2024.yml": (
            f"references/{DRAFT}-2024.yml",
            {"A trial of examples": "A trial of secretol", "5678": "999", "12345": "999"},
        ),
    }
    for name, (copy, words) in copies.items():
        text = (data / name).read_text(encoding="utf-8")
        for old, new in words.items():
            text = text.replace(old, new)
        (data / copy).write_text(f"draft: true\n{text}", encoding="utf-8")
    edits = {
        "phases/start.yml": ("drugs:\n", f"drugs:\n  - drug: {DRAFT}\n    role: It is a secretola [@lee-2023].\n"),
        "drugs/examplin.yml": ("It is used in", f"It is used with [another drug](drug:{DRAFT}) in"),
        "changes/2026-01-05-brand-names.yml": ("pages: [", f"pages: [drug:{DRAFT}, "),
    }
    for name, (old, new) in edits.items():
        path = data / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return small


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("ATC", "L01CA02", "L01CA2"),
        ("RxNorm", "11202", "11202a"),
        ("UNII", "5J49Q6B70F", "5J49Q6B70"),
        ("DrugBank", "DB00541", "DB541"),
        ("CAS", "57-22-7", "57-22-8"),
        ("CAS", "7732-18-5", "7732-18-٥"),
        ("NCIt", "C933", "933"),
    ],
)
def test_a_code_has_the_form_of_its_register(
    change: Callable[[str, str, str], Path], scheme: str, good: str, bad: str
) -> None:
    for value, rules in ((good, []), (bad, ["bad-code"])):
        file = "data/drugs/examplin.yml"
        text = (SMALL / file).read_text(encoding="utf-8")
        path = change(file, "", "")
        path.write_text(
            text.replace("scheme: CAS\n    value: 57-22-7", f"scheme: {scheme}\n    value: '{value}'"), "utf-8"
        )
        data = path.parents[1]
        assert [one.rule for one in inspect(data, data.parent / "docs", data.parent, DAY).problems] == rules


def test_no_draft_is_in_any_file(with_drafts: Path) -> None:
    made = api_files(printed_of(with_drafts))
    assert "secret" in (with_drafts / "data/phases/start.yml").read_text(encoding="utf-8")
    for name, text in made.items():
        assert DRAFT not in name
        assert b"secret" not in (text.encode() if isinstance(text, str) else text).lower(), name
    assert values(made, "drugs/examplin.json")["fields"]["why"]["text"].startswith("It is used with another drug in")


@pytest.mark.parametrize("part", AHEAD)
def test_what_is_made_ahead_asks_for_no_printed_page(part: Part) -> None:
    printed = printed_of(SMALL)
    assert part(replace(printed, bodies={})) == part(printed)


def test_a_preview_has_no_data(files: dict[str, str | bytes]) -> None:
    printed = printed_of(SMALL)
    assert not [name for name in beside(printed, published=False) if name.startswith("api/")]
    assert set(files) <= set(beside(printed, published=True))


def test_every_page_of_the_site_leads_to_its_data_and_its_sources(small_site: Path) -> None:
    for path in html_files(small_site):
        root = page(path)
        foot = root.all("p", class_="page-data")
        if not root.all("main") or path.name != "index.html" or root.all("meta", name="robots"):
            continue
        links = [one.attributes["href"] for part in foot for one in part.all("a")]
        links += [one.attributes["href"] for one in root.all("link", type="application/json")]
        assert any(one.endswith(".json") for one in links), path
        for href in links:
            target = (path.parent / href).resolve()
            assert (target / "index.html" if href.endswith("/") else target).exists(), f"{path}: {href}"
        assert len([one for one in links if one.endswith((".bib", ".ris", ".csl.json"))]) == (
            3 if root.all("li", id="source-1") or "references" in path.parts else 0
        ), path


def test_what_is_for_the_web_only_is_neither_in_the_zip_nor_saved_by_the_worker(small_site: Path) -> None:
    with zipfile.ZipFile(next(small_site.glob("*.zip"))) as packed:
        for name in packed.namelist():
            assert not name.startswith("api/")
            if name.endswith(".html"):
                assert b"api/v1/" not in packed.read(name), name
    assert '"api/' not in (small_site / "sw.js").read_text(encoding="utf-8")


def test_the_built_site_is_what_the_tests_looked_at(small_site: Path) -> None:
    described = json.loads((small_site / API / "openapi.json").read_text(encoding="utf-8"))
    assert all((small_site / API / path[1:]).exists() for path in described["paths"] if "{" not in path)
    assert (small_site / API / "index.html").exists()
