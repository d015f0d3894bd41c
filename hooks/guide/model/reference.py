"""Sources, with the field names of CSL-JSON (citationstyles.org, schema 1.0.2) written in YAML."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .fields import Address, Day, Id, LongText, Record, ReferenceId, Text, fail, no_markup
from .form import (
    DOI,
    DOI_PATTERN,
    ISSUED,
    ISSUED_PATTERN,
    NO_CONTROL,
    NO_MARKUP,
    PMCID_PATTERN,
    PMID_PATTERN,
    Told,
)

ReferenceType = Literal["article-journal", "webpage", "book", "chapter", "report"]
Genre = Literal["label", "guideline", "trial", "study", "review", "patient page", "textbook", "register", "regulator"]
Read = Literal["full-text", "partial-text", "abstract", "citation-only"]


def doi_form(text: str) -> str:
    """A DOI without its resolver: 10.<registrant>/<suffix> (DOI Handbook, 2.2)."""
    if not re.fullmatch(DOI_PATTERN, text):
        raise fail("bad-doi", f"'{text}' is no DOI; expected one like 10.1056/NEJMoa2312948, without https://doi.org/")
    return text


def issued_form(text: str) -> str:
    """A year, month or day: 2024, 2024-07 or 2024-07-25."""
    if not re.fullmatch(ISSUED_PATTERN, text):
        raise fail("bad-date", f"'{text}' is no publication date; expected '2024', '2024-07' or '2024-07-25' in quotes")
    return text


class Name(Record):
    """A person (family, given) or an organisation (literal)."""

    family: Text | None = Field(default=None, description="Family name")
    given: Text | None = Field(default=None, description="Given names or initials")
    suffix: Text | None = Field(default=None, description="Jr, III")
    literal: Text | None = Field(default=None, description="Name of an organisation, as it writes itself")


Doi = Annotated[str, AfterValidator(no_markup), AfterValidator(doi_form), Told("a DOI", (NO_MARKUP, NO_CONTROL, DOI))]
Issued = Annotated[str, AfterValidator(issued_form), Told("a year, month or day, in quotes", (ISSUED,))]
Pmid = Annotated[str, Field(pattern=PMID_PATTERN), Told("a number, in quotes")]
Pmcid = Annotated[str, Field(pattern=PMCID_PATTERN), Told("like PMC1234567")]


class Reference(Record):
    """A source. Leave out what you have not seen; never complete it from memory."""

    type: ReferenceType = Field(description="CSL type")
    genre: Genre = Field(description="What readers should know it is")
    title: LongText = Field(description="Title as printed")
    author: tuple[Name, ...] = Field(default=(), description="Authors in order; 'et al' is authors_incomplete")
    authors_incomplete: bool = Field(default=False, description="true when only the first authors are listed here")
    editor: tuple[Name, ...] = Field(default=(), description="Editors of the book")
    container_title: Text | None = Field(
        default=None, alias="container-title", description="Journal, book or website it is part of"
    )
    publisher: Text | None = Field(default=None, description="Who publishes it")
    publisher_place: Text | None = Field(default=None, alias="publisher-place", description="Where")
    edition: Text | None = Field(default=None, description="Edition, as in '5th ed.'")
    issued: Issued | None = Field(default=None, description="When it was published: '2024-07-25' or '2024'")
    volume: Text | None = Field(default=None, description="Volume")
    issue: Text | None = Field(default=None, description="Issue")
    page: Text | None = Field(default=None, description="Pages, as in 331-354")
    DOI: Doi | None = Field(default=None, description="DOI without https://doi.org/")
    PMID: Pmid | None = Field(default=None, description="PubMed number")
    PMCID: Pmcid | None = Field(default=None, description="PubMed Central id")
    URL: Address | None = Field(default=None, description="Address of the source itself")
    accessed: Day | None = Field(default=None, description="Day on which we opened it")
    read: Read = Field(description="How much of it we read")
    note: LongText | None = Field(default=None, description="A note for readers, such as a newer edition")
    newer: ReferenceId | None = Field(default=None, description="The reference that replaces it")
    listed: bool = Field(default=False, description="true keeps it in the list although nothing cites it; needs a note")
    draft: bool = Field(
        default=False, description="true while it is unfinished: it is not shown and cannot carry a page"
    )
    formerly: tuple[Id, ...] = Field(default=(), description="Ids this record had before; their addresses still work")
