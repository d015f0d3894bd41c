"""Rules for single records: dates, numbers, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..model import Drug, Phase, Reference
from ..model.shared import Dated
from .rule import Corpus, Finding, rule

CODE_FORMS = {
    "ATC": r"[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}",  # atcddd.fhi.no: structure and principles, fifth level
    "RxNorm": r"[0-9]{1,8}",
    "UNII": r"[A-Z0-9]{10}",
    "DrugBank": r"DB[0-9]{5}",
    "CAS": r"[0-9]{2,7}-[0-9]{2}-[0-9]",
    "NCIt": r"C[0-9]{3,7}",
}


@rule("bad-date-order", alone=True)
def dates(corpus: Corpus) -> Iterator[Finding | None]:
    """Sources were checked on a past day, not longer ago than the guide allows, and are due again later."""
    years = corpus.data.guide.review.max_years if corpus.data.guide else 5
    for item in corpus.items():
        record = item.record
        if not isinstance(record, Dated):
            continue
        if record.checked > corpus.today:
            yield Finding(item.source, ("checked",), f"{record.checked} is in the future; write the day it was done")
        elif record.checked < years_before(corpus.today, years):
            yield Finding(item.source, ("checked",), f"checked more than {years} years ago; check the sources again")
        elif record.next_check <= record.checked:
            yield Finding(item.source, ("next_check",), "'next_check' is not after 'checked'; write a later day")
        else:
            yield None


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@rule("opened-in-future", alone=True)
def opened(corpus: Corpus) -> Iterator[Finding | None]:
    """A source was opened on a day that has been."""
    for item in corpus.items("reference"):
        if isinstance(item.record, Reference) and item.record.accessed:
            future = item.record.accessed > corpus.today
            message = f"{item.record.accessed} is in the future; write the day you opened it"
            yield Finding(item.source, ("accessed",), message) if future else None


@rule("months-order", alone=True)
def months(corpus: Corpus) -> Iterator[Finding | None]:
    """The shortest usual length is not longer than the longest."""
    for item in corpus.items("phase"):
        if isinstance(item.record, Phase) and item.record.months:
            wrong = item.record.months.least > item.record.months.most
            yield (
                Finding(item.source, ("months", "least"), "'least' is longer than 'most'; swap them") if wrong else None
            )


@rule("same-place")
def places(corpus: Corpus) -> Iterator[Finding | None]:
    """No two phases, no two lists of questions and no two pictures have the same place in their order."""
    for kind in ("phase", "question", "picture"):
        taken: dict[int, str] = {}
        for item in corpus.items(kind):
            order = getattr(item.record, "order", 0)
            message = f"{kind} '{taken.get(order)}' has place {order} too; number them anew"
            yield Finding(item.source, ("order",), message) if order in taken else None
            taken.setdefault(order, item.id)


@rule("bad-code", alone=True)
def codes(corpus: Corpus) -> Iterator[Finding | None]:
    """A drug's codes have the form that their register gives them; a CAS number's check digit is right."""
    for item in corpus.items("drug"):
        if isinstance(item.record, Drug):
            for index, code in enumerate(item.record.identifiers):
                good = re.fullmatch(CODE_FORMS[code.scheme], code.value) and (
                    code.scheme != "CAS" or cas_adds_up(code.value)
                )
                message = f"'{code.value}' is no {code.scheme} code; copy it from the register again"
                yield None if good else Finding(item.source, ("identifiers", index, "value"), message)


def cas_adds_up(number: str) -> bool:
    """Check digit of a CAS Registry Number: digits times their place from the right, summed, modulo 10.

    Rule: cas.org, "Check Digit Verification of CAS Registry Numbers".
    """
    digits = number.replace("-", "")
    total = sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), start=1))
    return total % 10 == int(digits[-1])
