"""A mistake in somebody's file: where it is, what is wrong, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
LONGEST = 600
"""So many characters of a message are printed: its beginning and its end."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. Sorts by place; `line` and `column` count from 1; `rule` is its stable name."""

    file: str
    line: int
    column: int
    message: str
    rule: str

    def __str__(self) -> str:
        """One line, whatever the file quoted in it holds: no line break, no control character, no endless value."""
        half = LONGEST // 2
        long = len(self.message) > LONGEST
        said = f"{self.message[:half]} … {self.message[-half:]}" if long else self.message
        return UNPRINTED.sub(" ", f"{self.file}:{self.line}:{self.column}: {said}")


def tidy(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, each once, in the order of their places."""
    return tuple(sorted(set(problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """'; did you mean 'x'?' when something known is close to the word, else nothing.

    Case is ignored; 0.6 is difflib's own threshold for "close".
    """
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), sorted(by_folded), n=1, cutoff=0.6)
    return f"; did you mean '{by_folded[close[0]]}'?" if close else ""
