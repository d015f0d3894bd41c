"""What may go wrong without anybody changing a file → one report. `python -m audit.weekly SITE` writes it.

Links to other sites that lead nowhere any more, records whose sources should have been opened again, and
dependencies with a known weakness. What could not be tried is told, too: silence would look like "all is well".
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

REPORT = Path("audit/weekly.md")
LINKS, OVERDUE, PYTHON, NPM = "Links to other sites", "Overdue records", "Python packages", "npm packages"
NEXT_CHECK = re.compile(r"^next_check: [\"']?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
GONE = frozenset((404, 410))
PATIENCE = 1800
LONGEST = 200  # findings of a section; an issue has a limit


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that was looked at. `untried`: why it could not be."""

    title: str
    findings: tuple[str, ...] = ()
    scope: str = ""
    untried: str = ""


def run(command: Sequence[str]) -> tuple[str, str]:
    """What a command prints, and what it complains of; a program that is not there complains."""
    try:
        done = subprocess.run([*command], capture_output=True, text=True, check=False, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    return done.stdout, done.stderr


def read(printed: str, complaint: str) -> tuple[dict[str, Any], str]:
    """What a command printed as JSON, and why there is none."""
    try:
        found = json.loads(printed)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found, ""
    return {}, (complaint.strip().splitlines() or ["it printed nothing"])[-1][:300]


def links(site: Path, lychee: Sequence[str]) -> Section:
    """Addresses on other sites that answer 'not here', or whose host is gone.

    Many journals turn programs away (403, 429): that says nothing about the link, and is only counted.
    """
    pages = sorted(str(path) for path in site.rglob("index.html"))  # 404.html has no link of its own to elsewhere
    options = ["--format", "json", "--no-progress", "--scheme", "https", "--scheme", "http", "--max-retries", "2"]
    options += ["--timeout", "30", "--max-concurrency", "8", *(f"--exclude=^{re.escape(own)}" for own in owns(site))]
    found, why = read(*run([*lychee, *options, *pages]))
    if why:
        return Section(LINKS, untried=why)
    wrong: dict[str, tuple[int, str, str]] = {}
    told = [*found.get("error_map", {}).items(), *found.get("timeout_map", {}).items()]
    for page, ones in sorted(told, key=lambda some: some[0]):
        for one in ones:
            status = one.get("status", {})
            name = Path(page).relative_to(site).as_posix() if Path(page).is_relative_to(site) else page
            if "cached" in wrong.get(one["url"], (0, "cached", ""))[1]:  # only the first answer of several says why
                wrong[one["url"]] = (int(status.get("code") or 0), str(status.get("text", "")), name)
    tried = int(found.get("total", 0)) - int(found.get("excludes", 0))
    reached = int(found.get("successful", 0)) + sum(1 for code, _, _ in wrong.values() if code)
    if wrong and not reached:
        return Section(LINKS, untried=f"no address could be reached ({next(iter(wrong.values()))[1][:120]})")
    gone = [
        f"{url} ({code or text}), on {page}"
        for url, (code, text, page) in sorted(wrong.items())
        if code in GONE or (not code and "timeout" not in text.lower())
    ]
    return Section(LINKS, tuple(gone), f"{tried} links; {len(wrong) - len(gone)} turned the program away")


def owns(site: Path) -> set[str]:
    """Where the site itself is published: not asked over the network."""
    stated = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    return {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/" for url in stated}


def overdue(data: Path, today: date) -> Section:
    """Records whose next check is past, the oldest first."""
    days = {
        path.relative_to(data).as_posix(): found[1]
        for path in sorted(data.rglob("*.yml"))
        if (found := NEXT_CHECK.search(path.read_text(encoding="utf-8")))
    }
    late = sorted((day, name) for name, day in days.items() if day < today.isoformat())
    return Section(OVERDUE, tuple(f"{name}: since {day}" for day, name in late), f"{len(days)} records")


def python_packages(locks: Iterable[Path], pip_audit: Sequence[str]) -> Section:
    """Packages of the lock files with a known weakness."""
    found: set[str] = set()
    count: set[str] = set()
    for lock in locks:
        options = ["--disable-pip", "--require-hashes", "--strict", "--progress-spinner=off", "--format=json"]
        told, why = read(*run([*pip_audit, *options, "-r", str(lock)]))
        if why:
            return Section(PYTHON, untried=f"{lock.name}: {why}")
        for package in told.get("dependencies", []):
            count.add(package["name"])
            for one in package.get("vulns", []):
                mended = ", ".join(one.get("fix_versions", [])) or "no version yet"
                found.add(f"{package['name']} {package['version']}: {one['id']}, mended in {mended}")
    return Section(PYTHON, tuple(sorted(found)), f"{len(count)} packages")


def npm_packages(npm: Sequence[str]) -> Section:
    """The same for npm's lock file."""
    told, why = read(*run([*npm, "audit", "--package-lock-only", "--json"]))
    if why or "vulnerabilities" not in told:
        return Section(NPM, untried=why or str(told.get("message") or told.get("error"))[:300])
    found = [f"{name}: {one['severity']}" for name, one in sorted(told["vulnerabilities"].items())]
    count = told.get("metadata", {}).get("dependencies", {}).get("total", 0)
    return Section(NPM, tuple(found), f"{count} packages")


def report(sections: Sequence[Section], today: date) -> str:
    """The report as Markdown. Its first line says how many things there are to look at."""
    count = sum(len(one.findings) + bool(one.untried) for one in sections)
    lines = [f"# {count} things to look at on {today.isoformat()}"]
    for one in sections:
        lines += ["", f"## {one.title}", ""]
        if one.untried:
            lines.append(f"Could not be tried: `{one.untried.replace('`', '')}`")
            continue
        lines += [f"- [ ] `{finding.replace('`', '')}`" for finding in one.findings[:LONGEST]]
        if len(one.findings) > LONGEST:
            lines.append(f"\nAnd {len(one.findings) - LONGEST} more.")
        lines.append(f"{'' if not one.findings else chr(10)}Looked at: {one.scope}. Found: {len(one.findings)}.")
    return "\n".join(lines) + "\n"


def today() -> date:
    """SOURCE_DATE_EPOCH's day when it is set, else today; in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()


def main(site: Path) -> None:
    """Look at everything, write the report and print it."""
    tools = Path(sys.executable).parent
    sections = [
        overdue(Path("data"), today()),
        links(site, [str(tools / "lychee")]),
        python_packages(sorted(Path("requirements").glob("*.txt")), [str(tools / "pip-audit")]),
        npm_packages(["npm"]),
    ]
    REPORT.write_text(text := report(sections, today()), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
