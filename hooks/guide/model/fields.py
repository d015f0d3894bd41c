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

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MARKUP = re.compile(r"<[A-Za-z/!?]|\{\{|\{%|\{#|&(#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
COUNTRY_PATTERN = r"^[A-Z]{2}$"
PAGE_PATTERN = r"^(phase|drug|effect|type|plan|procedure|topic):[a-z0-9]+(-[a-z0-9]+)*$"
TRIAL_PATTERN = r"^(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|\d{4}-\d{6}-\d{2}(-\d{2})?)$"
PMID_PATTERN = r"^[1-9]\d{0,8}$"
PMCID_PATTERN = r"^PMC\d+$"
FORMS = {
    ID_PATTERN: "small letters, digits and single hyphens, like 'blood-test'",
    PAGE_PATTERN: "a kind and an id, like procedure:blood-test",
    TRIAL_PATTERN: "the number of a register, like NCT01234567",
    COUNTRY_PATTERN: "two capital letters, like CA",
    PMID_PATTERN: 'the number alone, in quotes, like "12345678"',
    PMCID_PATTERN: "one like PMC1234567",
}
"""Pattern → the same in words for authors."""
IN_SHORT_WORDS = 60


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
    if found := CONTROL.search(text):
        raise fail("control-character", f"holds the invisible character U+{ord(found[0]):04X}; delete it")
    if found := MARKUP.search(text):
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
    if found := re.search(r"[\"<>&{}]", text):
        raise fail("title-character", f"holds '{found[0]}', which a title cannot; write it in words")
    return text


def asked(text: str) -> str:
    """A question states nothing, so it needs no source."""
    if not text.endswith("?"):
        raise fail("not-a-question", "is no question; end it with a question mark, so that it states nothing")
    return text


def https_only(text: str) -> str:
    """Addresses are http(s); anything else (javascript:, data:) is refused by name."""
    if not re.match(r"^https?://[^\s<>\"'{}|\\^`]+$", text):
        scheme = text.split(":", 1)[0][:20]
        raise fail("bad-address", f"'{scheme}:' is no web address; expected one that starts with https://")
    return text


def iso_date(value: Any) -> Any:
    """Turn YYYY-MM-DD into a date; anything else is refused with an example."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise fail("bad-date", f"'{value}' is no date; expected a real day written like 2026-11-21")


Text = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(no_markup), AfterValidator(one_line)]
Question = Annotated[Text, AfterValidator(asked)]
Title = Annotated[Text, AfterValidator(attribute_safe)]
LongText = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(no_markup), AfterValidator(one_line)]
Markdown = Annotated[
    str, Field(min_length=1, max_length=20_000), AfterValidator(no_markup), AfterValidator(not_blank), Prose()
]
InShort = Annotated[
    str,
    Field(min_length=1, max_length=2_000),
    AfterValidator(no_markup),
    AfterValidator(not_blank),
    Prose(max_words=IN_SHORT_WORDS),
]
Address = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(no_markup), AfterValidator(https_only)]
Day = Annotated[date, BeforeValidator(iso_date)]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
PhaseId = Annotated[Id, Link("phase")]
DrugId = Annotated[Id, Link("drug")]
EffectId = Annotated[Id, Link("effect")]
TermId = Annotated[Id, Link("term")]
PlanId = Annotated[Id, Link("plan")]
TypeId = Annotated[Id, Link("type")]
ProcedureId = Annotated[Id, Link("procedure")]
ReferenceId = Annotated[Id, Link("reference")]
AudienceId = Annotated[Id, Link("audience")]
PageLink = Annotated[str, Field(pattern=PAGE_PATTERN, max_length=100), Link("page")]
CountryId = Annotated[str, Field(pattern=COUNTRY_PATTERN), Link("country")]
