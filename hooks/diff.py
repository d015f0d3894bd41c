"""Show what changed in meaning: `python hooks/diff.py BASE [HEAD]`, each a git ref or a data folder.

Without HEAD: against the working tree's data/. `--markdown` or `--json` in the place of text.
`--require-note` prints nothing but the changed records of which no new note tells readers; exit status 1 if any.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from guide.changes import compare
from guide.load import Data, load
from guide.noted import unnoted
from guide.report import Report, as_json, as_markdown, as_text
from guide.touched import touched

DATA = "data"


class NotThere(Exception):
    """What was named is neither a folder nor a commit."""


def main(arguments: list[str]) -> int:
    """Compare, and print."""
    parser = argparse.ArgumentParser(prog="diff.py", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("base", metavar="BASE", help="a branch, tag or commit, or a data folder")
    parser.add_argument("head", metavar="HEAD", nargs="?", default=DATA, help="the same; default: the folder data/")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="for a pull request")
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--require-note", action="store_true", help="only say which changes no new note tells of")
    chosen = parser.parse_args(arguments)
    try:
        before, after = data_at(chosen.base, chosen.head), data_at(chosen.head)
    except NotThere as error:
        print(error, file=sys.stderr)
        return 2
    changes = compare(before, after)
    if chosen.require_note:
        problems = unnoted(changes, before, after)
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{len(changes.records)} records changed, {len(problems)} without a note", file=sys.stderr)
        return 1 if problems else 0
    report = Report(chosen.base, chosen.head, changes, touched(changes, before, after))
    write = as_markdown if chosen.markdown else as_json if chosen.json else as_text
    sys.stdout.write(write(report))
    return 0


def data_at(name: str, other: str = DATA) -> Data:
    """The data of a folder, or of a commit: of the one where it and `other` parted, if they did.

    Nothing that came to the branch since then is ours to tell.
    """
    if name and Path(name).is_dir():
        folder = Path(name).absolute()
        here = Path.cwd()
        return load(folder, here if folder.is_relative_to(here) else folder.parent)
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if not commit or not name:
        raise NotThere(f"'{name}' is neither a folder nor a branch, tag or commit of this repository")
    tip = "HEAD" if Path(other).is_dir() else other
    parted = git("merge-base", commit.decode().strip(), tip) or commit
    packed = git("archive", "--format=zip", parted.decode().strip(), DATA)
    with tempfile.TemporaryDirectory() as scratch:
        if packed:
            zipfile.ZipFile(io.BytesIO(packed)).extractall(scratch)
        return load(Path(scratch) / DATA, Path(scratch))


def git(*arguments: str) -> bytes:
    """What git says; nothing when it refuses."""
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=False).stdout
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
