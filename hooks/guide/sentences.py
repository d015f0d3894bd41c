"""A paragraph → its sentences, each with or without its source."""

from __future__ import annotations

import re

from .prose import Cite, Paragraph, inlines, plain

MARK = "\ue000"
NO_END = ("e.g.", "i.e.", "etc.", "vs.", "Dr.", "St.", "No.", "approx.")
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


def split(paragraph: Paragraph) -> list[str]:
    """The sentences, each bracket of citations as one MARK."""
    text = re.sub(r"\s+", " ", plain(paragraph.children, MARK)).strip()
    found, start = [], 0
    for end in END.finditer(text):
        if text[start : end.start() + 1].endswith(NO_END) or re.search(r"\b[A-Z]\.$", text[start : end.start() + 1]):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    if text[start:].strip():
        found.append(text[start:])
    return found


def bare(sentence: str) -> str:
    """The words without the marks."""
    return re.sub(rf"\s*{MARK}", "", sentence).strip()


def said(sentence: str) -> str:
    """What is left of a sentence without its marks and full stop: nothing when it says nothing."""
    return sentence.replace(MARK, "").strip(" .")
