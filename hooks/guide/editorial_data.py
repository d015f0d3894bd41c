"""How the guide stands → the same figures as data, for other programs, with the schema that documents them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from .compose.standing import GuideStanding
from .printed import Printed

NAME = "api/v1/editorial.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def form() -> TypeAdapter[GuideStanding]:
    """What knows the form of the figures: made when it is first asked for, since that takes longer than its work."""
    return TypeAdapter(GuideStanding)


def editorial_schema() -> dict[str, Any]:
    """JSON Schema of the file: every field with what it means."""
    return {"$schema": DIALECT, "title": "How the guide stands"} | form().json_schema(mode="serialization")


def editorial_files(printed: Printed, terms: dict[str, Any]) -> dict[str, str | bytes]:
    """The file. `terms`: license and disclaimer, as every document has them."""
    values = {**terms, **form().dump_python(printed.site.standing, mode="json")}
    return {NAME: json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"}
