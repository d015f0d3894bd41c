"""From saving a record to the page that shows it: a real `mkdocs serve`, asked over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .contenders import BIN, QUIET, Edit
from .process import Failed

LONG = 120.0
"""Seconds after which a preview is given up."""
PAUSE = 1.0
"""Seconds of rest between two changes: an author's pause, so that one does not fall into the other's build."""


def save_to_served(guide: Path, rounds: int) -> list[float]:
    """Seconds from saving to the page with what was saved, one number a round; the first, unmeasured, warms up."""
    edit = Edit(guide)
    page = f"drugs/{edit.record.stem}/"
    with preview(guide) as home:
        return [until_shown(edit, home + page) for _ in range(rounds + 1)][1:]


def until_shown(edit: Edit, address: str) -> float:
    """Save, and look again and again."""
    time.sleep(PAUSE)
    begin = time.perf_counter()
    edit()
    while time.perf_counter() - begin < LONG:
        if edit.mark() in read(address):
            return round(time.perf_counter() - begin, 3)
        time.sleep(0.01)
    raise Failed(f"{address} did not show the change")


@contextmanager
def preview(guide: Path) -> Iterator[str]:
    """A running preview; the address of its first page."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with (guide / "serve.log").open("wb") as log:
        command = [str(BIN / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=guide, env=os.environ | QUIET, stdout=log, stderr=log)
    home = f"http://127.0.0.1:{port}/"
    try:
        begin = time.perf_counter()
        while not read(home):
            if time.perf_counter() - begin > LONG or process.poll() is not None:
                raise Failed(f"no preview: {(guide / 'serve.log').read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)
        yield home
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def read(address: str) -> str:
    """A page, or nothing."""
    try:
        with urllib.request.urlopen(address, timeout=LONG) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""
