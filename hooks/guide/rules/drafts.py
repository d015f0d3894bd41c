"""Rules for drafts: what is on the site is finished, and rests on nothing unfinished."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Link
from ..model.fields import UNWRITTEN
from ..prose import Cite
from .rule import Corpus, Finding, rule


@rule("unwritten")
def finished(corpus: Corpus) -> Iterator[Finding | None]:
    """Nothing on the site is still to be written: each line that 'make new' marked is filled in, its mark gone."""
    for item in corpus.items():
        if item.draft:
            continue
        drawing = [corpus.data.drawings[item.id]] if item.kind == "picture" and item.id in corpus.data.drawings else []
        for source in (item.source, *drawing):
            found = source.text.find(UNWRITTEN)
            line = source.text.count("\n", 0, found) + 1
            column = found - source.text.rfind("\n", 0, max(found, 0))
            message = f"'{UNWRITTEN}': fill this line in and take the mark away, or keep 'draft: true'"
            yield Finding(source, (), message, at=(line, column)) if found >= 0 else None


@rule("draft-source")
def finished_sources(corpus: Corpus) -> Iterator[Finding | None]:
    """Nothing on the site cites a source that is still a draft."""
    drafts = {item.id for item in corpus.items("reference") if item.draft}
    message = "source '{0}' is a draft; finish data/references/{0}.yml and take 'draft: true' out of it"
    for field in corpus.fields if drafts else ():
        if field.item and field.item.draft:
            continue
        for node, line in field.nodes if drafts & field.cited else ():
            for name in (name for name, _ in node.items if name in drafts) if isinstance(node, Cite) else ():
                yield Finding(field.source, field.path, message.format(name), name, line)
    for source, item, path, value, marker in corpus.marks:
        if marker == Link("reference") and not (item and item.draft):
            yield Finding(source, path, message.format(value)) if value in drafts else None
    for page in corpus.pages:
        for call in page.calls():
            for kind, name in call.ids():
                if kind == "reference" and name in drafts:
                    yield Finding(page.source, (), message.format(name), at=(call.line, call.column))
