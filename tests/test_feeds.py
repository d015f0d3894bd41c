"""Feeds of changes and the calendar of next checks: read by other programs, the same note for good, nothing draft."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import feedparser
import icalendar
import pytest
from guide.compose.changes import FEEDS
from guide.feeds import feed_files
from guide.inspection import inspect
from guide.link import link
from guide.next_checks import CALENDAR, folded, next_check_files
from guide.printed import Printed
from pages import html_files, page

HOME = "https://guide.example/sub/"
NOTE = "data/changes/2026-01-05-brand-names.yml"
NAMES = ["feed", *FEEDS]


def printed(guide: Path, address: str = HOME) -> Printed:
    """As much of the printed guide as these files are made from."""
    found = inspect(guide / "data", guide / "docs", guide, date(2026, 11, 21))
    return cast(Printed, SimpleNamespace(linked=link(found.data), edition=SimpleNamespace(address=address)))


def feeds(guide: Path, address: str = HOME) -> dict[str, Any]:
    """Name of each feed → what an independent parser reads."""
    made = feed_files(printed(guide, address))
    return {name: feedparser.parse(made[f"changes/{name}.xml"], sanitize_html=False) for name in NAMES}


def add(guide: Path, name: str, text: str) -> None:
    """One more note."""
    (guide / f"data/changes/{name}.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("site", ["real_site", "small_site", "other_site"])
def test_every_feed_is_read_by_other_programs_and_both_forms_say_the_same(
    site: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(site)
    for name in NAMES:
        atom = feedparser.parse((folder / f"changes/{name}.xml").read_bytes())
        other = json.loads((folder / f"changes/{name}.json").read_text(encoding="utf-8"))
        assert not atom.bozo, atom.get("bozo_exception")
        assert atom.version == "atom10"
        assert atom.feed.id.startswith("tag:")
        assert atom.feed.updated_parsed
        assert atom.feed.author
        assert other["version"] == "https://jsonfeed.org/version/1.1"
        assert (other["title"], other["description"]) == (atom.feed.title, atom.feed.subtitle)
        assert [one["id"] for one in other["items"]] == [one.id for one in atom.entries]
        assert [one["url"] for one in other["items"]] == [one.link for one in atom.entries]
        assert [one["date_published"] for one in other["items"]] == [one.updated for one in atom.entries]
        assert {one["href"] for one in atom.feed.links if one["rel"] == "self"} == {
            other["feed_url"].replace(".json", ".xml")
        }


def test_the_real_guide_tells_of_its_first_edition_in_every_feed(real_site: Path) -> None:
    for name in NAMES:
        entries = feedparser.parse((real_site / f"changes/{name}.xml").read_bytes()).entries
        assert any(one.id.endswith("/changes/2026-11-21-first-edition") for one in entries), name


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (NOTE, "note: The page on examplin has", "note: The page on this drug has"),
        (NOTE, "date: 2026-01-05", "date: 2026-01-06"),
        ("data/guide.yml", "title: Example guide", "title: Another title"),
        ("data/drugs/examplin.yml", "name: examplin\n", "name: examplon\n"),
    ],
)
def test_the_id_of_a_note_outlives_every_change_of_words(
    small: Path, change: Callable[[str, str, str], Path], file: str, old: str, new: str
) -> None:
    before = feeds(small)
    change(file, old, new)
    after = feeds(small, "https://elsewhere.example/")
    for name in NAMES:
        assert after[name].feed.id == before[name].feed.id
        assert [one.id for one in after[name].entries] == [one.id for one in before[name].entries]
    assert str(after) != str(before)


def test_ids_are_unlike_for_unlike_notes_feeds_and_guides(small: Path, change: Callable[[str, str, str], Path]) -> None:
    add(small, "2026-02-01-second", "date: 2026-02-01\nnote: A second note.\n")
    made = feeds(small)
    ids = [made[name].feed.id for name in NAMES] + [one.id for one in made["feed"].entries]
    assert len(ids) == len(set(ids)) == len(NAMES) + 2
    change("data/guide.yml", "repository: https://code.example/small", "repository: https://code.example/large")
    assert not set(ids) & {one.id for one in feeds(small)["feed"].entries}


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        ('pages: ["phase:start"]\n', {"feed", "phases"}),
        ('pages: ["phase:start", "term:handkerchief"]\n', {"feed", "phases", "glossary"}),
        ("home: true\n", {"feed"}),
        ("", set(NAMES)),
        ("draft: true\n", set()),
    ],
)
def test_a_note_stands_in_the_feeds_of_what_it_is_about(small: Path, about: str, wanted: set[str]) -> None:
    add(small, "2026-03-01-more", f"date: 2026-03-01\nnote: Something changed.\n{about}")
    made = feeds(small)
    assert {name for name in NAMES if "2026-03-01-more" in str(made[name].entries)} == wanted
    newest = {name: made[name].feed.updated for name in NAMES}
    assert {name for name in NAMES if newest[name] == "2026-03-01T00:00:00Z"} == wanted


def test_the_newest_note_comes_first(small: Path) -> None:
    for day in ("2026-03-01", "2025-03-01"):
        add(small, f"{day}-more", f"date: {day}\nnote: Something changed.\n")
    days = [one.updated[:10] for one in feeds(small)["feed"].entries]
    assert days == ["2026-03-01", "2026-01-05", "2025-03-01"]


def test_a_page_that_is_draft_is_not_named(small: Path, change: Callable[[str, str, str], Path]) -> None:
    before = feed_files(printed(small))["changes/feed.xml"]
    assert b"drugs/examplin/" in bytes(cast(bytes, before))
    change(NOTE, "The page on examplin has", "A page has")
    change("data/drugs/examplin.yml", "name: examplin\n", "name: examplin\ndraft: true\n")
    made = feed_files(printed(small))
    assert not [
        name for name, text in made.items() if b"examplin" in (text.encode() if isinstance(text, str) else text)
    ]


def test_text_that_looks_like_markup_stays_text(small: Path, change: Callable[[str, str, str], Path]) -> None:
    change(NOTE, "The page on examplin has", "\"Less < more & 'quotes' ]]> has")
    change(NOTE, "brand names now.", 'brand names now."')
    content = feeds(small)["feed"].entries[0].content[0].value
    assert html.unescape(re.sub(r"<[^>]*>", "", content.split("</p>")[0])).startswith(
        "Less < more & 'quotes' ]]> has a"
    )
    assert set(re.findall(r"</?(\w+)", content)) == {"p", "ul", "li", "a"}


def test_addresses_stand_only_where_the_site_has_one(small: Path) -> None:
    made = feed_files(printed(small, ""))
    for name, text in made.items():
        found = re.findall(r"https?://[^\s\"<]+", text if isinstance(text, str) else text.decode())
        assert set(found) <= {"http://www.w3.org/2005/Atom", "https://jsonfeed.org/version/1.1"}, name
    assert feeds(small, "")["drugs"].entries[0].title == "examplin"
    links = {link.href for one in feeds(small)["feed"].entries for link in one.links}
    assert links == {f"{HOME}changes/#note-2026-01-05-brand-names"}
    assert f'href="{HOME}drugs/examplin/"' in feeds(small)["feed"].entries[0].content[0].value


def test_pages_lead_to_the_feeds_and_a_copy_on_disk_has_none(small_site: Path) -> None:
    for path in html_files(small_site):
        root = page(path)
        found = [
            one.attributes["href"]
            for one in root.all("link", rel="alternate")
            if re.search(r"atom|feed", one.attributes["type"])
        ]
        moved = root.all("meta", content="noindex") or (path.parent == small_site and path.name != "index.html")
        folder = path.relative_to(small_site).parts[0]
        assert len(found) == (0 if moved else 4 if folder in FEEDS else 2), path
        assert [href for href in found if not (path.parent / href).is_file()] == []
    told = {one.attributes["href"] for one in page(small_site / "changes/index.html").all("a")}
    assert told >= {f"{name}{end}" for name in NAMES for end in (".xml", ".json")}
    with zipfile.ZipFile(small_site / "example-guide.zip") as copy:
        assert not [name for name in copy.namelist() if re.search(r"changes/.*(xml|json)$|ics$", name)]
        assert "feed.xml" not in copy.read("changes/index.html").decode()
    assert not re.search(r"feed\.|\.xml|\.ics", (small_site / "sw.js").read_text(encoding="utf-8"))


def events(guide: Path) -> list[Any]:
    """The calendar's events, as an independent parser reads them."""
    made = cast(bytes, next_check_files(printed(guide))[CALENDAR])
    return list(icalendar.Calendar.from_ical(made).walk("VEVENT"))


def test_the_calendar_has_one_whole_day_for_all_that_is_due_on_it(
    small: Path, change: Callable[[str, str, str], Path]
) -> None:
    before = events(small)
    assert len(before) == 1
    change("data/drugs/examplin.yml", "next_check: 2027-01-05", "next_check: 2026-12-24")
    change("data/drugs/examplin.yml", "name: examplin\n", "name: A, B; C\n")
    first, second = events(small)
    assert (first.decoded("DTSTART"), second.decoded("DTSTART")) == (date(2026, 12, 24), date(2027, 1, 5))
    assert str(first["SUMMARY"]) == "Example guide: check the sources of 1 record again"
    assert str(first["DESCRIPTION"]) == "Drugs: A, B; C"
    assert second["UID"] == before[0]["UID"] != first["UID"]
    assert "Phases: Start phase, Follow-on phase" in str(second["DESCRIPTION"])
    assert all(one.decoded("DTSTAMP").date() == date(2026, 1, 5) for one in (first, second))


def test_the_calendar_holds_no_draft_and_asks_no_clock(
    small: Path, change: Callable[[str, str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    change("data/topics/outlook.yml", "name: Outlook\n", "name: Outlook\ndraft: true\n")
    assert "Outlook" not in str(events(small)[0]["DESCRIPTION"])
    made = next_check_files(printed(small))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert next_check_files(printed(small)) == made
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert next_check_files(printed(small)) == made


@pytest.mark.parametrize("site", ["real_site", "small_site"])
def test_the_published_calendar_is_read_and_keeps_to_its_form(site: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(site)
    made = (folder / CALENDAR).read_bytes()
    lines = made.split(b"\r\n")
    assert lines.pop() == b""
    assert not [line for line in lines if len(line) > 75 or b"\n" in line]
    calendar = icalendar.Calendar.from_ical(made)
    assert calendar["VERSION"] == "2.0"
    assert not calendar.errors
    days = calendar.walk("VEVENT")
    assert days
    assert len({one["UID"] for one in days}) == len(days)
    assert all(not one.errors and type(one.decoded("DTSTART")) is date for one in days)
    link = page(folder / "editorial/index.html").all("a", href="next-checks.ics")
    assert len(link) == 1


@pytest.mark.parametrize("line", ["short", "x" * 75, "x" * 76, "é" * 80, "ab" + "漢字" * 60, "🙂" * 40, " " * 150])
def test_a_long_line_is_cut_between_letters_and_comes_together_again(line: str) -> None:
    made = folded(line)
    assert made.endswith("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in made.split("\r\n"))
    assert made.removesuffix("\r\n").replace("\r\n ", "") == line
