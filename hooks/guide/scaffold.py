"""A kind, an id and the guide as it is → a draft of a record that passes the check, every field explained.

Read off the model. What an author has to fill in is marked "To be written": in the text itself, or
in the comment on a line that had to hold something, such as a word of a list. The rule 'unwritten'
refuses the mark in a record that is no draft, so nothing made up here can come on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin

import yaml
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from .drawing import WIDTH, XMLNS
from .load import SINGULAR, Data
from .model import KINDS, Link, Prose, Record
from .model.fields import UNWRITTEN, asked
from .model.form import TRIAL_PATTERN
from .restyle import order
from .source import TEXT, Loader
from .walk import without_none

DRAWING = f"""\
<svg xmlns="{XMLNS}" viewBox="0 0 {WIDTH} 200">
<!-- {UNWRITTEN}: shapes, words and the classes that CONTRIBUTING names under "Add a picture" -->
<rect class="pic-ink" x="10" y="10" width="{WIDTH - 20}" height="180"/>
</svg>
"""
DEMANDED = ("phases.unknown", "plans.unknown", "drugs.unknown")
"""The model can do without these fields, but the rule 'nothing-unknown' cannot."""
OWN = ("formerly", "waivers", "listed")
"""What no new record begins with."""
NO_TRIAL = "NCT00000000"
Lines = list[str]


class Lacking(Exception):
    """The guide has no record yet that this one must name. The message says which."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being made: its kind (the folder) and id, the guide's records, today, and the values that are known."""

    folder: str
    name: str
    data: Data
    today: date
    known: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """One word for it: drug."""
        return SINGULAR[self.folder]


def scaffold(draft: Draft) -> str:
    """The text of the record."""
    model = KINDS[draft.folder]
    fields = {one.alias or name: one for name, one in model.model_fields.items()}
    keys = list(fields)
    keys = [keys[place] for place in order(model, draft.folder, (), keys)]
    needed = [key for key in keys if required(draft, key, fields[key]) or key in draft.known]
    lines = [
        "# A draft: it is on no page. Fill in each line that is still to be written and take that mark away, then",
        "# take away 'draft: true'. The check refuses a record with a mark that is no draft.",
        "",
    ]
    for key in needed:
        lines += entry(draft, key, fields[key])
    lines += ["", "# Where there is something to say, also these; see a record that has them:"]
    lines += [f"# {key}: {fields[key].description}" for key in keys if key not in needed and key not in OWN]
    return "\n".join(lines) + "\n"


def required(draft: Draft, key: str, field: FieldInfo) -> bool:
    """Must a draft have it?"""
    return field.default is PydanticUndefined or key == "draft" or f"{draft.folder}.{key}" in DEMANDED


def entry(draft: Draft, key: str, field: FieldInfo) -> Lines:
    """A key with what it means above it."""
    about = [f"# {field.description}"] if field.description else []
    if key in draft.known:
        return [*about, *written(key, draft.known[key])]
    if key == "draft":
        return [*about, "draft: true"]
    return [*about, *placeholder(draft, key, field.annotation, field.metadata, 0)]


def written(key: str, value: Any) -> Lines:
    """A value that is known, as YAML: text in quotes, a list an item a line."""
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {flow(one)}" for one in value)]
    return [f"{key}: {flow(value)}"]


def flow(value: Any) -> str:
    """A known value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date) or re.fullmatch(r"[a-z]+(-[a-z]+)*", value):
        return str(value) if yaml.compose(str(value), Loader).tag == TEXT else f'"{value}"'  # type: ignore[union-attr]
    return yaml.safe_dump(value, default_style='"', allow_unicode=True, width=10_000).strip()


def placeholder(draft: Draft, key: str, annotation: Any, metadata: list[Any], depth: int) -> Lines:
    """A key with something in its place that passes, and a mark."""
    pad = "  " * depth
    here, marks = bare(annotation, metadata)
    if get_origin(here) is tuple:
        least = next((mark.min_length for mark in marks if getattr(mark, "min_length", None)), 1)
        return items(draft, key, get_args(here)[0], least, depth)
    if isinstance(here, type) and issubclass(here, Record):
        return [f"{pad}{key}:", *group(draft, here, depth + 1)]
    if any(isinstance(mark, Prose) for mark in marks):
        return [f"{pad}{key}: |", f"{pad}  {UNWRITTEN}."] if not depth else [f"{pad}{key}: {UNWRITTEN}."]
    value, hint = single(draft, key, here, marks)
    return [f"{pad}{key}: {value}" + (f"  # {UNWRITTEN}: {hint}" if hint else "")]


def group(draft: Draft, model: type[Record], depth: int) -> Iterator[str]:
    """The required fields of a part of a record."""
    fields = {one.alias or name: one for name, one in model.model_fields.items()}
    for key, field in fields.items():
        if field.default is PydanticUndefined:
            yield f"{'  ' * depth}# {field.description}"
            yield from placeholder(draft, key, field.annotation, field.metadata, depth)


def items(draft: Draft, key: str, annotation: Any, least: int, depth: int) -> Lines:
    """A list with as many items as it needs."""
    pad = "  " * depth
    here, marks = bare(annotation, [])
    if isinstance(here, type) and issubclass(here, Record):
        about, first, *more = group(draft, here, depth + 2)
        return [f"{pad}{key}:", f"{pad}  {about.lstrip()}", f"{pad}  - {first.lstrip()}", *more]
    value, hint = single(draft, key, here, marks)
    told = f"  # {UNWRITTEN}: {hint.replace('one of', 'one or more of')}" if hint else ""
    if least == 1:
        return [f"{pad}{key}: [{value}]{told}"]
    return [f"{pad}{key}:", *[f"{pad}  - {value}{told}"] * least]


def single(draft: Draft, key: str, here: Any, marks: tuple[Any, ...]) -> tuple[str, str]:
    """What stands for one value, and what to write in its place when the value does not say it itself."""
    link = next((mark for mark in marks if isinstance(mark, Link)), None)
    if link:
        folder = next((folder for folder, kind in SINGULAR.items() if kind == link.to), "guide.yml")
        where = "a kind and an id, joined by a colon" if link.to == "page" else f"an id that is in data/{folder}"
        return somebody(draft, link.to), where
    if get_origin(here) is Literal:
        words = [str(word) for word in get_args(here)]
        unread = "citation-only"  # true of what nobody has read yet, and cannot be cited
        return (unread if unread in words else words[0]), f"one of {', '.join(words)}"
    if here is date:
        return day(draft, key)
    if here is int:
        return str(next_place(draft)), ""
    if here is float:
        return "1", "a number"
    if any(getattr(mark, "pattern", None) == TRIAL_PATTERN for mark in marks):
        return NO_TRIAL, "its number"
    if key == "name":
        return f"{UNWRITTEN} ({draft.kind} {draft.name})", ""
    questions = key == "questions" or any(getattr(mark, "func", None) is asked for mark in marks)
    return f"{UNWRITTEN}{'?' if questions else ''}", ""


def day(draft: Draft, key: str) -> tuple[str, str]:
    """Today, or for the next check the same day a year later."""
    later = draft.today.replace(year=draft.today.year + 1, day=min(draft.today.day, 28))
    if key == "next_check":
        return str(later), "the day by which to open the sources again"
    return str(draft.today), "the day on which you opened every source"


def next_place(draft: Draft) -> int:
    """The first place in the order of its kind that nobody has."""
    taken = {getattr(item.record, "order", 0) for item in draft.data.items[draft.kind].values()}
    return next((place for place in range(max(taken, default=0) + 1, 100) if place not in taken), 99)


def somebody(draft: Draft, kind: str) -> str:
    """The id of a record of this kind: the first there is, since only an id that exists passes."""
    guide = draft.data.guide
    if kind in ("audience", "country"):
        found = [one.id for one in (guide.audiences if kind == "audience" else guide.countries)] if guide else []
    elif kind == "page":
        pages = ("phase", "drug", "effect", "type", "plan", "procedure", "topic")
        found = [f"{page}:{name}" for page in pages for name in sorted(draft.data.items[page])]
    else:
        found = sorted(draft.data.items[kind])
    if not found:
        folder = next((folder for folder, one in SINGULAR.items() if one == kind), "guide.yml")
        raise Lacking(f"this kind needs a record in data/{folder}, and there is none yet; make that first")
    return found[0]


def bare(annotation: Any, metadata: list[Any]) -> tuple[Any, tuple[Any, ...]]:
    """What an annotation holds, without 'or nothing', and all its marks."""
    marks = tuple(metadata)
    here = without_none(annotation)
    while get_origin(here) is Annotated:
        inner, *more = get_args(here)
        here, marks = without_none(inner), (*marks, *more)
    return here, marks
