"""How hard a text is to read: its sentences → a school grade.

Formula: Flesch-Kincaid grade level (Kincaid and others 1975, Naval Technical Training Command, Research
Branch Report 8-75): 0.39 x words per sentence + 11.8 x syllables per word - 15.59. Syllables are
counted as hyphenation points by the patterns of LibreOffice's American dictionary. A list item is a
sentence. Proper names count as one syllable: nobody can choose a shorter word for them (WCAG 2.2,
3.1.5, leaves names out too).
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from functools import cache

from pyphen import Pyphen

from .model import Prose, Record
from .source import Path
from .walk import marked

FIRST, USUAL, LAST = 0, 1, 2
MARKS = dict.fromkeys(ord(mark) for mark in string.punctuation + "’‘“”–—…•")
"""Taken out before words are counted; 'follow-up' is one word."""
PLACE = {"in_short": FIRST, "unknown": LAST}
NOT_ON_PAGE = ("summary",)


@cache
def hyphens() -> Pyphen:
    """The patterns, read when the first word is counted."""
    return Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """Syllables of one word in small letters, at least 1."""
    return len(hyphens().positions(word)) + 1


def grade(sentences: Iterable[str], names: frozenset[str] = frozenset()) -> float:
    """The school grade of a text, to one decimal, never below 0; 0.0 for an empty one. `names` are in small letters."""
    count = words = beats = 0
    for sentence in sentences:
        count += 1
        for word in sentence.translate(MARKS).casefold().split():
            words += 1
            beats += 1 if word in names else syllables(word)
    if not words:
        return 0.0
    return max(0.0, round(0.39 * words / count + 11.8 * beats / words - 15.59, 1))


def in_reading_order(record: Record) -> list[tuple[Path, str, Prose]]:
    """The prose of a record's own page, as the eye meets it: in short first, what is not known last."""
    found = [(path, text, marker) for path, text, marker in marked(record) if isinstance(marker, Prose)]
    shown = [one for one in found if one[0][0] not in NOT_ON_PAGE]
    return sorted(shown, key=lambda one: PLACE.get(str(one[0][0]), USUAL))
