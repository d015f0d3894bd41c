"""Pages with their text → whole pages, each in the theme's frame; the pages are MkDocs', and stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import Environment

READY = "ready.html"
"""The template of a page that is whole already."""
ASKED = ("title", "url", "edit_url", "canonical_url", "is_homepage", "meta")
"""What the theme's templates ask of a page, its text and its table of contents apart."""


class Frames:
    """Puts frames around pages. `context`: a page → what the theme's templates may ask."""

    def __init__(self, env: Environment, context: Callable[[Any], Mapping[str, Any]]) -> None:
        self.env, self.context = env, context
        self.around: Mapping[str, Any] = {}

    def whole(self, page: Any, template: str) -> str:
        """The page in its frame."""
        with active(page):
            return self.env.get_template(template).render(self.context(page))

    def made_of(self, page: Any) -> str:
        """All that a frame shows of its page and of the navigation: what tells two whole pages from each other.

        The page's text is not in it, nor what is the same on every page of a build (settings, templates, the guide).
        """
        with active(page):
            self.around = self.around or self.context(page)  # navigation and settings are the same for all
            nav, head = self.around["nav"], (self.around["config"].extra.get("heads") or {}).get(page.url)
            menu = [(item.title, item.url, item is page, item.active) for item in nav.items]
            return repr((menu, nav.homepage.url, [getattr(page, name) for name in ASKED], entries(page.toc), head))

    def finisher(self, pages: Mapping[str, Any]) -> Callable[[str], str]:
        """What makes the page at an address whole; from here on each page's template says that it is.

        It is a pure function, so that pages can be made whole side by side.
        """
        templates = {address: template_of(page) for address, page in pages.items()}
        for page in pages.values():
            page.meta["template"] = READY
        return lambda address: self.whole(pages[address], templates[address])


@contextmanager
def active(page: Any) -> Iterator[None]:
    """While this is the page that is shown, the menu marks it."""
    page.active = True
    try:
        yield
    finally:
        page.active = False


def entries(contents: Iterable[Any]) -> list[Any]:
    """A table of contents as plain values."""
    return [(one.title, one.url, one.level, entries(one.children)) for one in contents]


def template_of(page: Any) -> str:
    """The template that a page asks for."""
    return str(page.meta.get("template", "main.html"))
