"""The printed guide → open data at /api/v1/: documents, lists, tables, sources, schemas. Drafts are in none of them.

They are made in two parts, which know nothing of each other; what tells of each file follows when all are there.
"""

from __future__ import annotations

from pathlib import Path

from ..address import API
from ..editorial_data import editorial_files
from ..printed import Printed
from ..publish import entry_of
from .catalog import guide_file, list_files
from .database import database_file
from .index import documents_of, index_files
from .origin import origin_of
from .schemas import schema_files
from .sources import source_files
from .tables import csv_files, tables_of

__all__ = ["api_files", "data_files", "index_files", "source_files"]
CHANGES = Path(__file__).parent / "CHANGELOG.md"
Files = dict[str, str | bytes]


def api_files(printed: Printed) -> Files:
    """Name of each file, from the site's root → its content."""
    files = data_files(printed) | source_files(printed)
    return files | index_files(printed, {name: entry_of(content) for name, content in files.items()})


def data_files(printed: Printed) -> Files:
    """What is made of the documents, and they themselves."""
    origin = origin_of(printed)
    with printed.store.apart("data") as store:
        documents = documents_of(printed, origin, store)
        schemas = store.made("schemas", origin, lambda: schema_files(origin))
        tables = tables_of(documents, printed.linked)
        files: Files = {
            **list_files(documents, origin),
            **guide_file(documents, printed, origin),
            **{f"{API}schemas/{name}.json": text for name, text in schemas.items()},
            **editorial_files(printed, origin.terms()),
            **csv_files(documents, tables),
            **database_file(tables, origin),
            f"{API}CHANGELOG.md": CHANGES.read_text(encoding="utf-8"),
        }
        return {**{one.name: one.text for one in documents}, **files}
