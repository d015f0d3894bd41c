"""A new record is a draft that passes the check, is nowhere on the site, and holds nothing that nobody said."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import EPOCH, ROOT, SMALL, check, mkdocs, real_epoch, run
from guide.fix import mend
from guide.load import SINGULAR
from guide.model import KINDS, Reference
from guide.model.fields import UNWRITTEN
from guide.pasted import NotUnderstood, read_pasted
from hypothesis import given, settings
from hypothesis import strategies as st

Change = Callable[[str, str, str], Path]
DRAFTED = {folder: SINGULAR[folder] for folder, model in KINDS.items() if "draft" in model.model_fields}


def new(folder: Path, *arguments: str, pasted: str = "", epoch: str = EPOCH) -> subprocess.CompletedProcess[str]:
    """Run hooks/new.py in a guide's folder."""
    return subprocess.run(
        [sys.executable, str(ROOT / "hooks" / "new.py"), *arguments],
        cwd=folder, env=os.environ | {"SOURCE_DATE_EPOCH": epoch}, input=pasted, capture_output=True, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip


def record(guide: Path, folder: str) -> Path:
    """The file that 'brand-new' became: a note on a change has its day before its name."""
    return guide / "data" / folder / ("2026-11-21-brand-new.yml" if folder == "changes" else "brand-new.yml")


def all_files(folder: Path) -> dict[Path, bytes]:
    """Every file with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", [*DRAFTED.values(), "drugs", "questions"])
def test_a_record_of_every_kind_passes_the_check_as_it_comes(small: Path, kind: str) -> None:
    result = new(small, kind, "brand-new")
    assert result.returncode == 0, result.stderr
    folder = kind if kind in DRAFTED else next(name for name, one in DRAFTED.items() if one == kind)
    path = record(small, folder)
    text = path.read_text(encoding="utf-8")
    assert f"data/{folder}/{path.name}" in result.stdout
    assert yaml.safe_load(text)["draft"] is True
    assert UNWRITTEN in text
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr
    mended = mend(text, KINDS[folder], folder)
    assert mended
    assert mended.text == text, "a draft is written as the fixer would write it"
    fields = {one.alias or name: one for name, one in KINDS[folder].model_fields.items()}
    for name in yaml.safe_load(text):
        assert f"# {fields[name].description}\n{name}:" in text
    assert (small / "data" / "pictures" / "brand-new.svg").exists() == (folder == "pictures")


def test_all_kinds_at_once_pass_too_and_take_the_next_places(small: Path) -> None:
    for kind in DRAFTED.values():
        for name in ("one", "two"):
            assert new(small, kind, name).returncode == 0
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr
    orders = [yaml.safe_load((small / f"data/phases/{name}.yml").read_text())["order"] for name in ("one", "two")]
    assert orders == [3, 4]


def test_the_real_guide_takes_a_draft_of_every_kind(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for kind in DRAFTED.values():
        assert new(tmp_path, kind, "brand-new", epoch=real_epoch()).returncode == 0
    told = check(tmp_path / "data", cwd=tmp_path, SOURCE_DATE_EPOCH=real_epoch())
    assert told.returncode == 0, told.stderr


def test_drafts_are_nowhere_on_the_site(small: Path) -> None:
    before = small / "before"
    after = small / "after"
    assert mkdocs(small / "mkdocs.yml", before).returncode == 0
    for kind in DRAFTED.values():
        assert new(small, kind, "brand-new").returncode == 0
    result = mkdocs(small / "mkdocs.yml", after)
    assert result.returncode == 0, result.stderr
    found = {path.relative_to(after): content for path, content in all_files(after).items()}
    assert found == {path.relative_to(before): content for path, content in all_files(before).items()}
    assert not any(b"brand-new" in content for content in found.values())
    assert {"sitemap.xml", "search_index.json"} <= {path.name for path in found}
    assert any(path.suffix == ".zip" for path in found)


@pytest.mark.parametrize(
    ("folder", "problem"),
    [(folder, f"'{UNWRITTEN}': fill this line in") for folder in DRAFTED],
    ids=list(DRAFTED),
)
def test_a_record_that_is_still_to_be_written_cannot_be_published(small: Path, folder: str, problem: str) -> None:
    assert new(small, DRAFTED[folder], "brand-new").returncode == 0
    path = record(small, folder)
    path.write_text(path.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    told = check(small / "data", cwd=small)
    assert told.returncode == 1
    assert any(line.startswith(f"data/{folder}/{path.name}:") and problem in line for line in told.stderr.splitlines())


def test_each_mark_holds_a_record_back_until_the_last(small: Path) -> None:
    assert new(small, "term", "brand-new").returncode == 0
    path = small / "data" / "terms" / "brand-new.yml"
    text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
    text = text.replace(f"{UNWRITTEN} (term brand-new)", "brand-new").replace(f"{UNWRITTEN}.", "It is new [@lee-2023].")
    path.write_text(text, encoding="utf-8")
    line = text[: text.index(UNWRITTEN)].count("\n") + 1
    assert f"data/terms/brand-new.yml:{line}:" in check(small / "data", cwd=small).stderr
    path.write_text(re.sub(rf"  # {UNWRITTEN}.*", "", text), encoding="utf-8")
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr


def test_a_note_on_a_change_may_have_a_day_of_its_own(small: Path) -> None:
    assert new(small, "change", "2026-10-05-brands").returncode == 0
    text = (small / "data" / "changes" / "2026-10-05-brands.yml").read_text(encoding="utf-8")
    assert "date: 2026-10-05\n" in text
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr


REFUSED = {
    "an id that is there": (("drug", "examplin"), "drug 'examplin' is there already: data/drugs/examplin.yml"),
    "an id that was there": (("drug", "was-here"), "'was-here' was the id of another drug"),
    "a kind that is none": (("drgu", "x"), "no kind of record is called 'drgu'; expected one of phase, drug, "),
    "a kind misspelled": (("efect", "x"), "did you mean 'effect'?"),
    "no kind": ((), "no kind of record is called ''"),
    "a sign-off": (("signoff", "x"), "make signoff"),
    "no id": (("drug",), "say the id too, such as ID=blood-test"),
    "capitals": (("drug", "Xyz"), "'Xyz' is no id; use small letters, digits and single hyphens, like 'blood-test'"),
    "two hyphens": (("drug", "a--b"), "'a--b' is no id"),
    "a path": (("drug", "../x"), "'../x' is no id"),
    "the name of the list": (("drug", "index"), "'index' is no id"),
    "too long": (("drug", "a" * 81), "is no id"),
    "a DOI for a drug": (("drug", "x", "--doi", "10.1234/x"), "makes a source: KIND=reference"),
    "a DOI that is none": (("reference", "x", "--doi", "11.1234/x"), "'11.1234/x' is no DOI and no PubMed number"),
    "a DOI that is there": (
        ("reference", "x", "--doi", "https://doi.org/10.1234/EXAMPLE.5678"),
        "reference 'smith-2024' has this DOI already; cite that",
    ),
    "a number that is there": (("reference", "x", "--pmid", "12345"), "reference 'smith-2024' has this PMID already"),
    "two at once": (("reference", "x", "--pmid", "1", "--doi", "10.1234/x"), "give one of FROM, DOI and PMID"),
    "a file that is not there": (("reference", "x", "--from", "nowhere.ris"), "nowhere.ris: No such file"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    small: Path, change: Change, arguments: tuple[str, ...], said: str
) -> None:
    change("data/drugs/examplin.yml", "checked:", "formerly: [was-here]\nchecked:")
    before = all_files(small)
    result = new(small, *arguments)
    assert result.returncode == 1
    assert said in result.stderr
    assert result.stderr.startswith("nothing is written: ")
    assert "Traceback" not in result.stderr
    assert all_files(small) == before


def test_a_picture_whose_drawing_is_there_is_refused_whole(small: Path) -> None:
    (small / "data" / "pictures" / "brand-new.svg").write_text("<svg/>", encoding="utf-8")
    before = all_files(small)
    assert new(small, "picture", "brand-new").returncode == 1
    assert all_files(small) == before


def test_a_kind_that_needs_another_first_says_so(small: Path) -> None:
    shutil.rmtree(small / "data" / "effects")
    result = new(small, "drug", "brand-new")
    assert result.returncode == 1
    assert "a drug names a effect" not in result.stderr
    assert "needs a record in data/effects" in result.stderr


def test_make_new_hands_over_kind_and_id_as_they_are(tmp_path: Path) -> None:
    """Through make itself, with what a shell would take apart."""
    script = tmp_path / "show.py"
    script.write_text("import sys; print(sys.argv[1:])", encoding="utf-8")
    recipe = re.search(r"(?m)^new:.*\n(\t.*\n)+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    lines = recipe[0].split("\n", 1)[1].replace("$(BIN)/python hooks/new.py", f"{sys.executable} {script}")
    (tmp_path / "Makefile").write_text(f"new:\n{lines}", encoding="utf-8")
    result = run("make", "-s", "new", "KIND=drug", "ID=a b; echo oh", "FROM=my file.ris", cwd=tmp_path)
    expected = ["drug", "a b; echo oh", "--from", "my file.ris", "--doi", "", "--pmid", ""]
    assert result.stdout.strip() == str(expected), result.stderr


RIS = """TY  - JOUR
AU  - Smith, Ann B.
AU  - Jones, Carol, Jr
AU  - Example Study Group
TI  - A trial of examples: <i>more</i> of them &amp; less
JO  - Journal of Examples
PY  - 2024
DA  - 2024/07/25
VL  - 5
IS  - 2
SP  - 331
EP  - 354
DO  - https://doi.org/10.9999/example.1
UR  - https://example.org/paper
ER  -
"""
BIBTEX = r"""@article{smith2024,
  title = {A trial of examples: {\emph{more}} of them \& less},
  author = {Smith, Ann B. and Jones, Jr, Carol and {Example Study Group}},
  journal = {Journal of Examples},
  year = 2024, month = jul, day = 25, volume = {5}, number = {2}, pages = {331--354},
  doi = {10.9999/example.1}, url = {https://example.org/paper},
}
"""
CSL = json.dumps(
    [
        {
            "type": "article-journal",
            "title": "A trial of examples: <i>more</i> of them &amp; less",
            "author": [
                {"family": "Smith", "given": "Ann B."},
                {"family": "Jones", "given": "Carol", "suffix": "Jr"},
                {"literal": "Example Study Group"},
            ],
            "container-title": "Journal of Examples",
            "issued": {"date-parts": [["2024", 7, 25]]},
            "volume": 5,
            "issue": "2",
            "page": "331-354",
            "DOI": "10.9999/example.1",
            "URL": "https://example.org/paper",
        }
    ]
)
NBIB = """
PMID- 7654321
DP  - 2024 Jul 25
TI  - A trial of examples: more of
      them & less.
PG  - 331-354
LID - 10.9999/example.1 [doi]
FAU - Smith, Ann B
AU  - Smith AB
FAU - Jones, Carol, Jr
AU  - Jones C Jr
CN  - Example Study Group
PT  - Journal Article
PT  - Randomized Controlled Trial
JT  - Journal of Examples
TA  - J Ex
VI  - 5
IP  - 2
PMC - PMC7654
"""
AUTHORS = [
    {"family": "Smith", "given": "Ann B."},
    {"family": "Jones", "given": "Carol", "suffix": "Jr"},
    {"literal": "Example Study Group"},
]
EXPECTED = {
    "type": "article-journal", "title": "A trial of examples: more of them & less", "author": AUTHORS,
    "container-title": "Journal of Examples", "issued": "2024-07-25", "volume": "5", "issue": "2",
    "page": "331-354", "DOI": "10.9999/example.1", "URL": "https://example.org/paper",
}  # fmt: skip
PUBMED = {key: value for key, value in EXPECTED.items() if key != "URL"} | {
    "author": [{"family": "Smith", "given": "Ann B"}, *AUTHORS[1:]],
    "genre": "trial", "PMID": "7654321", "PMCID": "PMC7654",
}  # fmt: skip
PASTED = {
    "RIS": (RIS, EXPECTED),
    "RIS with Windows lines": (RIS.replace("\n", "\r\n"), EXPECTED),
    "BibTeX": (BIBTEX, EXPECTED),
    "CSL-JSON": (CSL, EXPECTED),
    "CSL-JSON, one item": (CSL[1:-1], EXPECTED),
    "PubMed": (NBIB, PUBMED),
    "a DOI": ("10.9999/example.1", {"DOI": "10.9999/example.1"}),
    "a DOI's address": ("https://doi.org/10.9999/example.1\n", {"DOI": "10.9999/example.1"}),
    "a PubMed number": ("PMID: 7654321", {"PMID": "7654321"}),
    "BibTeX with others": (
        '@book{x, title="B", author="Lee, D and others", publisher="P", year=2020}',
        {"type": "book", "title": "B", "author": [{"family": "Lee", "given": "D"}], "authors_incomplete": True,
         "publisher": "P", "issued": "2020"},
    ),
    "RIS with the year alone": ("TY  - RPRT\nTI  - R\nPY  - 2020///\nER  -\n",
                                {"type": "report", "title": "R", "issued": "2020"}),
    "PubMed with two months": ("PMID- 1\nTI  - T\nDP  - 2020 Jul-Aug\n", {"title": "T", "issued": "2020", "PMID": "1"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), PASTED.values(), ids=PASTED)
def test_a_citation_becomes_the_fields_that_it_has_and_no_others(text: str, fields: dict[str, object]) -> None:
    assert read_pasted(text).fields == fields


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("TY  - THES\nTI  - A\nER  -\n", "type 'THES'"),
        ("TY  - JOUR\nTI  - A\nUR  - ftp://a.b/c\nER  -\n", "URL 'ftp://a.b/c'"),
        ('{"type": "article-journal", "title": "A", "issued": {"date-parts": [[1850]]}}', "issued '1850'"),
        ('{"type": "book", "title": "A", "author": [{"family": "Lee", "given": "{{ x }}"}]}', "author '[{"),
    ],
)
def test_what_a_source_cannot_hold_is_named_and_left_out(text: str, left_out: str) -> None:
    found = read_pasted(text)
    assert [one.startswith(left_out) for one in found.left_out] == [True]
    assert found.fields["title"] == "A"


@pytest.mark.parametrize("text", ["", "hello", RIS + RIS, "[]", "{", "@article{", "@article{x}", "TY  -", "[1]", "11"])
def test_no_single_citation_is_said_in_words(text: str) -> None:
    if text == "11":  # a PubMed number may be short
        assert read_pasted(text).fields == {"PMID": "11"}
    elif text == "@article{x}":  # an entry without fields says its type
        assert read_pasted(text).fields == {"type": "article-journal"}
    else:
        with pytest.raises(NotUnderstood):
            read_pasted(text)


@pytest.mark.parametrize("name", ["RIS", "BibTeX", "CSL-JSON", "PubMed", "a DOI", "a PubMed number"])
def test_a_pasted_citation_makes_a_draft_that_passes(small: Path, name: str) -> None:
    text, fields = PASTED[name]
    result = new(small, "reference", "pasted", "--from", "-", pasted=text)
    assert result.returncode == 0, result.stderr
    assert "nothing was looked up" in result.stdout
    path = small / "data" / "references" / "pasted.yml"
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    as_text = json.loads(json.dumps(fields), parse_int=str)
    made_up = {"type", "genre", "title", "read", "draft"} - set(fields)
    assert {key: value for key, value in written.items() if key not in made_up} == as_text
    for key in made_up - {"draft"}:
        line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key}:"))
        assert UNWRITTEN in line
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr


def test_a_draft_source_may_be_cited_by_drafts_only(small: Path, change: Change) -> None:
    assert new(small, "reference", "half-done").returncode == 0
    assert new(small, "term", "brand-new").returncode == 0
    change("data/terms/brand-new.yml", f"  {UNWRITTEN}.", "  It is new [@half-done].")
    told = check(small / "data", cwd=small)
    assert told.returncode == 0, told.stderr
    change("data/terms/handkerchief.yml", "[@lee-2023]", "[@half-done]")
    change("docs/about.md", "The drug", '{{ cite("half-done") }} The drug')
    change("data/drugs/examplin.yml", "    source: lee-2023", "    source: half-done")
    lines = check(small / "data", cwd=small).stderr.splitlines()[:-1]
    assert [line.split(":")[0] for line in lines] == [
        "data/drugs/examplin.yml", "data/terms/handkerchief.yml", "docs/about.md",
    ]  # fmt: skip
    assert all("source 'half-done' is a draft" in line for line in lines)


WORDS = st.text(alphabet="abcXYZ éß", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
PEOPLE = st.lists(st.fixed_dictionaries({"family": WORDS, "given": WORDS}), max_size=3)


@settings(max_examples=60, deadline=None)
@given(WORDS, PEOPLE, WORDS, st.integers(1900, 2099), st.sampled_from(["csl", "ris", "bibtex", "nbib"]))
def test_what_a_program_writes_is_what_is_read(
    title: str, people: list[dict[str, str]], journal: str, year: int, form: str
) -> None:
    names = [f"{who['family']}, {who['given']}" for who in people]
    braced = " and ".join(f"{{{who['family']}}}, {{{who['given']}}}" for who in people)
    texts = {
        "csl": json.dumps(
            {"type": "article-journal", "title": title, "author": people, "container-title": journal,
             "issued": {"date-parts": [[year]]}}
        ),
        "ris": "\n".join(["TY  - JOUR", f"TI  - {title}", *(f"AU  - {name}" for name in names), f"JO  - {journal}",
                          f"PY  - {year}", "ER  - "]),
        "bibtex": f"@article{{x, title={{{{{title}}}}}, author={{{braced}}},"
                  f" journal={{{journal}}}, year={{{year}}}}}",
        "nbib": "\n".join(["PMID- 1", f"TI  - {title}", *(f"FAU - {name}" for name in names), f"JT  - {journal}",
                           f"DP  - {year}", "PT  - Journal Article"]),
    }  # fmt: skip
    found = read_pasted(texts[form]).fields
    found.pop("PMID", None)
    expected = {"type": "article-journal", "title": title, "author": people, "container-title": journal,
                "issued": str(year)}  # fmt: skip
    assert found == {key: value for key, value in expected.items() if value}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([RIS, BIBTEX, CSL, NBIB, ""]), st.data())
def test_whatever_is_pasted_is_a_citation_or_a_reason(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.text(alphabet='aT10{}[]",:@\\$\n -#%~<>&é', max_size=6)) + text[end:]
    try:
        found = read_pasted(text)
    except NotUnderstood:
        return
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in found.fields.items()}
    needed = {"type": "webpage", "genre": "study", "title": "x", "read": "abstract"}
    Reference.model_validate(needed | values)


def test_the_small_guide_was_not_touched() -> None:
    assert not list(SMALL.rglob("brand-new*"))
