"""Pages with their text → whole pages, each in the theme's frame; the pages are MkDocs', and stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment

Whole = tuple[str, str]
"""A whole page, and its twin as plain Markdown or nothing."""
READY = "ready.html"
"""The template of a page that is whole already."""


class Frames:
    """Puts frames around pages. `context`: a page → what the theme's templates may ask."""

    def __init__(self, env: Environment, context: Callable[[Any], Mapping[str, Any]]) -> None:
        self.env, self.context = env, context

    def whole(self, page: Any, template: str) -> str:
        """The page in its frame."""
        page.active = True
        try:
            return self.env.get_template(template).render(self.context(page))
        finally:
            page.active = False

    def finisher(self, pages: Mapping[str, Any], twin: Callable[[str], str]) -> Callable[[str], Whole]:
        """What makes the page at an address whole; from here on each page's template says that it is.

        It is a pure function, so that pages can be made whole side by side.
        """
        templates = {address: template_of(page) for address, page in pages.items()}
        for page in pages.values():
            page.meta["template"] = READY
        return lambda address: (self.whole(pages[address], templates[address]), twin(address))


def template_of(page: Any) -> str:
    """The template that a page asks for."""
    return str(page.meta.get("template", "main.html"))
