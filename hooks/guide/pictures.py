"""Drawings → SVG files that stand by themselves, for a slide, a printed sheet or an export: pictures/<id>.svg.

On a page a drawing takes its colors from the page; by itself it brings them along, as on white paper.
"""

from __future__ import annotations

from markupsafe import Markup

from .address import drawing_file
from .drawing import WIDTH, XMLNS
from .link import name_of
from .printed import Printed

COLORS = {"ink": "#1e2022", "soft": "#494d50", "teal": "#0a5257", "amber": "#7a4b00", "red": "#9b1414"}
WASHES = {"ground": "#fff", "paper": "#fff", "wash": "#e3efee", "amber-wash": "#fdf1d8", "red-wash": "#fcebe8"}
STYLE = "\n".join(
    [
        "svg { fill: none; stroke: none; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round }",
        "text { font-family: 'Atkinson Hyperlegible Next', sans-serif; font-size: 18px; font-weight: 500 }",
        f"text {{ fill: {COLORS['ink']}; stroke: none }}",
        ".pic-strong { font-weight: 700 }",
        *(f".pic-{name} {{ stroke: {color} }}" for name, color in COLORS.items()),
        ".pic-thin { stroke-width: 1.5 } .pic-thick { stroke-width: 5 } .pic-dash { stroke-dasharray: .1 6 }",
        ".pic-dots { stroke-width: 1.7; stroke-dasharray: 0 3 }",
        *(f".pic-{name} {{ fill: {color} }}" for name, color in WASHES.items()),
        *(f".pic-{name}.pic-solid {{ fill: {color} }}" for name, color in COLORS.items()),
    ]
)
"""The look of guide.css, "Pictures", for a drawing without a page around it."""
FILE = Markup(
    '<svg xmlns="{xmlns}" viewBox="0 0 {width} {height}" role="img">\n'
    "<title>{name}</title>\n<desc>{license}</desc>\n<style>\n{style}\n</style>\n"
    '<rect class="pic-paper" width="{width}" height="{height}"/>\n{body}\n</svg>\n'
)


def picture_files(printed: Printed) -> dict[str, str | bytes]:
    """Every drawing by the name of its file."""
    linked = printed.linked
    return {
        drawing_file(item.id): FILE.format(
            xmlns=XMLNS,
            width=WIDTH,
            height=linked.drawings[item.id].height,
            name=name_of(item),
            license=getattr(item.record, "license", ""),
            style=Markup(STYLE),  # quotes and all, made of nothing but the lines above
            body=linked.drawings[item.id].body,
        )
        for item in linked.all("picture")
    }
