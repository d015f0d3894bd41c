"""The page on the data for authors, made from the model: every field of every kind, what it means and may hold."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..address import relative
from ..load import SINGLE
from ..model import KINDS
from ..notes import Notes
from ..schema import Schema, schema_of
from .rules_page import ONWARD
from .view import Part, Section, View

DATA_MODEL = "data-model/"
TITLE = "The fields of every record"
TOLD = (
    "For authors: what a record of each kind holds. A record is a file in YAML; one without a required field, or "
    "with a field that is not here, is refused. “Prose” is sentences in the small Markdown, each with its source."
)


def data_model_page() -> View:
    """A table for each kind of record and each file of the guide as a whole, then for the parts they share."""
    see = [(name, relative(target, DATA_MODEL)) for name, target in ONWARD if target != DATA_MODEL]
    head = {"told": TOLD, "see": see}
    return View(DATA_MODEL, TITLE, "authors.html", tables(), Notes(), head=head, short_title="Fields", searched=False)


@cache
def tables() -> tuple[Section, ...]:
    """All tables. They depend on the model alone."""
    whole = [(kind, f"data/{kind}/<id>.yml", model) for kind, model in KINDS.items()]
    whole += [(name.removesuffix(".yml"), f"data/{name}", model) for name, model in SINGLE.items()]
    sections, shared = [], dict[str, Any]()
    for name, file, model in whole:
        schema = schema_of(model)
        shared |= schema["definitions"]
        part = Part("fields", table(name.capitalize(), schema, schema["definitions"]) | {"file": file})
        sections.append(Section(f"kind-{name}", name.capitalize(), (part,)))
    groups = {name: one for name, one in sorted(shared.items()) if one["type"] == "object"}
    parts = [Part("fields", table(words(name), one, shared) | {"id": anchor(name)}) for name, one in groups.items()]
    longest = [
        (one["title"], f"at most {one['maxLength']} characters")
        for one in shared.values()
        if "maxLength" in one and one["type"] == "string"
    ]
    return (
        *sections,
        Section("parts", "Parts that stand inside records", tuple(parts)),
        Section("kinds-of-text", "How long a text may be", (Part("names", {"rows": sorted(longest)}),)),
    )


def table(title: str, schema: Schema, definitions: Schema) -> dict[str, Any]:
    """One table: a row a field, the required ones first."""
    required = schema.get("required", [])
    rows = [
        {"name": name, "required": name in required, "means": field["description"], **values(field, definitions)}
        for name, field in schema["properties"].items()
    ]
    rows.sort(key=lambda row: not row["required"])
    return {"title": title, "about": schema["description"], "rows": rows, "file": "", "id": ""}


def values(field: Schema, definitions: Schema) -> dict[str, Any]:
    """What a field may hold, in words; `part` is the name and the anchor of the part whose fields stand in it."""
    if "anyOf" in field:
        return values(field["anyOf"][0], definitions)
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        one = definitions[name]
        return {"values": one["title"], "part": None} if "title" in one else {
            "values": "these fields:", "part": (words(name), f"#{anchor(name)}")
        }  # fmt: skip
    if field["type"] == "array":
        inner = values(field["items"], definitions)
        each = f"each {'with ' if inner['part'] else ''}{inner['values']}"
        return inner | {"values": f"a list{how_many(field)}, {each}"}
    return {"values": plain(field), "part": None}


def how_many(field: Schema) -> str:
    """How many items a list has."""
    least, most = field.get("minItems", 0), field.get("maxItems")
    if most:
        return f" of {least} to {most}"
    return f" of {least} or more" if least else ""


def plain(field: Schema) -> str:
    """A value that is no text of one's own."""
    if "enum" in field:
        return "one of: " + ", ".join(field["enum"])
    if "const" in field:
        return "true"
    if field["type"] == "boolean":
        return "true or false"
    kind = "a whole number" if field["type"] == "integer" else "a number"
    return f"{kind} from {field['minimum']:g} to {field['maximum']:g}"


def words(name: str) -> str:
    """The name of a part: 'DrugUse' as 'Drug use'."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", name).capitalize()


def anchor(name: str) -> str:
    """Its anchor: 'DrugUse' as 'part-drug-use'."""
    return "part-" + words(name).lower().replace(" ", "-")
