"""The walk-through for authors holds word for word: its commands, its files and its messages, on the real guide."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, real_epoch, run
from test_serve import answering, free_port, start

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall((ROOT / "docs/walk-through.md").read_text(encoding="utf-8"))
COMMANDS = {
    "make check": ["hooks/check.py", "data"],
    "make check FIX=1": ["hooks/check.py", "--fix", "data"],
    "make new KIND=drug ID=examplin": ["hooks/new.py", "drug", "examplin"],
}
"""What make runs, without the set-up. Any other command is run as it stands."""
RECORD = "data/drugs/examplin.yml"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project, with the files that git knows of data/ as git has them.

    All are in their standard form first: how a colleague wrote another record is not the walk-through's business.
    """
    folder = tmp_path / "clone"
    for name in ("data", "docs", "hooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    told(folder, "make check FIX=1")
    for command in (["init", "-q"], ["add", "data"], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def told(clone: Path, command: str) -> str:
    """What a command says."""
    line = [sys.executable, *COMMANDS[command]] if command in COMMANDS else ["sh", "-c", command]
    done = run(*line, cwd=clone, SOURCE_DATE_EPOCH=real_epoch())
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def edited(clone: Path, block: str) -> tuple[Path, str]:
    """Make the change that a block shows. Returns the file and what it was."""
    name, _, lines = block.partition("\n")
    kept = lines.rstrip("\n").split("\n")
    path = clone / name.removeprefix("# ")
    former = path.read_text(encoding="utf-8")
    old, new = ("".join(f"{line[1:]}\n" for line in kept if line[0] in signs) for signs in (" -", " +"))
    assert former.count(old) == 1, f"{name} has no such place: {old}"
    path.write_text(former.replace(old, new), encoding="utf-8")
    return path, former


def test_the_walk_through_holds_word_for_word(clone: Path) -> None:
    said, undo, messages = "", None, 0
    for kind, block in BLOCKS:
        if kind == "yaml":
            name, _, content = block.partition("\n")
            (clone / name.removeprefix("# ")).write_text(content, encoding="utf-8")
        elif kind == "diff":
            if undo:
                undo[0].write_text(undo[1], encoding="utf-8")
            undo = edited(clone, block)
            said = told(clone, "make check")
            undo = undo if undo[0] == clone / RECORD else None
        elif block == "make serve\n":
            see(clone)
        elif kind == "sh":
            for command in block.strip().split("\n"):
                said = told(clone, command)
        else:
            messages += 1
            assert block.strip() in said
            assert said.count("data/drugs/") == block.count("data/drugs/"), "it says more than the walk-through tells"
    assert messages == 12
    assert not subprocess.run(
        ["git", "status", "--porcelain", "data"], cwd=clone, capture_output=True, check=True
    ).stdout


def see(clone: Path) -> None:
    """The page of the drug is served, and the phase names it. What a preview says of mistakes: test_serve.py."""
    preview = start(clone, free_port(), epoch=real_epoch())
    try:
        status, page = answering(preview).get("drugs/examplin/")
        assert (status, "It blocks examples" in page) == (200, True)
        assert "../../drugs/examplin/" in preview.get("phases/maintenance/")[1]
    finally:
        preview.stop()


def test_the_walk_through_breaks_the_record_in_six_ways() -> None:
    assert len([block for kind, block in BLOCKS if kind == "diff" and block.startswith(f"# {RECORD}")]) == 6
