"""Rules for pictures: a drawing is harmless and takes the page's colors, and its words are told in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..drawing import Drawing, read_drawing
from ..model import Picture
from .page import page_fields, sentences_of
from .rule import Corpus, Finding, rule

WORD = re.compile(r"[^\W_][\w,.'’-]*[^\W_]|[^\W_]")
STEP = re.compile(r"\d")
"""The number of a step: the description has it as a numbered list."""


@rule("drawing")
def drawings(corpus: Corpus) -> Iterator[Finding | None]:
    """A drawing holds shapes, words and the classes of guide.css: no script, style, color, link, id or outside file."""
    for source in corpus.data.drawings.values():
        found = read_drawing(source)
        if isinstance(found, Drawing):
            yield None
            continue
        for fault in found:
            yield Finding(source, (), fault.message, at=(fault.line, fault.column))


@rule("drawing-word")
def words_are_told(corpus: Corpus) -> Iterator[Finding | None]:
    """Each word in a drawing stands in the picture's caption or description too, where it has its source."""
    for item in corpus.items("picture"):
        source = corpus.data.drawings.get(item.id)
        drawing = read_drawing(source) if source else ()
        if not source or not isinstance(drawing, Drawing) or not isinstance(item.record, Picture):
            continue
        told = {singular(word) for word in WORD.findall(" ".join(sentences_of(page_fields(corpus, item))))}
        for text, line, column in drawing.words:
            for word in () if STEP.fullmatch(text) else WORD.findall(text):
                message = f"'{word}' stands in the drawing only; tell it in 'caption' or 'description', with its source"
                missing = singular(word) not in told
                yield Finding(source, (), message, at=(line, column)) if missing else None


def singular(word: str) -> str:
    """A word in small letters, without the s of a plural."""
    return word.casefold().removesuffix("s")
