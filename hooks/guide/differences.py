"""The facts of a record before and after → those that differ, each beside its counterpart.

A sentence that was rewritten is one change: the two most alike in the same field are taken together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .meaning import Fact, spelled, weighty

ALIKE = 0.5
"""Two sentences are one that changed when at least half of their words are the same, in the same order."""
Pair = tuple[Fact, Fact]
HELP = "when_to_call"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after; None where it is not there."""

    before: Fact | None
    after: Fact | None

    @property
    def state(self) -> Literal["added", "changed", "moved", "removed"]:
        """What happened to it."""
        if self.before and self.after:
            return "changed" if self.before.place == self.after.place else "moved"
        return "added" if self.after else "removed"

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or as it was."""
        fact = self.after or self.before
        assert fact
        return fact

    @property
    def rewords(self) -> bool:
        """Can this be an edit of style? Same field, sources, figures and 'not', outside the urgent-help box.

        Whether it is one, only people can judge.
        """
        before, after = self.before, self.after
        if not before or not after or self.state == "moved" or not before.sentence or not after.sentence:
            return False
        if before.place[0] == HELP:
            return False
        return set(before.sources) == set(after.sources) and weighty(before.text) == weighty(after.text)

    @property
    def medical(self) -> bool:
        """Does it change what the guide states, and not only where a page is found?"""
        return not self.fact.arranges


def paired(before: Iterable[Fact], after: Iterable[Fact]) -> tuple[list[Change], int]:
    """The facts that differ, in reading order; and how many sentences differ in spelling only."""
    old, new = list(before), list(after)
    fields = list(dict.fromkeys(fact.place[0] for fact in (*new, *old)))
    at = {id(fact): index for side in (old, new) for index, fact in enumerate(side)}
    take(old, new, lambda fact: (fact.place, fact.text, fact.sources))
    spelling = len(take(old, new, lambda fact: (fact.place, spelled(fact.text), fact.sources), sentence))
    found = alike(old, new)
    once = lone(old) & lone(new)
    found += take(old, new, lambda fact: fact.place, lambda fact: not fact.sentence and fact.place in once)
    found += take(old, new, lambda fact: (spelled(fact.text), fact.sources), sentence)
    changes = [Change(one, other) for one, other in found]
    changes += [*(Change(fact, None) for fact in old), *(Change(None, fact) for fact in new)]
    changes.sort(key=lambda one: (fields.index(one.fact.place[0]), at[id(one.fact)], one.state))
    return changes, spelling


def sentence(fact: Fact) -> bool:
    """Is it a sentence and not a value?"""
    return fact.sentence


def take(
    old: list[Fact], new: list[Fact], key: Callable[[Fact], Hashable], which: Callable[[Fact], bool] = lambda _: True
) -> list[Pair]:
    """Take out of both lists the facts with equal keys, two by two in their order."""
    waiting: dict[Hashable, list[Fact]] = {}
    for fact in filter(which, new):
        waiting.setdefault(key(fact), []).append(fact)
    found = [(fact, waiting[key(fact)].pop(0)) for fact in filter(which, old) if waiting.get(key(fact))]
    without(old, [one for one, _ in found])
    without(new, [other for _, other in found])
    return found


def alike(old: list[Fact], new: list[Fact]) -> list[Pair]:
    """Take out the sentences of one field that are most alike, the best pair first."""
    rated = [
        (likeness(one, other), -index, -other_index, one, other)
        for index, one in enumerate(old)
        for other_index, other in enumerate(new)
        if one.sentence and other.sentence and one.place == other.place
    ]
    found: list[Pair] = []
    used: set[int] = set()
    for rating, _, _, one, other in sorted(rated, key=lambda row: row[:3], reverse=True):
        if rating >= ALIKE and not {id(one), id(other)} & used:
            used |= {id(one), id(other)}
            found.append((one, other))
    without(old, [one for one, _ in found])
    without(new, [other for _, other in found])
    return found


def likeness(one: Fact, other: Fact) -> float:
    """How much of their words two sentences share, from 0 to 1."""
    return SequenceMatcher(None, spelled(one.text), spelled(other.text), autojunk=False).ratio()


def lone(facts: list[Fact]) -> set[tuple[str, ...]]:
    """The places in which a value stands alone."""
    return {place for place, count in Counter(fact.place for fact in facts if not fact.sentence).items() if count == 1}


def without(facts: list[Fact], taken: list[Fact]) -> None:
    """Remove these very facts, and no others that are equal."""
    gone = {id(fact) for fact in taken}
    facts[:] = [fact for fact in facts if id(fact) not in gone]
