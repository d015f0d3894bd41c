"""How the guide stands → the same figures as data, for other programs, with the schema that documents them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from .compose.standing import GuideStanding
from .printed import Printed

NAME = "api/v1/editorial.json"
GUIDE = TypeAdapter(GuideStanding)
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA: dict[str, Any] = {"$schema": DIALECT, "title": "How the guide stands"} | GUIDE.json_schema(mode="serialization")
"""JSON Schema of the file: every field with what it means."""


def editorial_files(printed: Printed, terms: dict[str, Any]) -> dict[str, str | bytes]:
    """The file. `terms`: license and disclaimer, as every document has them."""
    values = {**terms, **GUIDE.dump_python(printed.site.standing, mode="json")}
    return {NAME: json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"}
