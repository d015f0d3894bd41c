"""Records about treatment: phases, drugs, plans, tests and procedures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .fields import CountryId, Day, Markdown, PhaseId, Record, ReferenceId, Text, TypeId
from .shared import Difference, DrugEffect, DrugUse, EffectUse, Entry, Help, ProcedureUse, Pronunciation

Route = Literal["intravenous", "oral", "intramuscular", "subcutaneous", "intrathecal", "inhaled", "skin"]
Scheme = Literal["ATC", "RxNorm", "UNII", "DrugBank", "CAS", "NCIt"]
BrandStatus = Literal["marketed", "discontinued", "unknown"]


class Months(Record):
    """Usual length of a phase, in months, for drawing the path to scale."""

    least: float = Field(ge=0, le=120, description="Shortest usual length in months")
    most: float = Field(ge=0, le=120, description="Longest usual length in months")


class Elsewhere(Record):
    """What another group, country or hospital calls the same thing."""

    name: Text = Field(description="The other name; search finds it")
    text: Markdown = Field(description="Who calls it so, with the source")


class Card(Record):
    """The fact card at the top of a phase's page: one short sentence each, with its source."""

    goal: Markdown = Field(description="What this phase is for")
    how_long: Markdown = Field(description="How long it usually takes")
    where: Markdown = Field(description="Where it is given: hospital, day unit, home")
    tests: Markdown = Field(description="Tests that show whether it worked")
    risks: Markdown = Field(description="What can go wrong, in one sentence")
    next: Markdown = Field(description="What comes next")


class Phase(Entry):
    """A phase of treatment."""

    order: int = Field(ge=1, le=99, description="Place on the path, counted from 1")
    lane: Literal["main", "alongside", "branch"] = Field(
        default="main", description="main line, alongside it all the time, or a branch taken by some"
    )
    months: Months | None = Field(default=None, description="Usual length, for the picture of the path")
    card: Card = Field(description="The fact card")
    goal: Markdown = Field(description="What it is for, in full")
    given: Markdown = Field(description="What you are given and why")
    tests: Markdown = Field(description="Tests that mark its start and its end")
    risks: Markdown = Field(description="What may go wrong")
    living: Markdown = Field(description="Living through it")
    next_if_worked: Markdown = Field(description="What comes next if it worked")
    next_if_not: Markdown = Field(description="What comes next if it did not work")
    drugs: tuple[DrugUse, ...] = Field(default=(), description="The drugs of this phase")
    effects: tuple[EffectUse, ...] = Field(min_length=1, description="Side effects to expect in this phase")
    procedures: tuple[ProcedureUse, ...] = Field(default=(), description="Tests and procedures of this phase")
    differs: tuple[Difference, ...] = Field(default=(), description="How it differs for groups of people")
    elsewhere: tuple[Elsewhere, ...] = Field(default=(), description="'Your hospital may call this …'")
    when_to_call: tuple[Help, ...] = Field(min_length=1, description="The urgent-help box")


class Brand(Record):
    """A brand name in one country."""

    name: Text = Field(description="The brand name")
    country: CountryId = Field(description="Country code as in guide.yml")
    status: BrandStatus = Field(description="Sold today, withdrawn, or not known to us; only as the source says")
    source: ReferenceId = Field(description="The reference that names this brand in this country")


class Approval(Record):
    """A regulator's decision."""

    agency: Text = Field(description="Short name of the regulator")
    country: CountryId | None = Field(default=None, description="Country code, when it is one country")
    date: Day | None = Field(default=None, description="Day of the decision, only when the source gives it")
    text: Markdown = Field(description="What it is approved for, with its source")


class Identifier(Record):
    """The drug's code in a public register."""

    scheme: Scheme = Field(description="The register")
    value: Text = Field(description="The code, as the register writes it")
    source: ReferenceId = Field(description="The reference where it was read")


class Drug(Entry):
    """A drug."""

    other_names: tuple[Text, ...] = Field(default=(), description="Other generic names and salts")
    pronunciation: Pronunciation | None = Field(default=None, description="How the name is said")
    drug_class: Text = Field(description="The class, as in 'vinca alkaloid'")
    group: Text = Field(description="The kind of treatment in plain words: chemotherapy, steroid, targeted drug")
    routes: tuple[Route, ...] = Field(min_length=1, description="How it gets into the body")
    brands: tuple[Brand, ...] = Field(default=(), description="Brand names by country")
    what_it_is: Markdown = Field(description="What it is, with the class explained in plain words")
    how_it_works: Markdown = Field(description="How it works")
    why: Markdown = Field(description="Why it is used for this illness; every phase linked here must list the drug")
    how_given: Markdown = Field(description="How it is given and what that is like; never amounts")
    effects: tuple[DrugEffect, ...] = Field(min_length=1, description="Side effects that have a page of their own")
    other_effects: Markdown | None = Field(default=None, description="Side effects without a page of their own")
    tell_team: Markdown = Field(description="What to tell your team before you have it")
    precautions: Markdown = Field(description="Precautions and other medicines or foods that matter")
    monitoring: Markdown = Field(description="Tests that watch over you while you have it")
    fertility: Markdown = Field(description="Fertility, pregnancy and breastfeeding")
    late_effects: Markdown | None = Field(default=None, description="What can come months or years later")
    approvals: tuple[Approval, ...] = Field(default=(), description="Regulators' decisions")
    identifiers: tuple[Identifier, ...] = Field(default=(), description="Codes in public registers")
    when_to_call: tuple[Help, ...] = Field(min_length=1, description="The urgent-help box")


class Plan(Entry):
    """A named plan (regimen) or the family of plans of one group."""

    phases: tuple[PhaseId, ...] = Field(min_length=1, description="The phases it has here, in order")
    types: tuple[TypeId, ...] = Field(default=(), description="Types of the illness it is used for")
    for_whom: Markdown = Field(description="Who it is used for")
    made_of: Markdown = Field(description="What it is made of and in which order; never amounts")
    drugs: tuple[DrugUse, ...] = Field(min_length=1, description="Its drugs")
    evidence: Markdown = Field(description="The trial that showed it: result in plain words, years, uncertainty")
    risks: Markdown = Field(description="What may go wrong with this plan")
    when_to_call: tuple[Help, ...] = Field(min_length=1, description="The urgent-help box")


class Procedure(Entry):
    """A test or procedure."""

    why: Markdown = Field(description="Why it is done")
    before: Markdown = Field(description="What happens before, how to prepare")
    during: Markdown = Field(description="What happens, how long it takes, what it feels like")
    after: Markdown = Field(description="What happens afterwards, when results come")
    risks: Markdown = Field(description="What may go wrong")
    differs: tuple[Difference, ...] = Field(default=(), description="How it differs for groups of people")
    when_to_call: tuple[Help, ...] = Field(min_length=1, description="The urgent-help box")
