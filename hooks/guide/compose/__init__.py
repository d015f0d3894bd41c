"""Linked records + hand-written pages → every page of the site, composed and numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from ..address import ANCHORS, PAGES, address
from ..clock import today
from ..docs import HandPage
from ..link import Linked
from ..load import Item
from ..measure import Measure, measure, proper_names
from ..mentions import names_of
from ..store import Store
from .api_page import api_page
from .brands import BRANDS, brands_page
from .changes import changes_page
from .data_model import data_model_page
from .editorial import editorial_page
from .effects import EFFECTS, effects_page
from .hand import Written, hand_page
from .handout import KEYS, Handout, handout_of, part
from .lists import glossary, list_page, questions_page
from .moved import moved_pages
from .picture import pictures_page
from .records import record_page
from .references import letters, reference_pages
from .rules_page import rules_page
from .standing import GuideStanding, guide_standing
from .topic import trials_page
from .view import LISTS, View

__all__ = ["Composer", "Handout", "Made", "Site", "View", "Written", "compose"]


@dataclass(frozen=True, slots=True)
class Site:
    """All pages: those made from records, and the hand-written ones by their path in docs/; and how they stand."""

    views: tuple[View, ...]
    written: dict[str, Written]
    handout: Handout
    standing: GuideStanding


@dataclass(frozen=True, slots=True)
class Made:
    """What one record alone makes: its figures, its page, its part of a handout; what it has not is None."""

    measure: Measure | None
    page: View | None
    part: View | None


class Composer:
    """Composes the pages of one guide. `day` decides which checks are overdue; the day of the build when left out."""

    def __init__(self, linked: Linked, pages: tuple[HandPage, ...], day: date | None = None) -> None:
        self.linked, self.pages, self.day = linked, pages, day or today()
        self.names = names_of(linked)
        self.items = [item for kind in linked.items for item in linked.all(kind)]
        self.proper = proper_names(self.items, linked.style)

    def record(self, item: Item) -> Made:
        """What one record makes: pure, so that records can be composed side by side."""
        found = self.measure(item)
        return Made(
            found,
            record_page(item, self.linked, self.names, found) if item.kind in PAGES else None,
            part(item, self.linked, self.names) if item.kind in KEYS else None,
        )

    def measure(self, item: Item) -> Measure | None:
        """The figures of a record."""
        return measure(item, self.linked.items["reference"], self.proper)

    @cached_property
    def alone(self) -> dict[str, Callable[[], View]]:
        """Address of each page for which no other has to be composed → what composes it."""
        linked = self.linked
        records = {address(kind, item.id): partial(self.page, item) for kind in PAGES for item in linked.all(kind)}
        return {
            **records,
            **self.lists,
            ANCHORS["term"][0]: partial(glossary, linked),
            ANCHORS["trial"][0]: partial(trials_page, linked),
            ANCHORS["question"][0]: partial(questions_page, linked),
        }

    @cached_property
    def lists(self) -> dict[str, Callable[[], View]]:
        """Address of each list → what composes it, in the order of the menu."""
        linked = self.linked
        kinds = {f"{PAGES[kind]}/": partial(list_page, kind, linked) for kind in LISTS}
        tables = {BRANDS: partial(brands_page, linked), EFFECTS: partial(effects_page, linked)}
        pictures = {ANCHORS["picture"][0]: partial(pictures_page, linked)} if linked.items["picture"] else {}
        return {**kinds, **tables, **pictures}

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Of every page that comes and goes with the records."""
        return frozenset((*self.alone, *letters(self.linked), *(one.address for one in moved_pages(self.linked))))

    def page(self, item: Item) -> View:
        """The page of one record."""
        return record_page(item, self.linked, self.names, self.measure(item))

    def written(self) -> dict[str, Written]:
        """The hand-written pages by their path in docs/."""
        return {page.path: hand_page(page, self.linked, self.names) for page in self.pages}

    def site(self, made: Mapping[tuple[str, str], Made], store: Store | None = None) -> Site:
        """Everything. `made`: what each record makes; `store`: what was made before.

        The list of references comes last: it tells who cites what.
        """
        linked = self.linked
        measures = {key: one.measure for key, one in made.items() if one.measure}
        records = [one.page for kind in PAGES for one in of(kind, linked, made) if one.page]
        parts = tuple(one.part for kind in KEYS for one in of(kind, linked, made) if one.part)
        lists = [make() for make in self.lists.values()]
        words, trials = glossary(linked), trials_page(linked)
        written = self.written()
        cited = [
            *((view.title, view.address, view.notes.sources) for view in [*records, *lists, words, trials]),
            *((title_of(one.page), one.address, one.notes.sources) for one in written.values()),
        ]
        references = reference_pages(linked, cited)
        used = [*(view.notes for view in (*records, *lists, trials)), *(one.notes for one in written.values())]
        standing = guide_standing(linked, measures, cited, used, self.day)
        editorial = editorial_page(standing)
        handout = handout_of(linked, parts)
        others = (words, trials, questions_page(linked), *references, editorial, changes_page(linked), handout.page)
        others += (rules_page(), (store or Store()).made("data model", (), data_model_page), api_page(linked))
        return Site((*records, *lists, *others, *moved_pages(linked)), written, handout, standing)


def of(kind: str, linked: Linked, made: Mapping[tuple[str, str], Made]) -> Iterable[Made]:
    """What the records of one kind make, in reading order."""
    return (made[kind, item.id] for item in linked.all(kind))


def compose(linked: Linked, pages: tuple[HandPage, ...], day: date | None = None) -> Site:
    """Compose everything, one after the other."""
    composer = Composer(linked, pages, day)
    return composer.site({(item.kind, item.id): composer.record(item) for item in composer.items})


def title_of(page: HandPage) -> str:
    """The first heading of a hand-written page."""
    first = next((line for line in page.source.text.split("\n") if line.startswith("# ")), page.path)
    return first.removeprefix("# ").strip()
