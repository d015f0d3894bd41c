"""A record → its own fields as JSON values; prose as Markdown, as plain text and with its citations.

What is a draft is not there: an entry about one goes whole, an id of one goes, and a link in prose keeps its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ..link import Linked
from ..model import Link, Prose, Record
from ..prose import SCHEMES, Block, LinkTo, Paragraph, inlines, parse_prose, plain
from ..sentences import MARK, bare, stated
from ..walk import Spec, plan
from .origin import Values

KEPT_BACK = frozenset({"draft", "waivers", "wanted", "checked", "next_check"})
"""What authors write for one another, and what stands in a document outside its fields."""
NO_RECORDS = ("audience", "country")
LINK = re.compile(rf"\[([^\[\]]*)\]\(({'|'.join(SCHEMES)}):([a-z0-9-]+)\)")
Citation = tuple[str, str]


class Statement(NamedTuple):
    """A sentence: its field ('effects/0/note'), its place in it from 1, and (reference id, place in the source)."""

    field: str
    place: int
    text: str
    citations: tuple[Citation, ...]


@dataclass(slots=True)
class Reader:
    """Reads one record. `sources`: ids of what it cites; `links`: kind and id of each record it names; in order."""

    linked: Linked
    sources: dict[str, None] = field(default_factory=dict)
    links: dict[tuple[str, str], None] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)

    def record(self, record: Record, path: tuple[str, ...] = ()) -> Values:
        """Every field that holds something."""
        specs = {name: spec for name, _, spec in plan(type(record))}
        found = {}
        for name, about in type(record).model_fields.items():
            value, spec = getattr(record, name), specs.get(name)
            if value is None or name in KEPT_BACK or (isinstance(spec, Link) and not self.shown(value, spec)):
                continue
            key = about.alias or name
            found[key] = self.value(value, spec, (*path, key))
        return found

    def value(self, value: Any, spec: Spec | None, path: tuple[str, ...]) -> Any:
        """The value of one field, or of one entry of a list."""
        if isinstance(value, tuple):
            inner = spec[0] if isinstance(spec, tuple) else None
            kept = [one for one in value if self.stands(one, inner)]
            return [self.value(one, inner, (*path, str(place))) for place, one in enumerate(kept)]
        if isinstance(value, Record):
            return self.record(value, path)
        if isinstance(spec, Prose):
            return self.prose(value, path)
        if isinstance(spec, Link):
            self.note(value, spec)
        return value.isoformat() if isinstance(value, date) else value

    def stands(self, value: Any, spec: Spec | None) -> bool:
        """Is an entry of a list about something that is on the site?"""
        if isinstance(spec, Link):
            return self.shown(value, spec)
        return not isinstance(value, Record) or all(
            self.shown(getattr(value, name), link)
            for name, _, link in plan(type(value))
            if isinstance(link, Link) and type(value).model_fields[name].is_required()
        )

    def shown(self, value: str, link: Link) -> bool:
        """Is the record of this id on the site?"""
        return link.to in NO_RECORDS or self.linked.has(*key_of(value, link))

    def note(self, value: str, link: Link) -> None:
        """Remember a record that a field names."""
        if link.to == "reference":
            self.sources[value] = None
        elif link.to not in NO_RECORDS:
            self.links[key_of(value, link)] = None

    def prose(self, text: str, path: tuple[str, ...]) -> Values:
        """A prose field."""
        markdown = LINK.sub(lambda found: found[0] if self.linked.has(found[2], found[3]) else found[1], text)
        blocks = parse_prose(markdown)
        for node in inlines(blocks):
            if isinstance(node, LinkTo) and node.scheme in SCHEMES:
                self.links[node.scheme, node.target] = None
        found = stated(markdown)
        cited = [name for _, citations in found for name in citations]
        self.sources.update((name, None) for name, _ in cited)
        where = "/".join(path)
        self.statements += [Statement(where, place, *one) for place, one in enumerate(found, start=1)]
        citations = [citation(*one) for one in dict.fromkeys(cited)]
        return {"markdown": markdown.strip(), "text": text_of(blocks), "citations": citations}


def key_of(value: str, link: Link) -> tuple[str, str]:
    """Kind and id of the record that a field names."""
    kind, _, name = value.partition(":") if link.to == "page" else (link.to, "", value)
    return kind, name


def citation(reference: str, locator: str) -> Values:
    """One citation: the id of the source, and the place in it where one is named."""
    return {"reference": reference, "locator": locator} if locator else {"reference": reference}


def text_of(blocks: tuple[Block, ...], indent: str = "") -> str:
    """Prose without any mark: paragraphs apart, the items of lists behind a hyphen or their number."""
    parts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(" ".join(bare(plain(block.children, MARK)).split()))
        else:
            signs = [f"{place}. " if block.ordered else "- " for place in range(1, len(block.items) + 1)]
            inner = [text_of(item, indent + "  ").replace("\n\n", "\n") for item in block.items]
            parts.append("\n".join(f"{indent}{sign}{item}" for sign, item in zip(signs, inner, strict=True)))
    return "\n\n".join(parts)
