"""What a build keeps for the next never shows: whatever changed, the site is that of a build that kept nothing."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT, SMALL, mkdocs
from guide.archive import Edition
from guide.finish import finish
from guide.frames import ASKED, Frames
from guide.inspection import inspect
from guide.leaves import Leaves
from guide.link import Linked, link
from guide.looked import look_at
from guide.packing import Packed, packed, zipped
from guide.publish import entry_of, files_of, write
from guide.reads import Now, watched
from guide.render import Renderer
from guide.store import NAME, OWNER, Store
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from test_rules_page import DAY

Change = Callable[[Path], object]
HOOKS = ROOT / "hooks"
KEEP = {"CI": ""}
DRUG, TERM = "data/drugs/examplin.yml", "data/terms/handkerchief.yml"


def put(path: str, old: str, new: str) -> Change:
    """A change of one text in one file."""

    def change(guide: Path) -> None:
        text = (guide / path).read_text(encoding="utf-8")
        assert old in text, path
        (guide / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def renamed(guide: Path) -> None:
    """A drug with another name, which all pages that mention it show."""
    put(DRUG, "name: examplin", "name: Otherlin")(guide)


def dropped(guide: Path) -> None:
    """A record that is a draft from now on."""
    put(DRUG, "name: examplin", "draft: true\nname: examplin")(guide)


def touched(guide: Path) -> None:
    """Somebody wrote into the site, on a page that a change elsewhere leaves as it is."""
    page = guide / "site/topics/outlook/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Most people", "All people"), encoding="utf-8")
    put(DRUG, "You swallow it [@lee-2023].", "You swallow it at noon [@lee-2023].")(guide)


CHANGES: dict[str, Change] = {
    "a sentence": put(DRUG, "You swallow it [@lee-2023].", "You swallow it at noon [@lee-2023]."),
    "a summary, which lists show": put(DRUG, "summary: ", "summary: Now "),
    "a name": renamed,
    "a word's definition": put(TERM, "definition: ", "definition: Now "),
    "a name that stands in other records' text": put(
        TERM, "name: handkerchief", "name: handkerchief\naliases: [usual]"
    ),
    "a source": put("data/references/lee-2023.yml", "title: ", "title: New "),
    "the guide": put("data/guide.yml", "disclaimer: ", "disclaimer: Really, "),
    "the guide's name, which its pictures show": put("data/guide.yml", "title: ", "title: Another "),
    "a page by hand": put("docs/about.md", "# ", "# Now "),
    "a page of the site that was touched": touched,
    "another day": lambda _: None,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small guide, built where builds keep what they made, and a copy of all that is there."""
    guide = tmp_path_factory.mktemp("kept") / "guide"
    shutil.copytree(SMALL, guide)
    config = (SMALL / "mkdocs.yml").read_text(encoding="utf-8")
    (guide / "mkdocs.yml").write_text(config.replace("../../..", str(ROOT)), encoding="utf-8")
    result = mkdocs(guide / "mkdocs.yml", guide / "site", **KEEP)
    assert result.returncode == 0, result.stderr
    assert (guide / NAME).exists()
    return guide, Path(shutil.copytree(guide, guide.with_name("copy")))


@pytest.fixture
def kept(built: tuple[Path, Path]) -> Path:
    """The guide as it was after that build, at the very same place: what is kept tells one place from another."""
    guide, copy = built
    shutil.rmtree(guide)
    return Path(shutil.copytree(copy, guide))


def owner(guide: Path) -> bytes:
    """Whose store it is."""
    with sqlite3.connect(guide / NAME) as base:
        return bytes(base.execute("SELECT content FROM kept WHERE name = ?", (OWNER,)).fetchone()[0])


@pytest.mark.parametrize("what", CHANGES)
def test_after_any_change_the_site_is_that_of_a_build_that_kept_nothing(kept: Path, what: str) -> None:
    CHANGES[what](kept)
    day = {"SOURCE_DATE_EPOCH": "1795305600"} if what == "another day" else {}
    before, first = files_of(kept / "site"), owner(kept)
    result = mkdocs(kept / "mkdocs.yml", kept / "site", **KEEP, **day)
    assert result.returncode == 0, result.stderr
    assert mkdocs(kept / "mkdocs.yml", kept / "first", CI="true", **day).returncode == 0
    now = files_of(kept / "site")
    assert now == files_of(kept / "first")
    assert now != before, "the change shows"
    assert (owner(kept) == first) == (what != "another day"), "the store of before was the right one to look into"


@pytest.fixture(scope="module")
def linked() -> Linked:
    """The small guide, linked."""
    return link(inspect(SMALL / "data", SMALL / "docs", SMALL, DAY).data)


def test_every_look_up_is_noted(linked: Linked) -> None:
    seen, places = watched(linked)
    looks: dict[str, Callable[[], object]] = {
        "items\0drug\0examplin": lambda: seen.items["drug"]["examplin"],
        "items\0drug\0none": lambda: seen.has("drug", "none"),
        "items\0drug": lambda: [*seen.all("drug")],
        "items\0term\0x": lambda: seen.items["term"].get("x"),
        "citations\0lee-2023": lambda: seen.citations["lee-2023"],
        "reviews\0drug\1examplin": lambda: seen.review("drug", "examplin"),
        "page_of_term": lambda: len(seen.page_of_term),
        "drug_in_phases\0examplin": lambda: seen.drug_in_phases["examplin"],
        "notes_on": lambda: {**seen.notes_on},
        "former": lambda: [*seen.former.items(), *seen.former.keys()],
    }
    now = Now(linked)
    for place, look in looks.items():
        places.clear()
        look()
        assert place in places, place
        assert len(now.at(place)) in (0, 64)


def test_what_nobody_can_watch_or_tell_apart_is_refused(linked: Linked) -> None:
    with pytest.raises(TypeError, match="object"):
        Now(linked).told(object())


def test_a_page_is_made_again_when_something_on_it_changed_and_only_then(tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    shutil.copytree(SMALL, guide)

    def made() -> set[tuple[str, str]]:
        """What has to be made, which is then kept."""
        store = Store(tmp_path / "kept.db", "this")
        data = inspect(guide / "data", guide / "docs", guide, DAY).data
        leaves = Leaves(link(data), Renderer(DAY), store)
        wanted = [item for item in data.all_items() if leaves.wants(item)]
        for item in wanted:
            leaves.take(item, leaves.make(item))
        store.keep()
        return {(item.kind, item.id) for item in wanted}

    first = made()
    assert len(first) > 10
    assert made() == set()
    CHANGES["a sentence"](guide)
    again = made()
    assert ("drug", "examplin") in again
    assert again < first, "some records never look at this drug"
    (guide / DRUG).touch()
    assert made() == set()


ASKED_OF = {
    "page": {*ASKED, "content", "toc"},
    "nav": {"items", "homepage"},
    "item": {"title", "url", "active"},
    "config.extra": {"offline", "heads", "guide", "pdf"},
}
"""What `Frames.made_of` tells of a page and of the menu, and what is the same on every page of a build."""


@pytest.mark.parametrize("name", ASKED_OF)
def test_templates_ask_only_for_what_tells_two_whole_pages_apart(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (HOOKS / "theme").rglob("*.html")]
    asked = {found for text in texts for found in re.findall(rf"\b{re.escape(name)}\.(\w+)", text)}
    assert asked
    assert asked <= ASKED_OF[name]


def test_templates_do_not_look_around() -> None:
    """Other pages, and what MkDocs tells of its run, would have to be told by `Frames.made_of`."""
    code = [
        part
        for path in (HOOKS / "theme").rglob("*.html")
        for part in re.findall(r"\{[{%].*?[%}]\}", path.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(code) > 50
    assert not [
        one for one in code if re.search(r"\b(pages|build_date_utc|mkdocs_version|next_page|previous_page)\b", one)
    ]


def test_what_was_found_on_a_page_holds_only_for_that_very_page(tmp_path: Path) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
    clean, changed = (
        f"<html><head>{policy}</head><body>{one}</body></html>" for one in ("<p>x</p>", "<p onclick=y>x</p>")
    )
    edition = Edition("Guide", "Tagline", "en", "No advice.", "", None)
    looked = {"index.html": look_at(frozenset({"index.html"}), edition)("index.html", clean)}
    for text, expected in ((clean, 0), (changed, 1)):
        (tmp_path / "index.html").write_text(text, encoding="utf-8")
        assert len(finish(tmp_path, edition, looked)[0]) == expected


@pytest.mark.parametrize(
    "name", ["title", "url", "edit_url", "canonical_url", "is_homepage", "meta", "toc", "head", "menu"]
)
def test_all_that_a_frame_shows_tells_two_whole_pages_apart(name: str) -> None:
    def made_of(changed: bool) -> str:
        page = SimpleNamespace(**{**dict.fromkeys(ASKED, "same"), "url": "x/"}, toc=[])
        item = SimpleNamespace(title="Home", url="", active=False)
        heads = {"x/": "other" if changed and name == "head" else "same", "other": "same"}
        if changed and name == "toc":
            page.toc = [SimpleNamespace(title="A", url="#a", level=2, children=[])]
        elif changed and name == "menu":
            item.title = "Start"
        elif changed and name != "head":
            setattr(page, name, "other")
        nav = SimpleNamespace(items=[item], homepage=item)
        context = {"nav": nav, "config": SimpleNamespace(extra={"heads": heads})}
        return Frames(Environment(), lambda _: context).made_of(page)

    assert made_of(False) == made_of(False)
    assert made_of(False) != made_of(True)


def test_former_files_are_shared_only_if_they_are_the_same(tmp_path: Path) -> None:
    former, path = tmp_path / "former.html", tmp_path / "new/page.html"
    former.write_text("same")
    assert write(path, "same", former) == entry_of("same")
    assert path.samefile(former)
    write(path, "other", former)
    assert (path.read_text(), former.read_text()) == ("other", "same"), "a shared file is never written into"
    write(path, "third", tmp_path / "none")
    assert path.read_text() == "third"
    link_to = tmp_path / "link.html"
    link_to.symlink_to(former)
    write(path, "same", link_to)
    assert not path.is_symlink()
    assert not path.samefile(former)


@given(st.dictionaries(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.binary()))
def test_every_zip_program_reads_the_file(files: dict[str, bytes]) -> None:
    made = zipped(((name, packed(content)) for name, content in files.items()), date(2026, 11, 21))
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert opened.testzip() is None
        assert {info.orig_filename: opened.read(info) for info in opened.infolist()} == files
        assert {info.date_time for info in opened.infolist()} <= {(2026, 11, 21, 0, 0, 0)}


def test_a_zip_file_with_more_than_it_can_hold_is_refused() -> None:
    with pytest.raises(struct.error):
        zipped((("x", one) for one in [Packed(0, 0, b"")] * 65_536), date(2026, 11, 21))
