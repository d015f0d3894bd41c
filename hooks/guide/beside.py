"""The printed guide → the files beside its pages, each part's in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .api import data_files, index_files, source_files
from .cards import card_files
from .feeds import feed_files
from .handout import handout_files
from .llms import llms_files
from .next_checks import next_check_files
from .pictures import picture_files
from .printed import Printed
from .publish import Entry, entry_of
from .robots import robots_files
from .search import search_files
from .sitemap import sitemap_files

Files = dict[str, str | bytes]
Part = Callable[[Printed], Files]

FOR_PAGES: tuple[Part, ...] = (search_files, handout_files, picture_files)
"""What pages load: all that a preview needs."""
AHEAD: tuple[Part, ...] = (
    source_files,
    card_files,
    handout_files,
    picture_files,
    feed_files,
    next_check_files,
    robots_files,
    sitemap_files,
    llms_files,
)
"""What asks for no printed page, so it can be made before there is one."""
AFTER: tuple[Part, ...] = (data_files, search_files)
"""What tells what pages say. The longest comes first: others are made meanwhile."""


def beside(printed: Printed, *, published: bool) -> Files:
    """Name of each file, from the site's root → its content."""
    made: Files = {}
    for part in (*AHEAD, *AFTER) if published else FOR_PAGES:
        made |= part(printed)
    return made | (last(printed, {name: entry_of(one) for name, one in made.items()}) if published else {})


def last(printed: Printed, entries: Mapping[str, Entry]) -> Files:
    """What tells of all the others. `entries`: their names → size and digest."""
    return index_files(printed, entries)
