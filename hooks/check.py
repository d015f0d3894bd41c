"""Check the data without building anything: `python hooks/check.py [DIR]`.

One problem a line on stderr, then one summary line; exit status 1 when something is wrong or
nothing was checked.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from guide.clock import today
from guide.inspection import inspect


def main(arguments: list[str]) -> int:
    """Check the folder named on the command line, or ./data, with the docs/ beside it."""
    data = Path(arguments[0] if arguments else "data").absolute()
    here = Path.cwd()
    root = here if data.is_relative_to(here) else data.parent
    found = inspect(data, data.parent / "docs", root, today())
    for problem in found.problems:
        print(problem, file=sys.stderr)
    print(found.summary(), file=sys.stderr)
    return 1 if found.problems or not found.checks else 0


if __name__ == "__main__":
    gc.disable()  # a check lives for a second or two and makes no garbage worth collecting
    sys.exit(main(sys.argv[1:]))
