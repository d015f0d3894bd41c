"""Who leaves this program takes the whole guide along: any program for Markdown builds it, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, run

from leaving.__main__ import compare, main
from leaving.pages import pages

CONFIG = "mkdocs.yml"


def export(site: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return run(sys.executable, ROOT / "hooks/export.py", site, out)


@pytest.fixture(scope="module")
def exported(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide as a Markdown project."""
    out = tmp_path_factory.mktemp("exported") / "out"
    result = export(small_site, out)
    assert result.returncode == 0, result.stderr
    return out


@pytest.fixture(scope="module")
def rebuilt(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That project as MkDocs builds it by itself."""
    site = tmp_path_factory.mktemp("rebuilt") / "site"
    result = run(sys.executable, "-m", "mkdocs", "build", "--strict", "-f", exported / CONFIG, "-d", site)
    assert result.returncode == 0, result.stderr
    return site


def test_the_project_needs_no_program_of_ours(exported: Path) -> None:
    settings = yaml.safe_load((exported / CONFIG).read_text(encoding="utf-8"))
    assert {"hooks", "plugins", "theme"}.isdisjoint(settings)
    assert {path.suffix for path in exported.rglob("*") if path.is_file()} <= {".md", ".yml", ".svg", ".png"}


def test_the_drawings_go_along(exported: Path) -> None:
    docs = exported / "docs"
    assert (docs / "pictures/drop.svg").is_file()
    assert "](../../pictures/drop.svg)" in (docs / "procedures/sample-test/index.md").read_text(encoding="utf-8")


def test_built_by_mkdocs_alone_it_says_the_same(small_site: Path, rebuilt: Path) -> None:
    figures, problems = compare(pages(small_site), pages(rebuilt))
    assert problems == []
    assert figures[0].startswith("pages")
    assert len(pages(small_site)) > 30


def test_the_menu_has_every_page_in_the_site_order(exported: Path) -> None:
    settings: dict[str, Any] = yaml.safe_load((exported / CONFIG).read_text(encoding="utf-8"))
    groups = {name: entries for one in settings["nav"] for name, entries in one.items() if isinstance(entries, list)}
    assert list(groups)[:3] == ["Phases", "Drugs", "Side effects"]
    assert next(iter(settings["nav"][0].values())) == "index.md"
    files = [file for entries in groups.values() for entry in entries for file in entry.values()]
    assert len(files) == len(set(files))
    menu = {"index.md", *files}
    docs = exported / "docs"
    rest = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - menu
    assert all("moved" in (docs / name).read_text(encoding="utf-8") for name in rest)
    assert [*groups["Phases"][0].values()] == ["phases/index.md"]


def test_a_second_export_takes_the_place_of_the_first(small_site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(small_site, out).returncode == 0
    (out / "docs/old.md").write_text("# Old\n", encoding="utf-8")
    assert export(small_site, out).returncode == 0
    assert not (out / "docs/old.md").exists()


@pytest.mark.parametrize(("made", "said"), [("notes.txt", "is in the way"), ("", "is no built site")])
def test_it_overwrites_nothing_of_others_and_needs_a_site(
    small_site: Path, tmp_path: Path, made: str, said: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if made:
        (out / made).write_text("mine", encoding="utf-8")
    result = export(small_site if made else tmp_path / "nothing", out)
    assert result.returncode == 1
    assert said in result.stderr
    assert [path.name for path in out.iterdir()] == ([made] if made else [])


DRUG = "drugs/examplin/index.html"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (DRUG, None, None, "/drugs/examplin/: is missing"),
        (DRUG, ">examplin</h1>", ">other</h1>", "/drugs/examplin/: is called 'other'"),
        (DRUG, '<h2 id="words-on-this-page"', "<script><h2", "% of the words, without"),
        (DRUG, 'href="../../phases/start/"', 'href="../../phases/nowhere/"', "/phases/nowhere/ leads nowhere"),
        (DRUG, 'href="../../phases/start/"', 'href="../../phases/nowhere/"', "has no link to /phases/start/"),
        ("glossary/index.html", 'id="term-marker-cell"', 'id="other"', "#term-marker-cell leads nowhere"),
    ],
)
def test_the_comparison_tells_what_is_lost(
    small_site: Path,
    rebuilt: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    old: str | None,
    new: str | None,
    said: str,
) -> None:
    other = tmp_path / "other"
    shutil.copytree(rebuilt, other)
    path = other / name
    if old is None or new is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    _, problems = compare(pages(small_site), pages(other))
    assert any(said in problem for problem in problems), problems
    assert main([str(small_site), str(other)]) == 1
    assert "pages " in capsys.readouterr().out


def test_the_comparison_of_nothing_is_no_pass(tmp_path: Path) -> None:
    assert main([str(tmp_path), str(tmp_path)]) == 1
