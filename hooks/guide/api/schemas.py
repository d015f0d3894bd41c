"""The data model → JSON Schemas (2020-12) of the documents: what a record may hold, as programs get it.

They differ from the authors' schemas where the documents differ from the files: prose comes in three forms, what
is for authors is not there, and a list may be shorter, since what is a draft is left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..editorial_data import editorial_schema
from ..license import LICENSE_ID, LICENSE_URL
from ..load import SINGULAR
from ..model import KINDS as MODELS
from ..model import Guide, Record
from ..schema import schema_of
from .document import KINDS
from .origin import Origin, Values, packed
from .values import KEPT_BACK

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOT_TOLD = frozenset({"patternErrorMessage", "minItems", "default", "definitions", "$schema"})
MODEL_OF = {SINGULAR[folder]: model for folder, model in MODELS.items()}
TEXT = {"type": "string"}
IDS = {"type": "array", "items": TEXT, "uniqueItems": True}
DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
BY_KIND = {"type": "object", "propertyNames": {"enum": list(KINDS)}, "additionalProperties": IDS}


def closed(properties: Values, optional: tuple[str, ...] = (), **more: Any) -> Values:
    """An object that holds these properties and no other."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False, **more}


PARTS: Values = {
    "prose": closed(
        {
            "markdown": TEXT | {"description": "As the record has it: citations [@id], links [words](kind:id)"},
            "text": TEXT | {"description": "The same without any mark"},
            "citations": {"type": "array", "items": {"$ref": "#/$defs/citation"}},
        },
        description="Sentences",
    ),
    "citation": closed(
        {"reference": TEXT, "locator": TEXT},
        ("locator",),
        description="Id of a source, and the place in it where one is named",
    ),
    "license": closed({"id": {"const": LICENSE_ID}, "url": {"const": LICENSE_URL}, "attribution": TEXT}),
    "review": closed(
        {
            "state": {
                "enum": ["unreviewed", "reviewed", "changed"],
                "description": "unreviewed: no clinician has signed; changed: the text changed since one did",
            },
            "signoffs": {
                "type": "array",
                "items": closed({"name": TEXT, "role": TEXT, "date": DAY, "scope": TEXT}),
            },
        },
        description="Whether a clinician has read it and agreed to be named",
    ),
}
TERMS: Values = {"license": {"$ref": "#/$defs/license"}, "disclaimer": TEXT}
HEAD: Values = {
    "$schema": TEXT,
    "kind": TEXT,
    "id": TEXT,
    "title": TEXT,
    "url": TEXT | {"description": "Where readers find it; from the site's root where the site's address is not known"},
    "data_url": TEXT | {"description": "This document's own address"},
    "source_file": TEXT | {"description": "The file in the repository that it is made from"},
}
DATED: Values = {
    "checked": DAY | {"description": "Day on which its sources were last checked"},
    "next_check": DAY | {"description": "Day by which they should be checked again"},
    "review": {"$ref": "#/$defs/review"},
}
RELATED: Values = {
    "references": IDS | {"description": "Ids of the sources it cites"},
    "relations": BY_KIND | {"description": "Kind → ids of the records it names"},
    "named_by": BY_KIND | {"description": "Kind → ids of the records that name it"},
}


def schema_files(origin: Origin) -> dict[str, str]:
    """Name of each schema → its text."""
    schemas = {kind: record_schema(kind) for kind in KINDS}
    schemas |= {
        "page": PAGE,
        "list": LIST,
        "guide": guide_schema(),
        "index": INDEX,
        "editorial": with_terms(editorial_schema()),
    }
    terms = f"Schema: {origin.attribution()}"
    return {
        name: packed({"$schema": DIALECT, **({"$id": origin.schema(name)} if origin.root else {}),
                      "$comment": terms, **schema})
        for name, schema in schemas.items()
    }  # fmt: skip


def with_terms(schema: Values) -> Values:
    """A schema that asks for license and disclaimer too."""
    return schema | {
        "properties": {**TERMS, **schema["properties"]},
        "required": [*TERMS, *schema["required"]],
        "$defs": {**schema["$defs"], "license": PARTS["license"]},
    }


@cache
def record_schema(kind: str) -> Values:
    """The schema of one kind's documents."""
    model = MODEL_OF[kind]
    fields, parts = fields_schema(model)
    dated = DATED if "checked" in model.model_fields else {}
    properties = HEAD | {"kind": {"const": kind}} | dated | {"fields": fields} | RELATED | TERMS
    return closed(properties, description=model.__doc__ or "") | {"$defs": PARTS | parts}


def fields_schema(model: type[Record]) -> tuple[Values, Values]:
    """The schema of a record's own fields, and the parts that it refers to."""
    made = schema_of(model)
    parts = {name: told(part) for name, part in made["definitions"].items() if name != "Waiver"}
    for name, part in parts.items():
        if part.get("title", "").startswith("prose"):
            parts[name] = {"$ref": "#/$defs/prose"}
    parts.pop("prose", None)
    fields = told(made)
    fields["properties"] = {name: one for name, one in fields["properties"].items() if name not in KEPT_BACK}
    fields["required"] = [name for name in fields.get("required", ()) if name not in KEPT_BACK]
    return fields, parts


def told(value: Any) -> Any:
    """A schema in the newer dialect, without what is for editors only."""
    if isinstance(value, dict):
        return {key: told(one) for key, one in value.items() if key not in NOT_TOLD}
    if isinstance(value, list):
        return [told(one) for one in value]
    return value.replace("#/definitions/", "#/$defs/") if isinstance(value, str) else value


def guide_schema() -> Values:
    """The schema of the whole guide in one file."""
    guide, parts = fields_schema(Guide)
    documents = {"type": "array", "items": {"type": "object", "required": ["$schema", "kind", "id", "fields"]},
                 "description": "Each as in its own file, whose schema it names"}  # fmt: skip
    return closed({"$schema": TEXT} | ABOUT | TERMS | {"guide": guide, "documents": documents}, ("date",)) | {
        "$defs": PARTS | parts
    }


ABOUT: Values = {"title": TEXT, "about": TEXT, "language": TEXT, "api_version": TEXT, "date": DAY}
LINE = closed(
    dict.fromkeys(("kind", "id", "title", "url", "data_url"), TEXT) | DATED | {"sha256": DIGEST}, tuple(DATED)
)
FILE = closed({"data_url": TEXT, "media_type": TEXT, "bytes": {"type": "integer"}, "sha256": DIGEST, "about": TEXT})
PAGE = closed(
    HEAD
    | {"kind": {"const": "page"}}
    | {"fields": closed({"markdown": TEXT, "text": TEXT}, ("markdown",)), "references": IDS}
    | TERMS,
    ("source_file",),
    description="A page that no single record makes",
) | {"$defs": PARTS}
LIST = closed(
    {"$schema": TEXT, "kind": {"enum": list(KINDS)}, "count": {"type": "integer"},
     "items": {"type": "array", "items": LINE}} | TERMS,
    description="The records of one kind",
) | {"$defs": PARTS}  # fmt: skip
INDEX = closed(
    {"$schema": TEXT} | ABOUT | TERMS
    | {"documents": {"type": "array", "items": LINE}, "files": {"type": "array", "items": FILE}},
    ("date",),
    description="Every document and every other file, with digests",
) | {"$defs": PARTS}  # fmt: skip
