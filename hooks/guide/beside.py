"""The printed guide → the files beside its pages, each part's in turn."""

from __future__ import annotations

from collections.abc import Callable

from .handout import handout_files
from .printed import Printed
from .search import search_files

Files = dict[str, str | bytes]

FOR_PAGES: tuple[Callable[[Printed], Files], ...] = (search_files, handout_files)
"""What pages load, so a preview needs it too."""
FOR_PROGRAMS: tuple[Callable[[Printed], Files], ...] = ()
"""What other programs read: only a site that is published has it."""


def beside(printed: Printed, *, published: bool) -> Files:
    """Name of each file, from the site's root → its content."""
    made: Files = {}
    for part in (*FOR_PAGES, *(FOR_PROGRAMS if published else ())):
        made |= part(printed)
    return made
