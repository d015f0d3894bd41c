"""Rules for prose: every sentence has its source, and stays readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.fields import UNWRITTEN
from ..prose import SCHEMES, Block, Bullets, Cite, LinkTo, Paragraph, paragraphs
from ..sentences import sentences
from .rule import Corpus, Finding, rule

LONGEST_SENTENCE = 30
SENTENCES_A_PARAGRAPH = 3
ITEMS_A_LIST = 7
WORDS_A_LEAD_IN = 12
DOSE = re.compile(r"\b\d+(?:[.,]\d+)?[\s-]?(?:mg|mcg|µg|micrograms?|milligrams?|IU|mL|ml)\b(?:/m²|/m2|/kg)?")
BLOCK_MARKUP = re.compile(r"^\s*(#{1,6}\s|>|```|~~~|\|.*\||!\[|(?:-{3,}|\*{3,}|_{3,})\s*$)", re.MULTILINE)
RAW_ADDRESS = re.compile(r"(?<!\()\b(?:https?://|www\.)\S+")


def first_words(text: str, count: int = 4) -> str:
    """Enough of a sentence to find it again in the file."""
    return " ".join(text.split()[:count]).rstrip(".,;:!?")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these words, the longest first, in any case, also in the plural; group 1 is the word."""
    choices = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b({choices})(?:s|es)?\b" if choices else r"(?!)", re.IGNORECASE)


@rule("uncited-statement", alone=True)
def uncited(corpus: Corpus) -> Iterator[Finding | None]:
    """Every sentence and every list item ends with its source: "It takes a month [@smith-2024]."

    Only a short line that ends in a colon and announces a list needs none.
    """
    for field in corpus.fields:
        for paragraph, found in field.parts:
            if paragraph.lead_in and len(paragraph.raw.split()) <= WORDS_A_LEAD_IN:
                continue
            for sentence, cited in found:
                if cited or sentence.startswith(UNWRITTEN):  # which the rule 'unwritten' refuses outside of drafts
                    yield None
                    continue
                shown = first_words(sentence, 8)
                message = f"no source for '{shown} …'; end the sentence with one, like [@smith-2024]"
                yield Finding(field.source, field.path, message, first_words(sentence), paragraph.line)


@rule("broken-citation", alone=True)
def broken_citations(corpus: Corpus) -> Iterator[Finding | None]:
    """A citation names a source by its id: [@smith-2024], [@a; @b], [@a, section 5.1]."""
    for field in corpus.fields:
        for node, line in field.nodes:
            if isinstance(node, Cite):
                empty = not all(name for name, _ in node.items)
                message = "this citation names no source; expected [@id] or [@id, section 5.1]"
                yield Finding(field.source, field.path, message, "[@", line) if empty else None
        for paragraph, _ in field.parts:
            if left := re.search(r"\[@[^\]]*$|(?<![\w.])@[a-z0-9]+(?:-[a-z0-9]+)+", strip_citations(paragraph.raw)):
                message = "this citation has no brackets around it; expected [@id]"
                yield Finding(field.source, field.path, message, left[0].split()[0], paragraph.line)


def strip_citations(raw: str) -> str:
    """The Markdown without its well-formed citations."""
    return re.sub(r"\[@[^\[\]]*\]", "", raw)


@rule("markdown-not-allowed", alone=True)
def small_markdown(corpus: Corpus) -> Iterator[Finding | None]:
    """Prose is paragraphs, lists, bold, emphasis and links; no headings, quotes, tables, pictures or code."""
    for field in corpus.fields:
        for paragraph, _ in field.parts:
            found = BLOCK_MARKUP.search(paragraph.raw) or re.search(r"`|!\[", paragraph.raw)
            if found:
                message = (
                    f"'{found[0].strip()}' is not among the Markdown allowed here; write plain paragraphs and lists"
                )
                yield Finding(field.source, field.path, message, found[0].strip(), paragraph.line)
            else:
                yield None


@rule("bad-link", alone=True)
def links(corpus: Corpus) -> Iterator[Finding | None]:
    """A link leads to a record (drug:examplin) or to an https address; a bare address is no link."""
    for field in corpus.fields:
        for node, line in field.nodes:
            if isinstance(node, LinkTo):
                good = node.scheme in SCHEMES or (node.scheme == "https" and node.target.startswith("//"))
                message = f"a link cannot lead to '{node.scheme}:'; expected https: or one of {', '.join(SCHEMES)}"
                yield None if good else Finding(field.source, field.path, message, f"{node.scheme}:", line)
        for paragraph, _ in field.parts:
            if found := RAW_ADDRESS.search(paragraph.raw):
                message = "a bare address; write [words](https://…), or cite it as a reference"
                yield Finding(field.source, field.path, message, found[0].split()[0], paragraph.line)


@rule("dose", alone=True)
def doses(corpus: Corpus) -> Iterator[Finding | None]:
    """No amounts of medicine: a dose on a page can be taken for the reader's own."""
    for field in corpus.fields:
        for paragraph, _ in field.parts:
            found = DOSE.search(paragraph.raw)
            message = f"'{found[0]}' is an amount of medicine; leave amounts out" if found else ""
            yield Finding(field.source, field.path, message, found[0], paragraph.line) if found else None


@rule("too-long", alone=True)
def lengths(corpus: Corpus) -> Iterator[Finding | None]:
    """At most 30 words a sentence, 3 sentences a paragraph, 7 items a list, 60 words 'in short'."""
    for field in corpus.fields:
        total = 0
        for paragraph, found in field.parts:
            total += sum(len(sentence.split()) for sentence, _ in found)
            for sentence, _ in found:
                count = len(sentence.split())
                message = f"a sentence of {count} words; split it, {LONGEST_SENTENCE} is the limit"
                long = count > LONGEST_SENTENCE
                yield (
                    Finding(field.source, field.path, message, first_words(sentence), paragraph.line) if long else None
                )
            if len(found) > SENTENCES_A_PARAGRAPH:
                message = (
                    f"a paragraph of {len(found)} sentences; leave an empty line after {SENTENCES_A_PARAGRAPH} or fewer"
                )
                yield Finding(
                    field.source, field.path, message, first_words(paragraph_start(paragraph)), paragraph.line
                )
        for bullets in long_lists(field.blocks):
            message = f"a list of {len(bullets.items)} items; split it, {ITEMS_A_LIST} is the limit"
            first = next(paragraphs(bullets.items[0]), None)
            start = first_words(paragraph_start(first)) if first else ""
            yield Finding(field.source, field.path, message, start, bullets.line)
        if field.marker.max_words and total > field.marker.max_words:
            yield Finding(
                field.source, field.path, f"has {total} words; {field.marker.max_words} is the limit here", key=True
            )


def paragraph_start(paragraph: Paragraph) -> str:
    """The first sentence of a paragraph."""
    return sentences(paragraph)[0][0]


def long_lists(blocks: tuple[Block, ...]) -> Iterator[Bullets]:
    """Lists with more items than a reader keeps in mind."""
    for block in blocks:
        if isinstance(block, Bullets):
            if len(block.items) > ITEMS_A_LIST:
                yield block
            for item in block.items:
                yield from long_lists(item)
