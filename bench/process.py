"""One command → what it took: wall time, CPU time of it and its children, peak memory of the largest process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall time, seconds of CPU time (user and system), peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


class Failed(Exception):
    """A command that should be timed ended with an error; its last lines."""


def run(command: Sequence[str | Path], folder: Path, settings: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder and wait for it. Raises Failed when it fails: a failed run tells no time."""
    log = folder / "bench.log"
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=os.environ | dict(settings or {}),
            stdout=output,
            stderr=output,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{command}: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
