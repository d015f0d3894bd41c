"""Rules for the notes on what changed: dated, about records that are or were there, and stating nothing medical."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Change
from ..moves import key_of
from ..problem import nearest
from .rule import Corpus, Finding, rule

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = re.compile(rf"\b(?:\d{{1,2}} )?(?:{MONTHS})\b(?: \d{{1,2}},)?(?: \d{{4}})?|\b(?:19|20)\d\d\b")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


@rule("note-date")
def dates(corpus: Corpus) -> Iterator[Finding | None]:
    """A note on a change has a day that has been, and its file's name begins with it: 2026-11-21-new-page.yml."""
    for item in corpus.items("change"):
        if isinstance(item.record, Change):
            day = item.record.date
            if day > corpus.today:
                yield Finding(item.source, ("date",), f"{day} is in the future; write the day of the change")
            elif not item.id.startswith(f"{day}-"):
                message = f"the file's name does not begin with this day; name it '{day}-' and a word or two"
                yield Finding(item.source, ("date",), message)
            else:
                yield None


@rule("note-page")
def pages(corpus: Corpus) -> Iterator[Finding | None]:
    """A note on a change names records that are there, or were: each once."""
    for item in corpus.items("change"):
        named = item.record.pages if isinstance(item.record, Change) else ()
        for index, page in enumerate(named):
            kind, name = key_of(page)
            known = corpus.data.named[kind]
            message = ""
            if name not in known and (kind, name) not in corpus.former:
                message = f"no {kind} '{name}'{nearest(name, known)}"
            elif page in named[:index]:
                message = f"'{page}' is in this list twice; keep one"
            yield Finding(item.source, ("pages", index), message) if message else None


@rule("note-figure")
def figures(corpus: Corpus) -> Iterator[Finding | None]:
    """A note on a change holds no figure but days and years: it has no source, so what is stated stays on the page."""
    for item in corpus.items("change"):
        if isinstance(item.record, Change):
            found = FIGURE.search(DAYS.sub("", item.record.note))
            figure = found[0] if found else ""
            message = f"'{figure}' in a note, which has no source; say what changed, the page gives the figure"
            yield Finding(item.source, ("note",), message, figure) if found else None
