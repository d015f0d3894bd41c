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
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
FEWEST = 64
"""Fewer things are done sooner than processes are started."""
PIECES = 8
"""Pieces of work for each process: enough that none waits long for the others."""
Work = tuple[Callable[[Any], Any], Sequence[Any]]
Span = tuple[int, Sequence[int]]
"""The number of a work, and the places of some of its things."""
HANDED: list[Work] = []
"""What forked processes find when they start: put here right before, and taken away again by their parent."""


@dataclass(slots=True)
class Crew:
    """Processes that know some works, as long as one of them is not done: a pool that is held until the program ends
    complains then. Without a pool all is done here."""

    works: Sequence[Work]
    pool: ProcessPoolExecutor | None
    left: int

    def do(self, number: int, chosen: Sequence[int] | None = None) -> Iterator[Any]:
        """One of the works, or what is chosen of its things, begun at once. Each work is asked for once."""
        function, things = self.works[number]
        places = range(len(things)) if chosen is None else chosen
        if self.pool is None:
            return (function(things[place]) for place in places)
        spans = pieces(number, places, len(os.sched_getaffinity(0)))
        if not spans:
            self.one_less()
        return drained(self, self.pool.map(piece, spans), len(spans))

    def one_less(self) -> None:
        """A work is done."""
        self.left -= 1
        if not self.left:
            self.end()

    def end(self) -> None:
        """Let them go, once what is under way has come to its end."""
        pool, self.pool = self.pool, None
        if pool:
            AT_WORK.remove(self)
            pool.shutdown(cancel_futures=True)


AT_WORK: list[Crew | Alongside] = []


def workers() -> int:
    """How many processes may work side by side; 1 where a fork is not safe."""
    safe = sys.platform == "linux" and threading.active_count() == 1 and not multiprocessing.parent_process()
    return len(os.sched_getaffinity(0)) if safe else 1


def spread(function: Callable[[Thing], Made], things: Sequence[Thing]) -> Iterator[Made]:
    """What `function` makes of each thing, in their order. It must be pure: nothing that it changes comes back.

    The work begins at once, also while nobody asks for what comes of it.
    """
    return side_by_side([(function, things)])[0] if len(things) >= FEWEST else map(function, things)


def side_by_side(works: Sequence[Work]) -> list[Iterator[Any]]:
    """The same for several works, which are begun in their order; what comes of each may be asked for in any."""
    crew = crew_for(works)
    return [crew.do(number) for number in range(len(works))]


def crew_for(works: Sequence[Work]) -> Crew:
    """Processes that know these works, as all is at this moment, and wait to be told what to do."""
    count = workers()
    if count < 2:
        return Crew(works, None, 0)
    HANDED.extend(works)
    gc.freeze()  # else each process's garbage collector writes to, and so copies, what they share
    try:
        pool = ProcessPoolExecutor(count, multiprocessing.get_context("fork"))
        pool.submit(int)  # the processes start with the first thing to do, and are to start now
        crew = Crew(works, pool, len(works))
        AT_WORK.append(crew)
        return crew
    finally:
        gc.unfreeze()
        HANDED.clear()


@dataclass(slots=True)
class Alongside:
    """One function in a process of its own."""

    process: ForkProcess
    result: Connection

    def __call__(self) -> Any:
        """Wait for what it made. What went wrong there goes wrong here."""
        try:
            right, made = self.result.recv()
        except EOFError:
            right, made = False, RuntimeError("a process ended before its work was done")
        self.end()
        if right:
            return made
        raise made

    def end(self) -> None:
        """It is not needed any more, done or not."""
        if self in AT_WORK:
            AT_WORK.remove(self)
            self.process.terminate()
            self.process.join()


def alongside(function: Callable[[], Made]) -> Callable[[], Made]:
    """Begin something, and return what waits for it. It begins with the wait where no process may be started.

    It is no crew: a pool has threads, and beside a thread no other process could be forked while this one works.
    """
    if workers() < 2:
        return function
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=told, args=(function, theirs), daemon=True)
    gc.freeze()
    try:
        process.start()
    finally:
        gc.unfreeze()
        theirs.close()
    AT_WORK.append(begun := Alongside(process, ours))
    return begun


def told(function: Callable[[], Any], result: Connection) -> None:
    """In the process: do it, and say what came of it."""
    try:
        result.send((True, function()))
    except Exception as error:  # whoever waits raises it
        result.send((False, error))


def pieces(number: int, places: Sequence[int], count: int) -> list[Span]:
    """A work in pieces: its number, and the places of the things of each."""
    step = max(1, len(places) // (count * PIECES))
    return [(number, places[start : start + step]) for start in range(0, len(places), step)]


def drained(crew: Crew, made: Iterator[list[Made]], left: int) -> Iterator[Made]:
    """The things of all pieces, of which `left` are to come. When one goes wrong, the processes end."""
    try:
        while left:
            some = next(made)
            left -= 1
            if not left:
                crew.one_less()
            yield from some
    finally:
        if left:
            crew.end()


def stop() -> None:
    """What is not begun is not done any more; what is under way comes to its end."""
    while AT_WORK:
        AT_WORK[0].end()


def piece(span: Span) -> list[Any]:
    """One piece of the work, in a process of its own."""
    number, places = span
    function, things = HANDED[number]
    return [function(things[place]) for place in places]
