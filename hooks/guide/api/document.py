"""Every published record → its JSON document, with its relations seen from both ends."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..address import ANCHORS, API, PAGES, address, collection
from ..link import Linked, name_of
from ..load import Item
from ..model import Change
from ..model.shared import Dated
from ..moves import Key, key_of
from ..review import Review
from .origin import Origin, Values, packed
from .values import Reader, Statement

KINDS = (*PAGES, *ANCHORS, "change")
"""The kinds of record that have documents, in reading order."""
AT = {"change": "changes/#note-{}"}


@dataclass(frozen=True)
class Document:
    """One document. `name` is its file's, from the site's root; `page` the address that readers go to."""

    kind: str
    id: str
    title: str
    page: str
    name: str
    values: Values
    sources: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()

    @cached_property
    def text(self) -> str:
        """The file's content."""
        return packed(self.values)

    @cached_property
    def digest(self) -> str:
        """What tells one content from another (SHA-256)."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def record_documents(linked: Linked, origin: Origin) -> list[Document]:
    """The documents of all records, kind by kind, each kind in reading order."""
    read = {(kind, item.id): read_item(item, linked) for kind in KINDS for item in linked.all(kind)}
    named_by: dict[Key, list[Key]] = defaultdict(list)
    for key, (_, reader) in read.items():
        for other in reader.links:
            named_by[other].append(key)
    return [document(linked.items[key[0]][key[1]], linked, origin, *read[key], named_by[key]) for key in read]


def read_item(item: Item, linked: Linked) -> tuple[Values, Reader]:
    """A record's own fields, and what it cites, names and states."""
    reader = Reader(linked)
    fields = reader.record(item.record)
    if isinstance(item.record, Change):  # a note tells of its day: what it names may be gone since
        now = dict.fromkeys(one for page in item.record.pages for one in linked.now(key_of(page)) if linked.has(*one))
        reader.links |= now
        fields["pages"] = [":".join(key) for key in now]
    return fields, reader


def document(
    item: Item, linked: Linked, origin: Origin, fields: Values, reader: Reader, named_by: list[Key]
) -> Document:
    """One record's document."""
    page, name = place_of(item.kind, item.id)
    values: Values = {
        "$schema": origin.schema(item.kind),
        "kind": item.kind,
        "id": item.id,
        "title": title_of(item),
        "url": origin.at(page),
        "data_url": origin.at(name),
        "source_file": item.source.name,
    }
    if isinstance(item.record, Dated):
        values["checked"] = item.record.checked.isoformat()
        values["next_check"] = item.record.next_check.isoformat()
        values["review"] = review_of(linked.review(item.kind, item.id))
    values |= {
        "fields": fields,
        "references": list(reader.sources),
        "relations": by_kind(reader.links),
        "named_by": by_kind(named_by),
        **origin.terms(),
    }
    return Document(
        item.kind, item.id, values["title"], page, name, values, tuple(reader.sources), tuple(reader.statements)
    )


def title_of(item: Item) -> str:
    """What readers know a record by; a note on a change has its day for a title."""
    return f"Change of {item.record.date}" if isinstance(item.record, Change) else name_of(item)


def place_of(kind: str, name: str) -> tuple[str, str]:
    """The address that readers go to, and the name of the document, both from the site's root."""
    return AT[kind].format(name) if kind in AT else address(kind, name), f"{API}{collection(kind)}/{name}.json"


def review_of(review: Review) -> Values:
    """How a record stands with reviewers: nobody's name stands here who has not signed."""
    signed = [
        {"name": one.name, "role": one.role, "date": one.date.isoformat(), "scope": one.scope}
        for one in review.signoffs
    ]
    return {"state": review.state, "signoffs": signed}


def by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    """Kind → ids, in the order in which they were met."""
    found: dict[str, list[str]] = {}
    for kind, name in keys:
        found.setdefault(kind, []).append(name)
    return found
