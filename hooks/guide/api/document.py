"""Every published record → its JSON document, with its relations seen from both ends."""

from __future__ import annotations

import hashlib
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import NamedTuple

from ..address import ANCHORS, API, PAGES, address, collection
from ..link import Linked, name_of
from ..load import Item
from ..model import Change
from ..model.shared import Dated
from ..moves import Key, key_of
from ..printed import Printed
from ..review import Review
from .origin import Origin, Values, packed
from .values import Reader, Statement

KINDS = (*PAGES, *ANCHORS, "change")
"""The kinds of record that have documents, in reading order."""
AT = {"change": "changes/#note-{}"}


class Read(NamedTuple):
    """A record's own fields, what it cites, what it names, what it states."""

    fields: Values
    sources: tuple[str, ...]
    links: tuple[Key, ...]
    statements: tuple[Statement, ...]


class Rest(NamedTuple):
    """What a document says beyond its beginning; ids of the sources it cites; what it states."""

    values: Values
    sources: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Document:
    """One document. `name` is its file's, from the site's root; `page` the address that readers go to.

    `begin`: its first values, which lists and the index tell too; `make`: the rest, made when it is asked for.
    """

    kind: str
    id: str
    title: str
    page: str
    name: str
    begin: Values
    make: Callable[[], Rest]

    @cached_property
    def rest(self) -> Rest:
        """What it says beyond its beginning."""
        return self.make()

    @cached_property
    def values(self) -> Values:
        """All that it says."""
        return self.begin | self.rest.values

    @cached_property
    def text(self) -> str:
        """The file's content."""
        return packed(self.values)

    @cached_property
    def digest(self) -> str:
        """What tells one content from another (SHA-256)."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def record_documents(printed: Printed, origin: Origin) -> list[Document]:
    """The documents of all records, kind by kind, each kind in reading order."""
    linked = printed.linked
    items = {(kind, item.id): item for kind in KINDS for item in linked.all(kind)}

    @cache
    def read(key: Key) -> Read:
        return read_before(items[key], printed)

    @cache
    def named_by() -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for key in items:
            for other in read(key).links:
                found[other].append(key)
        return found

    def rest(key: Key) -> Rest:
        found = read(key)
        values = {
            "fields": found.fields,
            "references": list(found.sources),
            "relations": by_kind(found.links),
            "named_by": by_kind(named_by().get(key, ())),
            **origin.terms(),
        }
        return Rest(values, found.sources, found.statements)

    return [document(item, linked, origin, partial(rest, key)) for key, item in items.items()]


def read_before(item: Item, printed: Printed) -> Read:
    """A record as it was read when its page was made, if it was."""
    one = printed.leaves.get((item.kind, item.id))
    return pickle.loads(one.data) if one and one.data else read_item(item, printed.linked)


def read_item(item: Item, linked: Linked) -> Read:
    """A record's own fields, and what it cites, names and states."""
    reader = Reader(linked)
    fields = reader.record(item.record)
    if isinstance(item.record, Change):  # a note tells of its day: what it names may be gone since
        now = dict.fromkeys(one for page in item.record.pages for one in linked.now(key_of(page)) if linked.has(*one))
        reader.links |= now
        fields["pages"] = [":".join(key) for key in now]
    return Read(fields, tuple(reader.sources), tuple(reader.links), tuple(reader.statements))


def document(item: Item, linked: Linked, origin: Origin, rest: Callable[[], Rest]) -> Document:
    """One record's document."""
    page, name = place_of(item.kind, item.id)
    begin: Values = {
        "$schema": origin.schema(item.kind),
        "kind": item.kind,
        "id": item.id,
        "title": title_of(item),
        "url": origin.at(page),
        "data_url": origin.at(name),
        "source_file": item.source.name,
    }
    if isinstance(item.record, Dated):
        begin["checked"] = item.record.checked.isoformat()
        begin["next_check"] = item.record.next_check.isoformat()
        begin["review"] = review_of(linked.review(item.kind, item.id))
    return Document(item.kind, item.id, begin["title"], page, name, begin, rest)


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
