"""MkDocs' events, one short call each. The only module that knows MkDocs.

on_config      read and check everything; any problem ends the build before a file is touched, nothing new does too
on_files       begin to write files that ask for no page; put every composed page among MkDocs' files
Page.render    print a composed page
on_page_content  keep what the hand-written pages say
on_env         every page has its text: begin to make pages whole, and write the files beside them
on_page_context  hand each whole page on, to be written
on_post_build  write what works offline; swap the finished site into place
on_serve       the preview's own way to build again: a mistake is shown in the page, and nothing ends
"""

from __future__ import annotations

import os
import re
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from guide.address import API
from guide.ahead import begin
from guide.compose import View
from guide.frames import READY, Frames, template_of
from guide.head import heads
from guide.policy import policy
from guide.preview import Preview
from guide.publish import aside, remove, swap
from guide.refresh import Refresh
from guide.session import Session
from guide.whole import make_whole
from jinja2 import Environment
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.meta import get_data
from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("phasebook")
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
        self.content = SESSION.current().body(self.view)
        entries = [AnchorLink(heading, ident, 2) for ident, heading in self.view.contents()]
        self.toc = TableOfContents(entries)

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """The page's anchors: MkDocs asks for those of pages to which a hand-written one leads."""
        return set(re.findall(r'\bid="([^"]+)"', self.content or ""))


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is a preview: a preview has nothing to swap, and goes on whatever is wrong."""
    SESSION.preview = Preview() if command == "serve" else None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check; take the guide's own names over into the configuration; build aside."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    SESSION.clear()
    home = Path(config.config_file_path).absolute().parent if config.config_file_path else Path.cwd()
    root = Path.cwd() if home.is_relative_to(Path.cwd()) else home
    data = home / str(config.extra.get("data", "data"))
    if SESSION.preview and (why := SESSION.preview.begin(root, data, config)):
        raise PluginError(why)
    target = None if SESSION.preview else Path(config.site_dir)
    if target and SESSION.stands(config, data, root):
        log.info("Nothing changed since the last build: %s is as it should be", target)
        config.site_dir = str(aside(target))
        return without_pages(config)
    found = SESSION.inspect(data, Path(config.docs_dir), root, config.repo_url or "")
    if found.problems or not found.checks:
        for problem in found.problems:
            log.error("%s", problem)
        if SESSION.preview is None:
            raise PluginError(found.summary())
        log.error("%s: every page of the preview tells them until they are mended", found.summary())
        SESSION.preview.problems = found.problems
        return without_pages(config)
    log.info(found.summary())
    if target:
        config.site_dir = str(aside(target))
        SESSION.listen(strict=bool(config.strict))
    build = SESSION.begin(found, root, target, config.repo_url or "")
    guide = build.linked.guide
    config.site_name, config.site_description = guide.title, guide.tagline
    config.repo_url = guide.repository
    config.edit_uri = config.edit_uri or "edit/main/docs/"
    config.extra["guide"] = guide
    config.extra["offline"] = SESSION.preview is None  # a worker would keep an author's former pages
    config.extra["heads"] = heads(build.linked, build.site, config.site_url or "")
    config.theme.static_templates.discard("sitemap.xml")  # it is one of the files beside the pages
    return config


def without_pages(config: MkDocsConfig) -> MkDocsConfig:
    """A configuration by which MkDocs makes nothing."""
    config.nav, config.theme.static_templates = [], set()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Every composed page becomes a file of MkDocs', edited where its record is; what only the base theme uses goes."""
    if (build := SESSION.build) is None:
        return Files([])
    begin(build, Path(config.site_dir), config.site_url or "")
    unused = {os.path.normpath(folder) for folder in config.theme.dirs if folder != config.theme.custom_dir}
    for file in [file for file in files if file.src_dir in unused]:
        files.remove(file)
    for view in build.site.views:
        if view.address == API and build.target is None:
            continue  # a preview has no data to tell of
        file = File.generated(config, view.file, content="")
        if view.source:
            file.edit_uri = os.path.relpath(build.root / view.source, config.docs_dir).replace(os.sep, "/")
        file.page = RecordPage(view, file, config)
        files.append(file)
    return files


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keep the navigation: every frame shows it."""
    SESSION.nav = nav
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A hand-written page with its macros answered."""
    build = SESSION.current()
    written = build.written.get(page.file.src_uri)
    if isinstance(page, RecordPage) or written is None:
        return markdown
    return str(get_data(build.renderer.written(written))[0])


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """What a hand-written page says, for the search index."""
    build = SESSION.current()
    if written := build.written.get(page.file.src_uri):
        build.written_bodies[written.address] = html
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let pages be made whole on all processors, and meanwhile write the files beside them.

    The theme names the digest of its inline script in each page's policy.
    """
    env.filters["policy"], env.bytecode_cache = policy, SESSION.compiled
    if (build := SESSION.build) is None or SESSION.nav is None:
        return env
    listed = files.documentation_pages()
    frames = Frames(env, partial(get_context, SESSION.nav, listed, config))
    pages = {address_of(file.page): file.page for file in listed if file.page}
    home = config.site_url or ""
    made = make_whole(build, frames, pages, Path(config.site_dir), home, SESSION.store)
    SESSION.expect(made)
    for address in made.standing:
        files.remove(pages[address].file)  # MkDocs writes those that are left
    if preview := SESSION.preview:
        others = frozenset(chain.from_iterable(SESSION.others))
        preview.refresh = Refresh(SESSION, preview, frames, pages, others, partial(reprint, config, files), home)
    return env


def reprint(config: MkDocsConfig, files: Files, page: Page) -> None:
    """Print a page once more, as MkDocs does: its text first, then its HTML."""
    page.read_source(config)
    page.markdown = on_page_markdown(page.markdown or "", page, config, files)
    page.render(config, files)
    on_page_content(page.content or "", page, config, files)


def address_of(page: Page) -> str:
    """A page's address from the site's root."""
    return page.view.address if isinstance(page, RecordPage) else SESSION.current().written[page.file.src_uri].address


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """The whole page, to be written as it is; its twin is written here."""
    if SESSION.whole and template_of(page) == READY:
        whole = next(SESSION.whole)
        context.update({"ready": whole.html})  # type: ignore[misc]
        SESSION.take(whole, page.file.dest_uri, Path(config.site_dir))
    return context


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """What works offline; then, last of all, the swap, unless a strict build has warnings (MkDocs ends it)."""
    if SESSION.build is None or SESSION.build.target is None:
        return
    build, target, built = SESSION.build, SESSION.build.target, Path(config.site_dir)
    SESSION.listen_no_more()
    if config.strict and SESSION.warnings.said:
        SESSION.let_go()
        remove(built)
        return
    if unsafe := SESSION.finish(built, build.edition(config.site_url or "")):
        raise PluginError("\n".join(("pages hold what no page may hold:", *unsafe)))
    swap(built, target)
    SESSION.remember(target)
    config.site_dir = str(target)


def on_serve(server: Any, config: MkDocsConfig, **_: Any) -> Any:
    """From here on the preview builds again in its own, steady way, and hears of changes at once."""
    if (preview := SESSION.preview) is None:
        return server
    server.builder = preview.serve(server.builder, Path(server.root))
    if preview.demand and (application := server.get_app()):
        server.set_app(preview.demand.answer(application, server.mount_path))
    from guide.watching import hear  # noqa: PLC0415 - it loads what a build never needs

    hear(server, [config.docs_dir, *([config.config_file_path] if config.config_file_path else [])])
    return server


def on_build_error(error: Exception, **_: Any) -> None:
    """A build that broke leaves nothing behind."""
    build, SESSION.build = SESSION.build, None
    SESSION.let_go()
    SESSION.listen_no_more()
    if build and build.target:
        remove(aside(build.target))
