"""The house style: `data/style.yml`. Leave the file out and only the rules that need no list apply."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from .fields import Record, Text, fail
from .form import Told


def pattern(text: str) -> str:
    """A regular expression that Python can read."""
    try:
        re.compile(text)
    except re.error as error:
        raise fail("bad-pattern", f"is no regular expression: {error}") from error
    return text


Pattern = Annotated[
    Text, AfterValidator(pattern), Field(json_schema_extra={"format": "regex"}), Told("a pattern (regular expression)")
]


class Avoid(Record):
    """Words that readers should not meet, with the reason and a better way to say it."""

    words: tuple[Text, ...] = Field(min_length=1, description="The words, in small letters; plurals are found too")
    reason: Text = Field(description="Why they do harm")
    instead: Text = Field(description="What to write instead")
    unless: Pattern | None = Field(
        default=None, description="A pattern; a sentence in which it is found may use the words"
    )


class Agreement(Record):
    """A fact that stands on several pages and must be the same on all of them."""

    topic: Text = Field(description="What it is about")
    about: Pattern = Field(description="A pattern that finds the sentences which state this fact")
    says: Pattern = Field(description="A pattern that each of these sentences must match")
    agreed: Text = Field(description="What was agreed, in words, for the message")


class Style(Record):
    """How this guide is written."""

    avoid: tuple[Avoid, ...] = Field(default=(), description="Words to avoid")
    agreements: tuple[Agreement, ...] = Field(default=(), description="Facts on which all pages agree")
    authorities: tuple[Text, ...] = Field(
        default=(), description="Organisations whose pages every drug needs one of, as references write their names"
    )
    names: tuple[Text, ...] = Field(
        default=(),
        description="Proper names in capitals that are no abbreviations to explain; reading grades skip them",
    )
