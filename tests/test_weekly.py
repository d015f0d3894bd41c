"""The weekly look: what is told, what is only counted, what could not be tried; and the one issue that tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from audit.weekly import LINKS, NPM, OVERDUE, PYTHON, Section, links, npm_packages, overdue, python_packages, report

DAY = date(2026, 11, 21)


def answering(folder: Path, content: object, complaint: str = "") -> list[str]:
    """A command that prints this and complains so, whatever it is asked, and keeps what it was asked."""
    script = folder / "command.py"
    printed = content if isinstance(content, str) else json.dumps(content)
    script.write_text(
        f"import sys\nopen({str(folder / 'asked')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        f"print({printed!r})\nprint({complaint!r}, file=sys.stderr)\nsys.exit(1)\n",
        encoding="utf-8",
    )
    return [sys.executable, str(script)]


def asked(folder: Path) -> str:
    """What the command was asked."""
    return (folder / "asked").read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("x", encoding="utf-8")
    (tmp_path / "site/sitemap.xml").write_text("<loc>https://guide.example/name/</loc>", encoding="utf-8")
    return tmp_path / "site"


def wrong(url: str, text: str, code: int = 0) -> dict[str, Any]:
    """One of lychee's errors."""
    return {"url": url, "status": {"text": text} | ({"code": code} if code else {})}


def test_a_link_that_is_gone_is_told_once_and_one_that_turns_programs_away_only_counted(
    site: Path, tmp_path: Path
) -> None:
    page = str(site / "index.html")
    errors = [
        wrong("https://x.example/gone", "404 Not Found", 404),
        wrong("https://x.example/no-host", "Network error: dns error"),
        wrong("https://x.example/closed", "403 Forbidden", 403),
        wrong("https://x.example/gone", "404 Not Found", 404),
    ]
    answer = {
        "total": 9, "excludes": 2, "successful": 3,
        "error_map": {page: errors}, "timeout_map": {page: [wrong("https://x.example/slow", "Timeout")]},
    }  # fmt: skip
    found = links(site, answering(tmp_path, answer))
    assert found.findings == (
        "https://x.example/gone (404), on index.html",
        "https://x.example/no-host (Network error: dns error), on index.html",
    )
    assert found.scope == "7 links; 2 turned the program away"
    assert "--exclude=^https://guide\\.example/" in asked(tmp_path)


def test_without_a_connection_no_link_is_called_broken(site: Path, tmp_path: Path) -> None:
    answer = {"total": 1, "excludes": 0, "successful": 0, "timeout_map": {},
              "error_map": {"x": [wrong("https://x.example/", "Connection failed")]}}  # fmt: skip
    found = links(site, answering(tmp_path, answer))
    assert (found.findings, found.untried) == ((), "no address could be reached (Connection failed)")


def test_records_are_overdue_the_day_after_their_day(tmp_path: Path) -> None:
    for name, day in (("a", "2026-11-20"), ("b", "2026-11-21"), ("c", "2025-01-01"), ("d", "")):
        (tmp_path / f"{name}.yml").write_text(f"name: x\n{f'next_check: {day}' if day else ''}\n", encoding="utf-8")
    found = overdue(tmp_path, DAY)
    assert found == Section(OVERDUE, ("c.yml: since 2025-01-01", "a.yml: since 2026-11-20"), "3 records")
    assert overdue(ROOT / "data", date(2020, 1, 1)).findings == ()


def test_known_weaknesses_are_told_with_the_version_that_mends_them(tmp_path: Path) -> None:
    weak = {"id": "PYSEC-1", "fix_versions": ["1.1"]}
    answer = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [weak]}, {"name": "b", "version": "2"}]}
    found = python_packages([Path("x.txt"), Path("y.txt")], answering(tmp_path, answer))
    assert found == Section(PYTHON, ("a 1.0: PYSEC-1, mended in 1.1",), "2 packages")
    assert asked(tmp_path).count("--require-hashes") == 2
    answer = {"vulnerabilities": {"c": {"severity": "high"}}, "metadata": {"dependencies": {"total": 5}}}
    assert npm_packages(answering(tmp_path, answer)) == Section(NPM, ("c: high",), "5 packages")


@pytest.mark.parametrize("printed", ["", "no json", "[1]"])
def test_what_cannot_be_tried_is_told_and_counts(site: Path, tmp_path: Path, printed: str) -> None:
    command = answering(tmp_path, printed, "first\nno route to host")
    for section in (links(site, command), python_packages([Path("x.txt")], command), npm_packages(command)):
        assert section.untried.endswith("no route to host")
    assert npm_packages(answering(tmp_path, {"message": "request failed"})).untried == "request failed"
    assert "No such file" in npm_packages([str(tmp_path / "nothing")]).untried
    told = report([Section(LINKS, untried="`x`"), Section(NPM, ("a", "b"), "9 packages")], DAY)
    assert told.startswith("# 3 things to look at on 2026-11-21\n")
    assert "Could not be tried: `x`" in told
    assert "- [ ] `a`\n- [ ] `b`\n\nLooked at: 9 packages. Found: 2.\n" in told


OURS = {"number": 7, "title": "Weekly check", "author": {"is_bot": True}}
FOREIGN = {"number": 3, "title": "Weekly check", "author": {"is_bot": False}}


@pytest.mark.parametrize(
    ("count", "open_issues", "done"),
    [
        (2, [], "issue create --title Weekly check --body-file"),
        (2, [FOREIGN], "issue create --title Weekly check --body-file"),
        (2, [FOREIGN, OURS | {"number": 9}, OURS], "issue edit 7 --body-file"),
        (0, [OURS], "issue close 7 --comment"),
        (0, [FOREIGN], ""),
    ],
)
def test_one_issue_is_opened_brought_up_to_date_and_closed(
    tmp_path: Path, count: int, open_issues: list[dict[str, Any]], done: str
) -> None:
    program = tmp_path / "gh"
    answer = json.dumps(open_issues)
    program.write_text(f"#!/bin/sh\necho \"$@\" >> '{tmp_path}/asked'\necho '{answer}'\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "weekly.md").write_text(report([Section(LINKS, ("x",) * count)], DAY), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "audit.tell", str(tmp_path / "weekly.md")],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    first, *others = asked(tmp_path).splitlines()
    assert first.startswith("issue list --state open")
    assert [one[: len(done)] for one in others] == ([done] if done else [])


def test_a_gh_that_fails_ends_the_job(tmp_path: Path) -> None:
    (tmp_path / "gh").write_text("#!/bin/sh\nexit 4\n", encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "weekly.md").write_text("# 1 things", encoding="utf-8")
    command = [sys.executable, "-m", "audit.tell", str(tmp_path / "weekly.md")]
    path = f"{tmp_path}:{os.environ['PATH']}"
    assert subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": path}, check=False).returncode == 4
