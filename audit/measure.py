"""One figure with its budget: what was measured, what is allowed, where it is missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and its budget. `value` is None when it could not be measured, which is a miss."""

    name: str
    value: float | None
    limit: float
    bound: Literal["most", "least"] = "most"
    unit: str = ""
    scope: str = ""
    misses: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Is the figure within its budget, and did nothing else go wrong?"""
        if self.value is None or self.misses:
            return False
        return self.value <= self.limit if self.bound == "most" else self.value >= self.limit

    @property
    def shown(self) -> str:
        """The figure in words."""
        return "not measured" if self.value is None else amount(self.value, self.unit)

    @property
    def budget(self) -> str:
        """The budget in words."""
        sign = "" if self.limit == 0 and self.bound == "most" else "≤ " if self.bound == "most" else "≥ "
        return sign + amount(self.limit, self.unit)


def amount(value: float, unit: str) -> str:
    """A number with its unit, without needless decimals."""
    digits = f"{value:,.1f}".removesuffix(".0")
    return f"{digits} {unit}".strip()


def none(name: str, found: Sequence[str], scope: str = "") -> Measure:
    """A measure of things that must not be there, each told in words."""
    return Measure(name, len(found), 0, scope=scope, misses=tuple(found))


def unmeasured(name: str, limit: float, reason: str, bound: Literal["most", "least"] = "most") -> Measure:
    """A figure that could not be had, with the reason."""
    return Measure(name, None, limit, bound, misses=(reason,))
