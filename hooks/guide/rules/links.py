"""Rules across records: what is named exists, relations hold from both ends, no two things share a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..load import SINGULAR
from ..model import Drug, Link, Phase, Term
from ..model.shared import Entry
from ..problem import nearest
from ..prose import SCHEMES, Cite, LinkTo, inlines, paragraphs, parse_prose
from ..walk import marked
from .rule import Corpus, Finding, rule

FOLDER = {kind: folder for folder, kind in SINGULAR.items()}


@rule("unknown-id", alone=True)
def ids_exist(corpus: Corpus) -> Iterator[Finding | None]:
    """Every id in a field, a link, a citation or a macro is the id of a record that exists."""
    known, former = corpus.shared.ids, corpus.shared.former
    for source, item, path, value, marker in corpus.marks:
        if not isinstance(marker, Link) or (item is None and marker.to in ("country", "audience")):
            continue
        if not corpus.data.guide and marker.to in ("country", "audience"):
            continue
        kind, name = value.split(":") if marker.to == "page" else (marker.to, value)
        there = name in known[kind] or (kind, name) in former  # the rule 'moved-id' tells of that
        yield None if there else Finding(source, path, missing(kind, name, known))
    for field in corpus.fields:
        for node, line in field.nodes:
            for kind, name in named_in(node):
                there = name in known[kind] or (kind, name) in former
                message = "" if there else missing(kind, name, known)
                yield None if there else Finding(field.source, field.path, message, name, line)


def missing(kind: str, name: str, known: Mapping[str, frozenset[str]]) -> str:
    """That a record is not there, with the nearest one that is: a costly search, made only for a mistake."""
    return f"no {kind} '{name}'{nearest(name, known[kind])}"


def named_in(node: object) -> Iterator[tuple[str, str]]:
    """(kind, id) of what an inline node names."""
    if isinstance(node, LinkTo) and node.scheme in SCHEMES:
        yield node.scheme, node.target
    elif isinstance(node, Cite):
        yield from (("reference", name) for name, _ in node.items if name)


@rule("one-way-relation")
def both_ways(corpus: Corpus) -> Iterator[Finding | None]:
    """A phase that a drug's 'why' links to lists that drug; a drug that a phase's 'given' links to is in its list."""
    phases, drugs = corpus.data.items["phase"], corpus.data.items["drug"]
    listed = {
        name: {use.drug for use in one.record.drugs} for name, one in phases.items() if isinstance(one.record, Phase)
    }
    for item in corpus.items("drug"):
        if isinstance(item.record, Drug):
            for line, name in linked(item.record.why, "phase"):
                message = f"links to phase '{name}', which does not list this drug; add it to data/phases/{name}.yml"
                broken = name in listed and item.id not in listed[name]
                yield Finding(item.source, ("why",), message, f"phase:{name}", line) if broken else None
    for item in corpus.items("phase"):
        if isinstance(item.record, Phase):
            for line, name in linked(item.record.given, "drug"):
                message = f"links to drug '{name}', which is not in this phase's list 'drugs'; add it there"
                broken = name in drugs and name not in listed[item.id]
                yield Finding(item.source, ("given",), message, f"drug:{name}", line) if broken else None


def linked(text: str, scheme: str) -> Iterator[tuple[int, str]]:
    """(line in the prose, id) of every link of one scheme."""
    for paragraph in paragraphs(parse_prose(text)):
        for node in inlines((paragraph,)):
            if isinstance(node, LinkTo) and node.scheme == scheme:
                yield paragraph.line, node.target


@rule("listed-twice", alone=True)
def listed_once(corpus: Corpus) -> Iterator[Finding | None]:
    """A list of drugs, effects, procedures or related words names each only once."""
    for item in corpus.items():
        seen: set[tuple[object, ...]] = set()
        for path, value, marker in marked(item.record):
            if not isinstance(marker, Link) or marker.to in ("reference", "audience", "country") or len(path) < 2:
                continue
            place = (path[0], marker.to, value)
            yield Finding(item.source, path, f"'{value}' is in this list twice; keep one") if place in seen else None
            seen.add(place)


@rule("self-reference", alone=True)
def not_itself(corpus: Corpus) -> Iterator[Finding | None]:
    """A record does not name itself as related, nor as its own newer edition."""
    for item in corpus.items("term", "reference"):
        for path, value, marker in marked(item.record):
            if isinstance(marker, Link) and marker.to == item.kind:
                yield Finding(item.source, path, "a record cannot name itself; remove it") if value == item.id else None


@rule("address-clash")
def addresses(corpus: Corpus) -> Iterator[Finding | None]:
    """No address belongs to two pages: a former id is nobody's id now, and no page in docs/ sits on a record's."""
    for kind, items in corpus.data.items.items():
        owners: dict[str, str] = {name: name for name in corpus.data.named[kind]}
        for item in items.values():
            for index, former in enumerate(getattr(item.record, "formerly", ())):
                path = ("formerly", index)
                message = f"the address of '{former}' already belongs to {kind} '{owners.get(former)}'; remove one"
                yield Finding(item.source, path, message) if former in owners else None
                owners[former] = item.id
    for page in corpus.pages:
        folder, _, name = page.path.removesuffix(".md").partition("/")
        folder = {"side-effects": "effects"}.get(folder, folder)
        if folder in SINGULAR and name in corpus.data.named[SINGULAR[folder]]:
            yield Finding(page.source, (), f"the page of {SINGULAR[folder]} '{name}' has this address; rename the file")


@rule("name-clash")
def names(corpus: Corpus) -> Iterator[Finding | None]:
    """One name leads to one word, drug or procedure: no name or alias is shared, so that a mention has one meaning.

    Only a word and the record that its 'page' names may share theirs.
    """
    owners: dict[str, tuple[str, str]] = {}
    for item in corpus.items("drug", "procedure", "term"):
        record = item.record
        aliases = enumerate(record.aliases) if isinstance(record, Term) else ()
        own: set[str] = set()
        for path, name in [(("name",), getattr(record, "name", "")), *((("aliases", i), a) for i, a in aliases)]:
            folded = name if name != name.lower() else name.casefold()
            kind, other = owners.get(folded, ("", ""))
            same = folded in own or (isinstance(record, Term) and record.page == f"{kind}:{other}")
            message = f"'{name}' already names {kind} '{other}'; keep it in one record, or lead there with 'page'"
            yield Finding(item.source, path, message) if kind and not same else None
            owners.setdefault(folded, (item.kind, item.id))
            own.add(folded)


@rule("title-clash")
def titles(corpus: Corpus) -> Iterator[Finding | None]:
    """Every page has a title of its own."""
    owners: dict[str, str] = {}
    for item in corpus.items():
        if isinstance(item.record, Entry):
            folded = item.record.name.casefold()
            message = f"the page of {owners.get(folded)} has this title too; make one differ"
            if item.kind not in ("drug", "procedure"):
                yield Finding(item.source, ("name",), message) if folded in owners else None
            owners.setdefault(folded, f"{item.kind} '{item.id}'")
