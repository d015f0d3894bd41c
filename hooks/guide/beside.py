"""The printed guide → the files beside its pages, each part's in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .api import document_files, index_files, table_files
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

Files = dict[str, str | bytes]
Part = Callable[[Printed], Files]

FOR_PAGES: tuple[Part, ...] = (search_files, handout_files, picture_files)
"""What pages load, so a preview needs it too."""
FOR_PROGRAMS: tuple[Part, ...] = (
    document_files,
    table_files,
    feed_files,
    next_check_files,
    card_files,
    robots_files,
    llms_files,
)
"""What other programs read: only a site that is published has it."""


def parts_of(*, published: bool) -> tuple[Part, ...]:
    """What makes the files, each for itself. The longest comes first: others are made meanwhile."""
    return (*FOR_PROGRAMS, *FOR_PAGES) if published else FOR_PAGES


def beside(printed: Printed, *, published: bool) -> Files:
    """Name of each file, from the site's root → its content."""
    made: Files = {}
    for part in parts_of(published=published):
        made |= part(printed)
    return made | (last(printed, {name: entry_of(one) for name, one in made.items()}) if published else {})


def last(printed: Printed, entries: Mapping[str, Entry]) -> Files:
    """What tells of all the others. `entries`: their names → size and digest."""
    return index_files(printed, entries)
