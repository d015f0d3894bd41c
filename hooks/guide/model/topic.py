"""Records beside the course of treatment: topics of any kind, and registered clinical trials."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Address, AudienceId, CountryId, DrugId, Markdown, Record, Text, TypeId
from .form import TRIAL_PATTERN, Told
from .shared import Dated, Difference, Entry, Help

TrialNumber = Annotated[str, Field(pattern=TRIAL_PATTERN), Told("the number of a register, like NCT01234567")]


class TopicSection(Record):
    """A heading with its text."""

    heading: Text = Field(description="The heading, best as a question readers ask")
    text: Markdown = Field(description="The answer, each sentence with its source")


class Finder(Record):
    """A website outside this guide where readers can look for themselves."""

    name: Text = Field(description="Name of the service, as it writes itself")
    country: CountryId | None = Field(default=None, description="Country code; leave out for the whole world")
    url: Address = Field(description="Its address")
    text: Markdown = Field(description="What one finds there, with its source")


class Topic(Entry):
    """A page on a question that no phase, drug or type answers by itself."""

    order: int = Field(ge=1, le=99, description="Place in the list of topics")
    outlook: bool = Field(default=False, description="true shows the guide's note on figures about survival")
    sections: tuple[TopicSection, ...] = Field(min_length=1, description="The page, heading by heading")
    finders: tuple[Finder, ...] = Field(default=(), description="Websites to look for oneself")
    differs: tuple[Difference, ...] = Field(default=(), description="How it differs for groups of people")
    when_to_call: tuple[Help, ...] = Field(default=(), description="The urgent-help box, where there is something")


class Trial(Dated):
    """A registered clinical trial. It says what is tested and for whom; never that somebody should join."""

    name: Text = Field(description="What is tested, in plain words")
    aliases: tuple[Text, ...] = Field(default=(), description="Acronym and other names, as in AALL1731")
    registry: Text = Field(description="The register, as it writes itself")
    number: TrialNumber = Field(description="Its number there, as in NCT01234567")
    what: Markdown = Field(description="What it compares or tries, with its source")
    who: Markdown = Field(description="Who may take part, with its source")
    status: Markdown = Field(description="Open, closed or reported, and when that was seen, with its source")
    countries: tuple[CountryId, ...] = Field(default=(), description="Countries in which it runs, as the source says")
    audience: tuple[AudienceId, ...] = Field(default=(), description="Groups it is for")
    types: tuple[TypeId, ...] = Field(default=(), description="Types of the illness it is for")
    drugs: tuple[DrugId, ...] = Field(default=(), description="Drugs of this guide that it tests")
