"""What changed + the notes for readers → a problem for each changed record that no new note names.

A note with `minor: true` is enough where every change may be one of wording: see `Change.rewords`.
"""

from __future__ import annotations

from .changes import GUIDE, Changes, RecordChange
from .load import Data
from .meaning import Fact
from .model import Change as Note
from .moves import Key, key_of
from .place import locate
from .problem import Problem, tidy
from .source import Source

NO_NOTE = frozenset({"reference", "question", "change", "signoff"})
"""Kinds that state nothing medical themselves."""


def unnoted(changes: Changes, before: Data, after: Data) -> tuple[Problem, ...]:
    """The records that changed for readers, and of which no note tells that is new since `before`."""
    new = {(key, minor) for _, key, minor in noted(after) - noted(before)}
    problems = []
    for record in changes.records:
        medical = [one for one in record.changes if one.medical]
        if not medical or record.key[0] in NO_NOTE or (record.key, False) in new:
            continue
        more = [one for one in medical if not one.rewords]
        if (record.key, True) not in new:
            message = missing(record, len(medical), len(more))
        elif more:
            message = f"more than its wording changed ({more[0].fact.where()}); take 'minor: true' out of the note"
        else:
            continue
        fact = (more or medical)[0].after
        line, column = place_of(fact, source_of(record.key, after)) if fact else (1, 1)
        problems.append(Problem(record.file, line, column, message, "note-missing"))
    return tidy(problems)


def missing(record: RecordChange, facts: int, more: int) -> str:
    """That a note is missing, and the shortest one that will do."""
    named = "home: true" if record.key == GUIDE else f'pages: ["{":".join(record.key)}"]'
    what = f"{facts} fact{'s' if facts != 1 else ''} {record.state}"
    minor = "" if more else " (and 'minor: true', if only the wording changed)"
    return f"{what}, and no new note tells readers; add a file to data/changes/ with {named}{minor}"


def noted(data: Data) -> set[tuple[str, Key, bool]]:
    """(note, record that it names, is it minor?) of all notes."""
    found: set[tuple[str, Key, bool]] = set()
    for item in data.items["change"].values():
        if isinstance(item.record, Note) and not item.draft:
            keys = [key_of(page) for page in item.record.pages] + [GUIDE] * item.record.home
            found |= {(item.id, key, item.record.minor) for key in keys}
    return found


def place_of(fact: Fact, source: Source) -> tuple[int, int]:
    """Line and column of a fact; of a sentence, where it begins."""
    words = " ".join(fact.text.split()[:4]).rstrip(".,;:!?") if fact.sentence else ""
    return locate(source, fact.path, words=words)


def source_of(key: Key, data: Data) -> Source:
    """The file of a record that is there."""
    return data.guide_source if key == GUIDE else data.items[key[0]][key[1]].source
