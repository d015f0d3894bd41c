"""The data model → JSON Schemas, by which editors complete, explain and check a record while it is written.

Draft 7, the form that yaml-language-server reads. Every kind of text is a definition of its own, named in words
(`model.form.Told`); what a field means is its description in the model. One thing no schema can tell: 1.0 from 1.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from .load import SINGLE
from .model import KINDS, Record
from .model.form import FORMS

DIALECT = "http://json-schema.org/draft-07/schema#"
OWN = ("description", "default")
"""What belongs to a field, not to its kind of text."""
NOTHING = {"type": "null"}
ONLY_THE_END = r"(?!\n)"
"""Python lets '$' stand before a last line break too, JavaScript and pydantic do not: this makes all the same."""

Schema = dict[str, Any]


class Untitled(GenerateJsonSchema):
    """pydantic's schemas without the names of fields in capitals, which would tell nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def schema_files() -> dict[str, str]:
    """File name → text of the schema, for every kind of record and each single file of the data folder."""
    models = {**KINDS, **{name.removesuffix(".yml"): model for name, model in SINGLE.items()}}
    return {
        f"{name}.schema.json": json.dumps(schema_of(model), ensure_ascii=False, indent=2) + "\n"
        for name, model in models.items()
    }


def schema_places() -> dict[str, list[str]]:
    """File name of each schema → the files of a repository that it is for, as globs: the guide and those for tests."""
    folders = ("data", "tests/guides/*/data", "tests/broken/data")
    named = {**{kind: f"{kind}/*.yml" for kind in KINDS}, **{name.removesuffix(".yml"): name for name in SINGLE}}
    return {f"{name}.schema.json": [f"{folder}/{file}" for folder in folders] for name, file in named.items()}


def schema_of(model: type[Record]) -> Schema:
    """The schema of one model, complete in itself."""
    made = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=Untitled)
    definitions: Schema = {}
    parts = {name: plain(part, definitions) for name, part in made.pop("$defs", {}).items()}
    whole = plain(made, definitions)
    return {"$schema": DIALECT, **whole, "definitions": {**parts, **dict(sorted(definitions.items()))}}


def plain(schema: Schema, definitions: Schema) -> Schema:
    """A schema in which each kind of text is a reference; the kinds met are added to `definitions`."""
    if "title" in schema and schema["type"] == "string":
        own = {key: schema.pop(key) for key in OWN if key in schema}
        name = re.sub(r"[^a-z0-9]+", "-", schema["title"].split(",")[0].casefold()).strip("-")
        if definitions.setdefault(name, anchored(schema)) != anchored(schema):
            raise ValueError(f"two kinds of text are called '{schema['title']}'")
        schema = {"$ref": f"#/definitions/{name}", **own}
    made: Schema = {}
    for key, value in schema.items():
        if key == "properties":
            made[key] = {name: plain(one, definitions) for name, one in value.items()}
        elif key == "anyOf":
            # An editor shows what the alternative says that the value fits.
            said = {"description": schema["description"]} if "description" in schema else {}
            made[key] = [plain(one if one == NOTHING else one | said, definitions) for one in value]
        elif key == "items":
            made[key] = plain(value, definitions)
        elif key != "title" and (key, value) != ("default", None):
            made[key] = value
    return made


def anchored(kind: Schema) -> Schema:
    """One kind of text, with the words for its pattern, and '$' at the end of every pattern meaning the end."""
    words = {"patternErrorMessage": f"expected {FORMS[kind['pattern']]}"} if kind.get("pattern") in FORMS else {}
    forms = {"allOf": [anchored(form) for form in kind["allOf"]]} if "allOf" in kind else {}
    pattern = {"pattern": re.sub(r"\$$", lambda _: "$" + ONLY_THE_END, kind["pattern"])} if "pattern" in kind else {}
    told = {key: value for key, value in kind.items() if (key, value) != ("format", "date")}  # its pattern says more
    return {**told, **pattern, **words, **forms}
