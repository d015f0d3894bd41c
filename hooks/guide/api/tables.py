"""Documents → tables: the same for CSV files and for the database.

The most useful one is `statements`: one sentence a row, with the record and field that it stands in and its sources.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..address import API, collection
from ..license import LICENSE_ID
from ..link import Linked
from ..model import Reference
from .document import KINDS, Document

Row = tuple[str | int, ...]
BETWEEN = " | "
TABLES = ("documents", "statements", "citations", "identifiers", "relations", "sources")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns (each with its meaning), its rows in order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables_of(documents: list[Document], linked: Linked) -> tuple[Table, ...]:
    """The tables that hold the guide: records, what they state, with which sources, and how they hang together."""
    ordered = sorted(documents, key=lambda one: (one.kind, one.id))
    return (
        Table("documents", ("kind", "id", "title", "url", "data_url", "checked", "next_check", "review", "sha256"),
              tuple(map(document_row, ordered))),
        Table("statements", ("kind", "id", "field", "place", "sentence", "source_ids"), tuple(statement_rows(ordered))),
        Table("citations", ("kind", "id", "field", "place", "source_id", "locator"), tuple(citation_rows(ordered))),
        Table("identifiers", ("kind", "id", "scheme", "code", "source_id"), tuple(identifier_rows(ordered))),
        Table("relations", ("kind", "id", "to_kind", "to_id"), tuple(relation_rows(ordered))),
        Table("sources", ("id", "citation", "type", "genre", "title", "issued", "doi", "pmid", "pmcid", "url", "read"),
              tuple(source_rows(linked))),
    )  # fmt: skip


def document_row(one: Document) -> Row:
    """A document in short."""
    values = one.begin
    state = values["review"]["state"] if "review" in values else ""
    return (one.kind, one.id, one.title, values["url"], values["data_url"], values.get("checked", ""),
            values.get("next_check", ""), state, one.digest)  # fmt: skip


def statement_rows(documents: list[Document]) -> Iterable[Row]:
    """Every sentence, with the ids of its sources."""
    for one in documents:
        for said in one.rest.statements:
            ids = BETWEEN.join(dict.fromkeys(name for name, _ in said.citations))
            yield one.kind, one.id, said.field, said.place, said.text, ids


def citation_rows(documents: list[Document]) -> Iterable[Row]:
    """Every citation of a sentence, with the place in the source."""
    for one in documents:
        for said in one.rest.statements:
            for name, locator in dict.fromkeys(said.citations):
                yield one.kind, one.id, said.field, said.place, name, locator


def relation_rows(documents: list[Document]) -> Iterable[Row]:
    """Every record that a record names."""
    for one in documents:
        found = ((kind, name) for kind, names in one.values.get("relations", {}).items() for name in names)
        for kind, name in sorted(found):
            yield one.kind, one.id, kind, name


def identifier_rows(documents: list[Document]) -> Iterable[Row]:
    """Every code of a record in a public register, and the source where it was read."""
    for one in documents:
        for code in one.values["fields"].get("identifiers", ()):
            yield one.kind, one.id, code["scheme"], code["value"], code["source"]


def source_rows(linked: Linked) -> Iterable[Row]:
    """Every source with its citation in one line."""
    for ident, item in sorted(linked.items["reference"].items()):
        one = item.record
        assert isinstance(one, Reference)
        yield (ident, linked.citations[ident].plain(), one.type, one.genre, one.title, one.issued or "", one.DOI or "",
               one.PMID or "", one.PMCID or "", one.URL or "", one.read)  # fmt: skip


def csv_files(documents: list[Document], tables: tuple[Table, ...]) -> dict[str, str]:
    """A CSV file (RFC 4180) for each table, and one for each kind with a column a field; each row names the license."""
    files = {}
    for table in (*tables, *(kind_table(kind, documents) for kind in KINDS)):
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow((*table.columns, "license"))
        writer.writerows((*row, LICENSE_ID) for row in table.rows)
        files[f"{API}csv/{table.name}.csv"] = written.getvalue()
    return files


def kind_table(kind: str, documents: list[Document]) -> Table:
    """The records of one kind. A list is joined by ' | '; what has fields of its own is JSON."""
    found = [one for one in documents if one.kind == kind]
    keys = tuple(dict.fromkeys(key for one in found for key in one.values["fields"]))
    own = ("id", "url", "checked", "next_check")
    rows = (
        (one.id, one.begin["url"], one.begin.get("checked", ""), one.begin.get("next_check", ""),
         *(cell(one.values["fields"].get(key)) for key in keys))
        for one in found
    )  # fmt: skip
    return Table(collection(kind), (*own, *keys), tuple(rows))


def cell(value: Any) -> str | int:
    """A value as one cell."""
    if value is None:
        return ""
    if isinstance(value, dict) and "markdown" in value:
        return str(value["text"])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return BETWEEN.join(value)
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, int) else str(value)
