"""Tables → one SQLite file, the same bytes for the same guide: no clock, rows in order, pages of a fixed size."""

from __future__ import annotations

import sqlite3

from ..address import API
from .origin import VERSION, Origin
from .tables import Table

NAME = f"{API}guide.sqlite"
PAGE_SIZE = 4096
WHOLE_NUMBERS = ("place",)
LIBRARY_VERSION = slice(96, 100)
"""Where the file tells which SQLite wrote it (sqlite.org/fileformat2.html, 1.3): no part of the guide, so 0."""
INDEXED = {"statements": ("kind", "id"), "citations": ("source_id",), "relations": ("to_kind", "to_id")}


def database_file(tables: tuple[Table, ...], origin: Origin) -> dict[str, bytes]:
    """The file, made in memory."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    database.execute("BEGIN")
    fill(database, Table("about", ("key", "value"), about(origin)))
    for table in tables:
        fill(database, table)
        if columns := INDEXED.get(table.name):
            database.execute(f'CREATE INDEX "{table.name}_index" ON "{table.name}" ({quoted(columns)})')
    database.execute("COMMIT")
    database.execute("VACUUM")
    content = bytearray(database.serialize())
    database.close()
    content[LIBRARY_VERSION] = bytes(4)
    return {NAME: bytes(content)}


def about(origin: Origin) -> tuple[tuple[str, str], ...]:
    """What the file says of itself."""
    return (
        ("title", origin.title),
        ("address", origin.root),
        ("api_version", VERSION),
        ("license", origin.attribution()),
        ("disclaimer", origin.disclaimer),
    )


def fill(database: sqlite3.Connection, table: Table) -> None:
    """One table with its rows."""
    columns = ", ".join(f'"{one}" {"INTEGER" if one in WHOLE_NUMBERS else "TEXT"} NOT NULL' for one in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    places = ", ".join("?" for _ in table.columns)
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', table.rows)


def quoted(columns: tuple[str, ...]) -> str:
    """Columns as SQL names them."""
    return ", ".join(f'"{one}"' for one in columns)
