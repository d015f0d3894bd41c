"""The printed guide → open data at /api/v1/: documents, lists, tables, sources, schemas. Drafts are in none of them.

They are made in two parts, which know nothing of each other; the index, which has each file's digest, follows.
"""

from __future__ import annotations

from pathlib import Path

from ..address import API
from ..editorial_data import editorial_files
from ..printed import Printed
from ..publish import entry_of
from .catalog import guide_file, list_files
from .database import NAME, database_file
from .index import documents_of, index_files, openapi_file
from .origin import origin_of
from .schemas import schema_files
from .sources import source_files
from .tables import csv_files, table_names, tables_of

__all__ = ["api_files", "document_files", "index_files", "table_files"]
CHANGES = Path(__file__).parent / "CHANGELOG.md"
Files = dict[str, str | bytes]


def api_files(printed: Printed) -> Files:
    """Name of each file, from the site's root → its content."""
    files = document_files(printed) | table_files(printed)
    return files | index_files(printed, {name: entry_of(content) for name, content in files.items()})


def document_files(printed: Printed) -> Files:
    """The documents and what is made of them as they are; the description of the API."""
    origin = origin_of(printed)
    documents = documents_of(printed, origin)
    files: Files = {
        **list_files(documents, origin),
        **guide_file(documents, printed, origin),
        **{f"{API}schemas/{name}.json": text for name, text in schema_files(origin).items()},
        **source_files(printed, origin),
        **editorial_files(printed, origin.terms()),
        f"{API}CHANGELOG.md": CHANGES.read_text(encoding="utf-8"),
    }
    files[f"{API}openapi.json"] = openapi_file(documents, [*files, *table_names(), NAME], origin)
    return {**{one.name: one.text for one in documents}, **files}


def table_files(printed: Printed) -> Files:
    """The tables, as CSV and as a database."""
    origin = origin_of(printed)
    documents = documents_of(printed, origin)
    tables = tables_of(documents, printed.linked)
    return {**csv_files(documents, tables), **database_file(tables, origin)}
