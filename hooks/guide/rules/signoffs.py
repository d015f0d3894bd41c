"""Rules for sign-offs: what a person signed is there to be read, and was read on a day that has been."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import SignOff
from .rule import Corpus, Finding, rule


@rule("signoff-date")
def signed_before_today(corpus: Corpus) -> Iterator[Finding | None]:
    """A record was read on a day that has been."""
    for item in corpus.items("signoff"):
        if isinstance(item.record, SignOff):
            message = f"{item.record.date} is in the future; write the day on which it was read"
            yield Finding(item.source, ("date",), message) if item.record.date > corpus.today else None
