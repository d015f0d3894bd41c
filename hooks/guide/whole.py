"""Printed pages → whole pages with their twins, on all processors, side by side with the files beside them.

A whole page is kept for the next build under a digest of all that it is made of: what was found on it, and what tells
its files from others. The files themselves stand in the former site, and stand in the new one, too, if they are as
they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .beside import AFTER, FOR_PAGES, Part, last
from .build import Build
from .former import stand_again
from .frames import Frames, template_of
from .kept import digest
from .looked import Looked, look_at
from .on_demand import PAGE
from .publish import Entries, entry_of, put
from .spread import FEWEST, crew_for
from .store import Store
from .twin import TWIN, Twins


class Whole(NamedTuple):
    """A whole page; its twin as plain Markdown, or nothing; what the finished site asks of it."""

    html: str
    twin: str
    looked: Looked | None


class Standing(NamedTuple):
    """A page that is in the new folder already, with its twin: the entries of both, and what was found on the page."""

    entries: Entries
    looked: Looked


class Pages(NamedTuple):
    """`standing`: address → what need not be made; `whole`: all others in their order, to be written as they come;
    `others`: the files beside them, some at a time, which are in the folder when they come."""

    standing: dict[str, Standing]
    whole: Iterator[Whole]
    others: Iterator[Entries]


def make_whole(build: Build, frames: Frames, pages: Mapping[str, Any], folder: Path, home: str, store: Store) -> Pages:
    """Make the site's pages whole, and the files beside them.

    `pages`: address → the page with its text. `home`: the site's own address, or nothing. A preview has no twins.
    """
    printed, published = build.printed(home), build.target is not None
    twins = Twins(printed)
    templates = [template_of(page) for page in pages.values()]
    frame, look = frames.finisher(pages), look_at(frozenset(address + PAGE for address in pages), printed.edition)

    def beside(part: Part) -> Entries:
        return put(part(printed), folder, build.former)

    def whole(address: str) -> Whole:
        html = frame(address)
        return Whole(html, twins(address), look(address + PAGE, html)) if published else Whole(html, "", None)

    addresses = list(pages)
    crew = crew_for([(beside, AFTER if published else FOR_PAGES), (whole, addresses)])
    parts = crew.do(0)
    standing, keys = {}, dict.fromkeys(addresses, "")
    if build.former and store.keeps:
        around = digest(repr(build.linked.guide), repr(printed.edition), twins.around())
        for (address, page), template in zip(pages.items(), templates, strict=True):
            keys[address] = digest(around, template, frames.made_of(page), twins.made_of(address), page.content or "")
            if one := stands(store, address, keys[address], build.former, folder):
                standing[address] = one
    missing = [place for place, address in enumerate(addresses) if address not in standing]
    few = len(missing) < FEWEST  # the others are at work on the files beside the pages
    fresh = crew.do(1, () if few else missing)
    if few:
        fresh = (whole(addresses[place]) for place in missing)

    def in_order() -> Iterator[Whole]:
        for place, one in zip(missing, fresh, strict=True):
            address = addresses[place]
            if one.looked and keys[address]:
                store.put(name_of(address), (keys[address], Standing(entries_of(address, one), one.looked)))
            yield one

    def others() -> Iterator[Entries]:
        entries: Entries = {}
        for some in parts:
            entries |= some
            yield some
        if published:
            entries |= (ahead := build.ahead())
            yield ahead
            yield put(last(printed, entries), folder, build.former)

    return Pages(standing, in_order(), others())


def entries_of(address: str, whole: Whole) -> Entries:
    """The entries of a page and of its twin."""
    return {address + PAGE: entry_of(whole.html), address + TWIN: entry_of(whole.twin)}


def stands(store: Store, address: str, key: str, former: Path, folder: Path) -> Standing | None:
    """The page that was made of the very same, if its files are in the former site: they are in the new one, too."""
    was = store.get(name_of(address))
    return was[1] if was and was[0] == key and stand_again(former, folder, was[1].entries) else None


def name_of(address: str) -> str:
    """The name under which a page is kept."""
    return f"page {address}"
