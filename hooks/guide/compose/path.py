"""The phases in their order → the path of treatment: links, usual lengths in words and to scale."""

from __future__ import annotations

from dataclasses import dataclass

from ..address import address, relative
from ..link import Linked
from ..model import Phase
from ..model.treatment import Months

WEEKS_A_MONTH = 4.35
LANES = {"main": "", "alongside": "alongside the other phases", "branch": "for some people"}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase on the path. `least` and `most` are its usual length in hundredths of the longest phase."""

    name: str
    href: str
    lane: str
    told: str
    length: str
    least: float
    most: float
    here: bool


def path_of(linked: Linked, page: str, here: str = "") -> list[Step]:
    """The phases in order; `here` is the one this page is about."""
    phases = [(item.id, item.record) for item in linked.all("phase") if isinstance(item.record, Phase)]
    longest = max((phase.months.most for _, phase in phases if phase.months), default=0) or 1
    return [
        Step(
            name=phase.name,
            href=relative(address("phase", name), page),
            lane=phase.lane,
            told=LANES[phase.lane],
            length=usual(phase.months) if phase.months else "",
            least=round(100 * phase.months.least / longest, 1) if phase.months else 0,
            most=round(100 * phase.months.most / longest, 1) if phase.months else 0,
            here=name == here,
        )
        for name, phase in phases
    ]


def usual(months: Months) -> str:
    """A usual length in words: in weeks when it is under a month, in years from 2 years on."""
    least, most, unit = months.least, months.most, "month"
    if most < 1:
        least, most, unit = round(least * WEEKS_A_MONTH), max(1, round(most * WEEKS_A_MONTH)), "week"
    elif most >= 24:
        least, most, unit = round(least / 12, 1), round(most / 12, 1), "year"
    plural = "" if most == 1 else "s"
    if not least:
        return f"up to {most:g} {unit}{plural}"
    return f"about {least:g} {unit}{plural}" if least == most else f"about {least:g} to {most:g} {unit}{plural}"
