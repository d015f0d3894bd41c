"""Write the built site as a plain Markdown project, to go on without this program: `python hooks/export.py SITE OUT`.

OUT is replaced when it is empty, absent, or was written by this command before; anything else stays as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guide.export import export
from guide.llms import NAME
from guide.publish import files_of, remove, write

MADE = "mkdocs.yml"


def main(arguments: list[str]) -> int:
    """Read the site, write the project."""
    if len(arguments) != 2:
        print("usage: python hooks/export.py SITE OUT", file=sys.stderr)
        return 2
    site, out = Path(arguments[0]), Path(arguments[1])
    if not (site / NAME).is_file():
        print(f"{site}/ is no built site: build it first with 'make site'", file=sys.stderr)
        return 1
    if out.exists() and not (out / MADE).is_file() and (not out.is_dir() or any(out.iterdir())):
        print(f"{out} is in the way, and this command did not write it; name another folder", file=sys.stderr)
        return 1
    made = export(files_of(site))
    remove(out)
    for name, content in made.items():
        write(out / name, content)
    pages = sum(name.endswith("index.md") for name in made)
    print(f"{pages} pages are in {out}/docs as plain Markdown: {out}/README.md says how to build them")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
