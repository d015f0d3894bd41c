"""Records about the illness and its words: types, side effects, terms, questions."""

from __future__ import annotations

from pydantic import Field

from .fields import Markdown, PageLink, PhaseId, TermId, Text
from .shared import Dated, Difference, DrugUse, Entry, Help, Pronunciation


class Type(Entry):
    """A type (subtype) of the illness."""

    what_it_is: Markdown = Field(description="What it is")
    how_found: Markdown = Field(description="Which tests find it")
    treatment: Markdown = Field(description="How treatment differs because of it")
    outlook: Markdown | None = Field(
        default=None, description="What studies found, with years, group measured and uncertainty; never for 'you'"
    )
    drugs: tuple[DrugUse, ...] = Field(default=(), description="Drugs that matter in this type")
    differs: tuple[Difference, ...] = Field(default=(), description="How it differs for groups of people")


class Effect(Entry):
    """A side effect. Its drugs and phases come from their own records."""

    medical_name: Text | None = Field(default=None, description="The medical word for it")
    area: Text = Field(description="Where it belongs in a list by part of the body: 'Skin and hair'")
    what_it_is: Markdown = Field(description="What it is and why treatment causes it")
    timing: Markdown = Field(description="When it starts and when it ends")
    what_helps: Markdown = Field(description="What you can do")
    team: Markdown = Field(description="What the team does")
    differs: tuple[Difference, ...] = Field(default=(), description="How it differs for groups of people")
    when_to_call: tuple[Help, ...] = Field(min_length=1, description="The urgent-help box")


class Term(Dated):
    """A word of the glossary."""

    name: Text = Field(description="The word as readers meet it")
    aliases: tuple[Text, ...] = Field(default=(), description="Other spellings and abbreviations; matched by case")
    pronunciation: Pronunciation | None = Field(default=None, description="How it is said")
    definition: Markdown = Field(description="What it means: one to three plain sentences, each with its source")
    see_also: tuple[TermId, ...] = Field(default=(), description="Related words")
    explain: bool = Field(
        default=False, description="true: every page explains this word in the sentence where it first stands"
    )
    page: PageLink | None = Field(
        default=None, description="The page that tells more, such as procedure:blood-test; it may share its name"
    )


class Questions(Dated):
    """Questions to ask the team at one moment. They state nothing, so they need no source."""

    name: Text = Field(description="The moment: 'Before treatment starts'")
    order: int = Field(ge=1, le=99, description="Place in the list")
    phases: tuple[PhaseId, ...] = Field(default=(), description="Phases on whose pages they appear")
    questions: tuple[Text, ...] = Field(min_length=3, max_length=7, description="The questions")
