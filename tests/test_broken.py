"""Every mistake an author can make gives one message, at its place, and none hides another."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, check, mkdocs, run

BROKEN = ROOT / "tests" / "broken"


def problems(text: str) -> list[str]:
    """The problem lines of an output, without MkDocs' label in front of them."""
    lines = (line.removeprefix("ERROR   -  phasebook: ") for line in text.splitlines())
    return [line for line in lines if line.startswith("tests/broken/")]


def expected() -> list[str]:
    """What is to be said of tests/broken, in order."""
    return problems((BROKEN / "expected.txt").read_text(encoding="utf-8"))


def test_all_mistakes_are_told_in_one_run_sorted_with_their_places() -> None:
    result = check(BROKEN / "data")
    assert problems(result.stderr) == expected()
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_each_broken_record_gives_exactly_one_message() -> None:
    counts = Counter(line.split(":", 1)[0] for line in expected())
    records = {name: count for name, count in counts.items() if "/data/" in name}
    assert len(records) >= 60
    assert set(records.values()) == {1}
    assert len(set(expected())) == len(expected())


def test_the_build_says_the_same_as_the_check(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        f"site_name: x\nhooks: [{ROOT}/hooks/events.py]\ndocs_dir: {BROKEN}/docs\n"
        f"theme: {{name: material, custom_dir: {ROOT}/hooks/theme, font: false}}\n"
        f"extra: {{data: {BROKEN}/data}}\n",
        encoding="utf-8",
    )
    result = mkdocs(config, tmp_path / "site")
    said = [line.replace(f"{ROOT}/", "") for line in result.stderr.splitlines()]
    assert (
        problems("\n".join(line.replace("ERROR   -  phasebook: " + str(ROOT) + "/", "") for line in said)) == expected()
    )
    assert result.returncode == 1
    assert not (tmp_path / "site").exists()
    assert "Traceback" not in result.stderr


def test_every_rule_has_a_broken_example() -> None:
    """Each rule of the engine is broken by some file here: removing the file or the rule shows."""
    script = (
        "import sys; sys.path.insert(0, 'hooks')\n"
        "from datetime import date\nfrom pathlib import Path\n"
        "from guide.inspection import inspect\nfrom guide.rules import RULES\n"
        "found = inspect(Path('tests/broken/data').absolute(), Path('tests/broken/docs').absolute(), Path.cwd(), "
        "date(2026, 11, 21))\n"
        "print(sorted(set(RULES) - {problem.rule for problem in found.problems}))"
    )
    result = run(sys.executable, "-c", script)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A copy of the small guide's data."""
    return Path(shutil.copytree(ROOT / "tests" / "guides" / "small" / "data", tmp_path / "data"))


def fifo(folder: Path) -> str:
    os.mkfifo(folder / "terms" / "pipe.yml")
    return "data/terms/pipe.yml:1:1: this is no ordinary file"


def link_out(folder: Path) -> str:
    (folder / "terms" / "passwords.yml").symlink_to("/etc/passwd")
    return "data/terms/passwords.yml:1:1: this link leads out of the data folder"


def folder_link_out(folder: Path) -> str:
    (folder / "plans" / "elsewhere").symlink_to("/etc")
    return "data/plans/elsewhere:1:1: a record is a file <id>.yml"


def five_megabytes(folder: Path) -> str:
    (folder / "terms" / "big.yml").write_text("name: x\n" * 700_000, encoding="utf-8")
    return "data/terms/big.yml:1:1: the file is over 1000 kB"


def nul_bytes(folder: Path) -> str:
    (folder / "terms" / "nul.yml").write_bytes(b"name: a\x00b\n")
    return "data/terms/nul.yml:1:1: this is not valid YAML"


def many_brackets(folder: Path) -> str:
    (folder / "terms" / "deep.yml").write_text("name: " + "{a: " * 50_000, encoding="utf-8")
    return "data/terms/deep.yml:1:"


def indented_abyss(folder: Path) -> str:
    lines = "".join(" " * depth + "a:\n" for depth in range(900))
    (folder / "terms" / "abyss.yml").write_text(lines, encoding="utf-8")
    return "data/terms/abyss.yml:21:21: nested more than 20 levels deep"


def unreadable_name(folder: Path) -> str:
    (folder / "terms" / "a b.yml").write_text("x", encoding="utf-8")
    return "data/terms/a b.yml:1:1: the file's name 'a b' is no id"


@pytest.mark.parametrize(
    "make", [fifo, link_out, folder_link_out, five_megabytes, nul_bytes, many_brackets, indented_abyss, unreadable_name]
)
def test_hostile_files_are_refused_with_one_line(scratch: Path, make: object) -> None:
    start = make(scratch)  # type: ignore[operator]
    result = check(scratch, cwd=scratch.parent)
    told = [line for line in result.stderr.splitlines() if line.startswith("data/")]
    assert len(told) == 1, result.stderr
    assert told[0].startswith(start)
    assert result.returncode == 1


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "absent"])
def test_no_data_is_an_error_and_not_a_pass(tmp_path: Path, empty: bool) -> None:
    if empty:
        (tmp_path / "data").mkdir()
    result = check(tmp_path / "data", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "data:1:1: the data folder is empty or absent",
        "0 records, 0 checks, 1 problems",
    ]


def test_good_data_passes_and_says_how_much_was_checked() -> None:
    result = check(ROOT / "tests" / "guides" / "small" / "data")
    assert result.returncode == 0, result.stderr
    records, checks, found = (int(part.split()[0]) for part in result.stderr.strip().split(", "))
    assert (records, found) == (20, 0)
    assert checks > 500


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("drugs/examplin.yml", "name: examplin", "name: [examplin"),
        ("drugs/examplin.yml", "checked: 2026-01-05\n", ""),
        ("phases/start.yml", "order: 1", "order: first"),
        ("terms/marker-cell.yml", "see_also: [handkerchief]", "see_also: [handkerchief"),
        ("guide.yml", "title: Example guide", "titel: Example guide"),
        ("references/smith-2024.yml", "read: abstract", "read: partly"),
    ],
)
def test_one_mistake_in_a_good_guide_brings_no_other_messages(scratch: Path, name: str, old: str, new: str) -> None:
    path = scratch / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = [line for line in check(scratch, cwd=scratch.parent).stderr.splitlines() if line.startswith("data/")]
    expected_files = {f"data/{name}"}
    assert {line.split(":", 1)[0] for line in told} == expected_files, told
