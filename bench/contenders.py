"""Who is timed, on what: this program on a made-up guide, others on the very same pages as plain Markdown."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import corpus
from .process import Cost, run

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
PLAIN = """\
site_name: Example guide
theme:
  name: material
  font: false
markdown_extensions: [fenced_code, sane_lists, tables]
plugins: [search]
nav: [index.md, phases/index.md, drugs/index.md, side-effects/index.md, procedures/index.md, glossary/index.md]
validation:
  nav: {omitted_files: info}
"""
"""As speed.md's floor of an ordinary site: the same theme, its search, pages kept out of a small navigation."""
HUGO = {
    "hugo.toml": 'title = "Example guide"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
    "layouts/all.html": "<!doctype html><html lang=en><title>{{ .Title }}</title><main>{{ .Content }}</main></html>\n",
}


@dataclass(frozen=True, slots=True)
class Contender:
    """`prepare` runs before each run and is not timed."""

    name: str
    about: str
    command: tuple[str | Path, ...]
    folder: Path
    prepare: Callable[[], None] = lambda: None

    def run(self) -> Cost:
        """One run."""
        self.prepare()
        return run(self.command, self.folder, QUIET)


def contenders(size: int, work: Path) -> list[Contender]:
    """All that can run on this machine, for a guide of this size, with their files written."""
    guide, plain = work / "guide", work / "plain"
    corpus.write(size, guide)
    build = (BIN / "mkdocs", "build", "--strict", "--quiet")
    run(build, guide, QUIET)
    run((sys.executable, ROOT / "hooks/export.py", guide / "site", plain), work)
    (plain / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    found = [
        Contender(
            "plain", "the same pages as plain Markdown, MkDocs + Material", (BIN / "mkdocs", "build", "-q"), plain
        ),
        Contender("cold", "this project, no cache", build, guide, lambda: forget(guide)),
        Contender("warm", "this project, nothing changed", build, guide),
        Contender("edited", "this project, one record changed", build, guide, Edit(guide)),
        *checks(guide),
    ]
    if (BIN / "zensical").exists():
        other = copied(plain, work / "zensical")
        shown = "the same pages as plain Markdown, Zensical"
        found.append(Contender("zensical", shown, (BIN / "zensical", "build", "--clean"), other))
    if (BIN / "hugo").exists():
        other = work / "hugo"
        shutil.copytree(plain / "docs", other / "content")
        for name, text in HUGO.items():
            corpus.put(other / name, text)
        found.append(Contender("hugo", "the same pages as plain Markdown, Hugo, bare layout", (BIN / "hugo",), other))
    return found


def checks(guide: Path) -> list[Contender]:
    """The check of a guide, with what it noted before and without."""
    command = (sys.executable, ROOT / "hooks/check.py", "data")
    return [
        Contender("check-cold", "this project's check, no cache", command, guide, lambda: forget(guide)),
        Contender("check", "this project's check", command, guide),
    ]


def copied(source: Path, target: Path) -> Path:
    """A copy of a project without what was built from it."""
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns("site", "*.log")))


def forget(guide: Path) -> None:
    """Delete what this program notes of a build and of a check."""
    (guide / "site.built").unlink(missing_ok=True)
    shutil.rmtree(guide / ".cache", ignore_errors=True)


class Edit:
    """Changes one sentence of one record, the first drug's, another way each time."""

    def __init__(self, guide: Path) -> None:
        self.record = min((guide / "data/drugs").glob("*.yml"))
        self.text = re.sub(r"Edited[a-j]{2} ", "", self.record.read_text(encoding="utf-8"))
        self.times = 0

    def __call__(self) -> None:
        """Change it."""
        self.times += 1
        self.record.write_text(self.text.replace("how_given: |\n", f"how_given: |\n  {self.mark()} "), encoding="utf-8")

    def mark(self) -> str:
        """A word that stands on the page since the last change."""
        return f"Edited{'abcdefghij'[self.times % 10]}{'abcdefghij'[self.times // 10 % 10]}"
