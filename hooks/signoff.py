"""A sign-off to fill in, for somebody who has read a record: `python hooks/signoff.py KIND:ID [DIR]`.

Prints it, with the digest of the record as it is now. Nothing is written: a name goes into the data by hand only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guide.clock import today
from guide.load import SINGULAR, load
from guide.problem import nearest
from guide.review import digest_of

FORM = """\
# Save this as data/signoffs/<a-name>.yml when the person named has read the record and agreed in writing to be named.
record: {kind}:{name}
name: ""  # as they want it shown
role: ""  # profession and place of work, as they want it shown
consent: false  # true: they agreed in writing to stand here by name
date: {day}  # the day on which they read it
scope: ""  # what they read it for: all sentences and their sources; plain language only
hash: {digest}
"""
USAGE = "say which record was read, such as: make signoff KIND=drug ID=example"


def main(arguments: list[str]) -> int:
    """Print the form for the record named on the command line; 1 and a reason when there is none."""
    kind, _, name = arguments[0].partition(":") if arguments else ("", "", "")
    kind = SINGULAR.get(kind, kind)
    data = load(Path(arguments[1] if len(arguments) > 1 else "data").absolute(), Path.cwd())
    found = data.items.get(kind, {})
    if kind in ("reference", "signoff") or kind not in data.items:
        print(USAGE, file=sys.stderr)
    elif name in found:
        print(FORM.format(kind=kind, name=name, day=today(), digest=digest_of(data, kind, name)), end="")
        return 0
    elif name in data.named[kind]:
        print(f"{kind} '{name}' has a mistake in it: mend what 'make check' says first", file=sys.stderr)
    else:
        print(f"no {kind} '{name}'{nearest(name, found)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
