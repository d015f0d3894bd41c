"""One commit gives the same bytes: in another folder, time zone and language, in another year, by another hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EPOCH, ROOT

PLACES = {
    "one": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C"},
    "an other/place": {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8"},
}
LATER = """import time
now, local = time.time, time.localtime
time.time = lambda: now() + 400 * 86400
time.localtime = lambda *moment: local(*(moment or (time.time(),)))
"""
"""What the second place does when Python starts: there it is another year."""
RIGHTS = {"one": 0o022, "an other/place": 0o077}
BUILD = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", "tests/guides/small/mkdocs.yml")


def built(home: Path, place: str) -> dict[str, bytes]:
    """Every file of the small guide's site, built by a copy of the project in this place."""
    project = home / place
    project.mkdir(parents=True)
    for name in ("hooks", "tests/guides/small", "schema"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, project / name)
    clock = home / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(LATER if place != "one" else "", encoding="utf-8")
    fixed = {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(clock)}
    environment = os.environ | fixed | PLACES[place]
    result = subprocess.run(
        [*BUILD, "-d", str(project / "site")],
        cwd=project,
        env=environment,
        umask=RIGHTS[place],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    site = project / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The same site from both places."""
    return [built(tmp_path_factory.mktemp("home"), place) for place in PLACES]


def test_the_same_commit_gives_the_same_bytes_everywhere(sites: list[dict[str, bytes]]) -> None:
    first, second = sites
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"zip", "sqlite", "gz", "png"} <= {name.rpartition(".")[2] for name in first}


def test_no_file_names_the_folder_that_it_was_built_in(sites: list[dict[str, bytes]]) -> None:
    marks = [b"an other/place", str(ROOT).encode()]
    assert [name for site in sites for name, content in site.items() if any(mark in content for mark in marks)] == []


@pytest.mark.parametrize(
    ("given", "wanted"), [({}, "commit"), ({"SOURCE_DATE_EPOCH": "86400"}, "86400")], ids=["commit", "given"]
)
def test_the_day_of_a_build_is_that_of_the_commit(tmp_path: Path, given: dict[str, str], wanted: str) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = text.split("\n")
    day = next(line for line in lines if "export SOURCE_DATE_EPOCH" in line)
    told = "site pdf serve check:\n\t@echo $@ $${SOURCE_DATE_EPOCH:-today}\n"
    (tmp_path / "Makefile").write_text(f"{day}\n{told}", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | given
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    moment = environment | {"GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z"}
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], cwd=tmp_path, env=moment, check=True)
    said = subprocess.run(
        ["make", "-s", "site", "pdf", "serve", "check"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    day = "981173106" if wanted == "commit" else wanted
    other = given.get("SOURCE_DATE_EPOCH", "today")
    assert said == ["site", day, "pdf", day, "serve", other, "check", other]
