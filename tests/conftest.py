"""What several tests share: the project's folder, a small guide to change, a built site, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "guides" / "small"
EPOCH = "1795219200"  # 2026-11-21, so that dates in fixtures never grow old
PAST = re.compile(r"(?m)^\s*(?:- )?(?:accessed|checked|date): (\d{4}-\d\d-\d\d)$")
"""Days on which something was done. They lie in the past, the newest of them too."""


@functools.cache
def real_day() -> date:
    """The day on which the tests build the real guide: an author's newest one, so that no author has to change it."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "data").rglob("*.yml"))
    return max(date.fromisoformat(day) for text in texts for day in PAST.findall(text))


def real_epoch() -> str:
    """The same day for the programs."""
    return str(int(datetime.combine(real_day(), datetime.min.time(), UTC).timestamp()))


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project with a fixed day; its output is text."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def mkdocs(config: Path, site: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a guide strictly into `site`."""
    return run(sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", site, *options, **environment)


def check(data: Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Check a data folder."""
    return run(sys.executable, ROOT / "hooks" / "check.py", data, cwd=cwd, **environment)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small guide that a test may break: <folder>/data, <folder>/docs, <folder>/mkdocs.yml."""
    folder = tmp_path / "guide"
    shutil.copytree(SMALL, folder)
    (folder / "data/published.yml").unlink()  # a test may delete a record; test_moves.py looks at the list
    config = (SMALL / "mkdocs.yml").read_text(encoding="utf-8").replace("../../..", ROOT.as_posix())
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return folder


@pytest.fixture
def change(small: Path) -> Callable[[str, str, str], Path]:
    """Replace text in one file of the small guide; fails when the text is not there."""

    def apply(name: str, old: str, new: str) -> Path:
        path = small / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return apply


def built(config: Path, name: str, factory: pytest.TempPathFactory, **environment: str) -> Path:
    """A guide's site, built strictly: by the first process that asks, for all that test side by side."""
    own = factory.getbasetemp()
    folder = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    site = folder / name / "site"
    with FileLock(folder / f"{name}.lock"):
        if not site.exists():
            result = mkdocs(config, site, **environment)
            assert result.returncode == 0, result.stderr
    return site


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide's site: one that is built already (make test BUILT=site), or one built now."""
    if ready := os.environ.get("PHASEBOOK_BUILT"):
        return ROOT / ready
    return built(ROOT / "mkdocs.yml", "real", tmp_path_factory, SOURCE_DATE_EPOCH=real_epoch())


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide's site."""
    return built(SMALL / "mkdocs.yml", "small", tmp_path_factory)


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second guide's site: another illness, same hooks."""
    return built(ROOT / "tests/guides/tuberculosis/mkdocs.yml", "other", tmp_path_factory)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that logs nothing and answers unknown addresses with the site's 404 page."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there, as GitHub Pages does."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def served(real_site: Path) -> Iterator[str]:
    """The real site over HTTP; the address ends in a slash."""
    handler = functools.partial(Quiet, directory=str(real_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def chromium() -> str | None:
    """Where Chromium is, if it is anywhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are reported as not run; on CI that is a failure."""
    if chromium() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine; CI has one"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the browser tests need it

    path = chromium()
    assert path, "the browser tests need Chromium: apt install chromium, or set CHROMIUM"
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=options)
        yield launched
        launched.close()
