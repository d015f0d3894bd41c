"""Files that a page's first load asked for → what they weigh on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .measure import Measure
from .server import packed
from .site import Site

KB = 1000
PAGE, FONT, FONTS, INDEX = 85, 40, 1, 150
FONT_KINDS = {".woff2", ".woff", ".ttf", ".otf"}


@dataclass(frozen=True, slots=True)
class Weight:
    """A first load in kB: everything but fonts and index; each font; each file of the search index."""

    page: float
    fonts: tuple[float, ...]
    index: tuple[float, ...]


def is_index(path: Path, site: Site) -> bool:
    """Does the file belong to the search index?"""
    return path.is_relative_to(site.folder / "search")


def weigh(site: Site, sent: Iterable[Path]) -> Weight:
    """What files weigh, each counted once."""
    page, fonts, index = 0.0, [], []
    for path in sorted(set(sent)):
        size = len(packed(path)) / KB if path.is_file() else 0.0
        if path.suffix in FONT_KINDS:
            fonts.append(size)
        elif is_index(path, site):
            index.append(size)
        else:
            page += size
    return Weight(page, tuple(fonts), tuple(index))


def weight_measures(loads: dict[str, Weight], index: Weight | None) -> list[Measure]:
    """First loads by page, and what opening search fetched → their budgets."""
    heavy = sorted(((one.page, name) for name, one in loads.items() if one.page > PAGE), reverse=True)
    early = [name for name, one in loads.items() if one.index]
    heaviest = max(loads, key=lambda name: loads[name].page, default="")
    fonts = [font for one in loads.values() for font in one.fonts]
    scope = f"{len(loads)} pages; heaviest: {heaviest}"
    return [
        Measure("First load of a page, gzip, without font and index", most(one.page for one in loads.values()), PAGE,
                unit="kB", scope=scope, misses=tuple(f"{name}: {size:.1f} kB" for size, name in heavy)),
        Measure("Font, largest file", most(fonts), FONT, unit="kB"),
        Measure("Font files of a page", most(len(one.fonts) for one in loads.values()), FONTS),
        Measure("Search index, gzip", most(index.index) if index else None, INDEX, unit="kB",
                misses=() if index and index.index else ("opening search fetched nothing from search/",)),
        Measure("Pages that fetch the index before search is opened", len(early), 0, misses=tuple(early)),
    ]  # fmt: skip


def most(values: Iterable[float]) -> float:
    """The largest of some numbers, 0 of none."""
    return max(values, default=0.0)
