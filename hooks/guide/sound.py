"""Records that were right, noted by their content: what was read and looked at once need not be again.

Files whose text is the same hold the same values. The note of records that broke no rule is a file of digests in
.cache/ of the project. Each is made of a record's text and of all else that the rules which look at one record at a
time may see; the file as a whole belongs to one program. What differs in a letter is looked at anew, and so is
everything when the file is deleted. Nothing wrong is noted: mistakes are found each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .kept import digest, takes_notes, versions
from .rules.alone import Sound
from .source import Source, SourceError, parse_all
from .store import Store

NOTE, VALUES = ".cache/phasebook/sound.json", ".cache/phasebook/values.db"
PROJECT = "mkdocs.yml"
"""Where this is, a project is: nothing is written into a folder that only holds data."""


@contextmanager
def remembered(root: Path) -> Iterator[Sound]:
    """What is noted in a project. On leaving, what was of use this time takes the note's place."""
    keeps = takes_notes() and (root / PROJECT).is_file()
    path, values = root / NOTE, Store(root / VALUES, program()) if keeps else Store()
    sound = Sound(read(path) if keeps else {}, parse=partial(parsed, values))
    yield sound
    values.keep()
    if keeps and sound.used != sound.known:
        with suppress(OSError):  # a disk that is full, or not to be written to, costs time and nothing else
            write(path, sound.used)


def parsed(values: Store, sources: Sequence[Source]) -> Iterator[Any]:
    """The values of files: those of before, if the text is the same."""
    kept = [values.get(source.name) or ("", None) for source in sources]
    same = [bool(source.text) and text == source.text for source, (text, _) in zip(sources, kept, strict=True)]
    fresh = parse_all([source for source, known in zip(sources, same, strict=True) if not known])
    for source, known, (_, before) in zip(sources, same, kept, strict=True):
        now = before if known else next(fresh)
        if not known and not isinstance(now, SourceError):
            values.put(source.name, (source.text, now))
        yield now


def read(path: Path) -> dict[str, int]:
    """What is noted, if this very program noted it."""
    try:
        note = json.loads(path.read_bytes())
        kept = dict(note["kept"]) if note["program"] == program() else {}
        return kept if all(type(checks) is int for checks in kept.values()) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(path: Path, kept: dict[str, int]) -> None:
    """Put a note in the place of the former one, whole: another check may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        json.dump({"program": program(), "kept": kept}, file)
    Path(file.name).replace(path)


@cache
def program() -> str:
    """What tells one program from another: its own files, and the versions of Python and of all that is installed."""
    here = Path(__file__).parent
    own = sorted(path for path in here.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return digest(*versions(), *(part for path in own for part in (path.name, path.read_bytes())))
