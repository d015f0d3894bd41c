"""What one build keeps for the next: damaged, foreign or touched by another process, it is as good as none."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from guide.compiled import Compiled
from guide.store import NAME, SIZE, Store
from jinja2 import DictLoader, Environment

Change = Callable[[Path], object]


def unpickled(name: str) -> Change:
    """Something that runs when it is unpickled, under a digest that is none of its own."""

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (name,)

    def change(path: Path) -> None:
        with sqlite3.connect(path) as base:
            base.execute("UPDATE kept SET content = ?", (bytes(SIZE) + pickle.dumps(Trap()),))

    return change


def foreign(path: Path) -> None:
    """The store of another program, in which every page says something else."""
    Store(path, "another").put("page drugs/examplin/", (b"", "no cure, no pay"))


DAMAGES: dict[str, Change] = {
    "gone": Path.unlink,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "no database": lambda path: path.write_bytes(b"\xff\xfe\x00" * 50),
    "another table": lambda path: (path.unlink(), sqlite3.connect(path).execute("CREATE TABLE kept (x)")),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "foreign": foreign,
    "a trap": unpickled("trapped"),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_store_that_cannot_be_believed_is_as_good_as_none(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / NAME
    store = Store(path, "this")
    store.put("page drugs/examplin/", "right")
    store.keep()
    assert Store(path, "this").get("page drugs/examplin/") == "right"
    DAMAGES[how](path)
    store = Store(path, "this")
    assert store.get("page drugs/examplin/") is None
    assert not (tmp_path / "trapped").exists()
    store.put("page drugs/examplin/", "right again")
    store.keep()
    assert Store(path, "this").get("page drugs/examplin/") == (None if how == "a folder" else "right again")


def test_a_store_keeps_what_is_of_use_and_nothing_without_a_place(tmp_path: Path) -> None:
    for names in (("a", "b"), ("b", "c")):
        store = Store(tmp_path / "kept.db", "this")
        for name in names:
            if store.get(name) is None:
                store.put(name, name)
        store.keep()
    store = Store(tmp_path / "kept.db", "this")
    assert [store.get(name) for name in "abc"] == [None, "b", "c"]
    nowhere = Store()
    nowhere.put("a", 1)
    assert nowhere.get("a") is None
    nowhere.keep()


def test_two_builds_at_a_time_do_not_wait_for_each_other(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "kept.db", "this"), Store(tmp_path / "kept.db", "this")
    one.put("a", 1)
    other.put("a", 2)
    other.keep()
    one.keep()
    assert Store(tmp_path / "kept.db", "this").get("a") in (1, 2)


def test_a_thing_is_made_once_of_the_same_and_anew_of_another(tmp_path: Path) -> None:
    made: list[str] = []

    def ask(store: Store, of: object) -> int:
        return store.made("thing", of, lambda: made.append(str(of)) or len(made))

    store = Store(tmp_path / "kept.db", "this")
    assert [ask(store, of) for of in (("a", 1), ("a", 1), ("a", 2), ("a", 2))] == [1, 1, 2, 2]
    store.keep()
    assert ask(Store(tmp_path / "kept.db", "this"), ("a", 2)) == 2
    assert ask(Store(tmp_path / "kept.db", "another"), ("a", 2)) == 3
    assert [ask(Store(), ("a", 2)), ask(Store(), ("a", 2))] == [4, 5]


def test_a_task_of_another_process_has_a_store_of_its_own(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.db", "this")
    with store.apart("task") as own:
        assert own.made("thing", 1, lambda: "made") == "made"
    assert store.get("thing") is None
    with store.apart("task") as own:
        assert own.made("thing", 1, lambda: "made again") == "made"
    with Store(tmp_path / "kept.db", "another").apart("task") as own:
        assert own.get("thing") is None
    with Store().apart("task") as own:
        assert not own.keeps


def test_a_forked_process_leaves_its_parents_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept.db", "this")
    store.put("a", 1)
    parent = os.getpid()
    monkeypatch.setattr("os.getpid", lambda: parent + 1)
    assert not store.keeps
    assert store.get("a") is None
    store.put("a", 2)
    monkeypatch.undo()
    assert store.get("a") == 1


def test_a_template_is_compiled_once_and_anew_when_its_text_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_it = Environment.compile

    def noted(self: Environment, source: str, *args: object) -> object:
        compiled.append(source)
        return compile_it(self, source, *args)

    monkeypatch.setattr(Environment, "compile", noted)
    for text, expected in (("a{{ 1 }}", "a1"), ("a{{ 1 }}", "a1"), ("b{{ 1 }}", "b1")):
        store = Store(tmp_path / "kept.db", "this")
        env = Environment(loader=DictLoader({"page": text}), bytecode_cache=Compiled(store))
        assert env.get_template("page").render() == expected
        store.keep()
    assert compiled == ["a{{ 1 }}", "b{{ 1 }}"]
