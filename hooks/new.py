"""A draft of a new record: `python hooks/new.py KIND ID [--from FILE] [--doi DOI] [--pmid NUMBER] [--data DIR]`.

Writes DIR/<kinds>/<id>.yml, for a picture also its drawing, and nothing that is there already. A source
may come from a citation in FILE ('-' is what is pasted), in the form of another program. Exit status 1
with a reason when nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from guide.clock import today
from guide.load import DRAWN, SINGULAR, Data, display, load, misplaced
from guide.model import KINDS, Reference
from guide.moves import former_of
from guide.problem import nearest
from guide.scaffold import DRAWING, Draft, Lacking, scaffold

FOLDERS = {kind: folder for folder, kind in SINGULAR.items() if "draft" in KINDS[folder].model_fields}
"""Kind → folder, of the kinds whose records can be drafts."""
ELSEWHERE = {"signoff": "a sign-off is printed by 'make signoff KIND=drug ID=example'"}
DATED = "changes"
"""The kind whose ids begin with a day."""
MAX_PASTED = 1_000_000


class Refused(Exception):
    """Nothing is written; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Write the draft that the command line asks for."""
    parser = argparse.ArgumentParser(prog="new.py", description="a draft of a new record")
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("id", nargs="?", default="")
    parser.add_argument("--from", dest="file", default="")
    parser.add_argument("--doi", default="")
    parser.add_argument("--pmid", default="")
    parser.add_argument("--data", default="data")
    asked = parser.parse_args(arguments)
    try:
        for line in new(asked):
            print(line)
    except (Refused, Lacking) as reason:
        print(f"nothing is written: {reason}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"nothing is written: {error.filename or 'the file'}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def new(asked: argparse.Namespace) -> list[str]:
    """Write it, and say where."""
    folder = folder_of(asked.kind)
    data_folder = Path(asked.data).absolute()
    known: dict[str, Any] = {}
    if folder == DATED and asked.id:
        asked.id, known["date"] = dated(asked.id)
    path = data_folder / folder / f"{asked.id}.yml"
    shown = display(path, Path.cwd())
    if not asked.id:
        raise Refused("say the id too, such as ID=blood-test")
    if "/" in asked.id or "\\" in asked.id or "\0" in asked.id or misplaced(path, data_folder, shown):
        raise Refused(f"'{asked.id}' is no id; use small letters, digits and single hyphens, like 'blood-test'")
    data = load(data_folder, Path.cwd())
    if data.guide is None:
        raise Refused(f"{display(data_folder, Path.cwd())} holds no guide that can be read; run 'make check' first")
    kind = SINGULAR[folder]
    if asked.id in data.named[kind] or path.exists() or path.is_symlink():
        raise Refused(f"{kind} '{asked.id}' is there already: {shown}")
    if (kind, asked.id) in former_of(data):
        raise Refused(f"'{asked.id}' was the id of another {kind}, and its address tells where that is now")
    found, notes = source(asked, folder, data)
    known |= found
    text = scaffold(Draft(folder, asked.id, data, today(), known))
    files = {path: text} | ({path.with_suffix(".svg"): DRAWING} if folder == DRAWN else {})
    write(files)
    named = " and ".join(display(one, Path.cwd()) for one in files)
    return [f"{named}: a draft; open it and fill in what is marked, then run 'make check'", *notes]


def write(files: dict[Path, str]) -> None:
    """Write new files, all or none, and none over one that is there."""
    written: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                written.append(path)
                file.write(text)
    except OSError:
        for path in written:
            path.unlink()
        raise


def dated(name: str) -> tuple[str, date]:
    """The id of a note, which begins with its day, and the day: today, if the id has none yet."""
    try:
        return name, date.fromisoformat(name[:10])
    except ValueError:
        return f"{today()}-{name}", today()


def folder_of(kind: str) -> str:
    """The folder of a kind, named in the singular or as the folder."""
    if kind in FOLDERS.values():
        return kind
    if kind in FOLDERS:
        return FOLDERS[kind]
    reason = ELSEWHERE.get(kind) or f"no kind of record is called '{kind}'; expected one of {', '.join(FOLDERS)}"
    raise Refused(reason + ("" if kind in ELSEWHERE else nearest(kind, FOLDERS)))


def source(asked: argparse.Namespace, folder: str, data: Data) -> tuple[dict[str, Any], list[str]]:
    """What is known of a source from what was given, and what to say about it."""
    given = [one for one in (asked.file, asked.doi, asked.pmid) if one]
    if not given:
        return {}, []
    if folder != FOLDERS["reference"]:
        raise Refused("a citation, DOI or PubMed number makes a source: KIND=reference")
    if len(given) > 1:
        raise Refused("give one of FROM, DOI and PMID")
    try:
        from guide.pasted import NotUnderstood, read_pasted  # noqa: PLC0415 - its packages are an extra, 'authors'
    except ModuleNotFoundError as error:
        raise Refused(f"the package '{error.name}' is missing; install the extra 'authors' of pyproject.toml") from None
    try:
        pasted = read_pasted(content(asked.file) if asked.file else given[0])
    except NotUnderstood as reason:
        raise Refused(str(reason)) from None
    for key in ("DOI", "PMID"):
        value = str(pasted.fields.get(key, "")).casefold()
        for item in data.items["reference"].values():
            if value and isinstance(item.record, Reference) and str(getattr(item.record, key)).casefold() == value:
                raise Refused(f"reference '{item.id}' has this {key} already; cite that")
    left_out = f"left out, since a source here cannot hold it so: {'; '.join(pasted.left_out)}"
    return pasted.fields, [
        "compare it with the source itself: nothing was looked up",
        *([left_out] if pasted.left_out else []),
    ]


def content(name: str) -> str:
    """The text of a file, or of what is pasted when the name is '-'."""
    raw = sys.stdin.buffer.read(MAX_PASTED + 1) if name == "-" else Path(name).read_bytes()[: MAX_PASTED + 1]
    if len(raw) > MAX_PASTED:
        raise Refused("that is too long for one citation")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("the citation is not UTF-8; export it as UTF-8") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
