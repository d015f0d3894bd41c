"""Rules for a whole page: how hard it is to read, what it explains, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..load import Item
from ..model import Drug, Entry, Link, Phase, Picture, Plan, Reference, Term
from ..prose import Cite
from ..reading import grade, in_reading_order
from ..walk import marked
from .prose import any_of
from .rule import CAPITALS, Corpus, Field, Finding, rule

HARDEST_PAGE = 8.0
HARDEST_HELP = 6.0
ABBREVIATIONS_A_PAGE = 6
WORDS_A_HEADING = 300
EXPLAINED = re.compile(r"[(:]|, |\b(?:called|means?|which|known as|that is|named|or)\b")
UNEXPLAINED = "is not explained in the sentence that first uses it; put plain words by it"


def page_fields(corpus: Corpus, item: Item) -> list[Field]:
    """The prose of a record's own page in reading order."""
    by_path = {field.path: field for field in corpus.fields_of.get((item.kind, item.id), ())}
    return [by_path[path] for path, _, _ in in_reading_order(item.record)]


def sentences_of(fields: Iterable[Field]) -> list[str]:
    """All their sentences."""
    return [sentence for field in fields for _, found in field.parts for sentence, _ in found]


@rule("reading-grade", waivable=True, alone=True)
def readable(corpus: Corpus) -> Iterator[Finding | None]:
    """A page, and a word's definition, is at school grade 8 or lower; the urgent-help box at 6 or lower."""
    names = corpus.shared.proper
    for item in corpus.items():
        if not isinstance(item.record, Entry | Term | Picture):
            continue
        fields = page_fields(corpus, item)
        helps = [field for field in fields if field.path[0] == "when_to_call"]
        texts = [("name", fields, HARDEST_PAGE), ("when_to_call", helps, HARDEST_HELP)]
        for key, some, limit in texts:
            found = grade(sentences_of(some), names)
            message = f"reads at grade {found}; {limit} is the limit: shorter sentences, everyday words"
            yield Finding(item.source, (key,), message, key=True) if found > limit else None


@rule("abbreviation", waivable=True, alone=True)
def abbreviations(corpus: Corpus) -> Iterator[Finding | None]:
    """An abbreviation is spelled out where the page first uses it, and has few companions there.

    Names of drugs, plans and trials, and those of style.yml, are no abbreviations.
    """
    names = corpus.shared.names
    for item in corpus.items():
        if not isinstance(item.record, Entry | Picture):
            continue
        seen: list[str] = []
        for field in page_fields(corpus, item):
            for paragraph, found in field.parts:
                for sentence, _ in found:
                    for word in CAPITALS.findall(sentence):
                        short = word.removesuffix("s") if word[:-1].isupper() else word
                        if short in seen or short in names:
                            continue
                        seen.append(short)
                        wrong = wrong_abbreviation(short, sentence, len(seen))
                        yield Finding(field.source, field.path, wrong, word, paragraph.line) if wrong else None


def wrong_abbreviation(short: str, sentence: str, place: int) -> str:
    """What is wrong with the first use of an abbreviation on a page, or nothing."""
    if not re.search(rf"\([^)]*\b{short}s?\b|\b{short}s? \(|(?:, |\bor |called |named ){short}s?\b", sentence):
        return f"'{short}' comes first here without its words; write them before it: 'the long name ({short})'"
    if place > ABBREVIATIONS_A_PAGE:
        return f"'{short}' is abbreviation {place} on this page; {ABBREVIATIONS_A_PAGE} is the limit, spell it out"
    return ""


@rule("term-unexplained", waivable=True, alone=True)
def explained(corpus: Corpus) -> Iterator[Finding | None]:
    """A technical word ('explain: true' in its term) is explained in the sentence where the page first uses it."""
    by_name = dict(corpus.shared.technical)
    any_word = any_technical(corpus.shared.technical)
    for item in corpus.items():
        if not isinstance(item.record, Entry | Picture):
            continue
        seen = {name for name, told in by_name.items() if told == f"{item.kind}:{item.id}"}
        fields = page_fields(corpus, item)
        page = "\n".join(sentences_of(fields)).casefold()
        on_page = [name for name in by_name if name in page]
        for field in fields:
            for paragraph, found in field.parts:
                for sentence, _ in found:
                    lowered = sentence.casefold()
                    if not any(name in lowered for name in on_page):  # far cheaper than the pattern
                        continue
                    for met in any_word.finditer(sentence):
                        if met[1].casefold() in seen:
                            continue
                        seen.add(met[1].casefold())
                        message = f"'{met[0]}' {UNEXPLAINED}"
                        plain = EXPLAINED.search(sentence)
                        yield None if plain else Finding(field.source, field.path, message, met[0], paragraph.line)


@lru_cache(maxsize=2)
def any_technical(technical: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """A pattern for any of these words."""
    return any_of(name for name, _ in technical)


@rule("long-section", waivable=True, alone=True)
def sections(corpus: Corpus) -> Iterator[Finding | None]:
    """At most 300 words stand under one heading."""
    for field in corpus.fields:
        words = sum(len(sentence.split()) for sentence in sentences_of([field]))
        message = f"has {words} words under one heading; {WORDS_A_HEADING} is the limit"
        yield Finding(field.source, field.path, message, key=True) if words > WORDS_A_HEADING else None


@rule("nothing-unknown", waivable=True, alone=True)
def says_what_is_unknown(corpus: Corpus) -> Iterator[Finding | None]:
    """Every phase, plan and drug says what is not known, or where sources disagree."""
    for item in corpus.items("phase", "plan", "drug"):
        if isinstance(item.record, Phase | Plan | Drug):
            message = "says nothing about what is not known; add 'unknown', with its source"
            yield None if item.record.unknown else Finding(item.source, (), message)


def sources_of(fields: Iterable[Field]) -> set[str]:
    """Ids of the references that prose cites."""
    return {
        name for field in fields for node, _ in field.nodes if isinstance(node, Cite) for name, _ in node.items if name
    }


@rule("single-source", waivable=True, alone=True)
def more_than_one_source(corpus: Corpus) -> Iterator[Finding | None]:
    """No page rests on one source alone."""
    for item in corpus.items():
        if isinstance(item.record, Entry):
            used = sources_of(page_fields(corpus, item))
            message = "the whole page rests on one source; find a second"
            yield Finding(item.source, (), message) if len(used) == 1 else None


@rule("drug-sources", waivable=True)
def drug_sources(corpus: Corpus) -> Iterator[Finding | None]:
    """A drug's page cites a regulator's label and one of the authorities that style.yml names; a draft may wait."""
    if not corpus.data.style.authorities:
        return
    for item in corpus.items("drug"):
        if item.draft:
            continue
        used = sources_of(page_fields(corpus, item))
        used |= {value for _, value, marker in marked(item.record) if marker == Link("reference")}
        found = [corpus.data.items["reference"][name].record for name in used & set(corpus.data.items["reference"])]
        references = [one for one in found if isinstance(one, Reference)]
        if not any(one.genre in ("label", "regulator") for one in references):
            yield Finding(item.source, (), "cites no regulator's label or monograph; add one")
        elif not any(publishers(one) & set(corpus.data.style.authorities) for one in references):
            yield Finding(item.source, (), "cites none of the 'authorities' in style.yml; add one")
        else:
            yield None


def publishers(one: Reference) -> set[str]:
    """The organisations that stand behind a source."""
    return {name for name in (one.publisher, one.container_title, *(who.literal for who in one.author)) if name}
