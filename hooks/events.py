"""MkDocs' events, one short call each. The only module that knows MkDocs.

on_config      read and check everything; any problem ends the build before a file is touched
on_files       compose every page and put it among MkDocs' files
Page.render    print a composed page
on_env         give the theme its filter for the content security policy
on_page_content  keep what the pages say for the search index
on_post_build  write the files beside the pages and what works offline; swap the finished site into place
on_serve       the preview's own way to build again: a mistake is shown in the page, and nothing ends
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from guide.address import API
from guide.archive import Edition
from guide.beside import beside
from guide.clock import day_set, today
from guide.compose import Site, View, compose
from guide.head import heads
from guide.inspection import inspect
from guide.link import Linked, link
from guide.offline import extras
from guide.policy import policy
from guide.preview import Preview
from guide.printed import Printed
from guide.publish import aside, files_of, remove, swap, write
from guide.render import TEMPLATES, Renderer
from guide.scan import scan
from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
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
    """What outlives a build: the preview, if this is one, and the build under way."""

    preview: Preview | None = None
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
        self.meta = {"tags": list(self.view.tags), "hide": ["navigation"], **self.view.meta}
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
    """Remember whether this is a preview: a preview has nothing to swap, and goes on whatever is wrong."""
    SESSION.preview = Preview() if command == "serve" else None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check; take the guide's own names over into the configuration; build aside."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    SESSION.build = None
    home = Path(config.config_file_path).absolute().parent if config.config_file_path else Path.cwd()
    root = Path.cwd() if home.is_relative_to(Path.cwd()) else home
    data = home / str(config.extra.get("data", "data"))
    if SESSION.preview and (why := SESSION.preview.begin(root, Path(config.docs_dir), *config.dev_addr)):
        raise PluginError(why)
    found = inspect(data, Path(config.docs_dir), root, today())
    if found.problems or not found.checks:
        for problem in found.problems:
            log.error("%s", problem)
        if SESSION.preview is None:
            raise PluginError(found.summary())
        log.error("%s: every page of the preview tells them until they are mended", found.summary())
        SESSION.preview.problems = found.problems
        config.nav, config.theme.static_templates = [], set()
        return config
    log.info(found.summary())
    linked = link(found.data, config.repo_url or "")
    guide = linked.guide
    config.site_name = guide.title
    config.site_description = guide.tagline
    config.repo_url = guide.repository
    config.edit_uri = config.edit_uri or "edit/main/docs/"
    config.extra["guide"] = guide
    config.extra["offline"] = SESSION.preview is None  # a worker would keep an author's former pages
    target = None
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    if SESSION.preview is None:
        target = Path(config.site_dir)
        config.site_dir = str(aside(target))
        logger = logging.getLogger("mkdocs")
        logger.addHandler(warnings)
        if config.strict:  # '--quiet' stops warnings before anybody counts them, and then nothing is strict any more
            logger.setLevel(min(logger.level, logging.WARNING))
    SESSION.build = Build(linked, compose(linked, found.pages), Renderer(today()), data, root, target, warnings)
    config.extra["heads"] = heads(linked, SESSION.build.site, config.site_url or "")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Every composed page becomes a file of MkDocs', edited where its record is; what only the base theme uses goes."""
    if SESSION.build is None and SESSION.preview:
        return Files([])
    build = SESSION.current()
    unused = {os.path.normpath(folder) for folder in config.theme.dirs if folder != config.theme.custom_dir}
    for file in [file for file in files.media_files() if file.src_dir in unused]:
        files.remove(file)
    for view in build.site.views:
        if view.address == API and build.target is None:
            continue  # a preview has no data to tell of
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


def on_env(env: Environment, **_: Any) -> Environment:
    """The theme names the digest of its inline script in each page's policy."""
    env.filters["policy"] = policy
    return env


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
    """The files beside the pages; then, last of all, the swap, unless a strict build has warnings (MkDocs ends it)."""
    if SESSION.build is None and SESSION.preview:
        return
    build = SESSION.current()
    guide = build.linked.guide
    edition = Edition(guide.title, guide.tagline, guide.language, guide.disclaimer, config.site_url or "", day_set())
    printed = Printed(build.linked, build.site, build.bodies, build.renderer, edition)
    for name, content in beside(printed, published=build.target is not None).items():
        write(Path(config.site_dir) / name, content)
    if build.target is None:
        return
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    built = Path(config.site_dir)
    if config.strict and any(build.warnings.counts.values()):
        remove(built)
        return
    files = files_of(built)
    if unsafe := scan(files):
        raise PluginError("\n".join(("pages hold what no page may hold:", *unsafe)))
    template = (TEMPLATES / "worker.js").read_text(encoding="utf-8")
    for name, content in extras(files, edition, template).items():
        write(built / name, content)
    swap(built, build.target)
    config.site_dir = str(build.target)


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    """From here on the preview builds again in its own, steady way."""
    if SESSION.preview:
        server.builder = SESSION.preview.serve(server.builder, Path(server.root))
    return server


def on_build_error(error: Exception, **_: Any) -> None:
    """A build that broke leaves nothing behind."""
    build, SESSION.build = SESSION.build, None
    if build and build.target:
        logging.getLogger("mkdocs").removeHandler(build.warnings)
        remove(aside(build.target))
