"""What one build made, kept for the next: a file of its own in .cache/ of the project, to be deleted at any time.

Each thing stands under a name, with a digest of its bytes: what is damaged is as good as not there. The file belongs to
one program, and where the site is published from there is none. It is no place for other people's files: like Python's
own compiled modules it is believed by whoever runs the program, and by nobody else.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from .kept import digest

Thing = TypeVar("Thing")
NAME = ".cache/phasebook/made.db"
OWNER = "program"
SIZE = 64


class Store:
    """Things by name. A file that cannot be read or written costs time, and nothing else."""

    def __init__(self, path: Path | None = None, program: str = "") -> None:
        """`path`: None keeps nothing; `program` tells one program from another."""
        self.path, self.program = path, program
        self.base: sqlite3.Connection | None = None
        self.owner = os.getpid()
        self.used = {OWNER}
        if path is None:
            return
        for _ in range(2):  # the second time without what could not be read
            with suppress(sqlite3.Error, OSError):
                self.open(path)
                if self.get(OWNER) == program:
                    return
            self.discard(path)
        with suppress(sqlite3.Error, OSError):
            self.open(path)
            self.put(OWNER, program)

    @property
    def keeps(self) -> bool:
        """Is anything kept here? A forked process must not touch its parent's file (sqlite.org/howtocorrupt.html)."""
        return self.base is not None and os.getpid() == self.owner

    def open(self, path: Path) -> None:
        """The file, made if it is not there. Nobody waits for another build that is writing to it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.base = sqlite3.connect(path, timeout=0)
        self.base.execute("PRAGMA journal_mode=OFF")  # a file that a crash damaged is made anew
        self.base.execute("PRAGMA synchronous=OFF")
        self.base.execute("CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, content BLOB)")

    def discard(self, path: Path) -> None:
        """Begin with nothing."""
        self.close()
        with suppress(OSError):
            path.unlink(missing_ok=True)

    def get(self, name: str) -> Any:
        """What is kept under a name, or None."""
        if self.base is None or not self.keeps:
            return None
        self.used.add(name)
        try:
            row = self.base.execute("SELECT content FROM kept WHERE name = ?", (name,)).fetchone()
            if row and row[0][:SIZE] == digest(row[0][SIZE:]).encode():
                return pickle.loads(row[0][SIZE:])
        except (sqlite3.Error, TypeError, AttributeError, ImportError, pickle.PickleError):
            pass
        return None

    def put(self, name: str, thing: Any) -> None:
        """Keep a thing under a name."""
        if self.base is None or not self.keeps:
            return
        self.used.add(name)
        content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        try:
            self.base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, digest(content).encode() + content))
        except sqlite3.Error:
            self.close()

    def made(self, name: str, of: object, make: Callable[[], Thing]) -> Thing:
        """What `make` makes, or made before of the very same. `of`: all that it is made of."""
        if not self.keeps:
            return make()
        key, was = digest(pickle.dumps(of, pickle.HIGHEST_PROTOCOL)), self.get(name)
        if not was or was[0] != key:
            was = key, make()
            self.put(name, was)
        thing: Thing = was[1]
        return thing

    @contextmanager
    def apart(self, name: str) -> Iterator[Store]:
        """A store beside this one, with the same owner, for one task of another process."""
        store = Store(self.path.with_name(f"{name}.db"), self.program) if self.path else Store()
        yield store
        store.keep()

    def keep(self) -> None:
        """The build is done: what it neither asked for nor made is of no use any more."""
        if self.base is None:
            return
        with suppress(sqlite3.Error):
            there = {name for (name,) in self.base.execute("SELECT name FROM kept")}
            self.base.executemany("DELETE FROM kept WHERE name = ?", [(name,) for name in there - self.used])
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self.base is not None:
            with suppress(sqlite3.Error):
                self.base.commit()
                self.base.close()
        self.base = None
