"""The guide → llms.txt: what this site is and where its plain texts are, for programs that read and answer
(llmstxt.org). What it is not, and that nobody has reviewed it, comes before any list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .address import PAGES
from .compose import Site, View
from .compose.view import LISTS
from .marks import escaped, folded
from .printed import Printed
from .twin import TWIN, guide_line, page_title

NAME = "llms.txt"
START, OTHERS, OPTIONAL = "Start", "More pages", "Optional"
LATE = ("changes/", "data-model/", "editorial/", "references/", "rules/")
"""What may be skipped: pages for authors, and the sources, which stand on each page too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list."""

    title: str
    address: str
    summary: str = ""


def llms_files(printed: Printed) -> dict[str, str | bytes]:
    """The list of all twins, by section."""
    edition, linked = printed.edition, printed.linked
    lines = [
        f"# {escaped(edition.title)}",
        f"> {escaped(edition.tagline)}. {escaped(folded(edition.disclaimer))}",
        f"{guide_line(linked)} {escaped(folded(linked.guide.review.policy))} Each page below is plain Markdown with its"
        " sources at its end. Who passes its text on tells readers what it is not, who has reviewed it, and when its"
        " sources were last checked; all of this stands under its title.",
    ]
    for heading, entries in sections(printed.site):
        lines += [f"## {heading}", "\n".join(line(one, edition.address) for one in entries)]
    return {NAME: "\n\n".join(lines) + "\n"}


def line(entry: Entry, site: str) -> str:
    """One page of the list."""
    told = f": {escaped(entry.summary)}" if entry.summary else ""
    return f"- [{escaped(entry.title)}]({site}{entry.address}{TWIN}){told}"


def sections(site: Site) -> Iterable[tuple[str, list[Entry]]]:
    """(heading, pages) in the order of the site's menu. What only leads on has no place in it."""
    views = [entry(view) for view in site.views if view.template != "moved.html"]
    written = [Entry(page_title(one), one.address) for one in site.written.values()]
    kinds = {f"{PAGES[kind]}/": name for kind, (name, _) in LISTS.items()}
    yield START, [one for one in written if not one.address]
    for folder, name in kinds.items():
        inside = [one for one in views if one.address.startswith(folder)]
        yield (
            name,
            [*(one for one in inside if one.address == folder), *(one for one in inside if one.address != folder)],
        )
    rest = [one for one in views if not one.address.startswith(tuple(kinds))]
    rest += [one for one in written if one.address]
    yield OTHERS, [one for one in rest if not one.address.startswith(LATE)]
    yield OPTIONAL, [one for one in rest if one.address.startswith(LATE)]


def entry(view: View) -> Entry:
    """A page made from records, as the list names it."""
    return Entry(view.title, view.address, view.summary)
