"""Files that changed, told at once where the system tells it, and seen by looking where it does not.

MkDocs looks twice a second, because a network drive or a container's folder may tell nothing. Here the system's own
news come first, and looking stays as the second way. A file counts as changed when its size, its time or its place on
the disk is another: the system also tells of files that were only read, and of one change several times.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .sign import Sign, sign

AT_ONCE = 0.05
"""Seconds of quiet after which a change is taken for done."""


def hear(server: Any, paths: list[str]) -> None:
    """Let MkDocs' server hear of changes at once. `paths`: those that it watches already."""
    for path in paths:
        server.unwatch(path)
    server.observer = Watcher(server.observer)
    server.build_delay = AT_ONCE
    for path in paths:
        server.watch(path)


class Watcher:
    """Stands in the place of the observer of MkDocs' server, and keeps that one at work too."""

    def __init__(self, looking: Any) -> None:
        self.looking = looking
        self.told = Observer()
        self.signs: dict[str, Sign] = {}
        self.lock = Lock()
        self.watches: dict[int, Any] = {}

    def schedule(self, handler: FileSystemEventHandler, path: str, **options: Any) -> Any:
        """Watch a file or folder. Returns what `unschedule` takes."""
        self.learn(path)
        handler = Changes(handler, self)
        watch = self.looking.schedule(handler, path, **options)
        with suppress(OSError):  # the system has no watches left to give
            self.watches[id(watch)] = self.told.schedule(handler, path, **options)
        return watch

    def unschedule(self, watch: Any) -> None:
        """Watch it no more. One that was there before this watcher is the looking observer's alone."""
        self.looking.unschedule(watch)
        if told := self.watches.pop(id(watch), None):
            self.told.unschedule(told)

    def start(self) -> None:
        """Begin."""
        self.looking.start()
        try:
            self.told.start()
        except OSError:
            self.watches.clear()

    def stop(self) -> None:
        """End."""
        self.looking.stop()
        if self.told.is_alive():
            self.told.stop()

    def join(self) -> None:
        """Wait for the end."""
        self.looking.join()
        if self.told.is_alive():
            self.told.join()

    def learn(self, path: str) -> None:
        """Remember how every file is now."""
        paths = [Path(path), *Path(path).rglob("*")] if Path(path).is_dir() else [Path(path)]
        self.signs |= {str(one): sign(str(one)) for one in paths}

    def changed(self, path: str) -> bool:
        """Is this file another than when it was last asked about?"""
        with self.lock:
            now = sign(path)
            before, self.signs[path] = self.signs.get(path), now
            return now != before


class Changes(FileSystemEventHandler):
    """Hands on the news of files that did change."""

    def __init__(self, handler: FileSystemEventHandler, watcher: Watcher) -> None:
        self.handler, self.watcher = handler, watcher

    def on_any_event(self, event: FileSystemEvent) -> None:
        """One piece of news; a file that was moved is two."""
        changed = [self.watcher.changed(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(changed):
            self.handler.on_any_event(event)
