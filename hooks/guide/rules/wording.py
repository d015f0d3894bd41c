"""Rules for wording: words to avoid, figures as people read them, facts on which all pages agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Drug
from ..model.style import Agreement
from .prose import any_of, first_words
from .rule import Corpus, Field, Finding, rule

PEOPLE = r"people|persons?|patients|children|babies|infants|boys|girls|teenagers|adolescents|adults|women|men|users"
SHARE = re.compile(r"\b(?:(\d[\d.]*)(?: (?:to|or) \d+)?|one|two|three) (?:in|out of) (?:every )?(\d[\d,]*)\b")
SHARE_OF_100 = re.compile(r"\b\d+(?: (?:to|or) \d+)? of (?:every )?(100)\b(?!,\d)")
PERCENT = re.compile(r"\d\s?%|\bper ?cent\b")
DECIMAL_SHARE = re.compile(r"\b\d+\.\d+ (?:in|of|out of) (?:every )?\d")
PHONE = re.compile(r"(?<![\d.,/-])(?:\+\d[\d ()-]{7,}\d|\(?\d{3}\)?[ -]\d{3,4}[ -]\d{3,4}|0\d{3,4} \d{5,6})(?![\d/-])")
SURVIVAL = re.compile(r"\b(?:alive|surviv\w+|lived)\b")
FIGURE = re.compile(r"\b\d[\d,.]* (?:in|of|out of) (?:every )?\d")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def plain_text(field: Field) -> str:
    """All sentences of a field, without citations."""
    return " ".join(sentence for _, found in field.parts for sentence, _ in found)


@rule("word-to-avoid", waivable=True, alone=True)
def words_to_avoid(corpus: Corpus) -> Iterator[Finding | None]:
    """No word that hurts, judges or says nothing: the list, with reasons and better words, is in style.yml."""
    entries = corpus.data.style.avoid
    by_word = {word.casefold(): entry for entry in entries for word in entry.words}
    found_in = any_avoided(tuple(by_word))
    met = [word for word in by_word if word in corpus.all_spoken]
    for field, line, sentence in corpus.spoken:
        lowered = sentence.casefold()
        if not any(word in lowered for word in met):  # far cheaper than the pattern, and mostly enough
            continue
        for found in found_in.finditer(sentence):
            entry = by_word[found[1].casefold()]
            if not (entry.unless and re.search(entry.unless, sentence)):
                message = f"'{found[0]}': {entry.reason}; {entry.instead}"
                yield Finding(field.source, field.path, message, found[0], line)
        yield None


@lru_cache(maxsize=2)
def any_avoided(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of these words."""
    return any_of(words)


@rule("percent", waivable=True, alone=True)
def people_not_percent(corpus: Corpus) -> Iterator[Finding | None]:
    """Shares are people, not per cent or decimals: 'about 3 in 100 people', not '2.9%'."""
    for field, line, sentence in corpus.counted:
        found = PERCENT.search(sentence) or DECIMAL_SHARE.search(sentence)
        message = f"'{found[0]}' is hard to picture; write whole people, like 'about 3 in 100 people'" if found else ""
        yield Finding(field.source, field.path, message, found[0].split()[0], line) if found else None
    for item in corpus.items("drug"):
        for index, use in enumerate(item.record.effects if isinstance(item.record, Drug) else ()):
            found = PERCENT.search(use.frequency or "")
            message = (
                f"'{found[0]}' is hard to picture; write whole people, like 'about 3 in 100 people'" if found else ""
            )
            yield Finding(item.source, ("effects", index, "frequency"), message) if found else None


@rule("mixed-shares", waivable=True, alone=True)
def one_denominator(corpus: Corpus) -> Iterator[Finding | None]:
    """One page counts people in one way: all shares 'in 100' or all 'in 10'. What is rarer than 1 in 100 may say so."""
    for fields in corpus.fields_of.values():
        used = ""
        for field in fields:
            for paragraph, found in field.parts:
                for sentence, _ in found:
                    for share in shares(sentence):
                        if used and share != used:
                            message = f"counts people in {share}, but in {used} elsewhere on this page; use one"
                            yield Finding(field.source, field.path, message, first_words(sentence), paragraph.line)
                        used = used or share
        yield None


def shares(sentence: str) -> Iterator[str]:
    """The denominators, up to 100, of the shares of people in a sentence; counts such as 14 of 128 are none."""
    if re.search(rf"\b(?:{PEOPLE})\b", sentence):
        found = [share[2] for share in SHARE.finditer(sentence)]
        found += [share[1] for share in SHARE_OF_100.finditer(sentence)]
        yield from (share for share in found if int(share.replace(",", "")) <= 100)


@rule("survival-without-year", waivable=True, alone=True)
def survival_has_years(corpus: Corpus) -> Iterator[Finding | None]:
    """A figure on survival stands under a heading that names its years: treatment has changed since."""
    for field, line, sentence in corpus.counted:
        bare = FIGURE.search(sentence) and SURVIVAL.search(sentence) and not YEAR.search(plain_text(field))
        message = "a figure on survival without its years; say when these people were treated, or when it was published"
        yield Finding(field.source, field.path, message, first_words(sentence), line) if bare else None


@rule("phone-number", alone=True)
def no_phone_numbers(corpus: Corpus) -> Iterator[Finding | None]:
    """No telephone numbers: they change, and a frightened reader may call the wrong one."""
    for field, line, sentence in corpus.counted:
        found = PHONE.search(sentence)
        message = f"'{found[0]}' looks like a telephone number; leave it out" if found else ""
        yield Finding(field.source, field.path, message, found[0].split()[0], line) if found else None


@lru_cache(maxsize=1)
def stating(corpus: Corpus) -> tuple[tuple[Agreement, list[tuple[Field, int, str]]], ...]:
    """Each agreed fact with the sentences that are about it."""
    return tuple(
        (fact, [spoken for spoken in corpus.spoken if about.search(spoken[2])])
        for fact in corpus.data.style.agreements
        for about in [re.compile(fact.about, re.IGNORECASE)]
    )


@rule("disagreement", waivable=True)
def pages_agree(corpus: Corpus) -> Iterator[Finding | None]:
    """Every sentence about an agreed fact says what was agreed: the list is in style.yml."""
    for fact, sentences in stating(corpus):
        says = re.compile(fact.says, re.IGNORECASE)
        for field, line, sentence in sentences:
            message = f"differs from other pages on {fact.topic}; agreed: {fact.agreed}"
            wrong = not says.search(sentence)
            yield Finding(field.source, field.path, message, first_words(sentence), line) if wrong else None


@rule("stale-agreement")
def agreements_are_met(corpus: Corpus) -> Iterator[Finding | None]:
    """An agreed fact that no sentence states any more checks nothing: correct its pattern or remove it."""
    for index, (fact, sentences) in enumerate(stating(corpus)):
        message = f"no sentence is about {fact.topic}; correct 'about' or remove this agreement"
        yield None if sentences else Finding(corpus.data.style_source, ("agreements", index, "about"), message)
