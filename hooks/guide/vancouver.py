"""A source → its text in NLM (Vancouver) style, with its addresses apart.

Rules: Patrias K, Wendling D, editors. Citing Medicine. 2nd ed. National Library of Medicine; chapters 1
(journals), 2 (books), 25 (websites). Tested against the sample references printed there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from .model.reference import Name, Reference

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_AUTHORS = 6


class Address(NamedTuple):
    """One way to the source: the words before it, what is shown, where it leads."""

    before: str
    shown: str
    url: str


class Citation(NamedTuple):
    """The text up to the addresses, and the addresses, the surest first."""

    text: str
    addresses: tuple[Address, ...]

    def plain(self) -> str:
        """All of it as one line."""
        return " ".join([self.text, *(f"{one.before}{one.shown}" for one in self.addresses)])


def cite(source: Reference) -> Citation:
    """The citation of a source. What the record does not say is left out, never filled in."""
    if source.type == "article-journal":
        text = journal(source)
    elif source.type in ("book", "chapter"):
        text = book(source)
    else:
        text = website(source)
    return Citation(text, tuple(addresses(source)))


def journal(source: Reference) -> str:
    """Authors. Title. Journal. 2015;100(6):786-93."""
    numbers = (source.volume or "") + (f"({source.issue})" if source.issue else "")
    pages = shorten_pages(source.page) if source.page else ""
    when = nlm_date(source.issued) if source.issued else ""
    where = join_numbers(when, numbers, pages)
    return sentences(authors(source.author, source.authors_incomplete), source.title, source.container_title, where)


def join_numbers(when: str, numbers: str, pages: str) -> str:
    """2015;100(6):786-93, with whatever part is known."""
    text = when + (";" if when and (numbers or pages) else "") + numbers
    return text + (f":{pages}" if pages else "")


def book(source: Reference) -> str:
    """A book, or a chapter 'In: … editors.'."""
    pages = f"p. {shorten_pages(source.page)}" if source.page else None
    edition, imprint = source.edition, imprint_of(source)
    people = authors(source.author, source.authors_incomplete)
    if source.type == "book":
        return sentences(people, source.title, edition, imprint, pages)
    editors = authors(source.editor, incomplete=False)
    role = "editors" if len(source.editor) > 1 else "editor"
    inside = f"In: {editors}, {role}" if editors else "In"
    container = f"{inside}. {source.container_title}" if editors else f"In: {source.container_title}"
    return sentences(people, source.title, container, edition, imprint, pages)


def imprint_of(source: Reference) -> str:
    """Place: Publisher; Year."""
    where = ": ".join(part for part in (source.publisher_place, source.publisher) if part)
    return "; ".join(part for part in (where, nlm_date(source.issued) if source.issued else "") if part)


def website(source: Reference) -> str:
    """Author. Title [Internet]. Place: Publisher; Date [cited 2026 Nov 21]."""
    publisher = source.publisher or source.container_title
    where = ": ".join(part for part in (source.publisher_place, publisher) if part)
    when = nlm_date(source.issued) if source.issued else "[date unknown]"
    opened = f" [cited {nlm_date(source.accessed.isoformat())}]" if source.accessed else ""
    imprint = f"{where}; {when}{opened}" if where else f"{when}{opened}"
    return sentences(authors(source.author, source.authors_incomplete), f"{source.title} [Internet]", imprint)


def addresses(source: Reference) -> list[Address]:
    """DOI, PubMed, PubMed Central, own address: the surest first."""
    found = []
    if source.DOI:
        found.append(Address("doi: ", source.DOI, f"https://doi.org/{source.DOI}"))
    if source.PMID:
        found.append(Address("PMID: ", source.PMID, f"https://pubmed.ncbi.nlm.nih.gov/{source.PMID}/"))
    if source.PMCID:
        found.append(Address("PMCID: ", source.PMCID, f"https://pmc.ncbi.nlm.nih.gov/articles/{source.PMCID}/"))
    if source.URL and not (source.DOI or source.PMID):
        found.append(Address("Available from: ", source.URL, source.URL))
    return found


def authors(people: Sequence[Name], incomplete: bool) -> str:
    """Family AB, Family C, et al: six at most, then 'et al'."""
    shown = [author(person) for person in people[:MOST_AUTHORS]]
    if shown and (incomplete or len(people) > MOST_AUTHORS):
        shown.append("et al")
    return ", ".join(shown)


def author(person: Name) -> str:
    """A family name with initials and no full stops, or an organisation as it writes itself."""
    if person.literal:
        return person.literal
    given = person.given or ""
    letters = given if re.fullmatch(r"[A-Z]{1,4}", given) else "".join(re.findall(r"\b[^\W\d_]", given)).upper()
    return " ".join(part for part in (person.family, letters, person.suffix) if part)


def nlm_date(day: str) -> str:
    """'2024-07-25' as '2024 Jul 25'."""
    year, *rest = day.split("-")
    parts = [year, *(MONTHS[int(month) - 1] for month in rest[:1]), *(str(int(number)) for number in rest[1:])]
    return " ".join(parts)


def shorten_pages(pages: str) -> str:
    """331-354 as 331-54: the second number without the digits it shares (Citing Medicine, 1: Pagination)."""
    found = re.fullmatch(r"(\d+)\s*[-–—]\s*(\d+)", pages.strip())
    if not found or len(found[1]) != len(found[2]) or found[1] == found[2]:
        return pages.strip().rstrip("-").replace("–", "-")
    first, last = found[1], found[2]
    shared = next(index for index, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{first}-{last[shared:]}"


def sentences(*parts: str | None) -> str:
    """The parts that there are, each ended by one full stop unless it ends in ?, ! or one already."""
    ended = [part.strip() if part.strip()[-1] in ".?!" else part.strip() + "." for part in parts if part]
    return " ".join(ended)


@cache
def plain_date(day: date) -> str:
    """A day as readers see it: 21 November 2026."""
    return f"{day.day} {day:%B} {day.year}"
