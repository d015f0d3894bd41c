"""Printed pages → each page's twin: the same text as plain Markdown, in the same folder.

A twin stands on its own wherever it is copied to: under its title it says who has reviewed it, what the guide is
no substitute for, under which license it may be used, and where the page is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from .compose import View, Written, title_of
from .license import LICENSE_NAME, LICENSE_URL
from .link import Linked
from .markdown import MarkdownWriter
from .marks import escaped, folded
from .printed import Printed
from .vancouver import plain_date

TWIN = "index.md"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
FRAGMENT = re.compile(r'href="[^"#]*#([^"=]+)"')


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of one page lead when they stand in its twin. `pages`: addresses of all that have a twin."""

    page: str
    pages: Collection[str]
    site: str

    def __call__(self, link: str) -> str:
        """Another page's twin; what has no twin by its full address, if the guide's own is known."""
        path, mark, fragment = link.partition("#")
        if not path or SCHEME.match(link):
            return link
        target = resolved(path, self.page)
        if target in self.pages and "=" not in fragment:
            return f"{path.removesuffix('/')}/{TWIN}{mark}{fragment}"
        return self.site + target + mark + fragment if self.site else link


@lru_cache(maxsize=50_000)
def resolved(path: str, page: str) -> str:
    """The address from the site's root that a link on a page leads to."""
    target = posixpath.normpath(posixpath.join(page, path)).removeprefix(".")
    return target + "/" if target and path.endswith(("/", ".")) else target


class Twins:
    """Writes the twin of the page at an address: a pure function, so that twins can be written side by side."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self.views: dict[str, View | Written] = {one.address: one for one in printed.site.views}
        self.views |= {one.address: one for one in printed.site.written.values()}
        self.anchors = frozenset(name for body in printed.bodies.values() for name in FRAGMENT.findall(body))

    def __call__(self, address: str) -> str:
        """One twin: the title, what a reader must know of it, the text."""
        site = self.printed.edition.address
        writer = MarkdownWriter(Links(address, self.printed.bodies, site), self.anchors)
        blocks = writer.page(self.printed.bodies[address])
        place = next((index for index, block in enumerate(blocks) if block.startswith("# ")), None)
        title, notice = self.told(address)
        title = blocks.pop(place) if place is not None else title
        return "\n\n".join([title, notice, *blocks]) + "\n"

    def told(self, address: str) -> tuple[str, str]:
        """A page's title, and what a reader must know of it: who has reviewed it, under which license it is."""
        page, edition = self.views[address], self.printed.edition
        lines = [
            f"**{escaped(review_line(page, self.printed))}**{checked_line(page)}",
            escaped(folded(edition.disclaimer)),
            f"Text: {LICENSE_NAME} <{LICENSE_URL}>, {escaped(self.printed.linked.guide.publisher)}."
            + (f" This page: <{edition.address}{address}>" * bool(edition.address)),
        ]
        return f"# {escaped(page_title(page))}", "\n>\n".join(f"> {line}" for line in lines)

    def made_of(self, address: str) -> str:
        """What tells two twins from each other, apart from their text and from what `around` tells."""
        page = self.views[address]
        review = page.head.get("review") if isinstance(page, View) else None
        return repr((page_title(page), review, checked_line(page)))

    def around(self) -> str:
        """What all twins hang on: which pages there are, the places in them that links lead to, the guide's reviews."""
        return repr((sorted(self.printed.bodies), sorted(self.anchors), guide_line(self.printed.linked)))


def page_title(page: View | Written) -> str:
    """The title of a page."""
    return page.title if isinstance(page, View) else title_of(page.page)


def review_line(page: View | Written, printed: Printed) -> str:
    """Who has reviewed this page; for one that shows many records, where that stands."""
    if isinstance(page, View) and "review" in page.head:
        return folded(Markup(printed.renderer.parts.reviewed(page.head["review"])).striptags())
    return guide_line(printed.linked)


def guide_line(linked: Linked) -> str:
    """Who has reviewed the guide."""
    if any(one.state == "reviewed" for one in linked.reviews.values()):
        return "A clinician has reviewed some of the pages: each says who has reviewed it, or that nobody has yet."
    return "Not yet reviewed by a clinician."


def checked_line(page: View | Written) -> str:
    """When the sources of a record were last checked."""
    if isinstance(page, View) and "checked" in page.head:
        return f" Sources checked on {plain_date(page.head['checked'])}."
    return ""
