"""Sign-offs: a person has read a record, and agreed to be named for it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .fields import Day, Link, Record, Text, Title, fail
from .form import DIGEST_PATTERN, SIGNED_PATTERN, Told


def agreed(value: Any) -> Any:
    """Nobody is named who has not said yes."""
    if value in (False, 1) and value is not True:  # 1 equals True, and 0 False
        raise fail("no-consent", "is false: nobody is named who has not agreed to it; ask first, or delete this file")
    return value


SignedRecord = Annotated[
    str,
    Field(pattern=SIGNED_PATTERN, max_length=100),
    Link("page"),
    Told("a kind and an id, like procedure:blood-test"),
]
Digest = Annotated[str, Field(pattern=DIGEST_PATTERN), Told("the digest that 'make signoff' prints")]


class SignOff(Record):
    """One person's reading of one record. Write it only for somebody who really read it."""

    record: SignedRecord = Field(description="What was read, such as drug:example")
    name: Title = Field(description="The person's name, as they want it shown")
    role: Text = Field(
        description="What makes them fit to judge it: profession and place of work, as they want it shown"
    )
    consent: Annotated[Literal[True], BeforeValidator(agreed)] = Field(
        description="true: the person has agreed in writing to stand here by name"
    )
    date: Day = Field(description="Day on which they read it")
    scope: Text = Field(description="What they read it for: 'all sentences and their sources', 'plain language only'")
    hash: Digest = Field(
        description="Digest of what they read, as 'make signoff' prints it; any later change of the record shows"
    )
