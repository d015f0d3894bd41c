"""A site that is there already, just as a build would make it, is not built again; whatever differs brings a build."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EPOCH, ROOT, SMALL
from guide.unchanged import made

CONFIG = """\
INHERIT: {root}/mkdocs.yml
hooks: [hooks/events.py]
theme:
  custom_dir: own
"""
RECORD = "data/drugs/examplin.yml"


def build(guide: Path, site: str = "site", **settings: str) -> None:
    """Build the guide as somebody does on a machine of their own."""
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **settings}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", site]
    result = subprocess.run(command, cwd=guide, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def files(site: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def places(site: Path) -> dict[str, int]:
    """Every file with its place on the disk: one that was written anew has another."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide with a program of its own and its site, to be copied by each test."""
    guide = tmp_path_factory.mktemp("unchanged") / "guide"
    shutil.copytree(SMALL, guide)
    shutil.copytree(ROOT / "hooks", guide / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(guide / "hooks/theme", guide / "own")
    (guide / "mkdocs.yml").write_text(CONFIG.format(root=ROOT.as_posix()), encoding="utf-8")
    build(guide)
    return guide


@pytest.fixture
def guide(built: Path) -> Path:
    """The guide in the state that its site was built from."""
    state = built.with_name("state")
    if not state.exists():
        shutil.copytree(built, state, symlinks=True)
    for name in ("data", "docs", "hooks", "own", "site", "site.built", "mkdocs.yml"):
        path = built / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        kept = state / name
        (shutil.copytree if kept.is_dir() else shutil.copy)(kept, path)
    return built


def replaced(path: Path, old: str, new: str) -> None:
    """Put a text in the place of another, which is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_is_written_when_nothing_changed(guide: Path) -> None:
    before = places(guide / "site")
    build(guide)
    assert places(guide / "site") == before
    assert not (guide / "site.building").exists()


CHANGED: dict[str, Callable[[Path], object]] = {
    "a record": lambda guide: replaced(guide / RECORD, "aliases: [exampline]", "aliases: [samplin]"),
    "a page by hand": lambda guide: replaced(guide / "docs/about.md", "# ", "# Now "),
    "a template": lambda guide: replaced(guide / "hooks/templates/pages/record.html", "In short", "In few words"),
    "the program": lambda guide: replaced(guide / "hooks/guide/archive.py", "START-HERE", "BEGIN-HERE"),
    "a theme of one's own": lambda guide: replaced(guide / "own/base.html", "Skip to", "Jump to"),
    "a setting": lambda guide: replaced(guide / "mkdocs.yml", "hooks:", "site_url: https://other.example/\nhooks:"),
}
TOUCHED: dict[str, Callable[[Path], object]] = {
    "a file of the site": lambda guide: (guide / "site/drugs/examplin/index.html").write_text("<p>No cure, no pay</p>"),
    "a file that is gone": lambda guide: (guide / "site/index.html").unlink(),
    "a file too many": lambda guide: (guide / "site/more.html").write_text("more"),
    "a note that is none": lambda guide: (guide / "site.built").write_text("[]"),
    "a foreign note": lambda guide: (guide / "site.built").write_text('{"key": "0", "files": {}}'),
    "a note that is gone": lambda guide: (guide / "site.built").unlink(),
}


@pytest.mark.parametrize("what", CHANGED)
def test_whatever_changed_brings_the_site_that_a_first_build_makes(guide: Path, what: str) -> None:
    CHANGED[what](guide)
    before = files(guide / "site")
    build(guide)
    assert files(guide / "site") != before, "the change shows"
    build(guide, "first", CI="true")
    assert files(guide / "site") == files(guide / "first")
    shutil.rmtree(guide / "first")


@pytest.mark.parametrize("what", TOUCHED)
def test_a_site_or_a_note_that_was_touched_is_made_anew(guide: Path, what: str) -> None:
    before = files(guide / "site")
    TOUCHED[what](guide)
    build(guide)
    assert files(guide / "site") == before
    assert json.loads((guide / "site.built").read_bytes())["files"] == made(guide / "site"), "the new state is noted"


def test_another_day_brings_a_build(guide: Path) -> None:
    before = places(guide / "site")
    build(guide, SOURCE_DATE_EPOCH=str(int(EPOCH) + 86_400))
    assert places(guide / "site") != before


def test_where_a_site_is_published_from_no_note_is_believed_or_left(guide: Path) -> None:
    note = guide / "site.built"
    page = guide / "site/index.html"
    page.write_text("<p>Poison</p>", encoding="utf-8")
    told = json.loads(note.read_text(encoding="utf-8"))

    note.write_text(json.dumps(told | {"files": made(guide / "site")}), encoding="utf-8")
    build(guide)
    assert "Poison" in page.read_text(encoding="utf-8"), "a note as good as this one is believed at home"
    build(guide, CI="true")
    assert "Poison" not in page.read_text(encoding="utf-8")
    assert not note.exists()


def test_a_build_that_ends_in_an_error_leaves_no_note(guide: Path) -> None:
    replaced(guide / RECORD, "name: examplin", "nam: examplin")
    before = files(guide / "site")
    with pytest.raises(AssertionError, match="nam"):
        build(guide)
    assert files(guide / "site") == before
    assert not (guide / "site.built").exists()
