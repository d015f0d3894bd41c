"""A text in RIS, BibTeX, CSL-JSON or PubMed's .nbib → for each citation in it, its fields by our names.

Values come as they were given, freed of tags and LaTeX. Whether the model can hold them is seen later.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

import rispy
from pybtex.database import BibliographyData, Person, parse_string
from pybtex.richtext import Text

from .restyle import one_day

Fields = dict[str, Any]
RIS_TYPES = {"JOUR": "article-journal", "BOOK": "book", "CHAP": "chapter", "RPRT": "report", "ELEC": "webpage"}
BIB_TYPES = {
    "article": "article-journal", "book": "book", "incollection": "chapter", "inbook": "chapter",
    "techreport": "report", "report": "report", "online": "webpage", "electronic": "webpage",
}  # fmt: skip
GENRES = (
    ("guideline", r"(Practice )?Guideline"),
    ("review", r"(Systematic )?Review|Meta-Analysis"),
    ("trial", r"(Randomized |Controlled |Pragmatic )*(Controlled |Clinical )Trial(, Phase [IV]+)?"),
)
"""Our word → PubMed's publication types that say the same; of several, the first here counts."""
TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
LATEX_FONT = re.compile(r"\\(?:emph|text(?:it|bf|sc|rm|superscript|subscript))(?![A-Za-z])")
MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|jats:[a-z]+)\b[^>]*>", re.IGNORECASE)


def csl(text: str) -> list[Fields]:
    """CSL-JSON: our own names, mostly."""
    found = json.loads(text)
    return [of_csl(one) for one in (found if isinstance(found, list) else [found])]


def of_csl(one: Fields) -> Fields:
    """One item of it."""
    direct = ("container-title", "publisher", "publisher-place", "edition", "volume", "issue", "page", "PMID", "PMCID")
    names = {
        role: [
            {"literal": plain(who["literal"])}
            if who.get("literal")
            else person(
                " ".join(plain(who[key]) for key in ("non-dropping-particle", "family") if who.get(key)),
                " ".join(plain(who[key]) for key in ("given", "dropping-particle") if who.get(key)),
                plain(who.get("suffix")),
            )
            for who in one.get(role, [])
        ]
        for role in ("author", "editor")
    }
    return {
        "type": one.get("type"),
        "title": plain(one.get("title")),
        **names,
        **{key: plain(one.get(key)) for key in direct},
        "issued": csl_day(one.get("issued")),
        "DOI": doi(plain(one.get("DOI"))),
        "URL": one.get("URL"),
        "accessed": csl_day(one.get("accessed")),
    }


def csl_day(value: Fields | None) -> str:
    """A date of CSL-JSON: its first day, or the words it was given in."""
    if not value:
        return ""
    if parts := value.get("date-parts"):
        year, *more = (int(part) for part in parts[0])
        return "-".join([f"{year:04}", *(f"{part:02}" for part in more)])
    return issued(str(value.get("raw") or value.get("literal") or ""))


def ris(text: str) -> list[Fields]:
    """RIS, from its first record on."""
    return [of_ris(one) for one in rispy.loads(text[re.search(r"(?m)^TY  ?-", text).start() :])]  # type: ignore[union-attr]


def of_ris(one: Fields) -> Fields:
    """One record of it; rispy names the tags."""
    pages = [str(one[key]) for key in ("start_page", "end_page") if one.get(key)]
    journal = next((one[key] for key in ("journal_name", "alternate_title3", "secondary_title") if one.get(key)), "")
    pmcid = re.search(r"PMC[0-9]+", str(one.get("custom2", "")))
    pubmed = re.fullmatch(r"(?i)pubmed|medline|nlm", str(one.get("name_of_database", "")))
    given = str(one.get("type_of_reference", ""))
    return {
        "type": RIS_TYPES.get(given, given),
        "title": plain(one.get("title") or one.get("primary_title")),
        "author": [named(who) for who in one.get("authors") or one.get("first_authors") or []],
        "editor": [named(who) for who in (one.get("secondary_authors") or []) if given == "CHAP"],
        "container-title": plain(journal),
        "publisher": plain(one.get("publisher")),
        "publisher-place": plain(one.get("place_published")),
        "edition": plain(one.get("edition")),
        "issued": max((issued(str(one.get(key, ""))) for key in ("date", "year", "publication_year")), key=len),
        "volume": plain(one.get("volume")),
        "issue": plain(one.get("number")),
        "page": pages[0] if len(pages) == 2 and "-" in pages[0] else "-".join(dict.fromkeys(pages)),
        "DOI": doi(str(one.get("doi", ""))),
        "PMID": str(one.get("accession_number", "")) if pubmed else "",
        "PMCID": pmcid[0] if pmcid else "",
        "URL": next(iter(one.get("urls") or []), ""),
    }


def bibtex(text: str) -> list[Fields]:
    """BibTeX and BibLaTeX."""
    found: BibliographyData = parse_string(text, "bibtex")
    return [of_bibtex(entry) for entry in found.entries.values()]


def of_bibtex(entry: Any) -> Fields:
    """One entry of it, LaTeX read as text."""

    def said(*keys: str) -> str:
        found = next((entry.fields[key] for key in keys if key in entry.fields), "")
        return " ".join(str(Text.from_latex(LATEX_FONT.sub("", found))).split())

    people = {role: entry.persons.get(role, []) for role in ("author", "editor")}
    return {
        "type": BIB_TYPES.get(entry.type.lower(), entry.type),
        "title": said("title"),
        **{role: [of_person(who) for who in found if str(who) != "others"] for role, found in people.items()},
        "authors_incomplete": True if any(str(who) == "others" for who in people["author"]) else None,
        "container-title": said("journal", "journaltitle", "booktitle"),
        "publisher": said("publisher", "institution", "organization"),
        "publisher-place": said("address", "location"),
        "edition": said("edition"),
        "issued": issued(said("date") or f"{said('day')} {said('month')} {said('year')}".strip())
        or issued(said("year")),
        "volume": said("volume"),
        "issue": said("number", "issue"),
        "page": re.sub(r"\s*[-\u2013]+\s*", "-", said("pages")),
        "DOI": doi(entry.fields.get("doi", "")),
        "PMID": said("pmid"),
        "PMCID": said("pmcid"),
        "URL": entry.fields.get("url", ""),
        "accessed": one_day(said("urldate"), whole=True),
    }


def of_person(who: Person) -> Fields:
    """A name of BibTeX; one in braces is an organization's."""
    family, given, suffix = (
        " ".join(str(Text.from_latex(part)) for part in parts)
        for parts in (who.prelast_names + who.last_names, who.first_names + who.middle_names, who.lineage_names)
    )
    whole = len(who.last_names) == 1 and who.last_names[0].startswith("{") and not given
    return {"literal": family} if whole else person(family, given, suffix)


def nbib(text: str) -> list[Fields]:
    """PubMed's own form (MEDLINE): a tag, a hyphen, the value; long values go on in the next line, indented."""
    lines: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if found := TAGGED.match(line):
            lines.append((found[1], found[2].strip()))
        elif line.startswith("      ") and lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
    starts = [place for place, (tag, _) in enumerate(lines) if tag == "PMID"]
    return [of_nbib(lines[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def of_nbib(lines: list[tuple[str, str]]) -> Fields:
    """One record of it."""
    first = dict(reversed(lines))
    kinds = [value for tag, value in lines if tag == "PT"]
    full = "FAU" if "FAU" in first else "AU"
    numbers = [value for tag, value in lines if tag in ("LID", "AID") and value.endswith("[doi]")]
    return {
        "type": "article-journal" if "Journal Article" in kinds else None,
        "genre": next((word for word, form in GENRES if any(re.fullmatch(form, kind) for kind in kinds)), None),
        "title": plain(first.get("TI")).removesuffix("."),
        "author": [named(who) if tag == full else {"literal": who} for tag, who in lines if tag in (full, "CN")],
        "container-title": first.get("JT") or first.get("TA"),
        "issued": issued(first.get("DP", "")),
        "volume": first.get("VI"),
        "issue": first.get("IP"),
        "page": first.get("PG"),
        "DOI": doi(numbers[0].removesuffix("[doi]")) if numbers else "",
        "PMID": first.get("PMID"),
        "PMCID": first.get("PMC"),
    }


def named(text: str) -> Fields:
    """'Lee, Ann B., Jr' as a person; a name without a comma is taken as it stands, as an organization's."""
    family, *more = (part.strip() for part in plain(text).split(","))
    return person(family, *more) if any(more) else {"literal": family}


def person(family: str, given: str = "", suffix: str = "", *_: str) -> Fields:
    """A person with the parts of the name that are there."""
    parts: Iterable[tuple[str, str]] = (("family", family), ("given", given), ("suffix", suffix))
    return {key: value for key, value in parts if value}


def issued(text: str) -> str:
    """A day, month or year of publication; of what says more or less ('2024 Jul-Aug'), the year."""
    text = text.strip().rstrip("/")
    swapped = re.sub(r"^([0-9]{4}) ([A-Za-z]{3,9}) ?([0-9]{0,2})$", r"\3 \2 \1", text).strip()
    year = re.match(r"(?:19|20)[0-9]{2}\b", text)
    return one_day(swapped, whole=False) or (year[0] if year else "")


def doi(text: str) -> str:
    """A DOI without its resolver."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", text.strip(), flags=re.IGNORECASE)


def plain(value: Any) -> str:
    """A value as one line of text, without the tags that publishers put into titles."""
    return " ".join(html.unescape(MARKUP.sub("", str(value if value is not None else ""))).split())
