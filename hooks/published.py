"""The list of all ids ever published, with those that the site shows now: `python hooks/published.py [DIR]`.

Ids are added to DIR/published.yml and never taken out, so that the check can refuse to lose one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guide.load import load
from guide.model import Published
from guide.moves import published_with

HEAD = "# Every id that was ever published: `make published` adds to it. Nothing is ever taken out (CONTRIBUTING.md).\n"
LIST = "published.yml"


def main(arguments: list[str]) -> int:
    """Write the list of the folder named on the command line, or of ./data; 1 and a reason when it cannot be read."""
    folder = Path(arguments[0] if arguments else "data").absolute()
    data = load(folder, Path.cwd())
    if data.problems:
        print(f"{len(data.problems)} problems: mend what 'make check' says first", file=sys.stderr)
        return 1
    now = published_with(data.published, data)
    (folder / LIST).write_text(written(now), encoding="utf-8")
    print(f"{folder.name}/{LIST}: {count(now)} ids, {count(now) - count(data.published)} of them new")
    return 0


def written(published: Published) -> str:
    """The list as YAML: an id a line, so that two branches which add ids can be merged."""
    return HEAD + "".join(f"{folder}:\n" + "".join(f"  - {name}\n" for name in ids) for folder, ids in published if ids)


def count(published: Published) -> int:
    """How many ids there are."""
    return sum(len(ids) for _, ids in published)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
