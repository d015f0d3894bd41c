"""Work on all processors: what comes back is what one processor would have made, and what goes wrong is told."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from conftest import ROOT

START = f"""import multiprocessing, os, sys, threading
sys.path.insert(0, {str(ROOT / "hooks")!r})
import guide.spread as S
"""
TWO = "S.workers = lambda: 2"


def run(program: str) -> subprocess.CompletedProcess[str]:
    """A program of its own: the tests' own processes have threads, where nothing is forked."""
    text = START + textwrap.dedent(program)
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000])
def test_things_come_in_their_order_from_other_processes(count: int) -> None:
    """Each process waits at its first thing for the other: else a quick one does all before a slow one has started."""
    result = run(f"""
        {TWO}
        met, here = multiprocessing.get_context("fork").Barrier(2), []
        def square(one):
            if {count} >= S.FEWEST and not here:
                here.append(met.wait(timeout=30))
            return one * one, os.getpid()
        made = list(S.spread(square, range({count})))
        assert [square for square, _ in made] == [one * one for one in range({count})]
        others = {{place for _, place in made}} - {{os.getpid()}}
        assert len(others) == (2 if {count} >= S.FEWEST else 0), others
    """)
    assert result.returncode == 0, result.stderr


def test_what_a_process_changes_stays_there_and_the_next_work_sees_what_is_new() -> None:
    result = run(f"""
        {TWO}
        seen = []
        list(S.spread(seen.append, range(100)))
        assert seen == []
        assert list(S.spread(lambda one: one + 1, range(100))) == list(range(1, 101))
    """)
    assert result.returncode == 0, result.stderr


def test_an_error_comes_back_as_it_is() -> None:
    result = run(f"""
        {TWO}
        def wrong(one):
            if one == 77:
                raise LookupError("no 77")
            return one
        try:
            list(S.spread(wrong, range(100)))
        except LookupError as error:
            sys.exit(7 if error.args == ("no 77",) else 8)
    """)
    assert result.returncode == 7, result.stderr


def test_a_process_that_dies_ends_the_work_and_does_not_hang() -> None:
    result = run(f"{TWO}; list(S.spread(lambda one: os._exit(9) if one == 50 else one, range(100)))")
    assert result.returncode == 1
    assert "BrokenProcessPool" in result.stderr


def test_files_are_read_on_all_processors_and_a_wrong_one_has_its_error_in_its_place() -> None:
    result = run(f"""
        {TWO}
        from guide.source import Source, SourceError, parse, parse_all
        sources = [Source(f"{{one}}.yml", "a: [" if one == 77 else f"a: {{one}}") for one in range(100)]
        made = list(parse_all(sources))
        wrong = made.pop(77)
        assert made == [{{"a": one}} for one in range(100) if one != 77], made
        try:
            parse(sources[77])
        except SourceError as error:
            told = error.line, error.column, error.message, error.rule
        assert (wrong.line, wrong.column, wrong.message, wrong.rule) == told
    """)
    assert result.returncode == 0, result.stderr


def test_one_thing_alongside_is_made_in_another_process_and_what_goes_wrong_is_told() -> None:
    result = run(f"""
        {TWO}
        def big():
            return os.getpid(), "x" * 10**6  # more than fits between two processes at once
        waits = S.alongside(big)
        assert list(S.spread(abs, range(100))) == list(range(100)), "others may be started meanwhile"
        other, made = waits()
        assert other != os.getpid() and len(made) == 10**6
        for wrong, kind in ((lambda: 1 / 0, ZeroDivisionError), (lambda: os._exit(3), RuntimeError)):
            try:
                S.alongside(wrong)()
            except kind:
                continue
            sys.exit("no error")
        assert not S.AT_WORK
    """)
    assert result.returncode == 0, result.stderr


def test_what_is_done_alongside_ends_when_nobody_needs_it_any_more() -> None:
    result = run(f"""
        {TWO}
        import time
        waits = S.alongside(lambda: time.sleep(500))
        S.stop()
        assert not S.AT_WORK
        assert not waits.process.is_alive()
    """)
    assert result.returncode == 0, result.stderr


def test_where_nothing_may_be_forked_what_goes_alongside_is_done_on_demand() -> None:
    result = run("""
        S.workers = lambda: 1
        assert S.alongside(os.getpid)() == os.getpid()
    """)
    assert result.returncode == 0, result.stderr


def test_nothing_is_forked_beside_a_thread_or_inside_a_fork() -> None:
    result = run(f"""
        assert S.workers() == len(os.sched_getaffinity(0))
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        assert S.workers() == 1
        stop.set()
        thread.join()
        forked = S.workers
        {TWO}
        assert set(S.spread(lambda _: forked(), range(100))) == {{1}}
    """)
    assert result.returncode == 0, result.stderr
