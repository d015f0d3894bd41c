"""Composed pages → what they are about in the words of schema.org, as JSON-LD for the page's own HTML.

It names things and says how they hang together; it states nothing of its own. Names that only search should find
(`aliases`, which hold misspellings) stay out. Who reviewed a page, and when, comes from a sign-off that holds for the
text as it is, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from .address import ANCHORS
from .compose import View, Written
from .compose.view import SourceLine
from .license import LICENSE_URL
from .link import Linked, name_of
from .load import Item
from .model import Drug, Effect, Phase, Reference

Node = dict[str, Any]
CONTEXT = "https://schema.org"
ABOUT = "about/"
GLOSSARY = ANCHORS["term"][0]
WORKS = {"article-journal": "ScholarlyArticle", "book": "Book", "chapter": "Chapter", "report": "Report"}
"""Type of a source (CSL) → that of schema.org; any other is a WebPage."""
TITLED, TOLD = 48, 80
"""A page with more sources than this tells their addresses alone; with more than that, it is a page that gathers
records, and leaves them to the records' own pages: the JSON-LD may add 2.5 kB, packed, to what a reader waits for."""


def linked_data(page: View | Written, title: str, linked: Linked, site: str) -> Markup:
    """The JSON-LD of one page, safe inside a script element. `site`: the site's own address, or nothing."""
    return htmlsafe_json_dumps(
        page_node(page, title, linked, site), ensure_ascii=False, separators=(",", ":"), sort_keys=False
    )


def page_node(page: View | Written, title: str, linked: Linked, site: str) -> Node:
    """One page: what it is, what it is about, what it cites."""
    guide = linked.guide
    kind, name = (page.kind, page.id) if isinstance(page, View) else ("", "")
    condition = known(
        {"@type": "MedicalCondition", "name": guide.condition.name, "alternateName": guide.condition.abbreviation}
    )
    about = [ENTITIES[kind](linked.items[kind][name])] if kind in ENTITIES else []
    whole = {"@type": "WebSite", "name": guide.title, "url": site}
    return known({
        "@context": CONTEXT,
        "@type": "AboutPage" if page.address == ABOUT else "MedicalWebPage" if page.sources else "WebPage",
        "url": site and site + page.address,
        "name": title,
        "description": page.summary if isinstance(page, View) else "",
        "inLanguage": guide.language,
        "dateModified": modified(linked, kind, name),
        **signed(linked, kind, name),
        "about": [*about, condition] if page.sources else [],
        "mainEntity": glossary(linked) if page.address == GLOSSARY else None,
        "isPartOf": known(whole),
        "publisher": {"@type": "Organization", "name": guide.publisher},
        "license": LICENSE_URL,
        "isBasedOn": guide.repository,
        "citation": citations(page.sources, linked),
    })  # fmt: skip


def known(node: Node) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value}


def modified(linked: Linked, kind: str, name: str) -> str:
    """The day of the latest note on a change of this record, if there is one."""
    notes = linked.notes_on.get((kind, name), ())
    days: list[date] = [getattr(item.record, "date") for item in notes]  # noqa: B009
    return max(days).isoformat() if days else ""


def signed(linked: Linked, kind: str, name: str) -> Node:
    """Who reviewed the text as it is, and when last: nothing without a sign-off, or when the text changed since."""
    review = linked.review(kind, name)
    if review.state != "reviewed":
        return {}
    return {
        "lastReviewed": max(one.date for one in review.signoffs).isoformat(),
        "reviewedBy": [
            {"@type": "Person", "name": one.name, "jobTitle": one.role, "description": f"Read it for: {one.scope}"}
            for one in review.signoffs
        ],
    }


def citations(sources: Iterable[SourceLine], linked: Linked) -> list[Node]:
    """The sources of a page in the order of their numbers, as far as its size allows."""
    lines = list(sources)
    return [citation(line, linked, titled=len(lines) <= TITLED) for line in lines if len(lines) <= TOLD]


def citation(line: SourceLine, linked: Linked, *, titled: bool) -> Node:
    """One source: its title and its surest address (the DOI, where it has one)."""
    record = linked.items["reference"][line.id].record
    assert isinstance(record, Reference)
    url = line.citation.addresses[0].url if line.citation.addresses else ""
    name = record.title if titled or not url else ""
    return known({"@type": WORKS.get(record.type, "WebPage"), "name": name, "url": url})


def glossary(linked: Linked) -> Node:
    """The words explained, as one set."""
    words = [{"@type": "DefinedTerm", "name": name_of(item)} for item in linked.all("term")]
    return known({"@type": "DefinedTermSet", "name": "Glossary", "hasDefinedTerm": words})


def entity(kind: str) -> Callable[[Item], Node]:
    """What makes the node of a record that is known by its names alone."""

    def named(item: Item) -> Node:
        record = item.record
        others: list[str] = []
        if isinstance(record, Phase):
            others = [one.name for one in record.elsewhere]
        elif isinstance(record, Effect) and record.medical_name:
            others = [record.medical_name]
        return known({"@type": kind, "name": name_of(item), "alternateName": others})

    return named


def drug(item: Item) -> Node:
    """A drug with its names, its class and its codes in public registers."""
    record = item.record
    assert isinstance(record, Drug)
    return known({
        "@type": "Drug",
        "name": record.name,
        "alternateName": list(record.other_names),
        "nonProprietaryName": record.name,
        "proprietaryName": list(dict.fromkeys(brand.name for brand in record.brands)),
        "drugClass": {"@type": "DrugClass", "name": record.drug_class},
        "code": [
            {"@type": "MedicalCode", "codeValue": one.value, "codingSystem": one.scheme} for one in record.identifiers
        ],
    })  # fmt: skip


ENTITIES: dict[str, Callable[[Item], Node]] = {
    "phase": entity("MedicalTherapy"),
    "drug": drug,
    "effect": entity("MedicalSignOrSymptom"),
    "type": entity("MedicalCondition"),
    "plan": entity("MedicalTherapy"),
    "procedure": entity("MedicalProcedure"),
}
"""Kind → how its records are told. A topic is about the illness, and so is every page without a kind."""
