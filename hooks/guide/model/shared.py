"""The parts that records of several kinds have in common."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .fields import (
    AudienceId,
    Day,
    DrugId,
    EffectId,
    Id,
    InShort,
    LongText,
    Markdown,
    ProcedureId,
    Question,
    Record,
    ReferenceId,
    Text,
    Title,
)

Urgency = Literal["emergency", "now", "soon"]


class Help(Record):
    """One reason to ask for help, and how fast."""

    level: Urgency = Field(
        description="emergency: call the emergency services; now: call your team at once; soon: tell them"
    )
    text: Markdown = Field(description="One short sentence with its source: what you notice")


class DrugUse(Record):
    """A drug as part of a phase, plan or type. Stated here once; the drug's page shows it too."""

    drug: DrugId = Field(description="Id of the drug")
    role: Markdown = Field(description="What it is given for here, one or two sentences with their source")
    audience: tuple[AudienceId, ...] = Field(default=(), description="Only for these groups; leave out for everyone")


class EffectUse(Record):
    """A side effect as part of a phase. Stated here once; the effect's page shows it too."""

    effect: EffectId = Field(description="Id of the side effect")
    note: Markdown = Field(description="What happens in this phase, one or two sentences with their source")


class DrugEffect(Record):
    """A side effect of a drug. Stated on the drug once; the effect's page shows it too."""

    effect: EffectId = Field(description="Id of the side effect")
    note: Markdown = Field(description="How this drug causes it or what it is like, with its source")
    frequency: Text | None = Field(default=None, description="How often, in the words the cited source uses")
    serious: bool = Field(default=False, description="true when the source counts it among the serious ones")


class ProcedureUse(Record):
    """A test or procedure as part of a phase. Stated here once; its own page shows it too."""

    procedure: ProcedureId = Field(description="Id of the test or procedure")
    note: Markdown = Field(description="Why it is done in this phase, with its source")


class Difference(Record):
    """What differs for one group of people."""

    audience: AudienceId = Field(description="Id of the group, as in guide.yml")
    text: Markdown = Field(description="What is different for them, with its source")


class Pronunciation(Record):
    """How a word is said; only with a source that says so."""

    respelling: Text = Field(description="Respelled, stressed syllable in capitals: vin-KRIS-teen")
    source: ReferenceId = Field(description="The reference that gives this pronunciation")


class Waiver(Record):
    """Leave to break one rule in one record; refused again as soon as the record keeps the rule."""

    rule: Id = Field(description="Name of the rule, as the message shows it")
    reason: LongText = Field(description="Why the rule does harm here")


class Dated(Record):
    """When the sources of a record were last checked, and when they are due again."""

    checked: Day = Field(description="Day on which every source of this record was last checked")
    next_check: Day = Field(description="Day by which the sources should be checked again")
    draft: bool = Field(default=False, description="true keeps the record off the site")
    formerly: tuple[Id, ...] = Field(default=(), description="Ids this record had before; their addresses redirect")
    wanted: tuple[Question, ...] = Field(
        default=(), description="What readers want to know and no source says yet: a question, for the editorial page"
    )
    waivers: tuple[Waiver, ...] = Field(default=(), description="Rules this record may break, each with its reason")


class Entry(Dated):
    """A record with a page of its own."""

    name: Title = Field(description="The name readers know it by; the title of its page")
    aliases: tuple[Text, ...] = Field(
        default=(), description="Other names, abbreviations and spellings that search should find"
    )
    summary: Markdown = Field(description="One sentence with its source, for lists and search results")
    in_short: InShort = Field(description="The answer first, in at most 60 words, each sentence with its source")
    unknown: Markdown | None = Field(default=None, description="What is not known, or where sources disagree")
