"""The guide itself: `data/guide.yml`."""

from __future__ import annotations

from pydantic import Field

from .fields import Address, CountryId, Id, InShort, Markdown, Record, Text, Title


class Condition(Record):
    """The illness the guide is about."""

    name: Text = Field(description="Full name")
    abbreviation: Text | None = Field(default=None, description="Abbreviation, spelled out at first use")
    aliases: tuple[Text, ...] = Field(default=(), description="Other names")


class Audience(Record):
    """A group of people for whom something may differ."""

    id: Id = Field(description="Short name used in records")
    label: Text = Field(description="How readers see it: 'Children'")


class Country(Record):
    """A country whose brands or rules are named."""

    id: CountryId = Field(description="Two capital letters (ISO 3166-1)")
    name: Text = Field(description="How readers see it: 'Canada'")


class PageNames(Record):
    """Other names of a page that no record makes, for search."""

    page: Text = Field(description="Its address on the site: 'phases/'")
    names: tuple[Text, ...] = Field(min_length=1, description="What readers may type who look for it")


class Review(Record):
    """How often sources are checked."""

    max_years: int = Field(ge=1, le=5, description="Sources checked longer ago than this are refused")
    policy: Text = Field(description="One sentence on how the guide is checked, for the about page")


class Guide(Record):
    """The whole guide."""

    title: Title = Field(description="Name of the site")
    tagline: Title = Field(description="What it is, in one line")
    language: Text = Field(description="Language tag (BCP 47)")
    condition: Condition = Field(description="The illness")
    summary: InShort = Field(description="What this illness is, in at most 60 words, with sources")
    treatment: Markdown = Field(description="How it is treated, in a few sentences with sources, for the home page")
    outlook_note: Text | None = Field(
        default=None, description="Shown wherever figures about survival stand: what they can and cannot say"
    )
    audiences: tuple[Audience, ...] = Field(min_length=1, description="Groups for whom things differ")
    countries: tuple[Country, ...] = Field(default=(), description="Countries named in records")
    page_names: tuple[PageNames, ...] = Field(default=(), description="Other names of lists and hand-written pages")
    disclaimer: Text = Field(description="Shown at the foot of every page")
    publisher: Text = Field(description="Who publishes the guide")
    review: Review = Field(description="How often sources are checked")
    repository: Address = Field(description="Where the source of this guide can be edited")
    feedback: Address = Field(description="Where readers report what is wrong or unclear")
