"""Pages that no record makes → their JSON documents: what they say as text, hand-written ones as Markdown too.

The document of a page is found at its own address: about/ → api/v1/about.json, the first page → home.json.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import partial

from ..address import API, collection
from ..compose import View, Written, title_of
from ..docs import Call
from ..link import Linked, name_of
from ..printed import Printed
from ..prose import SCHEMES
from ..store import Store
from .document import KINDS, Document, Rest
from .origin import Origin, Values

HOME = "home"
NOT_MINE = ("editorial/", "references/", API)
"""Whose data is a file of its own, or who are data themselves."""
DROPPED = re.compile(r"\s*<sup\b.*?</sup>|<(svg|script|nav|form|aside)\b.*?</\1>|<!--.*?-->", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|div|section|article|h[1-6]|table|tr|td|th|details|summary|pre)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
FOOT = re.compile(r'<section id="(?:words|sources)"')


def page_documents(printed: Printed, origin: Origin, store: Store) -> list[Document]:
    """The documents of hand-written pages, then of what else is composed and neither a record nor a list of them."""
    written = [
        document(
            one.address,
            title_of(one.page),
            one.page.source.name,
            origin,
            partial(written_rest, one, printed, origin, store),
        )
        for one in printed.site.written.values()
    ]
    composed = [
        document(view.address, view.title, view.source, origin, partial(composed_rest, view, printed, origin, store))
        for view in composed_pages(printed)
    ]
    return [*written, *composed]


def composed_pages(printed: Printed) -> Iterator[View]:
    """Pages made from several records; a list of one kind is that kind's list already."""
    lists = {f"{collection(kind)}/" for kind in KINDS}
    for view in printed.site.views:
        own = view.kind or view.address in lists or view.address.startswith(NOT_MINE) or view.meta.get("noindex")
        if not own:
            yield view


def document(page: str, title: str, source: str, origin: Origin, rest: Callable[[], Rest]) -> Document:
    """One page's document."""
    ident = page.rstrip("/") or HOME
    begin: Values = {
        "$schema": origin.schema("page"),
        "kind": "page",
        "id": ident,
        "title": title,
        "url": origin.at(page),
        "data_url": origin.data(f"{ident}.json"),
        **({"source_file": source} if source else {}),
    }
    return Document("page", ident, title, page, f"{API}{ident}.json", begin, rest)


def written_rest(one: Written, printed: Printed, origin: Origin, store: Store) -> Rest:
    """What a hand-written page says, as Markdown too."""
    text = "".join(called(piece, printed.linked) if isinstance(piece, Call) else piece for piece in one.page.pieces)
    return rest(one, {"markdown": text.strip()}, printed, origin, store)


def composed_rest(view: View, printed: Printed, origin: Origin, store: Store) -> Rest:
    """What a page says that is made from several records."""
    return rest(view, {}, printed, origin, store)


def rest(page: View | Written, fields: Values, printed: Printed, origin: Origin, store: Store) -> Rest:
    """What a page says, and on what it rests."""
    sources = tuple(source.id for source in page.sources)
    body = printed.bodies.get(page.address, "")
    text = store.made(page.address, body, lambda: text_of(body))
    return Rest({"fields": {**fields, "text": text}, "references": list(sources), **origin.terms()}, sources)


def called(call: Call, linked: Linked) -> str:
    """A macro call as the Markdown of records has it, where that has a form for it; else as it stands in the file.

    One about a draft shows nothing on the page, and is not here.
    """
    arguments = call.arguments
    if not all(linked.has(*key) for key in call.ids()):
        return ""
    if call.name in SCHEMES:
        item = linked.items[call.name][arguments[0]]
        return f"[{arguments[1] if len(arguments) > 1 else name_of(item)}]({call.name}:{item.id})"
    if call.name == "cite":
        return f"[@{', '.join(arguments)}]"
    told = [*(f'"{one}"' for one in arguments), *(f'{key}="{value}"' for key, value in call.options)]
    return f"{{{{ {call.name}({', '.join(told)}) }}}}"


def text_of(body: str) -> str:
    """What a page says, without marks, menus and the foot; a line a block."""
    body = FOOT.split(body, maxsplit=1)[0]
    text = TAG.sub("", BLOCK.sub("\n", DROPPED.sub("", body)))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
