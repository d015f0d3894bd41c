"""The guide's own names and path → the pictures that stand beside a link to it elsewhere: one for each kind of page.

Drawn at twice the size and made smaller, which smooths the lines. The file is packed here: the packer that comes with
the drawing library may give other bytes on another processor.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .address import PAGES
from .compose.path import path_of
from .compose.view import LISTS
from .printed import Printed

SIZE = (1200, 630)
ZOOM = 2
MARGIN = 96
FONT = Path(__file__).parent.parent / "theme/assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
PAPER, INK, SOFT, TEAL, AMBER = "#fbfaf6", "#1e2022", "#494d50", "#0a5257", "#f2b84b"
COLORS = 64
HEADLINE, LINE, NAME = 124, 42, 40
SMALLEST = 56
PATH_AT = 520  # from the top
STOP = 20
FOLDERS = {folder: LISTS[kind][1] for kind, folder in PAGES.items()}


def card_name(address: str) -> str:
    """The file of the picture for the page at this address."""
    folder = address.partition("/")[0]
    return f"cards/{folder if folder in FOLDERS else 'guide'}.png"


def card_files(printed: Printed) -> dict[str, str | bytes]:
    """The picture of the guide, and of each kind of page."""
    guide = printed.linked.guide
    stops = len([step for step in path_of(printed.linked, "") if not step.told])
    told = {card_name(""): ("", guide.title, guide.tagline, stops)}
    told |= {card_name(f"{folder}/"): (guide.title, title, guide.tagline, stops) for folder, title in FOLDERS.items()}
    with printed.store.apart("cards") as store:
        return {name: store.made(name, texts, partial(card, *texts)) for name, texts in told.items()}


def card(above: str, title: str, below: str, stops: int) -> bytes:
    """One picture: a small name above, a title, a line or two below, and the path with its stops."""
    image = Image.new("RGB", (SIZE[0] * ZOOM, SIZE[1] * ZOOM), PAPER)
    draw = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    top = MARGIN - 8
    if above:
        write(draw, top, above, font(NAME, 650), TEAL)
        top += NAME + 32
    size = next(
        (one for one in range(HEADLINE, SMALLEST, -4) if font(one, 700).getlength(title) <= width * ZOOM), SMALLEST
    )
    for line in lines(title, font(size, 700), width * ZOOM)[:2]:
        write(draw, top, line, font(size, 700), INK)
        top += round(size * 1.25)
    top += 20
    for line in lines(below, font(LINE, 400), width * ZOOM):
        if top + 1.4 * LINE < PATH_AT - 2 * STOP:
            write(draw, top, line, font(LINE, 400), SOFT)
            top += round(LINE * 1.4)
    path(draw, stops)
    return png(image.reduce(ZOOM).quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))


@cache
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The guide's own letters in a size and a weight."""
    found = ImageFont.truetype(FONT, size * ZOOM, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([weight])
    return found


def write(draw: ImageDraw.ImageDraw, top: int, text: str, face: ImageFont.FreeTypeFont, color: str) -> None:
    """One line of text at the left margin."""
    draw.text((MARGIN * ZOOM, top * ZOOM), text, fill=color, font=face)


def lines(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """A text in lines that fit."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and face.getlength(longer) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def path(draw: ImageDraw.ImageDraw, stops: int) -> None:
    """The path of treatment as a line with a stop for each phase on it; the last one is the goal."""
    left, right, at = (MARGIN + STOP) * ZOOM, (SIZE[0] - MARGIN - STOP) * ZOOM, PATH_AT * ZOOM
    draw.line((left, at, right, at), fill=TEAL, width=8 * ZOOM)
    for number in range(stops):
        last = number == stops - 1
        center = left + (right - left) * number // max(stops - 1, 1)
        dot(draw, center, at, STOP, TEAL)
        dot(draw, center, at, STOP - 7, AMBER if last else PAPER)


def dot(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int, color: str) -> None:
    """A filled circle."""
    reach = radius * ZOOM
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=color)


def png(image: Image.Image) -> bytes:
    """A picture with a palette as PNG (w3.org/TR/png-3): each row after its filter byte, none."""
    width, height = image.size
    pixels = image.tobytes()
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))
    palette = bytes(image.getpalette() or ())[: COLORS * 3]
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        chunk(b"PLTE", palette),
        chunk(b"IDAT", zlib.compress(rows, 6)),
        chunk(b"IEND", b""),
    ))  # fmt: skip


def chunk(kind: bytes, content: bytes) -> bytes:
    """One part of the file, with its length and its checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
