"""The page of rules for authors, made from the rules: name, what holds, what is refused, what would pass."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from markupsafe import Markup, escape

from ..address import relative
from ..notes import Notes
from ..rules.book import Explained, book
from .editorial import EDITORIAL
from .view import Part, Section, View

RULES_PAGE = "rules/"
TITLE = "The rules for records and pages"
TOLD = (
    "For authors: all that the check holds, by the stable name of each rule, with an example of what is refused "
    "and of what would pass in its place. The examples come from a made-up guide."
)


def rules_page() -> View:
    """A chapter for each matter, in the order in which the check comes to them."""
    sections = tuple(
        Section(
            f"rules-{chapter.id}",
            chapter.title,
            (Part("rules", {"about": chapter.about, "entries": [entry(rule) for rule in chapter.rules]}),),
        )
        for chapter in book()
    )
    see = [(name, relative(target, RULES_PAGE)) for name, target in ONWARD if target != RULES_PAGE]
    head = {"told": TOLD, "see": see}
    return View(RULES_PAGE, TITLE, "authors.html", sections, Notes(), head=head, short_title="Rules", searched=False)


def entry(rule: Explained) -> dict[str, Any]:
    """One rule, its example ready to print."""
    file = rule.file and (rule.file if rule.file.startswith("docs/") else f"data/{rule.file}")
    return {
        "name": rule.name,
        "paragraphs": rule.rule.split("\n\n"),
        "waivable": rule.waivable,
        "file": "" if rule.wrong.startswith("data/") else file,
        "wrong": code(rule.wrong or "(nothing)"),
        "message": rule.message,
        "right": code(rule.right),
    }


def code(text: str) -> Markup:
    """Lines as they stand in a file. Line breaks as numbers: empty lines of a page are left out when it is printed."""
    return escape(dedent(text).strip("\n")).replace("\n", Markup("&#10;"))


ONWARD = (
    ("The fields of every record", "data-model/"),
    ("The rules", RULES_PAGE),
    ("How the guide stands", EDITORIAL),
)
"""The pages for authors, each of which leads to the others."""
