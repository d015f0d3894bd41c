"""Sources in NLM style, against the sample references of Citing Medicine and its rules."""

from __future__ import annotations

from typing import Any

import pytest
from guide.model import Reference
from guide.vancouver import cite, shorten_pages

BASE: dict[str, Any] = {"type": "article-journal", "genre": "study", "title": "A title", "read": "abstract"}


def reference(**fields: Any) -> Reference:
    """A source with these fields (CSL names)."""
    return Reference.model_validate({**BASE, **{key.replace("_", "-"): value for key, value in fields.items()}})


def people(*names: str) -> tuple[dict[str, str], ...]:
    """'Petitti DB' as CSL names."""
    return tuple({"family": name.rsplit(" ", 1)[0], "given": name.rsplit(" ", 1)[1]} for name in names)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (  # Citing Medicine, chapter 1, sample: standard journal article
            {
                "author": people("Petitti DB", "Crooks VC", "Buckwalter JG", "Chiu V"),
                "title": "Blood pressure levels before dementia",
                "container_title": "Arch Neurol",
                "issued": "2005-01",
                "volume": "62",
                "issue": "1",
                "page": "112-116",
            },
            "Petitti DB, Crooks VC, Buckwalter JG, Chiu V. Blood pressure levels before dementia. "
            "Arch Neurol. 2005 Jan;62(1):112-6.",
        ),
        (  # chapter 2, sample: standard book
            {
                "type": "book",
                "author": people("Jenkins PF"),
                "title": "Making sense of the chest x-ray: a hands-on guide",
                "publisher_place": "New York",
                "publisher": "Oxford University Press",
                "issued": "2005",
            },
            "Jenkins PF. Making sense of the chest x-ray: a hands-on guide. New York: Oxford University Press; 2005.",
        ),
        (  # six authors at most, then et al
            {
                "author": people("A A", "B B", "C C", "D D", "E E", "F F", "G G"),
                "container_title": "J X",
                "issued": "2020",
            },
            "A A, B B, C C, D D, E E, F F, et al. A title. J X. 2020.",
        ),
        (
            {"author": people("Smith AB"), "authors-incomplete": True},
            None,
        ),
        (  # a chapter in a book with editors
            {
                "type": "chapter",
                "author": people("Riffenburgh RH"),
                "editor": people("Lee D", "Wu C"),
                "title": "Statistics",
                "container_title": "A book",
                "edition": "2nd ed.",
                "publisher_place": "Amsterdam",
                "publisher": "Elsevier",
                "issued": "2006",
                "page": "447-486",
            },
            "Riffenburgh RH. Statistics. In: Lee D, Wu C, editors. A book. 2nd ed. "
            "Amsterdam: Elsevier; 2006. p. 447-86.",
        ),
        (  # a page of a website without a date
            {
                "type": "webpage",
                "author": ({"literal": "Example Society"},),
                "title": "What is it?",
                "container_title": "example.org",
                "accessed": "2026-11-21",
                "URL": "https://example.org/x",
            },
            "Example Society. What is it? [Internet]. example.org; [date unknown] [cited 2026 Nov 21].",
        ),
    ],
)
def test_a_source_reads_as_citing_medicine_prints_it(fields: dict[str, Any], text: str | None) -> None:
    if text is None:
        fields = {"author": fields["author"], "authors_incomplete": True}
        record = Reference.model_validate({**BASE, **fields})
        assert cite(record).text == "Smith AB, et al. A title."
    else:
        assert cite(reference(**fields)).text == text


def test_addresses_come_surest_first_and_a_url_only_without_a_doi() -> None:
    record = reference(DOI="10.1234/x(1)", PMID="12", PMCID="PMC3", URL="https://example.org/")
    assert [one.url for one in cite(record).addresses] == [
        "https://doi.org/10.1234/x(1)",
        "https://pubmed.ncbi.nlm.nih.gov/12/",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3/",
    ]
    assert [one.url for one in cite(reference(URL="https://example.org/")).addresses] == ["https://example.org/"]


@pytest.mark.parametrize(
    ("pages", "short"),
    [
        ("331-354", "331-54"),
        ("112-116", "112-6"),
        ("964-", "964"),
        ("e000858", "e000858"),
        ("99-101", "99-101"),
        ("12–18", "12-8"),
        ("S1-S9", "S1-S9"),
    ],
)
def test_pages_leave_out_the_digits_they_share(pages: str, short: str) -> None:
    assert shorten_pages(pages) == short
