"""The pages of a finished site → whatever in them could run, load or send something that is not the site's own.

Records cannot hold such things and templates escape them; this looks at what came out all the same, because
hand-written pages, templates and the theme may hold HTML. Tags are read in the one form that every browser
reads alike (values in quotes, no "<" or ">" in them); any other form is told too, so nothing hides in it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from .policy import digest

TAG = re.compile(r"<[A-Za-z][^>]*>")
FORM = re.compile(r"""<([A-Za-z][A-Za-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:="[^"<>]*"|='[^'<>]*'|=[^\s"'<>=`]+)?)*)\s*/?>""")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+)))?""")
PLAIN = re.compile(
    r"<(?:a|article|button|circle|dd|details|div|dt|em|g|h[1-6]|label|li|line|nav|ol|option|p|path|rect|section|span"
    r"|strong|sup|svg|td|text|th|time|tr|tspan|ul)"
    r'(?: (?:class|d|datetime|id|lang|rel|type|x|y|(?:aria|data)-[a-z-]+)(?:="[^"<>]*")?'
    r'| href="(?:https://|\.{1,2}/|#|[a-z-]+/)[^"<>]*")*>'
)
"""What nearly all tags are: nothing in them can be wrong, so nobody looks closer. It halves the time."""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
INLINE = re.compile(r"<script\s*>(.*?)</script[\s/>]", re.DOTALL | re.IGNORECASE)
FIRST_LOAD = re.compile(r"<(?:script|link|style|img)\b")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
BLANKS = re.compile(r"[\x00-\x20]+")  # browsers skip them at the start of an address, and line ends inside it

REFUSED = frozenset(
    ("animate", "animatemotion", "animatetransform", "applet", "base", "embed", "foreignobject", "frame")
) | frozenset(("frameset", "iframe", "object", "portal", "set", "style"))
LOADED = frozenset(("background", "data", "lowsrc", "ping", "poster", "src", "srcset", "xlink:href"))
"""Attributes whose address a browser loads, or sends something to."""
LEADS_ONLY = frozenset(("a", "area"))
NAMES_ONLY = frozenset(["alternate", "author", "canonical", "describedby", "help", "license", "next", "prev", "self"])
"""What a link element may be and loads nothing."""
WAYS = frozenset(("http", "https", "mailto", "tel"))
DATA = frozenset(("application/ld+json", "application/json"))
"""Types of a script element that runs nothing."""


class Seen(NamedTuple):
    """What a look at one page found: what is wrong with its scripts, and the tags to be looked at more closely."""

    wrong: tuple[str, ...]
    tags: frozenset[str]


def see(text: str) -> Seen:
    """A look at one page, by itself."""
    tags = frozenset(tag for tag in set(TAG.findall(text)) if not plain(tag))
    return Seen(tuple(scripts(text)), tags)


@lru_cache(maxsize=50_000)
def plain(tag: str) -> bool:
    """Is this a tag in which nothing can be wrong? Most stand on many pages."""
    return PLAIN.fullmatch(tag) is not None


def scan(files: Mapping[str, bytes], seen: Mapping[str, Seen] | None = None) -> tuple[str, ...]:
    """What is wrong, one line each, with the page where it stands. `files`: name → content of the whole site;
    `seen`: what was found already on pages that are as they were."""
    tags: dict[str, str] = {}
    found: list[str] = []
    for name in sorted(name for name in files if name.endswith(".html")):
        one = seen[name] if seen and name in seen else see(files[name].decode())
        found += [f"{name}: {why}" for why in one.wrong]
        tags |= dict.fromkeys(one.tags - tags.keys(), name)
    for tag, name in sorted(tags.items(), key=lambda one: (one[1], one[0])):
        found += [f"{name}: {why}: {tag[:200]}" for why in faults(tag, name, files)]
    return tuple(found)


def scripts(text: str) -> Iterator[str]:
    """What is wrong with a page's policy and with the scripts that stand in it."""
    stated = POLICY.search(text)
    if not stated:
        yield "no content security policy"
        return
    first = FIRST_LOAD.search(text)
    if first and first.start() < stated.start():
        yield f"{first[0]}> stands before the content security policy"
    for script in INLINE.findall(text):
        if digest(script) not in stated[1]:
            yield f"a script that the content security policy does not know: {script.strip()[:80]}"


def faults(tag: str, page: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with one tag."""
    form = FORM.fullmatch(tag)
    if not form:
        yield "a tag that browsers may read in several ways; write each value in quotes, without < or > in it"
        return
    name = form[1].lower()
    values = {
        key.lower(): html.unescape(double or single or bare) for key, double, single, bare in ATTRIBUTE.findall(form[2])
    }
    if name in REFUSED:
        yield f"an element that no page needs ({name})"
    for key, value in values.items():
        if key.startswith("on"):
            yield f"a handler ({key})"
        elif key == "style":
            yield "a style of its own; use a class"
        elif key in ("srcdoc", "formaction"):
            yield f"an attribute that no page needs ({key})"
        elif key in LOADED or (key == "href" and loads(name, values)):
            yield from wrong_load(key, value)
        elif key == "href":
            yield from wrong_way(value)
    if name == "form" and "action" in values:
        yield "a form that sends what is typed"
    if name == "script":
        yield from wrong_script(values, page, files)
    if name == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield from wrong_load("content", values.get("content", "").partition("url=")[2])


def loads(name: str, values: Mapping[str, str]) -> bool:
    """Does a browser load the address in this element's href?"""
    kinds = set(values.get("rel", "").lower().split())
    return name not in LEADS_ONLY and not (name == "link" and kinds and kinds <= NAMES_ONLY)


def wrong_load(key: str, value: str) -> Iterator[str]:
    """An address that a browser loads lies on the site itself."""
    for address in value.split(",") if key == "srcset" else (value,):
        plain = BLANKS.sub("", address).lower()
        if SCHEME.match(plain) or plain.startswith(("//", "\\", "/\\")):
            yield f"loaded from elsewhere ({key})"


def wrong_way(value: str) -> Iterator[str]:
    """An address that a reader may follow is a web page, a letter or a call."""
    scheme = SCHEME.match(BLANKS.sub("", value).lower())
    if scheme and scheme[1] not in WAYS:
        yield f"a link that is no web address ({scheme[1]}:)"


def wrong_script(values: Mapping[str, str], page: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """A script is a file of the site, or data, or stands bare in the page, where its text is compared."""
    if values.get("type") in DATA and "src" not in values:
        return
    source = values.get("src", "").partition("?")[0]
    if source and not ours(source, page, files):
        yield "a script that is no file of this site"
    if not source and values:
        yield "a script in the page with attributes; its text cannot be compared"


def ours(source: str, page: str, files: Mapping[str, bytes]) -> bool:
    """Is this a file of the site? The pages for errors name theirs whole, from the host on, so there the end counts."""
    if source.startswith("/"):
        return any(source.endswith(f"/{name}") for name in files)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), source)) in files
