"""Printed pages → each page's twin: the same text as plain Markdown, in the same folder.

A twin stands on its own wherever it is copied to: under its title it says who has reviewed it, what the guide is
no substitute for, under which license it may be used, and where the page is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
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


def twins_of(printed: Printed) -> Callable[[str], str]:
    """What writes the twin of the page at an address: a pure function, so that twins can be written side by side."""
    views: dict[str, View | Written] = {one.address: one for one in printed.site.views}
    views |= {one.address: one for one in printed.site.written.values()}
    anchors = frozenset(name for body in printed.bodies.values() for name in FRAGMENT.findall(body))
    return lambda page: twin(views[page], printed.bodies[page], printed, anchors)


def twin(page: View | Written, body: str, printed: Printed, anchors: Collection[str]) -> str:
    """One twin: the title, what a reader must know of it, the text."""
    site = printed.edition.address
    blocks = MarkdownWriter(Links(page.address, printed.bodies, site), anchors).page(body)
    place = next((index for index, block in enumerate(blocks) if block.startswith("# ")), None)
    title = blocks.pop(place) if place is not None else f"# {escaped(page_title(page))}"
    told = [
        f"**{escaped(review_line(page, printed))}**{checked_line(page)}",
        escaped(folded(printed.edition.disclaimer)),
        f"Text: {LICENSE_NAME} <{LICENSE_URL}>, {escaped(printed.linked.guide.publisher)}."
        + (f" This page: <{site}{page.address}>" * bool(site)),
    ]
    return "\n\n".join([title, "\n>\n".join(f"> {line}" for line in told), *blocks]) + "\n"


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
