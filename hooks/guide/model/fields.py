"""The kinds of value a record may hold: plain text, prose, links to other records, dates and addresses.

Each is a string that pydantic checks in itself. What needs other records (does the id exist?) is
left to the rules; the markers here (`Prose`, `Link`) are what lets the rules find such fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from .form import (
    ADDRESS,
    ADDRESS_PATTERN,
    CONTROL,
    COUNTRY_PATTERN,
    DAY,
    ID_PATTERN,
    MARKUP,
    NO_CONTROL,
    NO_MARKUP,
    NOT_BLANK,
    NOT_IN_TITLE,
    ONE_LINE,
    PAGE_PATTERN,
    QUESTION,
    TITLE,
    Told,
)

MARKUP_FOUND = re.compile(MARKUP)
CONTROL_FOUND = re.compile(CONTROL)
IN_SHORT_WORDS = 60
UNWRITTEN = "To be written"
"""Marks what a new record leaves open: as text, or in the comment on a line. No published record has it."""


class Record(BaseModel):
    """What every model here shares: no unknown keys, no silent conversions, no change after loading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a string as Markdown that readers see, every sentence of which needs its source."""

    max_words: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Marks a string as the id of another record: `to` is its kind, or 'page' when the value itself names the kind."""

    to: str


def fail(rule: str, message: str) -> PydanticCustomError:
    """An error whose message is already written for authors; `rule` is its stable name.

    Braces in the message stand for themselves: what it quotes may hold some.
    """
    return PydanticCustomError(rule, "{message}", {"message": message})


def no_markup(text: str) -> str:
    """Refuse HTML, HTML entities, Jinja and control characters: data is never code."""
    if found := CONTROL_FOUND.search(text):
        raise fail("control-character", f"holds the invisible character U+{ord(found[0]):04X}; delete it")
    if found := MARKUP_FOUND.search(text):
        what = "Jinja" if found[0].startswith("{") else "HTML"
        raise fail("markup-in-data", f"holds {what} ('{found[0]}'); write plain text or the small Markdown set")
    return text


def not_blank(text: str) -> str:
    """Prose says something."""
    if not text.strip():
        raise fail("empty-text", "is empty; write something or remove the key")
    return text


def one_line(text: str) -> str:
    """Plain text stays on one line, without blanks around it."""
    if "\n" in text:
        raise fail("text-not-plain", "must be one line of plain text")
    if text != text.strip():
        raise fail("text-not-plain", "has blanks at its start or end; remove them")
    return text


def attribute_safe(text: str) -> str:
    """Titles also stand in attributes of the theme's templates, which escape nothing."""
    if found := re.search(NOT_IN_TITLE, text):
        raise fail("title-character", f"holds '{found[0]}', which a title cannot; write it in words")
    return text


def asked(text: str) -> str:
    """A question states nothing, so it needs no source."""
    if not text.endswith("?"):
        raise fail("not-a-question", "is no question; end it with a question mark, so that it states nothing")
    return text


def https_only(text: str) -> str:
    """Addresses are http(s); anything else (javascript:, data:) is refused by name."""
    if not re.fullmatch(ADDRESS_PATTERN, text):
        scheme = text.split(":", 1)[0][:20]
        raise fail("bad-address", f"'{scheme}:' is no web address; expected one that starts with https://")
    return text


def iso_date(value: Any) -> Any:
    """Turn YYYY-MM-DD into a date; anything else is refused with an example."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise fail("bad-date", f"'{value}' is no date; expected a real day written like 2026-11-21")


Text = Annotated[
    str,
    Field(min_length=1, max_length=300),
    AfterValidator(no_markup),
    AfterValidator(one_line),
    Told("one line of text", (NO_MARKUP, NO_CONTROL, ONE_LINE)),
]
Question = Annotated[Text, AfterValidator(asked), Told("a question", (QUESTION,))]
Title = Annotated[Text, AfterValidator(attribute_safe), Told("a title", (TITLE,))]
LongText = Annotated[
    str,
    Field(min_length=1, max_length=600),
    AfterValidator(no_markup),
    AfterValidator(one_line),
    Told("one long line of text", (NO_MARKUP, NO_CONTROL, ONE_LINE)),
]
Markdown = Annotated[
    str,
    Field(min_length=1, max_length=20_000),
    AfterValidator(no_markup),
    AfterValidator(not_blank),
    Prose(),
    Told("prose", (NO_MARKUP, NO_CONTROL, NOT_BLANK)),
]
InShort = Annotated[
    str,
    Field(min_length=1, max_length=2_000),
    AfterValidator(no_markup),
    AfterValidator(not_blank),
    Prose(max_words=IN_SHORT_WORDS),
    Told(f"prose of at most {IN_SHORT_WORDS} words", (NO_MARKUP, NO_CONTROL, NOT_BLANK)),
]
Address = Annotated[
    str,
    Field(min_length=1, max_length=2_000),
    AfterValidator(no_markup),
    AfterValidator(https_only),
    Told("a web address", (NO_MARKUP, NO_CONTROL, ADDRESS)),
]
Day = Annotated[date, BeforeValidator(iso_date), Told("a day, like 2026-11-21", (DAY,))]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80), Told("an id")]
PhaseId = Annotated[Id, Link("phase"), Told("the id of a phase")]
DrugId = Annotated[Id, Link("drug"), Told("the id of a drug")]
EffectId = Annotated[Id, Link("effect"), Told("the id of a side effect")]
TermId = Annotated[Id, Link("term"), Told("the id of a term")]
PlanId = Annotated[Id, Link("plan"), Told("the id of a plan")]
TypeId = Annotated[Id, Link("type"), Told("the id of a type")]
ProcedureId = Annotated[Id, Link("procedure"), Told("the id of a test or procedure")]
ReferenceId = Annotated[Id, Link("reference"), Told("the id of a source")]
AudienceId = Annotated[Id, Link("audience"), Told("the id of a group of people, as in guide.yml")]
PageLink = Annotated[
    str,
    Field(pattern=PAGE_PATTERN, max_length=100),
    Link("page"),
    Told("a kind and an id, like procedure:blood-test"),
]
CountryId = Annotated[
    str, Field(pattern=COUNTRY_PATTERN), Link("country"), Told("the code of a country, as in guide.yml")
]
