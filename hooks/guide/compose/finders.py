"""Fields that narrow a list down: a text field for names, and a select for each thing to choose by.

Every list stands whole on its page. What the script needs to narrow it stands in the rows as data: `names`
is what the text field looks through, every other key holds the values that one select knows, with BETWEEN
them. What was chosen never leaves the page: the script keeps it in the fragment of the address.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..address import relative
from ..link import Linked, name_of
from ..load import Item
from ..model import Drug
from .drug import ROUTES

BETWEEN = "|"
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Choice:
    """One select: the key of the rows that it looks at, its label, the words for no choice, (value, words) of each."""

    key: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """The fields above a list.

    `rows` and `names` are CSS selectors: what is shown or hidden, and where names stand in it besides its data.
    """

    legend: str
    label: str
    one: str
    many: str
    count: int
    rows: str
    script: str
    names: str = ""
    choices: tuple[Choice, ...] = ()


def finder(page: str, count: int, words: tuple[str, str, str, str], rows: str, **more: Any) -> dict[str, Any]:
    """What a page's head holds for its finder: nothing when there is nothing to find.

    `words`: legend, label of the text field, one of the things, many of them.
    """
    return {"finder": Finder(*words, count, rows, relative("assets/finders.js", page), **more)} if count else {}


def choices(*offered: Choice) -> tuple[Choice, ...]:
    """The selects that leave something to choose."""
    return tuple(choice for choice in offered if len(choice.options) > 1)


def options(kind: str, linked: Linked, found: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Records of one kind as options, in reading order: those whose id was found."""
    ids = set(found)
    return tuple((item.id, name_of(item)) for item in linked.all(kind) if item.id in ids)


def by_letter(things: Iterable[Thing], name: Callable[[Thing], str]) -> list[tuple[str, str, list[Thing]]]:
    """(letter, anchor, things) from A to Z. Accents count for nothing; what starts with no letter comes first."""
    groups: dict[str, list[Thing]] = {}
    for thing in sorted(things, key=lambda one: plain(name(one))):
        first = plain(name(thing))[:1]
        groups.setdefault(first if "a" <= first <= "z" else "", []).append(thing)
    return [(letter.upper() or "0–9", f"letter-{letter or 'other'}", found) for letter, found in sorted(groups.items())]


def plain(name: str) -> str:
    """A name as it sorts: small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


def joined(values: Iterable[str]) -> str:
    """Values as one attribute, each once, the empty ones left out."""
    return BETWEEN.join(dict.fromkeys(value for value in values if value))


def drug_keys(item: Item, record: Drug, linked: Linked) -> dict[str, str]:
    """What a drug is found by. A kind with a remark in brackets is also of the kind before the bracket."""
    return {
        "names": joined((record.name, *record.other_names, *record.aliases, *(one.name for one in record.brands))),
        "phase": joined(phase.id for phase, _ in linked.drug_in_phases[item.id]),
        "kind": joined((record.group.split(" (")[0], record.group)),
        "given": joined(record.routes),
    }


def drug_finder(page: str, keys: list[dict[str, str]], linked: Linked) -> dict[str, Any]:
    """The fields above the list of drugs; `keys`: what each of its rows is found by."""
    found = {name: {value for one in keys for value in one[name].split(BETWEEN)} for name in ("phase", "kind", "given")}
    kinds = tuple((kind, kind) for kind in sorted(found["kind"]))
    routes = tuple((route, words) for route, words in ROUTES.items() if route in found["given"])
    offered = choices(
        Choice("phase", "Phase", "All phases", options("phase", linked, found["phase"])),
        Choice("kind", "Kind of drug", "All kinds", kinds),
        Choice("given", "How it is given", "All ways", routes),
    )
    words = ("Find a drug", "Name, brand or abbreviation", "drug", "drugs")
    return finder(page, len(keys), words, "tbody tr", choices=offered)


def word_finder(page: str, count: int) -> dict[str, Any]:
    """The field above the glossary; names stand in the entries themselves."""
    return finder(page, count, ("Find a word", "Word or abbreviation", "word", "words"), ".entry", names="h3, .names")
