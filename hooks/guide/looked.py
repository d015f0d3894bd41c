"""A whole page → what the finished site asks of each of its pages, found while the page is at hand.

It holds for the very bytes that were looked at: who uses it compares their digest with that of the file that was
written, and looks at any other page itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from .archive import POINTER, SIZE, Copy, Edition, copied, copy_of, targets
from .scan import Seen, see


class Looked(NamedTuple):
    """`digest` of the page (SHA-256); `named`: files that it names, be they there or not; `sized`: does it tell how
    large the copy is?"""

    digest: str
    seen: Seen
    named: frozenset[str]
    copy: Copy
    sized: bool


def look_at(pages: frozenset[str], edition: Edition) -> Callable[[str, str], Looked]:
    """What looks at a page, given its name and its text. `pages`: the names of all pages of the site."""
    kept = copied(pages)

    def look(name: str, text: str) -> Looked:
        content = text.encode()
        return Looked(
            hashlib.sha256(content).hexdigest(),
            see(text),
            frozenset(targets(name, text, POINTER)),
            copy_of(name, text, kept, edition),
            SIZE in content,
        )

    return look
