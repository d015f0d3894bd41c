"""Files → one zip file (PKWARE, .ZIP File Format Specification, APPNOTE.TXT): each packed by itself, anywhere.

Python's own module packs a file when it adds it, one after the other; here a file that is packed already is added as it
is, so that other processes can pack the pages that they make.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION, UNIX = 20, 3
UTF_8, DEFLATED = 1 << 11, 8
FILE_MODE = 0o100644 << 16


class Packed(NamedTuple):
    """A file as it lies in a zip file: its checksum, its size before, its bytes."""

    crc: int
    size: int
    content: bytes


def packed(content: bytes) -> Packed:
    """A file, packed (RFC 1951)."""
    deflate = zlib.compressobj(wbits=-15)
    return Packed(zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())


def zipped(files: Iterable[tuple[str, Packed]], day: date) -> bytes:
    """The zip file: its files in the order given, all of one day, the same on every system.

    struct.error where the old form of the file has no room: for more than 65,535 files or 4 GiB.
    """
    body, index = bytearray(), bytearray()
    dated = (day.year - 1980) << 9 | day.month << 5 | day.day
    count = 0
    for name, file in files:
        count += 1
        raw = name.encode()
        told = (0 if name.isascii() else UTF_8, DEFLATED, 0, dated, file.crc, len(file.content), file.size, len(raw), 0)
        index += CENTRAL.pack(b"PK\1\2", UNIX << 8 | VERSION, VERSION, *told, 0, 0, 0, FILE_MODE, len(body)) + raw
        body += LOCAL.pack(b"PK\3\4", VERSION, *told) + raw + file.content
    return bytes(body + index + END.pack(b"PK\5\6", 0, 0, count, count, len(index), len(body), 0))
