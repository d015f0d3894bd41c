"""The printed guide → the files beside its pages, each part's in turn."""

from __future__ import annotations

from collections.abc import Callable

from .api import api_files
from .cards import card_files
from .feeds import feed_files
from .handout import handout_files
from .llms import llms_files
from .next_checks import next_check_files
from .pictures import picture_files
from .printed import Printed
from .robots import robots_files
from .search import search_files

Files = dict[str, str | bytes]

FOR_PAGES: tuple[Callable[[Printed], Files], ...] = (search_files, handout_files, picture_files)
"""What pages load, so a preview needs it too."""
FOR_PROGRAMS: tuple[Callable[[Printed], Files], ...] = (
    api_files,
    feed_files,
    next_check_files,
    card_files,
    robots_files,
    llms_files,
)
"""What other programs read: only a site that is published has it."""


def beside(printed: Printed, *, published: bool) -> Files:
    """Name of each file, from the site's root → its content."""
    made: Files = {}
    for part in (*FOR_PAGES, *(FOR_PROGRAMS if published else ())):
        made |= part(printed)
    return made
