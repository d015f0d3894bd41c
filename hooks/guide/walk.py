"""A record → its prose fields and its links to other records, with the path of each.

Read off the model's own annotations, so a new field of type Markdown or DrugId is checked,
linked and numbered without another line of code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from .model import Link, Prose, Record
from .source import Path

Marker = Prose | Link
Spec = Marker | type[Record] | tuple["Spec"]


def marked(record: Record, path: Path = ()) -> Iterator[tuple[Path, str, Marker]]:
    """Every prose text and every id of another record: its path in the file, its value, its marker."""
    for name, key, spec in plan(type(record)):
        value = getattr(record, name)
        if value is not None:
            yield from marked_value(value, spec, (*path, key))


def marked_value(value: Any, spec: Spec, path: Path) -> Iterator[tuple[Path, str, Marker]]:
    """The same for one field's value."""
    if isinstance(spec, tuple):
        for index, item in enumerate(value):
            yield from marked_value(item, spec[0], (*path, index))
    elif isinstance(spec, type):
        yield from marked(value, path)
    else:
        yield path, value, spec


@cache
def plan(model: type[Record]) -> tuple[tuple[str, str, Spec], ...]:
    """The fields of a model that lead to prose or links: attribute name, key in YAML, what is there."""
    found = []
    for name, field in model.model_fields.items():
        spec = next((m for m in field.metadata if isinstance(m, Marker)), None) or spec_of(field.annotation)
        if spec is not None:
            found.append((name, field.alias or name, spec))
    return tuple(found)


def spec_of(annotation: Any) -> Spec | None:
    """What an annotation holds that matters here; None for plain text, numbers and dates."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marker = next((m for m in arguments[1:] if isinstance(m, Marker)), None)
        return marker or spec_of(arguments[0])
    if origin in (Union, UnionType):
        return next((spec for spec in map(spec_of, arguments) if spec is not None), None)
    if origin is tuple:
        inner = spec_of(arguments[0])
        return None if inner is None else (inner,)
    if isinstance(annotation, type) and issubclass(annotation, Record) and plan(annotation):
        return annotation
    return None


def keys_at(model: type[Record], path: Path) -> tuple[str, ...]:
    """The keys that the model allows in the mapping at `path`; empty when the path leaves the model."""
    annotation: Any = model
    for step in path:
        annotation = without_none(annotation)
        if get_origin(annotation) is tuple and isinstance(step, int):
            annotation = get_args(annotation)[0]
        elif isinstance(annotation, type) and issubclass(annotation, Record):
            fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
            annotation = fields.get(str(step))
        else:
            return ()
    annotation = without_none(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return tuple(field.alias or name for name, field in annotation.model_fields.items())
    return ()


def without_none(annotation: Any) -> Any:
    """`X | None` as X."""
    if get_origin(annotation) in (Union, UnionType):
        return next(argument for argument in get_args(annotation) if argument is not type(None))
    return annotation
