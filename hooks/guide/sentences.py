"""A paragraph → its sentences, each with or without its source."""

from __future__ import annotations

import re
from functools import cache

from .prose import Cite, Paragraph, inlines, paragraphs, parse_prose, plain

MARK = "\ue000"
NO_END = ("e.g.", "i.e.", "etc.", "vs.", "Dr.", "St.", "No.", "approx.")
INITIAL = re.compile(r"\b[A-Z]\.$")
END = re.compile(rf"[.!?][)\"”’']*(?:\s*{MARK})*(?=\s+[\"“‘'(\[]*[A-Z0-9]|\s*$)")


def sentences(paragraph: Paragraph) -> list[tuple[str, bool]]:
    """(words of the sentence, has it a citation) in order.

    A citation counts for the sentence it stands in or directly behind, before or after the full stop.
    """
    return [(bare(one), MARK in one) for one in split(paragraph) if said(one)]


def statements(paragraph: Paragraph) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """(words of the sentence, its citations as (reference id, place in it)) in order."""
    brackets = (node.items for node in inlines((paragraph,)) if isinstance(node, Cite))
    found = []
    for one in split(paragraph):
        cited = tuple(item for _ in range(one.count(MARK)) for item in next(brackets))
        if said(one):
            found.append((bare(one), cited))
    return found


@cache
def stated(text: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The statements of a prose field, in order. Figures and data ask for the same."""
    return tuple(one for paragraph in paragraphs(parse_prose(text)) for one in statements(paragraph))


def split(paragraph: Paragraph) -> tuple[str, ...]:
    """The sentences, each bracket of citations as one MARK."""
    return split_text(plain(paragraph.children, MARK))


@cache
def split_text(text: str) -> tuple[str, ...]:
    """The same of a text. Rules, figures and data ask for the same sentences."""
    text = " ".join(text.split())
    found, start = [], 0
    for end in END.finditer(text):
        sentence = text[start : end.start() + 1]
        if sentence.endswith(NO_END) or INITIAL.search(sentence):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    if text[start:].strip():
        found.append(text[start:])
    return tuple(found)


def bare(sentence: str) -> str:
    """The words without the marks and the blanks before them."""
    *marked, last = sentence.split(MARK)
    return "".join([*(words.rstrip() for words in marked), last]).strip()


def said(sentence: str) -> str:
    """What is left of a sentence without its marks and full stop: nothing when it says nothing."""
    return sentence.replace(MARK, "").strip(" .")
