"""Thousands of broken files: each gives problems or passes; never a traceback, never a hang, never a changed file.

A seeded part runs with all tests. `make fuzz` runs 10,000; FUZZ=<how many> any other number; FUZZ_SEED another draw.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SMALL
from guide.compose import compose
from guide.inspection import Inspection, inspect
from guide.link import link
from guide.problem import Problem
from guide.render import Renderer
from mutate import mutate

COUNT = int(os.environ.get("FUZZ", "1500"))
SEED = os.environ.get("FUZZ_SEED", "")
BATCH = 20
CHUNK = 250
"""Files to a test: what one process of pytest-xdist takes at a time."""
SECONDS = 2.0
"""Of the processor's time, not the clock's: a busy machine fails nothing."""
TODAY = date(2026, 11, 21)
LARGE = ("references", "terms")
"""Kinds with so many records that the others would hardly be drawn."""


@dataclass(frozen=True)
class Mutant:
    """One broken file: its place in the guide and its content."""

    name: str
    content: bytes
    seed: str


class Hang(BaseException):
    """Something took too long. No handler of `Exception` may swallow it."""


@contextmanager
def watched(seconds: float) -> Iterator[None]:
    """Raise Hang when what is inside takes more of the processor's time."""

    def give_up(*_: Any) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def bases() -> tuple[tuple[str, bytes], ...]:
    """The good files that mutants are made of: the small guide's, and the real one's, all kinds about evenly."""
    found: list[tuple[str, bytes]] = []
    for folder, times in ((SMALL, 3), (ROOT, 1)):
        paths = sorted(path for path in (folder / "data").rglob("*") if path.suffix in (".yml", ".svg"))
        for path in paths:
            parts = path.relative_to(folder).parts
            if folder == ROOT and (len(parts) == 2 or (parts[1] in LARGE and hash_of(path.stem) % 12)):
                continue  # the real guide.yml and style.yml would want all of its records
            found += [("/".join(parts), path.read_bytes())] * times
    found += [(f"docs/{path.name}", path.read_bytes()) for path in sorted((SMALL / "docs").glob("*.md"))] * 3
    return tuple(found)


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return sum(ord(letter) * index for index, letter in enumerate(text, 1))


def mutants(start: int, end: int) -> list[Mutant]:
    """The mutants with these numbers."""
    made = []
    for number in range(start, end):
        seed = f"{SEED}{number}"
        name, content = bases()[hash_of(f"{seed}-which") * 7919 % len(bases())]
        made.append(Mutant(name, mutate(content, seed), seed))
    return made


def put(mutant: Mutant, folder: Path) -> None:
    """Write one mutant into a guide."""
    path = folder / mutant.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mutant.content)


def guide_with(batch: list[Mutant], folder: Path) -> Path:
    """A copy of the small guide with these mutants in it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SMALL, folder)
    for mutant in batch:
        put(mutant, folder)
    return folder


def files_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the time of its last change."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def looked_at(folder: Path, seconds: float) -> Inspection:
    """Check a guide: every problem has a place in a file and words, and no file is changed."""
    before = files_in(folder)
    with watched(seconds):
        found = inspect(folder / "data", folder / "docs", folder, TODAY)
    assert files_in(folder) == before
    for problem in found.problems:
        assert well_told(problem, folder), problem
    assert found.checks > 0
    return found


def well_told(problem: Problem, folder: Path) -> bool:
    """Has a problem a place that exists, a name and a message of one line?"""
    path = folder / problem.file
    lines = path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 1 if path.is_file() else 1
    return (
        1 <= problem.line <= max(lines, 1) + 1
        and problem.column >= 1
        and bool(problem.rule)
        and bool(problem.message.strip())
        and "\n" not in str(problem)
    )


@pytest.mark.parametrize("start", range(0, COUNT, CHUNK))
def test_broken_files_give_problems_or_pass(start: int, tmp_path: Path) -> None:
    made = mutants(start, min(start + CHUNK, COUNT))
    told = 0
    for at in range(0, len(made), BATCH):
        batch = made[at : at + BATCH]
        try:
            told += len(looked_at(guide_with(batch, tmp_path / "guide"), SECONDS).problems)
        except (Exception, Hang):
            for mutant in batch:  # which one? each alone, with all of the time
                alone(mutant, tmp_path / "alone")
            looked_at(guide_with(batch, tmp_path / "guide"), SECONDS * len(batch))
    assert told > len(made) / 4, "hardly any mutant is broken: the test tests nothing"


def alone(mutant: Mutant, folder: Path) -> Inspection:
    """Check one mutant; a failure names its number and keeps its file."""
    guide_with([mutant], folder)
    try:
        return looked_at(folder, SECONDS)
    except (Exception, Hang) as error:
        pytest.fail(f"mutant {mutant.seed}, {folder / mutant.name}: {type(error).__name__}: {error}")


@pytest.mark.parametrize("start", range(0, COUNT // 20, CHUNK))
def test_what_passes_can_be_built(start: int, tmp_path: Path) -> None:
    """A file that no rule refuses is composed and printed."""
    passed = 0
    for number in range(start, min(start + CHUNK, COUNT // 20)):
        name, content = small_bases()[number % len(small_bases())]
        mutant = Mutant(name, mutate(content, f"build-{SEED}{number}"), f"build-{SEED}{number}")
        found = alone(mutant, tmp_path / "guide")
        if found.problems:
            continue
        passed += 1
        try:
            with watched(SECONDS * 5):
                site = compose(link(found.data, ""), found.pages)
                renderer = Renderer(TODAY)
                assert all(renderer.view(view) for view in site.views)
                assert all(renderer.written(page) for page in site.written.values())
        except (Exception, Hang) as error:
            pytest.fail(f"mutant {mutant.seed}, {tmp_path / 'guide' / name}: {type(error).__name__}: {error}")
    assert passed, "no mutant passes: the test tests nothing"


@pytest.mark.parametrize(
    "macro", ["{{ drug(" + "(" * 900, "{{ " + "9" * 9000 + " }}", "{{ [" * 300, "{% if " + "not " * 2000]
)
def test_a_macro_without_end_is_one_problem_at_its_line(macro: str, tmp_path: Path) -> None:
    """Found by the mutants: Jinja gives up by other exceptions than its own."""
    text = f"# Page\n\nWords.\n{macro}\n\nWords.\n"
    found = alone(Mutant("docs/about.md", text.encode(), "macro"), tmp_path / "guide")
    assert [(one.file, one.line, one.rule) for one in found.problems] == [("docs/about.md", 4, "macro-syntax")]


@cache
def small_bases() -> tuple[tuple[str, bytes], ...]:
    """The small guide's files, once each."""
    return tuple(dict.fromkeys(base for base in bases() if (SMALL / base[0]).is_file()))
