"""Linked records + hand-written pages → every page of the site, composed and numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..address import PAGES
from ..clock import today
from ..docs import HandPage
from ..link import Linked
from ..measure import measure, proper_names
from ..mentions import names_of
from .api_page import api_page
from .brands import brands_page
from .changes import changes_page
from .data_model import data_model_page
from .editorial import editorial_page
from .effects import effects_page
from .hand import Written, hand_page
from .handout import Handout, handout_of
from .lists import glossary, list_page, questions_page
from .moved import moved_pages
from .picture import pictures_page
from .records import record_page
from .references import reference_pages
from .rules_page import rules_page
from .standing import GuideStanding, Measures, guide_standing
from .topic import trials_page
from .view import LISTS, View

__all__ = ["Handout", "Site", "View", "Written", "compose"]


@dataclass(frozen=True, slots=True)
class Site:
    """All pages: those made from records, and the hand-written ones by their path in docs/; and how they stand."""

    views: tuple[View, ...]
    written: dict[str, Written]
    handout: Handout
    standing: GuideStanding


def compose(linked: Linked, pages: tuple[HandPage, ...], day: date | None = None) -> Site:
    """Compose everything. The list of references comes last: it tells who cites what.

    `day` decides which checks are overdue on the page for authors; the day of the build when left out.
    """
    names, measures = names_of(linked), measures_of(linked)
    records = [
        record_page(item, linked, names, measures.get((kind, item.id))) for kind in PAGES for item in linked.all(kind)
    ]
    lists = [*(list_page(kind, linked) for kind in LISTS), brands_page(linked), effects_page(linked)]
    if linked.items["picture"]:
        lists.append(pictures_page(linked))
    words, trials = glossary(linked), trials_page(linked)
    written = {page.path: hand_page(page, linked, names) for page in pages}
    cited = [
        *((view.title, view.address, view.notes.sources) for view in [*records, *lists, words, trials]),
        *((title_of(one.page), one.address, one.notes.sources) for one in written.values()),
    ]
    references = reference_pages(linked, cited)
    used = [*(view.notes for view in (*records, *lists, trials)), *(one.notes for one in written.values())]
    standing = guide_standing(linked, measures, cited, used, day or today())
    editorial = editorial_page(standing)
    handout = handout_of(linked, names)
    others = (words, trials, questions_page(linked), *references, editorial, changes_page(linked), handout.page)
    others += (rules_page(), data_model_page(), api_page(linked))
    return Site((*records, *lists, *others, *moved_pages(linked)), written, handout, standing)


def measures_of(linked: Linked) -> Measures:
    """Figures of every published record that states something."""
    items = [item for kind in linked.items for item in linked.all(kind)]
    skipped = proper_names(items, linked.style)
    found = {(item.kind, item.id): measure(item, linked.items["reference"], skipped) for item in items}
    return {key: one for key, one in found.items() if one}


def title_of(page: HandPage) -> str:
    """The first heading of a hand-written page."""
    first = next((line for line in page.source.text.split("\n") if line.startswith("# ")), page.path)
    return first.removeprefix("# ").strip()
