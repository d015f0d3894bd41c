"""Notes for readers on what changed: `data/changes/<date>-<words>.yml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Day, LongText, Record
from .form import SIGNED_PATTERN, Told

NotedRecord = Annotated[
    str, Field(pattern=SIGNED_PATTERN, max_length=100), Told("a kind and an id, like procedure:blood-test")
]
"""The id of a record, which may be gone since: a note tells of its day, and is not rewritten later."""


class Change(Record):
    """One note. It says which part of which pages changed; what they say now, the pages tell with their sources."""

    date: Day = Field(description="Day on which readers get the change; the file's name begins with it")
    note: LongText = Field(description="What changed, in plain words and without figures; it states nothing medical")
    pages: tuple[NotedRecord, ...] = Field(
        default=(), description="Records that changed, such as drug:example; leave out for the guide as a whole"
    )
    home: bool = Field(default=False, description="true when the home page changed too, which is data/guide.yml")
    minor: bool = Field(
        default=False,
        description="true when only wording changed: refused where a source, a figure, a 'not' or 'When to call' did",
    )
    draft: bool = Field(default=False, description="true keeps the note off the site")

    @property
    def order(self) -> int:
        """Its place among the notes: the newest first."""
        return -self.date.toordinal()
