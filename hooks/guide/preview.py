"""The live preview and mistakes: it shows them in the page, goes on, and shows the guide again when they are mended.

In: what a build found wrong, or the exception that ended it. Out: a page that tells it, at every address that the
guide had, at its first page, and wherever a page is not found. MkDocs puts its live-reload script into it.
"""

from __future__ import annotations

import gc
import logging
import re
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError

from .load import MAX_BYTES, Memory, display
from .on_demand import OnDemand, cannot_listen
from .problem import Problem
from .publish import write
from .render import TEMPLATES
from .rules.alone import Sound
from .sign import Sign, sign

HOOKS = Path(__file__).parent.parent
LOG = logging.getLogger("mkdocs.plugins.preview")
ALWAYS = frozenset({"index.html", "404.html"})
MOST = 50
"""So many mistakes are shown; the terminal tells all."""
LONGEST = 160
"""So many characters of a line are shown around a mistake."""
LINK_WARNING = re.compile(r"Doc file '([^']+)' contains .*?link (?:to )?'([^']+)'")
MARK = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A mistake with the line it is in: what stands before the place, at it, and after it."""

    problem: Problem
    before: str = ""
    at: str = ""
    after: str = ""


class Warnings(logging.Handler):
    """Keeps what MkDocs warns of: a strict build would end there."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


def digests() -> dict[str, str]:
    """Every module of the program with a digest: Python keeps the old ones until it is started anew."""
    modules = [path for path in HOOKS.rglob("*.py") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(HOOKS).as_posix(): sha256(path.read_bytes()).hexdigest() for path in modules}


@dataclass(slots=True)
class Preview:
    """What a preview remembers between builds.

    `problems`: the data's and pages' mistakes of the build under way. `known`: the pages of the last good build.
    `root`, `data` and `docs`: where the project, its records and its hand-written pages are.
    `settings`: MkDocs' file and the theme's own folder.
    `refresh`: reads records anew, and tells whether that is enough; `kept`: files that no page's making brings back.
    """

    root: Path = field(default_factory=Path.cwd)
    data: Path = field(default_factory=Path.cwd)
    docs: Path = field(default_factory=Path.cwd)
    served: bool = False
    problems: tuple[Problem, ...] = ()
    known: frozenset[str] = frozenset()
    warnings: Warnings = field(default_factory=Warnings)
    program: dict[str, str] = field(default_factory=digests)
    refresh: Callable[[], bool] = bool
    settings: tuple[Path, ...] = ()
    around: dict[str, Sign] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)
    sound: Sound = field(default_factory=Sound)
    demand: OnDemand | None = None

    def __post_init__(self) -> None:
        logging.getLogger("mkdocs").addHandler(self.warnings)

    def begin(self, root: Path, data: Path, config: Any) -> str:
        """Before a build. Returns why nothing can be served, which is asked once, before the work of the first."""
        self.root, self.data, self.docs = root, data, Path(config.docs_dir)
        self.settings = tuple(Path(one) for one in (config.config_file_path, config.theme.custom_dir) if one)
        return "" if self.served else cannot_listen(*config.dev_addr)

    def finish(self, site: Path) -> None:
        """After a build: remember its pages; when something is wrong, let each of them tell it."""
        if self.problems:
            self.show(site, self.problems)
            return
        self.known = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        self.kept = {name: (site / name).read_bytes() for name in ALWAYS if (site / name).exists()}
        self.around = self.signs()
        gc.freeze()  # what a build leaves behind stays: looking through it again would take longer than the next one
        if problems := [warned(said, self.docs, self.root) for said in self.warnings.said]:
            self.around = {}  # only a whole build brings warnings, and only a whole build takes them away
            self.tell(site, problems)

    def signs(self) -> dict[str, Sign]:
        """How everything that a page is made from is now, but for the records."""
        places = (self.docs, HOOKS, *self.settings)
        files = [path for place in places for path in (place, *place.rglob("*")) if path.suffix != ".pyc"]
        return {str(path): sign(str(path)) for path in files if not path.is_dir()}

    def refreshed(self, site: Path) -> bool:
        """Read the records anew and make pages when they are asked for; False when only a whole build will do."""
        if not self.around or self.signs() != self.around or not self.refresh():
            return False
        if self.problems:
            self.show(site, self.problems)
        else:
            for name, content in self.kept.items():
                write(site / name, content)
        return True

    def tell(self, site: Path, problems: Sequence[Problem]) -> None:
        """Show what nobody has told yet, and tell it in the terminal."""
        for problem in problems:
            LOG.error("%s", problem)
        self.show(site, problems)

    def show(self, site: Path, problems: Iterable[Problem] = (), changed: Iterable[str] = ()) -> None:
        """Write the page of mistakes wherever somebody may look."""
        shown = [with_line(problem, self.root) for problem in problems]
        if self.demand:
            self.demand.stale.clear()  # else a page would be made in the place of the mistakes
        for address in self.known | ALWAYS:
            text = page(shown, tuple(changed), address == "404.html")
            write(site / address, text.encode("utf-8", "backslashreplace"))  # a file's name may be no text at all

    def serve(self, build: Callable[[], None], site: Path) -> Callable[[], None]:
        """The first build is done. Returns how to build again: what ends a build is told in page and terminal."""
        self.served = True
        self.demand = OnDemand(site, lambda error: self.fail(site, error))
        self.finish(site)

        def again() -> None:
            self.problems = ()
            self.warnings.said.clear()
            now = digests()
            if changed := sorted(name for name in now | self.program if now.get(name) != self.program.get(name)):
                names = [display(HOOKS / name, self.root) for name in changed]
                LOG.warning("The program changed (%s). Stop with Ctrl+C and run 'make serve' again.", ", ".join(names))
                self.show(site, changed=names)
                return
            assert self.demand
            with self.demand.lock:
                try:
                    if not self.refreshed(site):
                        self.demand.stale.clear()
                        build()
                        self.finish(site)
                except Exception as error:
                    self.fail(site, error)

        return again

    def fail(self, site: Path, error: Exception) -> None:
        """What ended a build, told in page and terminal; the next build is a whole one."""
        self.around = {}
        if not (hasattr(error, "format_message") or isinstance(error, TemplateSyntaxError)):
            traceback.print_exception(error)  # MkDocs' own errors and a template's are told by their place and words
        self.tell(site, told(error, self.warnings.said, self.root))


def page(shown: list[Shown], changed: tuple[str, ...], lost: bool) -> str:
    """The page of mistakes. `lost`: it answers for addresses that MkDocs does not know, without its script."""
    folder = FileSystemLoader(TEMPLATES)
    templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = templates.get_template("pages/problems.html")
    return template.render(shown=shown[:MOST], count=len(shown), changed=changed, lost=lost)


def with_line(problem: Problem, root: Path) -> Shown:
    """The mistake with its line, if there is one to show: never what a link leads to, nor what is no ordinary file."""
    path = root / problem.file
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return Shown(problem)
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return Shown(problem)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    start = min(problem.column - 1, len(line))
    word = re.compile(r"\s*\S+").match(line, start)
    end = min(word.end() if word else len(line), start + LONGEST)
    return Shown(problem, line[max(0, start - LONGEST) : start], line[start:end], line[end : end + LONGEST])


def warned(said: str, docs: Path, root: Path) -> Problem:
    """A warning of MkDocs as a mistake; a link that leads nowhere with its place."""
    found = LINK_WARNING.match(said)
    if not found:
        return Problem("mkdocs.yml", 1, 1, said, "warning")
    path, line, column = docs / found[1], 1, 1
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        at = max(text.find(found[2]), 0)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Problem(display(path, root), line, column, said, "warning")


def told(error: Exception, said: list[str], root: Path) -> tuple[Problem, ...]:
    """What ended a build, as mistakes: in mkdocs.yml when MkDocs says so, else where the program or a template is."""
    if hasattr(error, "format_message"):
        messages = said or [error.format_message()]
        marks = [MARK.search(message) for message in messages]
        places = [(int(mark[1]), int(mark[2])) if mark else (1, 1) for mark in marks]
        return tuple(
            Problem("mkdocs.yml", *place, message, "configuration")
            for place, message in zip(places, messages, strict=True)
        )
    if isinstance(error, TemplateSyntaxError):
        where = (error.filename or "", error.lineno)
    else:
        frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
        own = [frame for frame in frames if Path(frame[0]).is_relative_to(HOOKS)]
        where = (own or frames)[-1]
    message = (
        f"the program stopped here: {type(error).__name__}: {error}; mend this file if you changed it, else report it"
    )
    return (Problem(display(Path(where[0]), root), where[1], 1, message, "program"),)
