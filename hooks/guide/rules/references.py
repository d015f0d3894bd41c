"""Rules for sources: each complete, each used, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..load import Item
from ..model import Link, Reference
from .rule import Corpus, Finding, rule


def references(corpus: Corpus) -> Iterator[tuple[Item, Reference]]:
    """Every source."""
    for item in corpus.items("reference"):
        if isinstance(item.record, Reference):
            yield item, item.record


@lru_cache(maxsize=1)
def cited(corpus: Corpus) -> set[str]:
    """Ids of the sources that some record or page cites; one that cannot be read cites what its text names."""
    found = {name for page in corpus.pages for call in page.calls() for kind, name in call.ids() if kind == "reference"}
    for field in corpus.fields:
        found |= field.cited
    found |= {
        value
        for _, item, _, value, marker in corpus.marks
        if marker == Link("reference") and not (item and item.kind == "reference")
    }
    unread = [*corpus.data.broken, *(page.source for page in corpus.pages if not page.pieces)]
    for source in unread:
        found |= set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", source.text)) & corpus.data.named["reference"]
    return found


@rule("incomplete-reference", alone=True)
def complete(corpus: Corpus) -> Iterator[Finding | None]:
    """A source says who, when and where: author or publisher, date issued or opened, DOI, PMID or address.

    Books are found without an address. A listed source that nothing cites may lack one when its note says so.
    A draft may wait.
    """
    for item, one in references(corpus):
        if one.draft:
            continue
        lacks = []
        if not (one.author or one.publisher):
            lacks.append("who ('author' or 'publisher')")
        if not (one.issued or one.accessed or one.DOI or one.PMID or one.listed):
            lacks.append("when ('issued', or 'accessed' for a page without a date)")
        book = one.type in ("book", "chapter") and one.publisher
        if not (one.DOI or one.PMID or one.PMCID or one.URL or book or one.listed):
            lacks.append("where ('DOI', 'PMID' or 'URL')")
        message = f"this source lacks {' and '.join(lacks)}; add what the source itself shows"
        yield Finding(item.source, (), message) if lacks else None


@rule("bad-author", alone=True)
def authors(corpus: Corpus) -> Iterator[Finding | None]:
    """A person has a family name, an organisation has 'literal'; never both."""
    for item, one in references(corpus):
        for field, people in (("author", one.author), ("editor", one.editor)):
            for index, person in enumerate(people):
                right = (person.family is None) != (person.literal is None) and not (person.literal and person.given)
                message = "expected 'family' and 'given' for a person or 'literal' for an organisation"
                yield None if right else Finding(item.source, (field, index), message)


@rule("unused-reference")
def used(corpus: Corpus) -> Iterator[Finding | None]:
    """Every source is cited somewhere, or stays in the list on purpose ('listed: true') with a note that says why.

    A draft does not count yet.
    """
    used_ids = cited(corpus)
    for item, one in references(corpus):
        if one.draft:
            continue
        if one.listed and not one.note:
            yield Finding(item.source, ("listed",), "is listed without being cited; say why in 'note'", key=True)
        elif item.id not in used_ids and not one.listed:
            yield Finding(item.source, (), "nothing cites this source; cite it or delete the file")
        else:
            yield None


@rule("unread-source")
def read_before_cited(corpus: Corpus) -> Iterator[Finding | None]:
    """Nobody cites what nobody has read: a source known from another list only cannot carry a sentence."""
    used_ids = cited(corpus)
    for item, one in references(corpus):
        message = "is cited, but was never read ('citation-only'); open it, or cite another source"
        unread = one.read == "citation-only" and not one.draft  # drafts have a rule of their own
        yield Finding(item.source, ("read",), message) if unread and item.id in used_ids else None


@rule("same-work-twice")
def one_record_a_work(corpus: Corpus) -> Iterator[Finding | None]:
    """One work, one record: no DOI, PMID or address stands in two."""
    owners: dict[tuple[str, str], str] = {}
    for item, one in references(corpus):
        if one.listed:
            continue
        for field, value in (("DOI", one.DOI), ("PMID", one.PMID), ("URL", None if one.DOI or one.PMID else one.URL)):
            key = (field, value.rstrip("/").casefold() if value else "")
            if value and key in owners:
                yield Finding(item.source, (field,), f"'{owners[key]}' is the same work; keep one record")
                break
            if value:
                owners[key] = item.id
                yield None


@rule("cycle")
def newer_ends(corpus: Corpus) -> Iterator[Finding | None]:
    """Following 'newer' from edition to edition comes to an end."""
    following = {item.id: one.newer for item, one in references(corpus)}
    told: set[str] = set()
    for item, one in references(corpus):
        chain: list[str] = [item.id]
        step = one.newer
        while step is not None and step not in chain:
            chain.append(step)
            step = following.get(step)
        if step is not None and len(chain) > 1 and not told & set(chain):
            told.update(chain)
            yield Finding(
                item.source, ("newer",), f"goes round in a circle: {' → '.join([*chain, step])}; remove one step"
            )
        else:
            yield None
