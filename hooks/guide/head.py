"""Composed pages → what the head of each tells programs: cards for links to it, feeds, linked data.

Made before anything renders. Absolute addresses stand only where the site's own is known: neither a card nor a
list of pages can do with others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from .cards import SIZE, card_name
from .compose import Site, View, Written, title_of
from .feeds import feeds_at
from .link import Linked
from .linked_data import linked_data


@dataclass(frozen=True, slots=True)
class Head:
    """`cards`: (property, content) of Open Graph; `card`: Twitter's kind of card; `feeds`: (media type, title, file);
    `linked_data`: JSON, safe in a script element.
    """

    cards: tuple[tuple[str, str], ...]
    card: str
    feeds: tuple[tuple[str, str, str], ...]
    linked_data: Markup


def heads(linked: Linked, site: Site, home: str) -> dict[str, Head]:
    """Address of a page → its head. `home`: the site's own address, or nothing. What only leads on has none."""
    pages: list[tuple[View | Written, str]] = [
        *((view, view.title) for view in site.views if not view.meta.get("noindex")),
        *((one, title_of(one.page)) for one in site.written.values()),
    ]
    return {page.address: head(page, title, linked, home) for page, title in pages}


def head(page: View | Written, title: str, linked: Linked, home: str) -> Head:
    """The head of one page."""
    guide = linked.guide
    title = title if page.address else f"{guide.title}: {guide.tagline}"
    summary = page.summary if isinstance(page, View) else ""
    return Head(
        tuple(cards(page, title, summary or guide.tagline, linked, home)),
        "summary_large_image" if home else "summary",
        tuple(feeds_at(page.address, guide)),
        linked_data(page, title, linked, home),
    )


def cards(page: View | Written, title: str, text: str, linked: Linked, home: str) -> Iterable[tuple[str, str]]:
    """The properties of Open Graph (ogp.me), in its own order."""
    guide = linked.guide
    yield "og:site_name", guide.title
    yield "og:title", title
    yield "og:description", text
    yield "og:type", "article" if isinstance(page, View) and page.kind else "website"
    yield "og:locale", guide.language.replace("-", "_")
    if home:
        yield "og:url", home + page.address
        yield "og:image", home + card_name(page.address)
        yield "og:image:type", "image/png"
        yield "og:image:width", str(SIZE[0])
        yield "og:image:height", str(SIZE[1])
        yield "og:image:alt", f"{guide.title}: {guide.tagline}"
