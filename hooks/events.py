"""MkDocs' events, one short call each. The only module that knows MkDocs.

on_config      read and check everything; any problem ends the build before a file is touched
on_files       compose every page and put it among MkDocs' files
Page.render    print a composed page
on_page_content  keep what the pages say for the search index
on_post_build  write the search index, the handout's parts and what works offline; swap the finished site into place
"""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from guide.archive import Edition
from guide.clock import day_set, today
from guide.compose import Site, View, compose
from guide.handout import PARTS, handout_script
from guide.inspection import inspect
from guide.link import Linked, link
from guide.offline import extras
from guide.publish import aside, files_of, remove, swap, write
from guide.render import TEMPLATES, Renderer
from guide.search import search_index
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data

log = get_plugin_logger("phasebook")


@dataclass(slots=True)
class Build:
    """What one build knows. A new build starts with a new one."""

    linked: Linked
    site: Site
    renderer: Renderer
    data: Path
    root: Path
    target: Path | None
    warnings: CountHandler
    bodies: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Session:
    """What outlives a build: the command that runs, and the build under way."""

    command: str = "build"
    build: Build | None = None

    def current(self) -> Build:
        """The build under way."""
        if self.build is None:
            raise PluginError("no build is under way")
        return self.build


SESSION = Session()


class RecordPage(Page):
    """A page composed from records: it brings its own HTML, contents and anchors."""

    def __init__(self, view: View, file: File, config: MkDocsConfig) -> None:
        super().__init__(view.short_title or view.title, file, config)
        self.view = view

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read: the metadata comes from the record."""
        self.markdown = ""
        self.meta = {"tags": list(self.view.tags), "hide": ["navigation"]}
        if self.view.summary:
            self.meta["description"] = str(escape(self.view.summary))  # the theme escapes nothing

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The page's HTML, printed by its template."""
        self.content = SESSION.current().renderer.view(self.view)
        SESSION.current().bodies[self.view.address] = self.content
        entries = [AnchorLink(heading, ident, 2) for ident, heading in self.view.contents()]
        self.toc = TableOfContents(entries)
        self.present_anchor_ids = set(re.findall(r'\bid="([^"]+)"', self.content))


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is a preview: a preview has nothing to swap."""
    SESSION.command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check; take the guide's own names over into the configuration; build aside."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    SESSION.build = None
    home = Path(config.config_file_path).absolute().parent if config.config_file_path else Path.cwd()
    root = Path.cwd() if home.is_relative_to(Path.cwd()) else home
    data = home / str(config.extra.get("data", "data"))
    found = inspect(data, Path(config.docs_dir), root, today())
    if found.problems or not found.checks:
        for problem in found.problems:
            log.error("%s", problem)
        raise PluginError(found.summary())
    log.info(found.summary())
    linked = link(found.data, config.repo_url or "")
    guide = linked.guide
    config.site_name = guide.title
    config.site_description = guide.tagline
    config.repo_url = guide.repository
    config.edit_uri = config.edit_uri or "edit/main/docs/"
    config.extra["guide"] = guide
    config.extra["offline"] = SESSION.command != "serve"  # a worker would keep an author's former pages
    target = None
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    if SESSION.command != "serve":
        target = Path(config.site_dir)
        config.site_dir = str(aside(target))
        logging.getLogger("mkdocs").addHandler(warnings)
    SESSION.build = Build(linked, compose(linked, found.pages), Renderer(today()), data, root, target, warnings)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Every composed page becomes a file of MkDocs', edited where its record is; what only the base theme uses goes."""
    build = SESSION.current()
    unused = {os.path.normpath(folder) for folder in config.theme.dirs if folder != config.theme.custom_dir}
    for file in [file for file in files.media_files() if file.src_dir in unused]:
        files.remove(file)
    for view in build.site.views:
        file = File.generated(
            config, f"{view.address}index.md" if is_list(view) else f"{view.address[:-1]}.md", content=""
        )
        if view.source:
            file.edit_uri = os.path.relpath(build.root / view.source, config.docs_dir).replace(os.sep, "/")
        file.page = RecordPage(view, file, config)
        files.append(file)
    return files


def is_list(view: View) -> bool:
    """Is this the page of a folder (drugs/) and not of a record in it (drugs/x/)?"""
    return view.address.count("/") == 1


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A hand-written page with its macros answered."""
    build = SESSION.current()
    written = build.site.written.get(page.file.src_uri)
    if isinstance(page, RecordPage) or written is None:
        return markdown
    return str(get_data(build.renderer.written(written))[0])


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """What a hand-written page says, for the search index."""
    build = SESSION.current()
    if written := build.site.written.get(page.file.src_uri):
        build.bodies[written.address] = html
    return html


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """The search index; then, after everybody else, the swap, unless a strict build has warnings (MkDocs ends it)."""
    build = SESSION.current()
    index = json.dumps(search_index(build.site, build.linked, build.bodies), ensure_ascii=False, separators=(",", ":"))
    write(Path(config.site_dir) / "search" / "search_index.json", index)
    script = handout_script(build.site.handout, build.renderer, config.site_url or "")
    write(Path(config.site_dir) / PARTS, script)
    if build.target is None:
        return
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    built = Path(config.site_dir)
    if config.strict and any(build.warnings.counts.values()):
        remove(built)
        return
    guide = build.linked.guide
    edition = Edition(guide.title, guide.tagline, guide.language, guide.disclaimer, config.site_url or "", day_set())
    template = (TEMPLATES / "worker.js").read_text(encoding="utf-8")
    for name, content in extras(files_of(built), edition, template).items():
        write(built / name, content)
    swap(built, build.target)
    config.site_dir = str(build.target)


def on_build_error(error: Exception, **_: Any) -> None:
    """A build that broke leaves nothing behind."""
    build, SESSION.build = SESSION.build, None
    if build and build.target:
        logging.getLogger("mkdocs").removeHandler(build.warnings)
        remove(aside(build.target))
