"""A place in a record → how it is written there: the order of its keys, its quotes, the form of its dates.

Read off the model. Where records are written in another order than the model has, the tables here say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin

import yaml

from .model import Link, Record
from .model.reference import issued_form
from .source import TEXT, Loader, Path
from .walk import without_none

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?:(?P=mark)(?P<d>\d{1,2}))?",
        r"(?P<d>\d{1,2})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<y>\d{4})",
        rf"(?:(?P<d>\d{{1,2}}) )?{NAMED} (?P<y>\d{{4}})",
        rf"{NAMED} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})",
    )
)
"""The ways to write a date that can be read in one way; see `one_day`."""
FIRST = {
    "phases": "name aliases checked next_check draft formerly order lane months",
    "effects": "name medical_name area aliases",
    "topics": "name aliases order outlook",
    "pictures": "name order checked next_check draft license pages",
    "terms": "name aliases checked next_check draft formerly explain page",
    "questions": "name order phases",
    "trials": "name aliases registry number what who status countries audience types drugs",
}
"""Folder → the keys that come first there; the others follow as the model has them."""
INNER = {"DrugEffect": "effect serious frequency"}
"""The same for a part of a record."""
FLOATING = ("unknown", "wanted", "waivers")
"""What is open or excused stands behind its neighbor, wherever that is."""
TOGETHER = ("accessed", "read", "note", "newer", "listed", "draft")
"""Of these, which end a source, any may come first."""
QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class Styled:
    """A value as it should be written, what was done to it, and what it now says if that is not what it said."""

    raw: str
    step: str = ""
    value: str | None = None


def order(model: type[Record], folder: str, path: Path, keys: list[str]) -> list[int]:
    """The places of the keys in the order in which they should stand; an unknown key stays behind its neighbor."""
    here = annotation_at(model, path)[0]
    if not (isinstance(here, type) and issubclass(here, Record)):
        return list(range(len(keys)))
    names = [one.alias or name for name, one in here.model_fields.items()]
    usual = "name aliases" if "aliases" in names else ""
    first = INNER.get(here.__name__, "") if path else FIRST.get(folder, usual)
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys([*first.split(), *names])) if name not in FLOATING}
    ranks |= {name: ranks["accessed"] for name in TOGETHER if name in ranks and "accessed" in ranks}
    found: list[int] = []
    for key in keys:
        found.append(ranks.get(key, found[-1] if found else -1))
    return sorted(range(len(keys)), key=found.__getitem__)


@lru_cache(maxsize=4096)
def annotation_at(model: type[Record], path: Path) -> tuple[Any, tuple[Any, ...]]:
    """What the model expects at a path, and the validators and markers there; None where it expects nothing."""
    here: Any = model
    marks: tuple[Any, ...] = ()
    for step in path:
        if isinstance(here, type) and issubclass(here, Record):
            fields = {one.alias or name: one for name, one in here.model_fields.items()}
            if step not in fields:
                return None, ()
            here, marks = fields[str(step)].annotation, tuple(fields[str(step)].metadata)
        elif get_origin(here) is tuple and isinstance(step, int):
            here, marks = get_args(here)[0], ()
        else:
            return None, ()
        here = without_none(here)
        if get_origin(here) is Annotated:
            marks, here = (*marks, *get_args(here)[1:]), get_args(here)[0]
    return here, marks


def restyled(model: type[Record], path: Path, raw: str, node: yaml.ScalarNode) -> Styled:
    """How a value on one line, here as `raw`, should be written: dates as dates, quotes where text needs them."""
    here, marks = annotation_at(model, path)
    value = str(node.value)
    printed = any(getattr(mark, "func", None) is issued_form for mark in marks)
    if (here is date or printed) and (day := one_day(value, whole=here is date)) and day != value:
        return Styled(f'"{day}"' if printed else day, f"'{value}' to {day}", day)
    if here is str and not node.style and node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
        return Styled(f'"{value}"', QUOTES, value)
    word = here is date or get_origin(here) is Literal or any(isinstance(mark, Link) for mark in marks)
    if node.style and word and plain(value):
        return Styled(value, QUOTES)
    if node.style == "'" and not re.search(r'[\\"]', raw):
        return Styled('"' + raw[1:-1].replace("''", "'") + '"', QUOTES)
    return Styled(raw)


def plain(word: str) -> bool:
    """May this word of a list, id or date stand without quotes?"""
    return (
        bool(re.fullmatch(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*", word))
        and getattr(yaml.compose(word, Loader), "tag", "") == TEXT
    )


def one_day(text: str, *, whole: bool) -> str:
    """A date as 2026-11-21, or, when it need not be whole, as 2026-11; nothing when it can be read in two ways."""
    found = next((match for match in (pattern.fullmatch(text.strip()) for pattern in DATES) if match), None)
    if not found:
        return ""
    parts = found.groupdict()
    month = MONTHS.index(parts["name"][:3].lower()) + 1 if parts.get("name") else int(parts["m"])
    day = int(parts["d"] or 0)
    year_last = text.strip().endswith(parts["y"]) and not parts.get("name")
    if year_last and day <= 12 and day != month:
        if month <= 12:
            return ""  # 1/2/2026: nobody knows which is the month
        month, day = day, month
    if whole and not day:
        return ""
    try:
        made = date(int(parts["y"]), month, day or 1)
    except ValueError:
        return ""
    return made.isoformat() if day else f"{made:%Y-%m}"
