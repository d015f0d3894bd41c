"""Sources → the forms in which reference managers take them: CSL-JSON, BibTeX (as BibLaTeX reads it) and RIS.

citation_forms.py reads the same forms. What a record does not say is left out, never filled in. What is under the
license is the entry, not the work it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .model import Reference
from .model.reference import Name

SAME_IN_CSL = (
    "title", "container-title", "publisher", "publisher-place", "edition", "volume", "issue", "page", "DOI", "PMID",
    "PMCID", "URL", "genre",
)  # fmt: skip
BIBTEX_TYPES = {
    "article-journal": "article", "book": "book", "chapter": "incollection", "report": "techreport",
    "webpage": "online",
}  # fmt: skip
RIS_TYPES = {"article-journal": "JOUR", "book": "BOOK", "chapter": "CHAP", "report": "RPRT", "webpage": "ELEC"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: "\\" + sign for sign in "&%$#_"},
})  # fmt: skip
"""BibTeX counts braces even behind a backslash, so a brace of the text has to be spelled out."""
IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
INCOMPLETE = "Only the first authors are listed here."


def csl_text(ident: str, source: Reference, terms: str) -> str:
    """One item of CSL-JSON as text."""
    return json.dumps(csl_item(ident, source, terms), ensure_ascii=False)


def csl_item(ident: str, source: Reference, terms: str = "") -> dict[str, Any]:
    """One item; `terms` goes where CSL lets a program keep what CSL itself has no name for."""
    values = source.model_dump(by_alias=True, mode="json", exclude_none=True)
    item: dict[str, Any] = {"id": ident, "type": source.type}
    item |= {key: values[key] for key in SAME_IN_CSL if key in values}
    for role in ("author", "editor"):
        if values[role]:
            item[role] = values[role]
    if source.issued:
        item["issued"] = date_parts(source.issued)
    if source.accessed:
        item["accessed"] = date_parts(source.accessed.isoformat())
    if note := note_of(source):
        item["note"] = note
    return item | ({"custom": {"terms-of-this-entry": terms}} if terms else {})


def date_parts(day: str) -> dict[str, list[list[int]]]:
    """'2024-07' as CSL has it."""
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def note_of(source: Reference) -> str:
    """The note for readers, and that names are missing."""
    return " ".join(filter(None, [source.note, INCOMPLETE if source.authors_incomplete else ""]))


def bibtex_text(ident: str, source: Reference, _: str) -> str:
    """One entry of BibTeX, its key the id. Titles stand in a second pair of braces: their capitals are meant."""
    year, month, day = [*(source.issued or "").split("-"), "", ""][:3]
    inside = source.type == "chapter"
    fields = {
        "title": f"{{{latex(source.title)}}}",
        "author": " and ".join([*map(bibtex_name, source.author), *(["others"] if source.authors_incomplete else [])]),
        "editor": " and ".join(map(bibtex_name, source.editor)),
        "journal" if source.type == "article-journal" else "booktitle" if inside else "organization": latex(
            source.container_title or ""
        ),
        "institution" if source.type == "report" else "publisher": latex(source.publisher or ""),
        "address": latex(source.publisher_place or ""),
        "edition": latex(source.edition or ""),
        "year": year,
        "month": MONTHS[int(month) - 1] if month else "",
        "day": day.lstrip("0"),
        "volume": latex(source.volume or ""),
        "number": latex(source.issue or ""),
        "pages": re.sub(r"\s*[-–—]\s*", "--", latex(source.page or "")),
        "doi": (source.DOI or "").translate(IN_ADDRESS),
        "pmid": source.PMID or "",
        "pmcid": source.PMCID or "",
        "url": (source.URL or "").translate(IN_ADDRESS),
        "urldate": source.accessed.isoformat() if source.accessed else "",
        "note": latex(source.note or ""),
    }
    lines = [f"  {key} = {value if key == 'month' else f'{{{value}}}'}," for key, value in fields.items() if value]
    return "\n".join([f"@{BIBTEX_TYPES[source.type]}{{{ident},", *lines, "}", ""])


def bibtex_name(person: Name) -> str:
    """Family, Jr, Given; an organization in braces, so that nothing in it is taken for a family name."""
    if person.literal:
        return f"{{{latex(person.literal)}}}"
    parts = [latex(part) for part in (person.family, person.suffix, person.given) if part]
    guarded = [f"{{{part}}}" if re.search(r",|\band\b", part) else part for part in parts]
    return ", ".join(guarded) if len(guarded) > 1 else f"{{{guarded[0]}}}"


def latex(text: str) -> str:
    """Text in which nothing is a command."""
    return " ".join(text.split()).translate(LATEX)


def ris_text(ident: str, source: Reference, terms: str) -> str:
    """One record of RIS: a tag, two blanks, a hyphen, a blank, the value; lines end as the form has them."""
    lines = [*ris_lines(ident, source, terms), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def ris_lines(ident: str, source: Reference, terms: str) -> Iterable[tuple[str, str]]:
    """Tags and values of one record; a value is one line, whatever it holds."""
    pages = re.fullmatch(r"(\w+)\s*[-–—]\s*(\w+)", source.page or "")
    lines = [
        ("TY", RIS_TYPES[source.type]),
        ("ID", ident),
        ("TI", source.title),
        *(("AU", ris_name(one)) for one in source.author),
        *(("A2", ris_name(one)) for one in source.editor),
        ("T2", source.container_title),
        ("PB", source.publisher),
        ("CY", source.publisher_place),
        ("ET", source.edition),
        ("PY", (source.issued or "")[:4]),
        ("DA", (source.issued or "").replace("-", "/")),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", pages[1] if pages else source.page),
        ("EP", pages[2] if pages else ""),
        ("DO", source.DOI),
        *([("AN", source.PMID), ("DB", "PubMed")] if source.PMID else []),
        ("C2", source.PMCID),
        ("UR", source.URL),
        ("Y2", source.accessed.isoformat().replace("-", "/") if source.accessed else ""),
        ("N1", note_of(source)),
        ("C1", terms),
    ]
    return [(tag, " ".join(value.split())) for tag, value in lines if value]


def ris_name(person: Name) -> str:
    """Family, Given, Jr; an organization as it writes itself."""
    return person.literal or ", ".join(part for part in (person.family, person.given, person.suffix) if part)


@dataclass(frozen=True, slots=True)
class Form:
    """One of the forms. `one`: id, record and terms → text; a file is `start`, the texts with `between`, and `end`."""

    name: str
    ending: str
    media_type: str
    one: Callable[[str, Reference, str], str]
    start: str
    between: str
    end: str

    def file(self, texts: Iterable[str], terms: str) -> str:
        """The whole file."""
        return self.start.format(terms) + self.between.join(texts) + self.end


FORMS = (
    Form("BibTeX", "bib", "application/x-bibtex", bibtex_text, "% {}\n\n", "\n", ""),
    Form("RIS", "ris", "application/x-research-info-systems", ris_text, "", "", ""),
    Form("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl_text, "[\n", ",\n", "\n]\n"),
)
