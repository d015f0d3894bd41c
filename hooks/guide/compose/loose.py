"""Prose for parts that are put together later, in any choice: nothing in it is numbered yet."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape

from ..link import Linked, name_of
from ..mentions import Names
from ..prose import LinkTo
from ..prose_html import Writer

MARKER = Markup('<sup class="cites" data-ref="{}"></sup>')
WORD = Markup('<span data-word="{}">{}</span>')


class LooseWriter(Writer):
    """Writes citations as ids and words as marked text. Links to other pages are plain words: the text ends on paper.

    A word whose page is linked elsewhere counts as not told yet: paper has no pages to go to.
    """

    def __init__(self, linked: Linked, names: Names, own: tuple[str, str] | None = None) -> None:
        super().__init__(replace(linked, page_of_term={}), names, "", own)
        self.notes.linked |= {("term", word) for word, page in linked.page_of_term.items() if page == own}

    def raised(self, items: tuple[tuple[str, str], ...]) -> str:
        """One bracket of citations as data: 'id, place in the source; @id'."""
        for name, locator in items:
            self.notes.cite(name, locator)
        return MARKER.format("; @".join(", ".join(filter(None, pair)) for pair in items))

    def link(self, node: LinkTo) -> str:
        """A link that the author wrote: kept when it leads to a word or off the guide."""
        return super().link(node) if node.scheme in ("https", "term") else self.inlines(node.children)

    def lead(self, kind: str, name: str, text: Markup | str | None = None) -> str:
        """The name of a record; a word of the glossary is marked, to be explained."""
        shown = escape(name_of(self.linked.items[kind][name]) if text is None else text)
        return WORD.format(name, shown) if kind == "term" else shown
