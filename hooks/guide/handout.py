"""The parts of a handout → one script that holds them, so that it can be read from disk as well as over the web.

The browser takes from it what the reader chose, numbers the sources and explains the words. The script
assigns one global and runs nothing else; it is fetched whole, so nobody learns what was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from .compose.handout import KEYS, Handout
from .moves import Key
from .printed import Printed

PARTS = "handout/parts.js"
GLOBAL = "handoutParts"


def handout_files(printed: Printed) -> dict[str, str | bytes]:
    """The script as the file that the page of the handout fetches."""
    return {PARTS: handout_script(printed.site.handout, printed.parts, printed.edition.address)}


def handout_script(handout: Handout, html: Mapping[Key, str], address: str) -> str:
    """The script as text. `html`: that of each part; `address`: the guide's own, to be printed on every sheet."""
    parts: dict[str, dict[str, str]] = {key: {} for key in KEYS.values()}
    for part in handout.parts:
        parts[KEYS[part.kind]][part.id] = html[part.kind, part.id]
    values = {
        "address": address,
        "parts": parts,
        "words": {name: [word.name, word.said, word.html] for name, word in handout.words.items()},
        "sources": {
            name: [source.text, source.addresses[0].url if source.addresses else ""]
            for name, source in handout.sources.items()
        },
    }
    return f"window.{GLOBAL}={json.dumps(values, ensure_ascii=False, separators=(',', ':'))};\n"
