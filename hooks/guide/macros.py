"""The macros that hand-written pages may call: their names and what each takes.

Said once, here: the checks read it, the pages are filled from it, CONTRIBUTING lists it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro. `kinds`: what each positional argument is the id of ('' is free text)."""

    does: str
    kinds: tuple[str, ...] = ()
    required: int = 0
    options: tuple[tuple[str, str], ...] = ()


MACROS: dict[str, Macro] = {
    "phase": Macro("a link to a phase; a second argument is the text of the link", ("phase", ""), 1),
    "drug": Macro("a link to a drug", ("drug", ""), 1),
    "effect": Macro("a link to a side effect", ("effect", ""), 1),
    "type": Macro("a link to a type of the illness", ("type", ""), 1),
    "plan": Macro("a link to a plan", ("plan", ""), 1),
    "procedure": Macro("a link to a test or procedure", ("procedure", ""), 1),
    "topic": Macro("a link to a topic", ("topic", ""), 1),
    "trial": Macro("a link to a clinical trial in the list of trials", ("trial", ""), 1),
    "term": Macro("a link to a word of the glossary", ("term", ""), 1),
    "cite": Macro("a citation; a second argument is the place in the source", ("reference", ""), 1),
    "guide_summary": Macro("what the illness is, from guide.yml"),
    "guide_treatment": Macro("how it is treated, from guide.yml"),
    "phase_path": Macro("the phases in order, with their usual lengths"),
    "drugs_table": Macro("the drugs, all or those of one phase", (), 0, (("phase", "phase"),)),
    "effects_list": Macro("the side effects by part of the body"),
    "picture": Macro("a picture with its caption and its long description", ("picture",), 1),
    "ways_in": Macro("the three ways in: a phase, a drug, a symptom"),
    "kind_counts": Macro("how many records of each kind the guide holds"),
    "offline_copy": Macro("the guide without a connection: a link to the zip file, and what the browser has saved"),
    "disclaimer": Macro("the disclaimer, from guide.yml"),
    "review_policy": Macro("how the guide is checked, from guide.yml"),
    "feedback_link": Macro("a link to where mistakes are reported; its argument is the text", ("",), 1),
}
