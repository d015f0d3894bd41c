"""The weekly report → one issue: opened when there is something, brought up to date, closed when nothing is left.

Needs only Python and `gh`, so that the job that may write issues installs nothing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

TITLE = "Weekly check"
DONE = "Nothing is left to look at."


def gh(*arguments: str) -> str:
    """What gh says; its own message and exit status when it fails."""
    if not shutil.which("gh"):
        sys.exit("no gh here; install GitHub's command line (cli.github.com) and sign in")
    done = subprocess.run(["gh", *arguments], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def known() -> str:
    """The number of the open issue, if there is one. Only a program's counts: anybody may write that title."""
    fields = ["--json", "number,title,author", "--limit", "200"]
    found = json.loads(gh("issue", "list", "--state", "open", "--search", f'"{TITLE}" in:title', *fields))
    ours = [str(one["number"]) for one in found if one["title"] == TITLE and one["author"].get("is_bot")]
    return min(ours, key=int, default="")


def tell(report: Path) -> str:
    """Bring the issue up to date; what was done, in words."""
    found = re.match(r"# (\d+) ", report.read_text(encoding="utf-8"))
    if not found:
        sys.exit(f"{report} is no weekly report")
    number = known()
    if int(found[1]) and number:
        gh("issue", "edit", number, "--body-file", str(report))
        return f"Issue {number} is up to date."
    if int(found[1]):
        return gh("issue", "create", "--title", TITLE, "--body-file", str(report)).strip()
    if number:
        gh("issue", "close", number, "--comment", DONE)
        return f"Issue {number} is closed."
    return DONE


if __name__ == "__main__":
    print(tell(Path(sys.argv[1])))
