"""The printed guide → open data at /api/v1/: documents, lists, tables, sources, schemas. Drafts are in none of them."""

from __future__ import annotations

from pathlib import Path

from ..address import API
from ..editorial_data import editorial_files
from ..printed import Printed
from .catalog import guide_file, list_files
from .database import database_file
from .document import record_documents
from .index import index_file, openapi_file
from .origin import origin_of
from .pages import page_documents
from .schemas import schema_files
from .sources import source_files
from .tables import csv_files, tables_of

__all__ = ["api_files"]
CHANGES = Path(__file__).parent / "CHANGELOG.md"


def api_files(printed: Printed) -> dict[str, str | bytes]:
    """Name of each file, from the site's root → its content."""
    origin = origin_of(printed)
    documents = [*record_documents(printed.linked, origin), *page_documents(printed, origin)]
    tables = tables_of(documents, printed.linked)
    files: dict[str, str | bytes] = {
        **list_files(documents, origin),
        **guide_file(documents, printed, origin),
        **csv_files(documents, tables),
        **database_file(tables, origin),
        **{f"{API}schemas/{name}.json": text for name, text in schema_files(origin).items()},
        **source_files(printed, origin),
        **editorial_files(printed, origin.terms()),
        f"{API}CHANGELOG.md": CHANGES.read_text(encoding="utf-8"),
    }
    files[f"{API}openapi.json"] = openapi_file(documents, files, origin)
    files[f"{API}index.json"] = index_file(documents, files, printed, origin)
    return {**{one.name: one.text for one in documents}, **files}
