"""Files of the former site stand in the new one if each is what it was; else none of them does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from guide.former import stand_again
from guide.publish import entry_of

ENTRIES = {"page/index.html": entry_of("page"), "page/index.md": entry_of("twin")}


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """The former site, and a folder for the new one."""
    former, new = tmp_path / "former", tmp_path / "new"
    (former / "page").mkdir(parents=True)
    (former / "page/index.html").write_text("page", encoding="utf-8")
    (former / "page/index.md").write_text("twin", encoding="utf-8")
    new.mkdir()
    return former, new


def test_what_is_as_it_was_stands_again_without_being_written(sites: tuple[Path, Path]) -> None:
    former, new = sites
    assert stand_again(former, new, ENTRIES)
    assert all((new / name).samefile(former / name) for name in ENTRIES)


def gone(file: Path) -> None:
    """The file is not there."""
    file.unlink()


def other(file: Path) -> None:
    """Another text of the same length."""
    file.write_text("twan", encoding="utf-8")


def leads_elsewhere(file: Path) -> None:
    """A link to a file with the right text, which is none of the site's own."""
    file.rename(file.with_name("elsewhere.md"))
    file.symlink_to(file.with_name("elsewhere.md"))


@pytest.mark.parametrize("change", [gone, other, leads_elsewhere])
def test_if_one_is_not_what_it_was_none_stands_again(sites: tuple[Path, Path], change: object) -> None:
    former, new = sites
    assert callable(change)
    change(former / "page/index.md")
    assert not stand_again(former, new, ENTRIES)
    assert not list(new.rglob("*.*"))


def test_a_disk_that_cannot_do_it_halfway_leaves_nothing_to_write_into(
    sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    former, new = sites
    link, done = os.link, []

    def once(source: str, target: str) -> None:
        if done:
            raise OSError("too many links")
        done.append(link(source, target))

    monkeypatch.setattr("os.link", once)
    assert not stand_again(former, new, ENTRIES)
    assert not list(new.rglob("*.*"))
    assert (former / "page/index.html").read_text(encoding="utf-8") == "page"
