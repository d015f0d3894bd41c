"""Days on which sources are due again → a calendar for authors (iCalendar, RFC 5545), one event a day.

It holds what the page for authors tells: days on which to open sources, never a day of anybody's treatment. One event
a day and not one a record: whole kinds are due on one day, and a calendar with hundreds of entries there is no help.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .compose.editorial import EDITORIAL, OTHERS
from .compose.view import LISTS
from .feeds import tag
from .link import Linked, name_of
from .load import Item
from .model import Guide
from .model.shared import Dated
from .printed import Printed

CALENDAR = f"{EDITORIAL}next-checks.ics"
TITLES = {kind: titles[0] for kind, titles in LISTS.items()} | OTHERS | {"question": "Questions"}
NAMED = 12  # records of a kind that an event names; of more it tells the number
OCTETS = 75


def next_check_files(printed: Printed) -> dict[str, str | bytes]:
    """The calendar as a file."""
    return {CALENDAR: calendar(printed.linked, printed.edition.address).encode()}


def calendar(linked: Linked, site: str) -> str:
    """All days on which something is due, the first one first."""
    due: dict[date, list[tuple[Item, Dated]]] = {}
    for kind in TITLES:
        for item in linked.all(kind):
            if isinstance(item.record, Dated):
                due.setdefault(item.record.next_check, []).append((item, item.record))
    guide = linked.guide
    name = text(f"{guide.title}: sources to check again")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{text(f'-//{guide.publisher}//{guide.title}//EN')}"]
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    for day, found in sorted(due.items()):
        lines += event(guide, day, found, site)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def event(guide: Guide, day: date, found: list[tuple[Item, Dated]], site: str) -> list[str]:
    """One whole day. Its stamp is the day on which the last of these sources was opened: no clock is asked."""
    count = f"{len(found)} records" if len(found) > 1 else "1 record"
    stamp = max(record.checked for _, record in found)
    return [
        "BEGIN:VEVENT",
        f"UID:{text(tag(guide, f'{EDITORIAL}next-checks/{day}'))}",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{text(f'{guide.title}: check the sources of {count} again')}",
        f"DESCRIPTION:{text(chr(10).join(by_kind(item for item, _ in found)))}",
        *([f"URL:{site}{EDITORIAL}"] if site else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def by_kind(items: Iterable[Item]) -> Iterable[str]:
    """A line for each kind: its records by name, or how many they are."""
    kinds: dict[str, list[str]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(name_of(item))
    for kind, names in kinds.items():
        yield f"{TITLES[kind]}: {', '.join(names) if len(names) <= NAMED else len(names)}"


def text(value: str) -> str:
    """A text with what has a meaning in the format escaped (3.3.11)."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which cuts a letter in two (3.1)."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > OCTETS:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece]) + "\r\n"
