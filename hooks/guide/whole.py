"""Printed pages → whole pages with their twins, on all processors, side by side with the files beside them.

A whole page is kept for the next build under a digest of all that it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .beside import Files, last, parts_of
from .build import Build
from .frames import Frames, template_of
from .kept import digest
from .looked import Looked, look_at
from .on_demand import PAGE
from .printed import Printed
from .publish import Entry, write
from .spread import FEWEST, crew_for
from .store import Store
from .twin import Twins

Entries = dict[str, Entry]


class Whole(NamedTuple):
    """A whole page; its twin as plain Markdown, or nothing; what the finished site asks of it."""

    html: str
    twin: str
    looked: Looked | None


def make_whole(
    build: Build, frames: Frames, pages: Mapping[str, Any], folder: Path, home: str, store: Store
) -> tuple[Iterator[Whole], Iterator[Entries]]:
    """The whole pages in their order, to be written as they come; and the files beside them, some at a time, which are
    in `folder` when they come.

    `pages`: address → the page with its text. `home`: the site's own address, or nothing. A preview has no twins.
    """
    printed, published = build.printed(home), build.target is not None
    twins = Twins(printed)
    templates = [template_of(page) for page in pages.values()]
    frame, look = frames.finisher(pages), look_at(frozenset(address + PAGE for address in pages), printed.edition)

    def beside(part: Callable[[Printed], Files]) -> Entries:
        return put(part(printed), folder, build.former)

    def whole(address: str) -> Whole:
        html = frame(address)
        return Whole(html, twins(address), look(address + PAGE, html)) if published else Whole(html, "", None)

    addresses = list(pages)
    crew = crew_for([(beside, parts_of(published=published)), (whole, addresses)])
    parts = crew.do(0)
    around = digest(repr(build.linked.guide), repr(printed.edition), twins.around())
    keys = (
        [""] * len(pages)
        if not store.keeps
        else [
            digest(around, template, frames.made_of(page), twins.made_of(address), page.content or "")
            for (address, page), template in zip(pages.items(), templates, strict=True)
        ]
    )
    kept = [known(store, address, key) for address, key in zip(addresses, keys, strict=True)]
    missing = [place for place, one in enumerate(kept) if one is None]
    few = len(missing) < FEWEST  # the others are at work on the files beside the pages
    fresh = crew.do(1, () if few else missing)
    if few:
        fresh = (whole(addresses[place]) for place in missing)

    def in_order() -> Iterator[Whole]:
        for place, address in enumerate(addresses):
            one, kept[place] = kept[place], None
            if one is None:
                one = next(fresh)
                store.put(name_of(address), (keys[place], one))
            yield one

    def others() -> Iterator[Entries]:
        entries: Entries = {}
        for some in parts:
            entries |= some
            yield some
        if published:
            yield put(last(printed, entries), folder, build.former)

    return in_order(), others()


def put(files: Files, folder: Path, former: Path | None) -> Entries:
    """Write files, and tell of each."""
    return {name: write(folder / name, content, former / name if former else None) for name, content in files.items()}


def known(store: Store, address: str, key: str) -> Whole | None:
    """The whole page that was made of the very same."""
    was = store.get(name_of(address))
    return was[1] if was and was[0] == key else None


def name_of(address: str) -> str:
    """The name under which a page is kept."""
    return f"page {address}"
