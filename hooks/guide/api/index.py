"""All files → the index, which names each with its digest, and the description of the API (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..address import API, PAGES, collection
from ..bibliography import FORMS
from ..license import LICENSE_NAME, LICENSE_URL
from ..printed import Printed
from ..publish import Entry, entry_of
from ..store import Store
from .catalog import about, line
from .document import KINDS, Document, record_documents
from .origin import VERSION, Origin, Values, origin_of, packed
from .pages import page_documents

MEDIA = {
    "csl.json": FORMS[2].media_type, "schemas/": "application/schema+json", "json": "application/json",
    "bib": FORMS[0].media_type, "ris": FORMS[1].media_type, "csv": "text/csv",
    "sqlite": "application/vnd.sqlite3", "md": "text/markdown",
}  # fmt: skip
OPENAPI = f"{API}openapi.json"
ABOUT = (
    ("guide.json", "The whole guide: every document in one file"),
    ("guide.sqlite", "The whole guide as a database"),
    ("editorial.json", "How each record stands, for authors"),
    ("csv/statements.csv", "Every sentence with its record, its field and the ids of its sources"),
    ("csv/", "A table"),
    ("schemas/", "JSON Schema of a kind of document"),
    ("openapi.json", "This API as OpenAPI 3.1"),
    ("CHANGELOG.md", "What changed in this API"),
    ("references.", "Every source of the guide, for reference managers"),
)
"""Beginning of a name → what the file is; the first that fits."""
OF_PAGE = "The sources of one page, for reference managers"
OF_KIND = "The list of one kind"


def index_files(printed: Printed, entries: Mapping[str, Entry]) -> dict[str, str | bytes]:
    """The description of the API, and the index of everything. `entries`: name of each other file → size and digest."""
    origin = origin_of(printed)
    documents = documents_of(printed, origin)
    apart = {one.name for one in documents}
    others = [name for name in entries if name.startswith(API) and name not in apart]
    described = openapi_file(documents, others, origin)
    entries = {**entries, OPENAPI: entry_of(described)}
    others = sorted([*others, OPENAPI])
    values = {
        "$schema": origin.schema("index"),
        **about(printed, origin),
        "documents": [line(one, entries[one.name].digest) for one in documents],
        "files": [told(name, entries[name], origin) for name in others],
    }
    return {OPENAPI: described, f"{API}index.json": packed(values)}


def documents_of(printed: Printed, origin: Origin, store: Store | None = None) -> list[Document]:
    """The documents of all records and of all other pages. `store`: texts of pages that were found before."""
    return [*record_documents(printed, origin), *page_documents(printed, origin, store or Store())]


def told(name: str, entry: Entry, origin: Origin) -> Values:
    """What the index says of a file."""
    short = name.removeprefix(API)
    return {
        "data_url": origin.at(name),
        "media_type": media_type(short),
        "bytes": entry.size,
        "sha256": entry.digest,
        "about": said(short),
    }


def media_type(name: str) -> str:
    """The media type of a file."""
    return next(kind for part, kind in MEDIA.items() if name.endswith(part) or name.startswith(part))


def said(name: str) -> str:
    """What a file is, in words."""
    known = next((text for start, text in ABOUT if name.startswith(start)), "")
    return known or (OF_PAGE if name.endswith(tuple(one.ending for one in FORMS)) else OF_KIND)


def openapi_file(documents: list[Document], files: Iterable[str], origin: Origin) -> str:
    """Every address that answers: files of one name each, and a template where there is one file for each record.

    `files`: the names of all but documents, index and description.
    """
    ids = {kind: [one.id for one in documents if one.kind == kind] for kind in KINDS}
    folders = {collection(kind): kind for kind in KINDS if ids[kind]}
    paths: dict[str, Any] = {}
    for folder, kind in folders.items():
        paths[f"/{folder}/{{id}}.json"] = one_of(ids[kind]) | answer(f"One {kind}", "json", kind)
        for form in FORMS if kind in PAGES else ():
            paths[f"/{folder}/{{id}}.{form.ending}"] = one_of(ids[kind]) | answer(OF_PAGE, form.ending)
    for one in documents:
        if one.kind == "page":
            paths[f"/{one.id}.json"] = answer(f"The page '{one.title}'", "json", "page")
    for name in ("index.json", "openapi.json", *(name.removeprefix(API) for name in files)):
        if name.split("/")[0] not in folders:
            paths[f"/{name}"] = answer(said_of(name), name, schema_for(name))
    return packed({
        "openapi": "3.1.0",
        "info": {
            "title": f"{origin.title}: open data",
            "version": VERSION,
            "description": f"Files that only change when the guide does; all are read with GET. {origin.disclaimer}",
            "license": {"name": LICENSE_NAME, "url": LICENSE_URL},
        },
        "servers": [{"url": origin.data("").rstrip("/") if origin.root else "."}],
        "paths": dict(sorted(paths.items())),
    })  # fmt: skip


def said_of(name: str) -> str:
    """The index has no words of itself."""
    return "Every document and file, with digests" if name == "index.json" else said(name)


def schema_for(name: str) -> str:
    """The schema of a file that is no record's document."""
    if name in ("index.json", "guide.json", "editorial.json"):
        return name.removesuffix(".json")
    return "list" if name in {f"{collection(kind)}.json" for kind in KINDS} else ""


def one_of(ids: list[str]) -> Values:
    """The parameter of a template."""
    return {"parameters": [{"name": "id", "in": "path", "required": True,
                            "schema": {"type": "string", "examples": ids[:1]}}]}  # fmt: skip


def answer(summary: str, name: str, schema: str = "") -> Values:
    """What an address answers."""
    content = {"schema": {"$ref": f"schemas/{schema}.json"}} if schema else {}
    found = {"description": summary, "content": {media_type(name): content}}
    return {"get": {"summary": summary, "responses": {"200": found, "404": {"description": "There is no such file"}}}}
