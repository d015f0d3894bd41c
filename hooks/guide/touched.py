"""What changed → the pages of the site that show it: the record's own, lists, and the far ends of its relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .address import ANCHORS, PAGES, address
from .changes import GUIDE, Changes, RecordChange
from .load import Data
from .mentions import Names
from .model import Prose, Record, Term
from .moves import Key
from .prose import Cite, inlines, parse_prose
from .walk import marked

IN_LISTS = frozenset({"name", "summary", "order", "lane", "months", "area", "group", "brands", "routes"})
"""Fields that the list of a kind shows too."""
ON_FAR_END = frozenset({"name", "group"})
"""Fields that pages show of each record they are related to."""
BRANDS, EFFECTS, NOTES = "brands/", "effect-finder/", "changes/"


class Relations:
    """Who names whom, and who cites what, in both folders together."""

    def __init__(self, *folders: Data) -> None:
        self.related: dict[Key, set[Key]] = defaultdict(set)
        self.cited_by: dict[str, set[Key]] = defaultdict(set)
        self.records: list[tuple[Key, Record]] = []
        for data in folders:
            self.records += [((item.kind, item.id), item.record) for item in data.all_items()]
            self.records += [(GUIDE, data.guide)] if data.guide else []
        for key, record in self.records:
            for _, value, marker in marked(record):
                if isinstance(marker, Prose):
                    self.cite(key, value)
                elif marker.to == "reference":
                    self.cited_by[value].add(key)
                elif marker.to not in ("country", "audience"):
                    kind, _, name = value.rpartition(":") if marker.to == "page" else (marker.to, "", value)
                    self.related[key].add((kind, name))
                    self.related[kind, name].add(key)

    def cite(self, key: Key, text: str) -> None:
        """Note the sources of a prose field."""
        for node in inlines(parse_prose(text)):
            if isinstance(node, Cite):
                for name, _ in node.items:
                    self.cited_by[name].add(key)

    def using(self, term: Key) -> set[Key]:
        """The records in whose prose a word stands: their pages explain it."""
        names = Names()
        for key, record in self.records:
            if key == term and isinstance(record, Term):
                for name in (record.name, *record.aliases):
                    names.add(name, *term)
        return {
            key
            for key, record in self.records
            if key[0] in PAGES
            for _, value, marker in marked(record)
            if isinstance(marker, Prose) and any(names.find(value))
        }


def touched(changes: Changes, before: Data, after: Data) -> dict[Key, tuple[str, ...]]:
    """Record that changed → addresses of the pages that show what changed, its own first."""
    relations = Relations(before, after)
    return {record.key: tuple(dict.fromkeys(pages_of(record, relations))) for record in changes.records}


def pages_of(record: RecordChange, relations: Relations) -> Iterable[str]:
    """The addresses of one record's pages."""
    kind, name = record.key
    fields = {change.fact.place[0] for change in record.changes}
    whole = record.state != "changed" or bool(record.was)
    if record.key == GUIDE:
        yield ""
    elif kind == "change":
        yield NOTES
    elif kind == "signoff":
        yield from addresses(relations.related[record.key])
    else:
        yield address(kind, name)
    if kind in PAGES and (whole or fields & IN_LISTS):
        yield f"{PAGES[kind]}/"
    if kind == "drug" and (whole or fields & {"name", "brands"}):
        yield BRANDS
    if kind in ("drug", "phase", "effect") and (whole or fields & {"name", "effects"}):
        yield EFFECTS
    if kind == "reference":
        yield from addresses(relations.cited_by[name])
        return
    facts = [fact for change in record.changes for fact in (change.before, change.after) if fact]
    far = {key for fact in facts for key in fact.others}
    if whole or fields & ON_FAR_END:
        far |= relations.related[record.key]
    if kind in ("question", "picture"):
        far |= {key for key in relations.related[record.key] if key[0] in PAGES}
    if kind == "term":
        far |= relations.using(record.key)
    yield from addresses(far)


def addresses(keys: Iterable[Key]) -> Iterable[str]:
    """Addresses of records, sorted."""
    shown = (key for key in keys if key == GUIDE or key[0] in PAGES or key[0] in ANCHORS)
    return sorted("" if key == GUIDE else address(*key) for key in shown)
