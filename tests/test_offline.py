"""Without a connection: a visited guide, an installed one, and a copy opened from disk."""

from __future__ import annotations

import functools
import http.server
import io
import json
import re
import shutil
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import ROOT, Quiet, mkdocs
from guide.archive import START, Edition, archive, with_file
from guide.offline import NOT_SAVED, extras, saved, worker
from guide.publish import Folder, files_of
from guide.scan import scan
from pages import html_files, page

browser_test = pytest.mark.browser
EDITION = Edition("My Guide", "A line", "en", "Ask your team.", "https://guide.example/", date(2026, 11, 21))
SAVED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push([name, request.url]);
  return found;
}"""
"""Everything the browser has saved: (name of the cache, address)."""


class Moody(Quiet):
    """A server whose mood a test sets: 'slow' answers pages after a while, 'broken' answers with an error."""

    mood = ""
    asked: ClassVar[list[str]] = []
    released = threading.Event()

    def end_headers(self) -> None:
        """Let browsers keep everything for ten minutes, as GitHub Pages does."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def do_GET(self) -> None:
        """Answer as the mood is."""
        Moody.asked.append(self.path)
        if Moody.mood == "broken":
            self.send_response(502)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if Moody.mood == "slow" and self.path.endswith("/"):
            Moody.released.wait(30)
        super().do_GET()


@pytest.fixture
def folder(tmp_path: Path, small_site: Path) -> Path:
    """The small guide's site in a folder 'name' of a server, as a project's pages stand."""
    shutil.copytree(small_site, tmp_path / "web" / "name")
    return tmp_path / "web" / "name"


@pytest.fixture
def home(folder: Path) -> Iterator[str]:
    """The address of that folder, served."""
    Moody.mood = ""
    Moody.released.clear()
    handler = functools.partial(Moody, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/name/"
        Moody.released.set()
        server.shutdown()


@pytest.fixture
def reader(browser: Any, home: str) -> Iterator[Any]:
    """A phone that has never seen the guide; `errors` is what went wrong."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=home, accept_downloads=True)
    opened = context.new_page()
    opened.errors = []
    opened.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()


def eventually(reader: Any, true: Callable[[list[tuple[str, str]]], bool]) -> list[tuple[str, str]]:
    """What the browser has saved, as soon as this is true of it."""
    for _ in range(200):
        found = [(name, url) for name, url in reader.evaluate(SAVED)]
        if true(found):
            return found
        reader.wait_for_timeout(100)
    raise AssertionError(f"not so after 20 seconds: {found}")


def is_whole(found: list[tuple[str, str]]) -> bool:
    """Is this the whole guide, in one version?"""
    return len({name for name, _ in found}) == 1 and any(url.endswith("?whole") for _, url in found)


def whole(reader: Any) -> list[tuple[str, str]]:
    """What the browser has saved, as soon as it is the whole guide."""
    return eventually(reader, is_whole)


def visit(reader: Any, address: str = "drugs/examplin/") -> None:
    """Open one page and wait until the browser has saved the guide."""
    reader.goto(address)
    whole(reader)


def search(reader: Any, words: str) -> Any:
    """The first result of a search."""
    reader.get_by_role("button", name="Search", exact=True).click()
    reader.locator("#search-words").fill(words)
    return reader.locator("#search-results a").first


@browser_test
def test_after_one_visit_the_whole_guide_opens_and_searches_offline(reader: Any, folder: Path) -> None:
    visit(reader)
    assert reader.locator(".saved-notice").count() == 0
    reader.context.set_offline(True)
    for path in html_files(folder):
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        if path.name != "index.html" or address.startswith(NOT_SAVED):
            continue
        reader.goto(address)
        assert reader.locator("h1").inner_text() == page(path).all("h1")[0].text().replace("examplin", "Examplin")
        notice = reader.get_by_role("status").filter(has_text="You are offline")
        assert re.fullmatch(r"You are offline: this page was saved on \d{1,2} \w+ 20\d\d\.", notice.inner_text())
    reader.goto("")
    assert reader.evaluate("document.fonts.ready.then((fonts) => [...fonts].some((font) => font.status === 'loaded'))")
    search(reader, "examplin").click()
    reader.wait_for_url("**/drugs/examplin/")
    assert reader.locator("article[data-record='drug/examplin']").is_visible()
    reader.goto("drugs/examplin")  # without its slash, as people type it
    assert reader.url.endswith("/drugs/examplin/")
    assert reader.errors == []


@browser_test
def test_the_notice_goes_with_the_connection(reader: Any) -> None:
    visit(reader)
    reader.reload()
    assert reader.locator(".saved-notice").count() == 0
    reader.context.set_offline(True)
    reader.reload()
    assert reader.locator(".saved-notice").is_visible()
    assert reader.locator(".saved-notice button").count() == 0
    reader.context.set_offline(False)
    reader.get_by_role("button", name="Load the newest page").click()
    reader.wait_for_selector(".saved-notice", state="detached")


@browser_test
@pytest.mark.parametrize(
    ("mood", "said"), [("slow", "The connection is slow: this"), ("broken", "This site cannot be reached now: this")]
)
def test_a_bad_connection_shows_the_saved_page_and_says_so(reader: Any, mood: str, said: str) -> None:
    visit(reader)
    Moody.mood = mood
    Moody.asked.clear()
    reader.goto("drugs/")
    assert reader.locator("h1").inner_text() == "The drugs"
    assert reader.locator(".saved-notice").inner_text().startswith(said)
    assert not [path for path in Moody.asked if "/assets/" in path]  # what a saved page needs is saved: no more waiting
    Moody.mood = ""
    Moody.released.set()
    reader.reload()
    reader.wait_for_selector(".saved-notice", state="detached")


@browser_test
def test_a_changed_site_takes_the_place_of_the_old_one(
    reader: Any, folder: Path, small: Path, small_site: Path
) -> None:
    visit(reader)
    (before,) = reader.evaluate("caches.keys()")
    drug = small / "data/drugs/examplin.yml"
    drug.write_text(drug.read_text(encoding="utf-8").replace("A tablet for", "A newer tablet for"), encoding="utf-8")
    assert mkdocs(small / "mkdocs.yml", folder).returncode == 0
    assert (folder / "sw.js").read_bytes() != (small_site / "sw.js").read_bytes()
    reader.goto("about/")
    eventually(reader, lambda found: is_whole(found) and before not in {name for name, _ in found})
    reader.context.set_offline(True)
    reader.goto("drugs/examplin/")
    assert "A newer tablet for" in reader.locator("article").inner_text()
    assert len(reader.evaluate("caches.keys()")) == 1


@browser_test
def test_an_interrupted_change_keeps_the_former_pages(reader: Any, folder: Path) -> None:
    visit(reader)
    count = len(reader.evaluate(SAVED))
    script = folder / "sw.js"
    changed = re.sub(r'("drugs/examplin/":)"\w+"', r'\1"000000000000"', script.read_text(encoding="utf-8"))
    script.write_text(re.sub(r'VERSION = "\w+"', 'VERSION = "next"', changed), encoding="utf-8")
    shutil.rmtree(folder / "drugs/examplin")  # as where the network fails in between
    reader.goto("about/")
    eventually(reader, lambda found: all(name.endswith(" next") for name, _ in found))
    reader.context.set_offline(True)
    reader.goto("drugs/examplin/")
    assert reader.locator("article[data-record='drug/examplin']").is_visible()
    assert len(reader.evaluate(SAVED)) == count - 1  # all pages, but no word that the new version is whole


@browser_test
def test_only_the_guide_is_saved_and_other_sites_of_the_address_stay(reader: Any, home: str) -> None:
    reader.goto("404.html")
    reader.evaluate("caches.open('somebody else')")
    reader.goto("about/")
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Download the whole guide").click()
    assert zipfile.is_zipfile(download.value.path())
    kept = [url for _, url in whole(reader)]
    assert all(url.startswith(home) and not url.endswith((".zip", "404.html", "sw.js")) for url in kept)
    assert "somebody else" in reader.evaluate("caches.keys()")
    assert reader.get_by_text("The whole guide is saved on this device.").is_visible()


@browser_test
def test_a_device_that_saves_data_is_asked_first(browser: Any, home: str) -> None:
    context = browser.new_context(base_url=home)
    context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    opened = context.new_page()
    opened.goto("about/")
    button = opened.get_by_role("button", name="Save the whole guide on this device")
    button.wait_for()
    assert not any(url.endswith("?whole") for _, url in opened.evaluate(SAVED))
    assert "so far" in opened.locator("[data-offline-state] [role=status]").inner_text()
    button.click()
    whole(opened)
    opened.get_by_text("The whole guide is saved on this device.").wait_for()
    assert not button.is_visible()
    context.close()


@browser_test
def test_a_page_that_was_not_saved_says_so_and_shows_ways_on(reader: Any) -> None:
    visit(reader)
    reader.context.set_offline(True)
    reader.goto("drugs/never-heard-of/")
    assert reader.locator("h1").inner_text() == "This page is not saved on your device yet"
    assert reader.locator("main ul a").count() == 5
    assert reader.url.endswith("/drugs/never-heard-of/")


@browser_test
def test_the_copy_opens_from_disk_with_links_and_search(browser: Any, folder: Path, tmp_path: Path) -> None:
    (packed,) = folder.glob("*.zip")
    shutil.unpack_archive(packed, tmp_path / "copy")
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    opened.goto((tmp_path / "copy" / START).as_uri())
    assert "downloaded copy made on 21 November 2026" in opened.locator(".saved-notice").inner_text()
    assert opened.evaluate("document.fonts.ready.then((fonts) => [...fonts].some((font) => font.status === 'loaded'))")
    opened.locator(".counts a").nth(1).click()
    opened.wait_for_url("**/drugs/index.html")
    opened.get_by_role("link", name="examplin").first.click()
    opened.wait_for_url("**/drugs/examplin/index.html")
    assert opened.locator("article[data-record='drug/examplin']").is_visible()
    search(opened, "sneezing").click()
    opened.wait_for_url("**/side-effects/sneezing/index.html")
    opened.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<a id=made href=\"../\">made</a>')"
    )
    opened.locator("#made").click()
    opened.wait_for_url("**/side-effects/index.html")
    assert wrong == []
    context.close()


def test_every_link_in_the_copy_leads_to_a_file(small_site: Path, tmp_path: Path) -> None:
    (packed,) = small_site.glob("*.zip")
    shutil.unpack_archive(packed, tmp_path / "copy")
    links = 0
    for path in html_files(tmp_path / "copy"):
        assert "sw.js" not in path.read_text(encoding="utf-8")
        for element in page(path).all():
            for name in ("href", "src"):
                link = element.attributes.get(name, "").split("#")[0].split("?")[0]
                if link and not re.match(r"\w+:", link):
                    assert (path.parent / link).is_file(), f"{path}: {link}"
                    links += 1
    assert links > 300
    names = {path.name for path in (tmp_path / "copy").iterdir()}
    assert {START, "README.txt", "index.html"} <= names
    assert not names & {"sw.js", "404.html", "503.html", "manifest.webmanifest", packed.name}
    assert (tmp_path / "copy/assets/fonts/OFL.txt").is_file()


def test_the_copy_is_the_same_every_time(small_site: Path) -> None:
    files = files_of(small_site)
    assert archive(files, EDITION) == archive(dict(reversed(files.items())), EDITION)
    told = zipfile.ZipFile(io.BytesIO(archive(files, EDITION)))
    assert {info.date_time for info in told.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    names = told.namelist()
    assert names[:2] == [START, "README.txt"], "what a person looks for comes first"
    assert len(set(names)) == len(names)
    pages = [name for name in names if name.endswith(".html")]
    assert pages[1:] == sorted(pages[1:])
    assert "as it was on 21 November 2026" in told.read("README.txt").decode()


@pytest.mark.parametrize(
    ("link", "folder", "expected"),
    [
        ("../drugs/", "phases/start", "../drugs/"),  # phases/drugs/ is no page
        ("../../drugs/", "phases/start", "../../drugs/index.html"),
        ("..", "drugs", "../index.html"),
        (".", "", "./index.html"),
        ("./", "", "./index.html"),
        ("../assets/x.css", "drugs", "../assets/x.css"),
        ("../api/", "drugs", "../api/"),
    ],
)
def test_links_to_folders_get_their_file(link: str, folder: str, expected: str) -> None:
    assert with_file(link, folder, frozenset({"index.html", "drugs/index.html"})) == expected


def test_a_site_on_disk_is_finished_like_one_in_memory(small_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(small_site, folder)
    files = files_of(folder)
    assert extras(Folder(folder), EDITION, "program") == extras(files, EDITION, "program")
    assert scan(Folder(folder)) == scan(files) == ()


def test_a_folder_reads_a_file_only_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.txt").write_text("one")
    folder = Folder(tmp_path)
    (tmp_path / "deep/a.txt").write_text("two")
    assert folder["deep/a.txt"] == b"two"
    (tmp_path / "deep/a.txt").unlink()
    assert "deep/a.txt" in folder
    assert (list(folder), len(folder), "deep" in folder) == (["deep/a.txt"], 1, False)


def test_the_size_of_the_copy_is_told(small_site: Path) -> None:
    (packed,) = small_site.glob("*.zip")
    link = next(one for one in page(small_site / "about/index.html").all("a", download="*"))
    assert link.attributes["href"] == f"../{packed.name}"
    (size,) = link.all("span", class_="archive-size")
    assert size.text() == f", {packed.stat().st_size / 1e6:.1f} MB"


def test_the_version_is_that_of_the_content(small_site: Path) -> None:
    files = {name: content for name, content in files_of(small_site).items() if not name.endswith(".zip")}
    made = worker(files, "program")
    assert made == worker(dict(reversed(files.items())), "program")
    assert made != worker(files, "other program")
    assert made != worker(files | {"about/index.html": b"<html></html>"}, "program")
    assert made == worker(files | {"sitemap.xml": b"another day", "api/v1/all.json": b"{}"}, "program")
    listed = saved(files, {})
    assert len(listed) == len(set(listed))
    assert {"index.html", "503.html", "search/search_index.json", "assets/minisearch.js"} <= set(listed)
    assert {name for name in files if name.endswith("index.html") and not name.startswith("api/")} <= set(listed)
    assert not [name for name in listed if "javascripts" in name or name.endswith(".map")]


def test_the_manifest_holds_what_an_installation_needs(small_site: Path) -> None:
    manifest = json.loads((small_site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert {"name", "short_name", "start_url", "display", "icons", "theme_color", "background_color"} <= set(manifest)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("./", "./", "standalone")
    assert len(manifest["short_name"]) <= 12
    style = (ROOT / "hooks/theme/assets/guide.css").read_text(encoding="utf-8")
    assert f"--paper: {manifest['background_color']}" in style
    assert manifest["theme_color"] in (small_site / "assets/icon.svg").read_text(encoding="utf-8")
    sizes = set()
    for icon in manifest["icons"]:
        content = (small_site / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            assert content.startswith(b"\x89PNG")
            width, height = struct.unpack(">II", content[16:24])
            assert icon["sizes"] == f"{width}x{height}"
        sizes.add((icon["sizes"], icon["purpose"]))
    assert {("any", "any"), ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} == sizes
    for path in html_files(small_site):
        link = page(path).all("link", rel="manifest")
        assert [one.attributes["href"].split("/")[-1] for one in link] == ["manifest.webmanifest"], path


def test_a_site_without_search_or_pages_to_mark_still_packs() -> None:
    files = {"index.html": b'<html><a href="drugs/">x</a></html>', "drugs/index.html": b"<html></html>"}
    made = extras(files, EDITION, "program")
    assert set(made) == {"manifest.webmanifest", "sw.js", "my-guide.zip"}
    told = zipfile.ZipFile(io.BytesIO(made["my-guide.zip"]))
    assert told.read("index.html") == b'<html data-copy="2026-11-21"><a href="drugs/index.html">x</a></html>'
