"""Plain values + a model → a record, or every mistake in it, in words for authors."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .model import Record
from .model.form import FORMS
from .place import locate
from .problem import Problem, nearest
from .source import Source
from .walk import keys_at

QUOTE = "'"
WORDS = {
    "string_type": "must be text; put it in quotes if it looks like a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "float_type": "must be a number",
    "tuple_type": "must be a list; start each item on its own line with '- '",
    "model_type": "must be a group of 'key: value' lines",
    "string_too_short": "is empty; write something or remove the key",
}
OWN_RULES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "string_pattern_mismatch": "bad-form",
    "literal_error": "unknown-choice",
    "too_short": "list-too-short",
    "too_long": "list-too-long",
    "string_too_short": "empty-text",
    "string_too_long": "text-too-long",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}


def validate(values: Any, model: type[Record], source: Source) -> Record | list[Problem]:
    """The record, or all problems of this file against its model."""
    if not isinstance(values, dict):
        return [Problem(source.name, 1, 1, "must be a group of 'key: value' lines", "wrong-type")]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return [problem(details, model, source) for details in errors if not only_follows(details, errors)]


def only_follows(details: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """pydantic also calls a list too short when its items are wrong: the items' own messages are enough."""
    place = details["loc"]
    return details["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in errors
    )


def problem(details: ErrorDetails, model: type[Record], source: Source) -> Problem:
    """One of pydantic's errors in our words, at its place."""
    kind, path = details["type"], details["loc"]
    name = str(path[-1]) if path else ""
    context = details.get("ctx", {})
    if kind == "missing":
        line, column = locate(source, path[:-1])
        message = f"the field '{name}' is missing; add it"
    elif kind == "extra_forbidden":
        line, column = locate(source, path, key=True)
        known = keys_at(model, path[:-1])
        message = f"no field is called '{name}' here; remove it or correct its name{nearest(name, known)}"
    else:
        line, column = locate(source, path, words=words_of(details))
        said = wording(kind, details, context)
        message = f"{label(path)}{':' if said.startswith(QUOTE) else ''} {said}"
    return Problem(source.name, line, column, message, OWN_RULES.get(kind, kind if kind not in WORDS else "wrong-type"))


def wording(kind: str, details: ErrorDetails, context: dict[str, Any]) -> str:
    """What is wrong with the value, what is expected, and the nearest right one."""
    if kind == "literal_error":
        choices = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        close = nearest(str(details["input"]), choices)
        return f"cannot be '{details['input']}'; expected one of {', '.join(choices)}{close}"
    if kind == "string_pattern_mismatch":
        return f"'{details['input']}' has the wrong form; expected {FORMS.get(context['pattern'], context['pattern'])}"
    if kind == "too_short":
        return f"needs at least {context['min_length']} item(s), has {context['actual_length']}"
    if kind == "too_long":
        return f"may hold at most {context['max_length']} items; split the list"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"is {details['input']}; must be {'at least' if 'ge' in context else 'at most'} {bound}"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters; shorten it"
    return WORDS.get(kind, details["msg"])


def words_of(details: ErrorDetails) -> str:
    """The words that a message of our own quotes, so that a place inside long prose can be shown."""
    message = details["msg"]
    if details["type"] == "markup-in-data" and "('" in message:
        return message.split("('", 1)[1].split("')", 1)[0]
    return ""


def label(path: tuple[str | int, ...]) -> str:
    """A path as authors read it: 'brands[2].country'; list items are counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return f"'{text}'"
