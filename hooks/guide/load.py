"""The data folder → records: every file read, parsed and validated; all their problems gathered."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .model import KINDS, Guide, Moved, Published, Record, Style
from .model.form import ID_PATTERN
from .problem import Problem, nearest
from .sign import Sign, sign
from .source import Source, SourceError, parse_all
from .validate import validate

SINGLE: dict[str, type[Record]] = {
    "guide.yml": Guide, "style.yml": Style, "moved.yml": Moved, "published.yml": Published,
}  # fmt: skip
"""Files right under data/: the guide itself, how it is written, what became of former ids, all ids ever published."""
MAX_BYTES = 1_000_000
SINGULAR = {
    "phases": "phase", "drugs": "drug", "effects": "effect", "types": "type", "plans": "plan",
    "procedures": "procedure", "topics": "topic", "trials": "trial", "pictures": "picture",
    "terms": "term", "questions": "question", "references": "reference", "signoffs": "signoff",
    "changes": "change",
}  # fmt: skip
DRAWN = "pictures"
"""The kind whose records are two files: <id>.yml and, beside it, the drawing <id>.svg."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A record with its kind, its id and the file it came from."""

    kind: str
    id: str
    record: Record
    source: Source

    @property
    def draft(self) -> bool:
        """Is it kept off the site? What has no such field is always on it."""
        return bool(getattr(self.record, "draft", False))


@dataclass(frozen=True, slots=True)
class Data:
    """All that could be read.

    `items` holds records by kind and id; `named` also the ids of broken files; `broken` their texts:
    what they name counts as used, so that one mistake is one message. `drawings`: id of a picture → its drawing.
    """

    guide: Guide | None
    guide_source: Source
    items: dict[str, dict[str, Item]]
    named: dict[str, frozenset[str]]
    problems: tuple[Problem, ...]
    files: int
    broken: tuple[Source, ...] = ()
    style: Style = field(default_factory=Style)
    style_source: Source = field(default_factory=lambda: Source("style.yml", ""))
    drawings: dict[str, Source] = field(default_factory=dict)
    moved: Moved = field(default_factory=Moved)
    moved_source: Source = field(default_factory=lambda: Source("moved.yml", ""))
    published: Published = field(default_factory=Published)
    published_source: Source = field(default_factory=lambda: Source("published.yml", ""))

    def all_items(self) -> Iterator[Item]:
        """Every record, by kind and then by id."""
        for kind in self.items.values():
            yield from kind.values()


Parse = Callable[[Sequence[Source]], Iterable[Any]]
"""What gives the values of files in their order, a SourceError for one that is wrong: it may know them from before."""
Memory = dict[str, tuple[Sign, Item]]
"""The file of each record that was right → how the file was, and the record."""


def load(folder: Path, root: Path, memory: Memory | None = None, parse: Parse = parse_all) -> Data:
    """Read `folder`. Names in messages are relative to `root`. Never raises for what a file holds.

    With `memory`, a file that is as it was is not read again; what is read is added to it. `parse`: see Parse.
    """
    broken: list[Source] = []
    items: dict[str, dict[str, Item]] = {kind: {} for kind in SINGULAR.values()}
    named: dict[str, set[str]] = {kind: set() for kind in SINGULAR.values()}
    single: dict[type[Record], Record] = {}
    at = {model: Source(display(folder / name, root), "") for name, model in SINGLE.items()}
    drawings: dict[str, Source] = {}
    right: list[tuple[Path, Sign | None, Source]] = []
    paths = list(files(folder))
    problems = absent(paths, folder, root)
    for path in paths:
        now = sign(str(path)) if memory is not None else None
        if memory and (known := memory.get(str(path))) and known[0] == now:
            items[known[1].kind][known[1].id] = known[1]
            named[known[1].kind].add(known[1].id)
            continue
        name = display(path, root)
        if wrong := misplaced(path, folder, name):
            problems.append(wrong)
            continue
        parts = path.relative_to(folder).parts
        drawing = path.suffix == ".svg"
        if wrong := half_a_picture(path, parts, name):
            problems.append(wrong)
            if drawing:
                continue
        if len(parts) == 2 and not drawing:
            named[SINGULAR[parts[0]]].add(path.stem)
        source = read(path, folder, name)
        if isinstance(source, Problem):
            problems.append(source)
        elif drawing:
            drawings[path.stem] = source
        else:
            right.append((path, now, source))
    for (path, now, source), values in zip(right, parse([one[2] for one in right]), strict=True):
        alone = SINGLE.get(path.name) if path.parent == folder else None
        found = record_of(source, alone, values) if alone else item_of(path, source, values)
        if isinstance(found, list):
            problems.extend(found)
            broken.append(source)
        elif isinstance(found, Item):
            items[found.kind][path.stem] = found
            if memory is not None and found.kind != "picture":  # which is two files
                memory[str(path)] = now, found
        else:
            single[type(found)], at[type(found)] = found, source
    records = sum(path.suffix != ".svg" and path.name != "published.yml" for path in paths)
    guide, style, moved, published = (single.get(model) for model in (Guide, Style, Moved, Published))
    return Data(
        guide if isinstance(guide, Guide) else None, at[Guide], items,
        {kind: frozenset(ids) for kind, ids in named.items()}, tuple(problems), records, tuple(broken),
        style if isinstance(style, Style) else Style(), at[Style], drawings,
        moved if isinstance(moved, Moved) else Moved(), at[Moved],
        published if isinstance(published, Published) else Published(), at[Published],
    )  # fmt: skip


def absent(paths: list[Path], folder: Path, root: Path) -> list[Problem]:
    """What a data folder cannot be without."""
    if not paths:
        return [Problem(display(folder, root), 1, 1, "the data folder is empty or absent", "no-data")]
    if (guide := folder / "guide.yml") not in paths:
        return [Problem(display(guide, root), 1, 1, "the file guide.yml is missing; add it", "missing-file")]
    return []


def item_of(path: Path, source: Source, values: Any) -> Item | list[Problem]:
    """The record of a file in a kind's folder, or its problems."""
    kind = path.parent.name
    record = record_of(source, KINDS[kind], values)
    return record if isinstance(record, list) else Item(SINGULAR[kind], path.stem, record, source)


def record_of(source: Source, model: type[Record], values: Any) -> Record | list[Problem]:
    """One file's record, or its problems."""
    if isinstance(values, SourceError):
        return [Problem(source.name, values.line, values.column, values.message, values.rule)]
    return validate(values, model, source)


def files(folder: Path) -> Iterator[Path]:
    """Every file under the folder, sorted, hidden ones and editors' leftovers left out."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith(".") and not name.endswith("~"):
                yield Path(where) / name


def misplaced(path: Path, folder: Path, name: str) -> Problem | None:
    """A file that stands where no record can, or whose name is no id."""
    parts = path.relative_to(folder).parts
    if len(parts) == 1:
        if path.name in SINGLE:
            return None
        message = f"only {', '.join(SINGLE)} and folders of records stand here; move or delete it"
        return Problem(name, 1, 1, message, "misplaced-file")
    if parts[0] not in KINDS:
        return Problem(
            name, 1, 1, f"no kind of record is called '{parts[0]}'; expected one of {', '.join(KINDS)}"
            f"{nearest(parts[0], KINDS)}", "unknown-kind",
        )  # fmt: skip
    if len(parts) > 2 or path.suffix not in (".yml", ".svg" if parts[0] == DRAWN else ".yml"):
        return Problem(
            name, 1, 1, "a record is a file <id>.yml right in its kind's folder; rename or move it", "misplaced-file"
        )
    if not re.match(ID_PATTERN, path.stem) or path.stem == "index" or len(path.stem) > 80:
        return Problem(
            name, 1, 1, f"the file's name '{path.stem}' is no id; use small letters, digits and single hyphens, "
            "like 'blood-test' ('index' is taken)", "bad-file-name",
        )  # fmt: skip
    return None


def half_a_picture(path: Path, parts: tuple[str, ...], name: str) -> Problem | None:
    """A drawing without its record, or a record without its drawing."""
    other = path.with_suffix(".svg" if path.suffix == ".yml" else ".yml")
    if parts[0] != DRAWN or other.exists():
        return None
    message = f"a picture is two files, and '{other.name}' is missing beside this one; add it"
    return Problem(name, 1, 1, message, "half-a-picture")


def read(path: Path, folder: Path, name: str) -> Source | Problem:
    """The text of a file, or why it cannot be taken."""
    try:
        if leads_out(path, folder):
            return Problem(
                name, 1, 1, "this link leads out of the data folder; put the file itself here", "symlink-out"
            )
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(name, 1, 1, "this is no ordinary file; delete it", "not-a-file")
        if status.st_size > MAX_BYTES:
            return Problem(
                name, 1, 1, f"the file is over {MAX_BYTES // 1000} kB; a record is far smaller", "file-too-big"
            )
        content = path.read_bytes()
    except OSError as error:
        return Problem(name, 1, 1, f"cannot be read: {error.strerror}", "unreadable")
    try:
        return Source(name, content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Problem(name, line, column, "this character is not UTF-8; save the file as UTF-8", "not-utf-8")


def leads_out(path: Path, folder: Path) -> bool:
    """Is this a link to what is not in the folder?"""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def display(path: Path, root: Path) -> str:
    """A path as messages show it: relative to the project's root when it is inside."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
