"""Names of words, drugs and procedures → where they are mentioned in running text.

The first mention of each on a page becomes a link. A name in small letters is found in any case; one
with a capital only as written, so that "ALL" is never "all". The longest name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .link import Linked, name_of
from .model import Term

WORD = re.compile(r"[^\W_]+(?:[-:+'’.][^\W_]+|::[^\W_]+)*\+?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text, from start to end: the record it names."""

    start: int
    end: int
    kind: str
    id: str


class Names:
    """All names, by their first word in small letters."""

    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], bool, str, str]]] = {}

    def add(self, name: str, kind: str, ident: str) -> None:
        """Let a record be found under this name."""
        words = tuple(WORD.findall(name))
        if not words:
            return
        exact = name != name.lower()
        folded = words if exact else tuple(word.casefold() for word in words)
        entries = self.by_first.setdefault(folded[0].casefold(), [])
        entries.append((folded, exact, kind, ident))
        entries.sort(key=lambda entry: (-len(entry[0]), not entry[1]))

    def find(self, text: str) -> Iterator[Mention]:
        """The mentions in a text, left to right, none overlapping."""
        tokens = [(found[0], found.start(), found.end()) for found in WORD.finditer(text)]
        free = 0
        for index, (word, _, _) in enumerate(tokens):
            if index < free:
                continue
            first = word.casefold()
            if first not in self.by_first and (first[-1] != "s" or singular(first) not in self.by_first):
                continue  # as nearly all words
            for candidate in (first, singular(first)):
                if candidate in self.by_first and (named := self.named_at(tokens, index, candidate, text)):
                    kind, ident, count = named
                    yield Mention(tokens[index][1], tokens[index + count - 1][2], kind, ident)
                    free = index + count
                    break

    def named_at(
        self, tokens: list[tuple[str, int, int]], index: int, first: str, text: str
    ) -> tuple[str, str, int] | None:
        """Kind, id and number of words of the longest name that starts at one token."""
        for words, exact, kind, ident in self.by_first[first]:
            span = tokens[index : index + len(words)]
            if len(span) == len(words) and same(words, [token for token, _, _ in span], exact) and together(span, text):
                return kind, ident, len(words)
        return None


def same(words: tuple[str, ...], tokens: list[str], exact: bool) -> bool:
    """Do the tokens spell the name? The last may be a plural."""
    spelled = tokens if exact else [token.casefold() for token in tokens]
    return list(words[:-1]) == spelled[:-1] and words[-1] in (spelled[-1], singular(spelled[-1]))


def together(span: list[tuple[str, int, int]], text: str) -> bool:
    """Are the words divided by nothing but a blank or a bracket?"""
    return all(text[left[2] : right[1]].strip(" \n(") == "" for left, right in pairwise(span))


def singular(word: str) -> str:
    """A word without the s of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def names_of(linked: Linked) -> Names:
    """Every name that readers may meet: words of the glossary with their aliases, drugs, procedures."""
    names = Names()
    for item in linked.all("term"):
        if isinstance(item.record, Term):
            for name in (item.record.name, *item.record.aliases):
                names.add(name, "term", item.id)
    for kind in ("drug", "procedure"):
        for item in linked.all(kind):
            name = name_of(item)
            names.add(name.lower() if name[1:] == name[1:].lower() else name, kind, item.id)
    return names
