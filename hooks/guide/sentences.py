"""A paragraph → its sentences, each with or without its source."""

from __future__ import annotations

import re

from .prose import Paragraph, plain

MARK = "\ue000"
NO_END = ("e.g.", "i.e.", "etc.", "vs.", "Dr.", "St.", "No.", "approx.")
END = re.compile(rf"[.!?][)\"”’']*(?:\s*{MARK})*(?=\s+[\"“‘'(\[]*[A-Z0-9]|\s*$)")


def sentences(paragraph: Paragraph) -> list[tuple[str, bool]]:
    """(words of the sentence, has it a citation) in order.

    A citation counts for the sentence it stands in or directly behind, before or after the full stop.
    """
    text = re.sub(r"\s+", " ", plain(paragraph.children, MARK)).strip()
    found, start = [], 0
    for end in END.finditer(text):
        if text[start : end.start() + 1].endswith(NO_END) or re.search(r"\b[A-Z]\.$", text[start : end.start() + 1]):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    if text[start:].strip():
        found.append(text[start:])
    return [(re.sub(rf"\s*{MARK}", "", one).strip(), MARK in one) for one in found if one.replace(MARK, "").strip(" .")]
