"""Check the data without building anything: `python hooks/check.py [--fix] [DIR]`.

One problem a line on stderr, then one summary line; exit status 1 when something is wrong or
nothing was checked. With --fix, what is safe to mend is mended first, one line for each file.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from guide.clock import today
from guide.inspection import inspect
from guide.sound import remembered


def main(arguments: list[str]) -> int:
    """Check the folder named on the command line, or ./data, with the docs/ beside it."""
    folders = [one for one in arguments if one != "--fix"]
    data = Path(folders[0] if folders else "data").absolute()
    here = Path.cwd()
    root = here if data.is_relative_to(here) else data.parent
    if "--fix" in arguments:
        from guide.fix import mend_folder  # noqa: PLC0415 - a check that mends nothing does not wait for it

        for line in mend_folder(data, root):
            print(line, file=sys.stderr)
    with remembered(root) as sound:
        found = inspect(data, data.parent / "docs", root, today(), sound=sound)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    print(found.summary(), file=sys.stderr)
    return 1 if found.problems or not found.checks else 0


if __name__ == "__main__":
    gc.disable()  # a check lives for a second or two and makes no garbage worth collecting
    sys.exit(main(sys.argv[1:]))
