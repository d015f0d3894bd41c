"""The benchmarks measure what they say: a real guide, the same pages for all, ratios within a round."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, check
from guide.publish import files_of

from bench import corpus
from bench.contenders import Edit
from bench.process import Failed, run
from bench.report import chart, ratios, table

SIZE = 30
RESULTS = {
    "sizes": {
        "1000": {
            "runs": {
                "plain": {"cpu": [10.0, 20.0, 10.0], "wall": [10.0, 20.0, 10.0], "memory": [90.0, 90.0, 90.0]},
                "cold": {"cpu": [5.0, 4.0, 6.0], "wall": [5.0, 4.0, 6.0], "memory": [50.0, 50.0, 50.0]},
                "check": {"cpu": [1.0, 1.0, 1.0], "wall": [1.0, 1.0, 1.0], "memory": [40.0, 40.0, 40.0]},
            },
            "save_to_served": [0.5, 0.9, 0.7],
            "reader": {"first_result": 1.25},
        }
    },
    "this": {
        "runs": {"check-cold": {"cpu": [2.0], "wall": [1.5], "memory": [70.0]}},
        "save_to_served": [0.5, 0.4, 0.6],
    },
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up guide."""
    folder = tmp_path_factory.mktemp("bench")
    corpus.write(SIZE, folder)
    return folder


def test_a_made_up_guide_passes_every_check(made: Path) -> None:
    result = check(made / "data")
    assert result.returncode == 0, result.stderr
    assert re.search(r", 0 problems$", (result.stdout + result.stderr).strip())


def test_the_same_size_gives_the_same_guide(made: Path, tmp_path: Path) -> None:
    corpus.write(SIZE, tmp_path)
    assert files_of(tmp_path / "data") == files_of(made / "data")


def test_a_guide_has_the_pages_the_table_and_the_links_that_it_promises(made: Path) -> None:
    pages = [one for kind in ("phases", "drugs", "effects", "procedures") for one in (made / "data" / kind).iterdir()]
    assert len(pages) == SIZE
    drug = (made / "data/drugs/drug-1.yml").read_text(encoding="utf-8")
    assert drug.count("country:") == corpus.ROWS
    assert drug.count("- effect:") == corpus.LINKS
    assert len(set(re.findall(r"@(source-\d+)", drug))) == corpus.SOURCES


def test_an_edit_changes_the_record_another_way_each_time(made: Path, tmp_path: Path) -> None:
    corpus.write(SIZE, tmp_path)
    edit = Edit(tmp_path)
    seen = set()
    for _ in range(3):
        edit()
        text = edit.record.read_text(encoding="utf-8")
        assert text.count(edit.mark()) == 1
        seen.add(text)
    assert len(seen) == 3
    assert check(tmp_path / "data").returncode == 0


def test_a_ratio_is_that_of_two_runs_of_one_round() -> None:
    assert ratios(RESULTS["sizes"]["1000"]["runs"], "cold") == [0.5, 0.2, 0.6]
    assert "| 0.50 (0.20 to 0.60) | 0.5 |" in table(RESULTS)
    assert "| from saving to served | 0.70 | |" in table(RESULTS)
    assert "| 1000 | `make check` | 1.00 | | | 1.00 | | 40 |" in table(RESULTS)
    assert "first result | 1.25 | |" in table(RESULTS)
    assert "| this guide | `make check`, no cache | 1.50 | | | 2.00 | | 70 |" in table(RESULTS)
    assert "| this guide | from saving to served | 0.50 | |" in table(RESULTS)


def test_the_chart_shows_each_bar_with_its_figure_and_the_budget() -> None:
    drawn = ElementTree.fromstring(chart(RESULTS))
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"1000 pages", "1.00", "0.50"} <= set(texts)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}path"))) == 1


def test_a_command_costs_time_and_memory(tmp_path: Path) -> None:
    cost = run((sys.executable, "-c", "x = [0] * 10**6"), tmp_path)
    assert cost.cpu > 0
    assert 5 < cost.memory < 500


def test_a_command_that_fails_tells_no_time(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="not today"):
        run((sys.executable, "-c", "raise SystemExit('not today')"), tmp_path)


@pytest.mark.browser
def test_a_slow_phone_finds_and_narrows(real_site: Path) -> None:
    """In a process of its own: the tests' browser holds this one. Each script ends, and tells more than no time."""
    program = (
        "import sys; from pathlib import Path; from audit.tools import chromium; from bench.reader import *\n"
        "print(first_result(Path(sys.argv[1]), 'vincristine', chromium(), 1))\n"
        "print(narrowed(Path(sys.argv[1]), 'drugs/', 'vincristine', chromium(), 1))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(real_site)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert all(0 < float(line) < 60 for line in result.stdout.split())
    assert len(result.stdout.split()) == 2
