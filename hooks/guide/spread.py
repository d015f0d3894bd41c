"""One function over many things, on all processors: forked processes share what was read, and send back what they made.

A fork copies nothing until it is written to, so a guide of thousands of records is handed on for free; what comes back
is pickled. Where there is one processor, no fork, or a thread that a fork would leave behind, all is done here, one
after the other, and comes out the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
FEWEST = 64
"""Fewer things are done sooner than processes are started."""
PIECES = 8
"""Pieces of work for each process: enough that none waits long for the others."""
Work = tuple[Callable[[Any], Any], Sequence[Any]]
HANDED: list[Work] = []
"""What forked processes find when they start: put here right before, and taken away again by their parent."""


def workers() -> int:
    """How many processes may work side by side; 1 where a fork is not safe."""
    safe = sys.platform == "linux" and threading.active_count() == 1 and not multiprocessing.parent_process()
    return len(os.sched_getaffinity(0)) if safe else 1


def spread(function: Callable[[Thing], Made], things: Sequence[Thing]) -> Iterator[Made]:
    """What `function` makes of each thing, in their order. It must be pure: nothing that it changes comes back.

    The work begins at once, also while nobody asks for what comes of it.
    """
    count = workers()
    if count < 2 or len(things) < FEWEST:
        return map(function, things)
    step = max(1, len(things) // (count * PIECES))
    spans = [(start, start + step) for start in range(0, len(things), step)]
    HANDED.append((function, things))
    gc.freeze()  # else each process's garbage collector writes to, and so copies, what they share
    try:
        pool = ProcessPoolExecutor(count, multiprocessing.get_context("fork"))
        pieces = pool.map(piece, spans)
    finally:
        gc.unfreeze()
        HANDED.clear()
    return drained(pool, pieces)


def drained(pool: ProcessPoolExecutor, pieces: Iterator[list[Made]]) -> Iterator[Made]:
    """The things of all pieces; then the processes end."""
    try:
        for some in pieces:
            yield from some
    finally:
        pool.shutdown(cancel_futures=True)


def piece(span: tuple[int, int]) -> list[Any]:
    """One piece of the work, in a process of its own."""
    function, things = HANDED[0]
    return [function(one) for one in things[slice(*span)]]
