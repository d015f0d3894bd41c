"""Composed pages and the glossary → the search index: one small document a page.

A document holds what readers type: the title, every other name, the headings, the summary, and the
words that set this page apart from the others (highest tf-idf; Spärck Jones, J Doc 28(1), 1972). The
whole text would find little more and weigh five times as much. The keys are those of MkDocs' own index.
"""

from __future__ import annotations

import json
import math
import pickle
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .address import address
from .archive import INDEX
from .compose import View
from .link import Linked, name_of
from .mentions import singular
from .model import Term, Trial
from .printed import Printed
from .prose import paragraphs, parse_prose, plain
from .store import Store

KEYWORDS = 90
KINDS = {
    "phase": "Phase of treatment", "drug": "Drug", "effect": "Side effect", "type": "Type", "plan": "Plan",
    "procedure": "Test or procedure", "topic": "More to know", "term": "Word explained", "trial": "Clinical trial",
    "": "Page",
}  # fmt: skip
TAGS = re.compile(r"<(sup|nav|svg|aside)\b.*?</\1>|<[^>]+>", re.DOTALL)
WORD = re.compile(r"[a-zA-Z][a-zA-Z'’-]+|\d+[a-zA-Z-]+\w*")


@dataclass(frozen=True, slots=True)
class Document:
    """A page as search knows it."""

    location: str
    kind: str
    title: str
    tags: tuple[str, ...]
    headings: tuple[str, ...]
    text: str
    words: Counter[str]


def search_files(printed: Printed) -> dict[str, str | bytes]:
    """The index as the file that a page fetches when search is opened first."""
    with printed.store.apart("search") as store:
        index = search_index(printed, store)
    return {INDEX: json.dumps(index, ensure_ascii=False, separators=(",", ":"))}


def search_index(printed: Printed, store: Store) -> dict[str, Any]:
    """The index as JSON values. `store`: words that were found before."""
    linked = printed.linked
    documents = [*pages(printed, store), *words(linked), *trials(linked)]
    spread = Counter(word for one in documents for word in one.words)
    docs = []
    for one in documents:
        known = set(WORD.findall(" ".join([one.title, *one.tags, *one.headings, one.text]).casefold()))
        best = sorted(
            (word for word in one.words if word not in known),
            key=lambda word: (-one.words[word] * math.log(len(documents) / spread[word]), word),
        )
        docs.append({
            "location": one.location,
            "kind": KINDS[one.kind],
            "title": one.title,
            "tags": list(one.tags),
            "headings": " · ".join(one.headings),
            "text": one.text,
            "words": " ".join(sorted(best[:KEYWORDS])),
        })  # fmt: skip
    return {"config": {"lang": [linked.guide.language]}, "docs": docs}


def pages(printed: Printed, store: Store) -> Iterable[Document]:
    """Every page that search should find."""

    def words_on(address: str) -> Counter[str]:
        body = bodies.get(address, "")
        return store.made(address, body, lambda: words_of(body))

    site, linked, bodies = printed.site, printed.linked, printed.bodies
    others = {one.page: one.names for one in linked.guide.page_names}
    for view in site.views:
        if view.searched:
            headings = tuple(dict.fromkeys(h for _, h in view.contents())) if not view.kind else ()
            names = (*view.tags, *names_of_words(linked, view), *others.get(view.address, ()))
            leaf = printed.leaves.get((view.kind, view.id))
            words = pickle.loads(leaf.words) if leaf and leaf.words else words_on(view.address)
            yield Document(view.address, view.kind, view.title, tuple(dict.fromkeys(names)), headings, view.summary,
                           words)  # fmt: skip
    for written in site.written.values():
        words = words_on(written.address)
        title = next((line[2:] for line in written.page.source.text.split("\n") if line.startswith("# ")), "")
        yield Document(written.address, "", title, others.get(written.address, ()), (), "", words)


def names_of_words(linked: Linked, view: View) -> Iterable[str]:
    """Names of the words whose page this is: who types the word wants the page."""
    for term, page in linked.page_of_term.items():
        record = linked.items["term"][term].record
        if page == (view.kind, view.id) and isinstance(record, Term):
            yield from (record.name, *record.aliases)


def words(linked: Linked) -> Iterable[Document]:
    """The glossary, word by word, with its related words, without those that have a page of their own."""
    for item in linked.all("term"):
        if isinstance(item.record, Term) and item.id not in linked.page_of_term:
            text = " ".join(plain(paragraph.children) for paragraph in paragraphs(parse_prose(item.record.definition)))
            text = re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))
            near = tuple(name_of(linked.items["term"][name]) for name in item.record.see_also)
            yield Document(address("term", item.id), "term", name_of(item), item.record.aliases, near, text, Counter())


def trials(linked: Linked) -> Iterable[Document]:
    """The clinical trials, one by one."""
    for item in linked.all("trial"):
        if isinstance(item.record, Trial):
            names = (item.record.number, *item.record.aliases)
            yield Document(address("trial", item.id), "trial", name_of(item), names, (), "", Counter())


def words_of(html: str) -> Counter[str]:
    """The words of a page in small letters and the singular, the short ones left out, and how often each is there."""
    found: Counter[str] = Counter()
    for word, times in Counter(WORD.findall(text_of(html).casefold())).items():
        if len(word) > 3:
            found[singular(word)] += times
    return found


def text_of(html: str) -> str:
    """The words of a page's own text, without markers, sources and tags."""
    return TAGS.sub(" ", html.split('<section id="sources"', maxsplit=1)[0].split('<section id="words"', maxsplit=1)[0])
