"""Where each record lives on the site. Addresses are relative to the site's root, without a leading slash."""

from __future__ import annotations

import re

PAGES = {
    "phase": "phases",
    "drug": "drugs",
    "effect": "side-effects",
    "type": "types",
    "plan": "plans",
    "procedure": "procedures",
    "topic": "topics",
}
"""Kinds whose records have a page of their own, and the folder it stands in."""

ANCHORS = {
    "trial": ("trials/", "trial-"),
    "term": ("glossary/", "term-"),
    "reference": ("references/", "ref-"),
    "question": ("questions/", "questions-"),
    "picture": ("pictures/", "picture-"),
}
"""Kinds that share one page: its address and what comes before the id in the fragment."""

OTHERS = {"change": "changes"}
"""Kinds that no address of their own belongs to, and the page that shows them."""

API = "api/v1/"
"""Where the guide stands as data. A page's document is found by the page's address: api/v1/drugs/x.json."""


def collection(kind: str) -> str:
    """The part of an address that all records of a kind have in common: 'drugs', 'glossary'."""
    return PAGES.get(kind) or OTHERS.get(kind) or ANCHORS[kind][0].strip("/")


def address(kind: str, name: str) -> str:
    """The address of a record: 'drugs/examplin/' or 'glossary/#term-relief'."""
    if kind in PAGES:
        return f"{PAGES[kind]}/{name}/"
    page, prefix = ANCHORS[kind]
    return f"{page}#{prefix}{name}"


def drawing_file(name: str) -> str:
    """The file of a picture's drawing."""
    return f"{ANCHORS['picture'][0]}{name}.svg"


def relative(target: str, page: str) -> str:
    """`target` as a link on `page`; both are addresses from the site's root."""
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return mark + fragment
    here, there = page.split("/")[:-1], path.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return ("../" * (len(here) - same) + "/".join(there[same:]) or "./") + mark + fragment


def archive_name(title: str) -> str:
    """The file that holds the whole site: 'My Guide' → 'my-guide.zip'."""
    return (re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "guide") + ".zip"
