"""Composed pages → HTML. Templates only print: every lookup, number and link was made before."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .compose import View, Written
from .compose.view import Part
from .vancouver import plain_date

TEMPLATES = Path(__file__).parent.parent / "templates"


class Renderer:
    """The templates, loaded once per build. `today` decides what is overdue; `compiled`: what is compiled already."""

    def __init__(self, today: date, compiled: BytecodeCache | None = None) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        self.environment.filters["day"] = plain_date
        self.environment.globals["today"] = today
        self.parts: Any = self.environment.get_template("components/parts.html").module

    def view(self, view: View) -> str:
        """A page made from records, as HTML."""
        return compact(self.environment.get_template(f"pages/{view.template}").render(view=view))

    def written(self, written: Written) -> str:
        """A hand-written page, as Markdown with HTML in the places of its macros."""
        text = "".join(self.piece(piece) for piece in written.pieces)
        foot = self.environment.get_template("pages/foot.html").render(words=written.words, sources=written.sources)
        return f"{text}\n\n{compact(foot)}\n" if foot.strip() else text

    def piece(self, piece: str | Markup | Part) -> str:
        """One piece of a hand-written page; a component is one block of HTML to Markdown."""
        if isinstance(piece, Part):
            macro = getattr(self.parts, piece.kind)
            return f'<div class="part">\n{compact(macro(**piece.data))}\n</div>'
        return markdown_safe(piece) if isinstance(piece, Markup) else piece


def markdown_safe(html: str) -> str:
    """Inline HTML that Markdown passes through as it is: nothing in its text or its attributes is a mark any more.

    Data is plain text, but a hand-written page goes through Markdown after its macros were answered; and Markdown
    looks for links in an attribute before it knows that it is in a tag.
    """
    pieces = re.split(r"(<[^>]*>|&#?\w+;)", html)
    return "".join(
        re.sub(r"[\\`*_\[\](){}!]" if index % 2 else r"[\\`*_\[\](){}#+\-!|~=:.<>]", as_number, piece)
        for index, piece in enumerate(pieces)
    )


def as_number(mark: re.Match[str]) -> str:
    """A character as its number in HTML."""
    return f"&#{ord(mark[0])};"


def compact(html: str) -> str:
    """The HTML without blank lines: Markdown would end its block there, and phones load less."""
    return re.sub(r"\n\s*\n+", "\n", html).strip()
