"""Rules for ids that were published once: each still leads somewhere, and nothing here uses a former one."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Link
from ..moves import FOLDERS, Former, Key, all_former, on_site, told
from .links import named_in
from .rule import Corpus, Finding, rule

DRAFT = "a draft now; take 'draft: true' out of its record"
GONE = "gone now; name '{}' under 'formerly' in the record that replaces it, or say in moved.yml what became of it"


@rule("lost-id")
def ids_are_kept(corpus: Corpus) -> Iterator[Finding | None]:
    """Every id in published.yml is a record on the site, or its former id says where readers go now.

    An address once published never dies: somebody has printed it, or keeps it among their bookmarks.
    """
    there, broken, published = on_site(corpus.data), told(corpus.data), corpus.data.published
    for kind, folder in FOLDERS.items():
        for index, name in enumerate(getattr(published, folder, ())):
            former = corpus.former.get((kind, name))
            kept = (kind, name) in there or (former and (former.how == "removed" or any(o in there for o in former.to)))
            unread = name in broken or (name in corpus.data.named[kind] and name not in corpus.data.items[kind])
            if kept or unread:
                yield None
                continue
            draft = name in corpus.data.items[kind]
            message = f"{kind} '{name}' was published and is " + (DRAFT if draft else GONE.format(name))
            yield Finding(corpus.data.published_source, (folder, index), message)


@rule("moved-id")
def links_are_new(corpus: Corpus) -> Iterator[Finding | None]:
    """Links, citations and macros name a record by its id of today: a former id is for readers' bookmarks only."""
    if not corpus.former:
        return
    names = {name for _, name in corpus.former}
    for source, item, path, value, marker in corpus.marks:
        if isinstance(marker, Link) and (item or marker.to not in ("country", "audience")):
            kind, _, name = value.rpartition(":") if marker.to == "page" else (marker.to, "", value)
            former = corpus.former.get((kind, name))
            yield Finding(source, path, new_name(former)) if former else None
    for field in corpus.fields:
        for node, line in field.nodes if any(name in field.text for name in names) else ():
            for key in named_in(node):
                former = corpus.former.get(key)
                yield Finding(field.source, field.path, new_name(former), key[1], line) if former else None
    for page in corpus.pages:
        for call in page.calls():
            for key in call.ids():
                former = corpus.former.get(key)
                at = (call.line, call.column)
                yield Finding(page.source, (), new_name(former), at=at) if former else None


def new_name(former: Former) -> str:
    """What to write in the place of a former id."""
    kind, name = former.key
    if former.how == "moved":
        return f"{kind} '{name}' has moved to '{shown(former.to[0], kind)}'; write that"
    if former.how == "split":
        return f"{kind} '{name}' was split into {' and '.join(repr(shown(one, kind)) for one in former.to)}; choose one"
    return f"{kind} '{name}' was removed from this guide; take this mention out"


def shown(key: Key, kind: str) -> str:
    """An id, with its kind when that is another."""
    return key[1] if key[0] == kind else ":".join(key)


@rule("moved-record")
def moves_lead_somewhere(corpus: Corpus) -> Iterator[Finding | None]:
    """What moved.yml says holds: the id is no record's now and is named only once; what it leads to is on the site."""
    there, listed = on_site(corpus.data), set[Key]()
    for former in all_former(corpus.data):
        source, path = former.place
        in_list = source is corpus.data.moved_source
        kind, name = former.key
        if in_list and name in corpus.data.named[kind]:
            message = f"{kind} '{name}' is a record still; delete data/{FOLDERS[kind]}/{name}.yml, or this entry"
            yield Finding(source, (*path, "id"), message)
        elif in_list and former.key in listed:
            yield Finding(source, (*path, "id"), f"{kind} '{name}' is here twice; keep one")
        elif former.key in listed:
            yield Finding(source, path, f"moved.yml says what became of {kind} '{name}' too; keep one of the two")
        elif in_list and (wrong := [one for one in former.to if not leads(corpus, one, there)]):
            yield Finding(source, path, no_way(corpus, wrong[0]))
        else:
            yield None
        if in_list:
            listed.add(former.key)


def leads(corpus: Corpus, key: Key, there: frozenset[Key]) -> bool:
    """Is this a record on the site, or one that cannot be read yet?"""
    return key in there or (key[1] in corpus.data.named[key[0]] and key[1] not in corpus.data.items[key[0]])


def no_way(corpus: Corpus, key: Key) -> str:
    """Why a former id cannot lead to this record."""
    kind, name = key
    if key in corpus.former:
        return f"leads to an id that is former itself: {new_name(corpus.former[key])}"
    if name in corpus.data.items[kind]:
        return f"leads to {kind} '{name}', which is a draft; name a record that is on the site"
    return f"leads to {kind} '{name}', which is no record; name one that is on the site"
