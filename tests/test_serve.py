"""The live preview: whatever an author breaks is told in the page and the terminal, and mending brings the page back.

One real `mkdocs serve` for all breakages, asked over HTTP as a browser asks: MkDocs' live-reload address answers when
there is something new, so nothing here sleeps and hopes.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import EPOCH, ROOT, SMALL
from playwright.sync_api import Browser

LONG = 60
"""So many seconds until a wait is given up: far more than a build takes on the slowest machine."""
HEEDING = """import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
"""
"""MkDocs that Ctrl+C ends, whoever started the tests: a shell's background jobs are born deaf to it."""
DRUG = "drugs/examplin/"
CONFIG = """\
INHERIT: {root}/mkdocs.yml
hooks: [hooks/events.py]
watch: [data, hooks]
theme:
  custom_dir: hooks/theme
"""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def copy_of_small(folder: Path) -> Path:
    """The small guide with a program of its own, which a test may change."""
    shutil.copytree(SMALL, folder)
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "mkdocs.yml").write_text(CONFIG.format(root=ROOT.as_posix()), encoding="utf-8")
    return folder


@dataclass
class Preview:
    """A running preview of the guide in `folder`."""

    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, address: str, timeout: float = LONG) -> tuple[int, str]:
        """Status and text of an address."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=timeout) as answer:
                return answer.status, html.unescape(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, html.unescape(error.read().decode())

    def wait(self, address: str, *words: str, without: str = "") -> str:
        """The page as soon as it holds the words: each time the server tells of something new, look again."""
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            epoch = re.search(r"livereload\((\d+), \d+\)", self.get("")[1])
            text = self.get(address)[1]
            if all(word in text for word in words) and (not without or without not in text):
                return text
            assert epoch, "the first page has lost MkDocs' live-reload script"
            try:
                self.get(f"livereload/{epoch[1]}/1", timeout=until - time.monotonic())
            except (TimeoutError, urllib.error.URLError):
                break
        raise AssertionError(f"{words} did not come to /{address}: {text[:3000]}\n{self.told()[-3000:]}")

    def told(self) -> str:
        """What the terminal shows."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(LONG)
        finally:
            self.process.kill()


def start(folder: Path, port: int, *options: str, epoch: str = EPOCH) -> Preview:
    """Start a preview; it may not answer yet."""
    log = folder.with_suffix(".log")
    command = [sys.executable, "-c", HEEDING, "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
    settings = os.environ | {"SOURCE_DATE_EPOCH": epoch, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=output, stderr=output)
    return Preview(folder, port, log, process)


def answering(preview: Preview) -> Preview:
    """The preview, as soon as it answers."""
    until = time.monotonic() + LONG
    while time.monotonic() < until and preview.process.poll() is None:
        try:
            preview.get("")
            return preview
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    preview.process.kill()
    raise AssertionError(f"the preview did not start: {preview.told()}")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for all breakages."""
    folder = copy_of_small(tmp_path_factory.mktemp("serve") / "guide")
    running = answering(start(folder, free_port()))
    yield running
    running.stop()


def snapshot(folder: Path) -> dict[Path, bytes]:
    """Every file with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def mend(folder: Path, before: dict[Path, bytes]) -> None:
    """Put every file back as it was, touching only what differs."""
    now = snapshot(folder)
    for path in now.keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if now.get(path) != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Break a file by replacing text in it."""

    def apply(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


def written(name: str, content: bytes) -> Callable[[Path], None]:
    """Break a file by writing other content."""
    return lambda folder: (folder / name).write_bytes(content) and None


def deleted(name: str) -> Callable[[Path], None]:
    """Delete a file."""
    return lambda folder: (folder / name).unlink()


def renamed(name: str, other: str) -> Callable[[Path], None]:
    """Rename a file."""
    return lambda folder: (folder / name).rename(folder / other) and None


def emptied(name: str) -> Callable[[Path], None]:
    """Delete every file of a folder and the folder itself."""
    return lambda folder: shutil.rmtree(folder / name)


EXAMPLIN = "data/drugs/examplin.yml"
BREAKAGES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "YAML that is none": (replaced(EXAMPLIN, "name: examplin", "name: [examplin"), f"{EXAMPLIN}:2:8", "not valid YAML"),
    "a tab": (replaced(EXAMPLIN, "  respelling", "\trespelling"), f"{EXAMPLIN}:5:1", "a tab indents this line"),
    "not UTF-8": (written("data/terms/handkerchief.yml", b"name: caf\xe9\n"), "handkerchief.yml:1:10", "not UTF-8"),
    "an unknown field": (replaced(EXAMPLIN, "drug_class:", "drug_klass:"), f"{EXAMPLIN}:7:1", "'drug_klass'"),
    "a missing field": (replaced(EXAMPLIN, "checked: 2026-01-05\n", ""), f"{EXAMPLIN}:1:1", "'checked' is missing"),
    "an unknown id": (
        replaced(EXAMPLIN, "(phase:start)", "(phase:strat)"), f"{EXAMPLIN}:26:41", "did you mean 'start'?",
    ),
    "a sentence without a source": (
        replaced(EXAMPLIN, "You swallow it [@lee-2023].", "You swallow it."), f"{EXAMPLIN}:28:3", "no source for",
    ),
    "a dose": (replaced(EXAMPLIN, "You swallow it", "You swallow 20 mg"), f"{EXAMPLIN}:28:", "20 mg"),
    "a bad date": (replaced(EXAMPLIN, "2027-01-05", "5.1.2027"), f"{EXAMPLIN}:16:13", "5.1.2027"),
    "a key twice": (replaced(EXAMPLIN, "group: tablet", "group: tablet\ngroup: tablet"), f"{EXAMPLIN}:9:1", "twice"),
    "a deleted file": (deleted("data/references/lee-2023.yml"), f"{EXAMPLIN}:6:11", "'lee-2023'"),
    "a renamed file": (
        renamed("data/references/lee-2023.yml", "data/references/lee-2024.yml"), f"{EXAMPLIN}:6:11", "'lee-2023'",
    ),
    "a name that is no id": (
        renamed("data/terms/marker-cell.yml", "data/terms/Marker Cell.yml"), "Marker Cell.yml:1:1", "is no id",
    ),
    "an empty file": (written(EXAMPLIN, b""), f"{EXAMPLIN}:1:1", "the file is empty"),
    "an empty folder": (emptied("data/references"), f"{EXAMPLIN}:6:11", "'lee-2023'"),
    "an unknown folder": (written("data/terms.txt", b"x"), "data/terms.txt:1:1", "move or delete it"),
    "a broken macro": (
        replaced("docs/about.md", '{{ drug("examplin") }}', '{{ drug("examplin" }}'), "docs/about.md:5:1",
        "cannot be read",
    ),
    "an unknown macro": (
        replaced("docs/about.md", "{{ drug(", "{{ drugg("), "docs/about.md:5:10", "did you mean 'drug'?",
    ),
    "an unknown id in a macro": (
        replaced("docs/about.md", '"examplin"', '"examplim"'), "docs/about.md:5:10", "did you mean 'examplin'?",
    ),
    "a link to no page": (
        replaced("docs/about.md", "The drug", "[Gone](gone.md). The drug"), "docs/about.md:5:8", "'gone.md'",
    ),
    "a bad guide.yml": (replaced("data/guide.yml", "title:", "titel:"), "data/guide.yml:1:1", "'titel'"),
    "no guide.yml": (deleted("data/guide.yml"), "data/guide.yml:1:1", "is missing"),
    "a bad style.yml": (
        replaced("data/style.yml", "words: [battle]", "words: battle"), "data/style.yml:2:12", "must be a list",
    ),
    "a broken drawing": (
        replaced("data/pictures/drop.svg", "</svg>", ""), "data/pictures/drop.svg:5:1", "not valid SVG",
    ),
    "a broken template": (
        replaced("hooks/templates/pages/list.html", "</article>", "{% if %}"), "pages/list.html:",
        "Expected an expression",
    ),
    "a broken mkdocs.yml": (replaced("mkdocs.yml", "watch: [", "watch: [["), "mkdocs.yml:", "configuration"),
    "a setting that is none": (replaced("mkdocs.yml", "watch:", "docs_dir: nowhere\nwatch:"), "mkdocs.yml:", "nowhere"),
}  # fmt: skip
"""What an author breaks → how, the place that is told, and words of the message."""


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_mistake_shows_in_the_page_and_mending_it_brings_the_page_back(preview: Preview, name: str) -> None:
    breaks, place, words = BREAKAGES[name]
    before, said = snapshot(preview.folder), len(preview.told())
    good = preview.wait(DRUG, 'data-record="drug/examplin"', without='id="problems"')
    try:
        breaks(preview.folder)
        page = preview.wait(DRUG, 'id="problems"', place, words)
        assert page.index(place) < page.index(words), "the message comes after its place"
        assert "livereload(" in page, "the page cannot come back by itself"
        for address in ("", "glossary/"):
            assert preview.get(address)[0] == 200
            assert place in preview.get(address)[1]
        status, lost = preview.get("no/such/page/")
        assert (status, place in lost, "/livereload/" in lost) == (404, True, True)
        assert place in preview.told()[said:]
        assert words in preview.told()[said:]
    finally:
        mend(preview.folder, before)
    back = preview.wait(DRUG, 'data-record="drug/examplin"', without='id="problems"')
    assert without_script(back) == without_script(good)
    assert preview.process.poll() is None
    assert "Traceback" not in preview.told()


def without_script(page: str) -> str:
    """A page without what the server puts into it anew each time."""
    return re.sub(r"livereload\(\d+, \d+\)", "", page)


def test_a_saved_record_and_a_saved_template_show(preview: Preview) -> None:
    before = snapshot(preview.folder)
    try:
        replaced(EXAMPLIN, "You swallow it", "You gulp it")(preview.folder)
        preview.wait(DRUG, "You gulp it")
        replaced("docs/about.md", "The drug", "That drug")(preview.folder)
        preview.wait("about/", "That drug")
        replaced("hooks/templates/pages/record.html", "<article", '<article id="changed"')(preview.folder)
        preview.wait(DRUG, '<article id="changed"')
        replaced("hooks/theme/assets/guide.css", "\n", "\n/* changed */\n")(preview.folder)
        preview.wait("assets/guide.css", "/* changed */")
    finally:
        mend(preview.folder, before)
    preview.wait(DRUG, "You swallow it", without='id="changed"')


def test_a_new_record_gets_its_page_and_a_deleted_one_loses_it(preview: Preview) -> None:
    before = snapshot(preview.folder)
    assert preview.get("plans/plan-f/")[0] == 404
    try:
        text = (preview.folder / "data/plans/plan-e.yml").read_text(encoding="utf-8")
        (preview.folder / "data/plans/plan-f.yml").write_text(text.replace("Plan E", "Plan F"), encoding="utf-8")
        preview.wait("plans/", "plan-f/", "Plan F")
        assert 'data-record="plan/plan-f"' in preview.get("plans/plan-f/")[1]
    finally:
        mend(preview.folder, before)
    preview.wait("plans/", "Plan E", without="Plan F")
    assert preview.get("plans/plan-f/")[0] == 404


def test_a_changed_program_is_told_until_it_is_as_it_was(preview: Preview) -> None:
    before, said = snapshot(preview.folder), len(preview.told())
    try:
        replaced("hooks/guide/clock.py", "The day", "A day")(preview.folder)
        page = preview.wait(DRUG, "The program changed", "Ctrl+C", "make serve", "hooks/guide/clock.py")
        assert "livereload(" in page
        assert "The program changed (hooks/guide/clock.py). Stop with Ctrl+C" in preview.told()[said:]
    finally:
        mend(preview.folder, before)
    preview.wait(DRUG, 'data-record="drug/examplin"', without='id="problems"')


def test_many_mistakes_are_told_together_with_their_lines(preview: Preview) -> None:
    before = snapshot(preview.folder)
    try:
        replaced(EXAMPLIN, "routes: [oral]", "routes: [orall]")(preview.folder)
        replaced("docs/about.md", "{{ drug(", "{{ drugg(")(preview.folder)
        written("data/terms/x.yml", b"name: <script>alert(1)</script>\n")(preview.folder)
        status, _ = preview.get(DRUG)
        preview.wait(DRUG, "things to mend", f"{EXAMPLIN}:9:", "docs/about.md:5:10", "data/terms/x.yml:1:")
        with urllib.request.urlopen(f"http://127.0.0.1:{preview.port}/{DRUG}", timeout=LONG) as answer:
            raw = answer.read().decode()
    finally:
        mend(preview.folder, before)
    assert status == 200
    assert "routes: [<mark>orall]</mark>" in raw
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in raw
    preview.wait(DRUG, 'data-record="drug/examplin"', without='id="problems"')


def test_a_taken_port_is_told_in_plain_words(preview: Preview, tmp_path: Path) -> None:
    second = start(copy_of_small(tmp_path / "guide"), preview.port)
    try:
        assert second.process.wait(LONG) == 1
    finally:
        second.process.kill()
    assert f"the preview cannot use 127.0.0.1:{preview.port}: Address already in use" in second.told()
    assert f"make serve PORT={preview.port + 1}" in second.told()
    assert "Traceback" not in second.told()


EDITS = (
    (EXAMPLIN, "name: examplin", "name: examplinol"),
    ("data/terms/handkerchief.yml", "name: handkerchief", "name: pocket handkerchief"),
    ("data/references/lee-2023.yml", "title: ", "title: Newly "),
    ("data/phases/start.yml", "name: Start phase", "name: First phase"),
)


def test_pages_made_on_demand_are_those_that_a_preview_started_now_shows(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path / "guide")
    running = answering(start(folder, free_port()))
    built = folder / "listed"
    try:
        for file, old, new in EDITS:
            replaced(file, old, new)(folder)
        running.wait("phases/start/", "First phase")
        fresh = answering(start(folder, free_port()))
        try:
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(built)]
            assert subprocess.run(command, cwd=folder, check=False).returncode == 0
            pages = [path.relative_to(built).as_posix().removesuffix("index.html") for path in built.rglob("*.html")]
            assert len(pages) > 30
            for address in (*pages, "search/search_index.json", "handout/parts.js"):
                assert same_but_for_reload(running.get(address)) == same_but_for_reload(fresh.get(address)), address
        finally:
            fresh.stop()
    finally:
        running.stop()


def same_but_for_reload(answer: tuple[int, str]) -> tuple[int, str]:
    """A page without the numbers that tell when and where it is served."""
    return answer[0], re.sub(r"livereload\(\d+, \d+\)|127\.0\.0\.1:\d+", "", answer[1])


@pytest.fixture
def broken_from_the_start(tmp_path: Path) -> Iterator[Preview]:
    """A preview that was started when the data were broken."""
    folder = copy_of_small(tmp_path / "guide")
    written(EXAMPLIN, b"name: [\n")(folder)
    running = answering(start(folder, free_port()))
    yield running
    running.stop()


def test_a_preview_started_on_broken_data_comes_up_and_mends(broken_from_the_start: Preview) -> None:
    running = broken_from_the_start
    for address, status in (("", 200), (DRUG, 404), ("glossary/", 404)):
        found, page = running.get(address)
        assert (found, f"{EXAMPLIN}:2:1" in page, "/livereload/" in page) == (status, True, True)
    shutil.copy(SMALL / EXAMPLIN, running.folder / EXAMPLIN)
    running.wait(DRUG, 'data-record="drug/examplin"', without='id="problems"')
    assert running.get("glossary/")[0] == 200


def test_a_strict_build_still_refuses(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path / "guide")
    written(EXAMPLIN, b"name: [\n")(folder)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert f"{EXAMPLIN}:2:1" in result.stderr
    assert not (folder / "site").exists()


@pytest.mark.browser
def test_an_open_page_turns_into_the_mistake_and_back_by_itself(preview: Preview, browser: Browser) -> None:
    before = snapshot(preview.folder)
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_default_timeout(LONG * 1000)
    try:
        for address, first in ((DRUG, "article[data-record]"), ("no/such/page/", "main")):
            page.goto(f"http://127.0.0.1:{preview.port}/{address}")
            page.wait_for_selector(first)
            replaced(EXAMPLIN, "You swallow it [@lee-2023].", "You swallow it.")(preview.folder)
            if address != DRUG:  # only pages that are there have the server's script: open it again
                preview.wait(DRUG, 'id="problems"')
                page.reload()
            page.wait_for_selector("#problems")
            assert f"{EXAMPLIN}:28:3" in page.inner_text("#problems")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert Axe().run(page).response["violations"] == []
            mend(preview.folder, before)
            page.wait_for_selector("#problems", state="detached")
    finally:
        mend(preview.folder, before)
        page.close()
