"""The finished site → what makes it readable without a connection: the worker that saves its pages on
the reader's device, the manifest that lets it be installed, and the zip file with its size told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import ChainMap
from collections.abc import Mapping

from .address import archive_name
from .archive import INDEX, SIZE, Edition, archive, copied, needed, with_sheets
from .looked import Looked

WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
UNSAVED = "503.html"  # shown offline in the place of a page that is not saved
NOT_SAVED = ("404.html", "api/")  # no use without a server; for programs
FOLLOWED = re.compile(r"api/.*|changes/.*\.(?:xml|json)|.*\.ics")  # for programs, which fetch them anew
LATE = ("references/", "editorial/", "rules/", "data-model/")  # large, and nobody's first need
DIGITS = 12  # of a digest (SHA-256), in hexadecimal: enough to tell a file from its next edition
PAPER, TEAL = "#fbfaf6", "#0b5a5e"
ICONS = (
    ("assets/icon.svg", "any", "image/svg+xml", "any"),
    ("assets/icons/icon-192.png", "192x192", "image/png", "any"),
    ("assets/icons/icon-512.png", "512x512", "image/png", "any"),
    ("assets/icons/icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


def extras(
    files: Mapping[str, bytes],
    edition: Edition,
    template: str,
    looked: Mapping[str, Looked] | None = None,
) -> dict[str, bytes]:
    """Files to add to the site, or to put in the place of those there. `template`: the worker's program;
    `looked`: what was found on pages that are as they were then."""
    looked = looked or {}
    pages = [name for name in files if name.endswith(".html") and (name not in looked or looked[name].sized)]
    whole = copied(files) == copied(looked)  # else links to pages that were not there then would lead elsewhere
    packed = archive(files, edition, {name: one.copy for name, one in looked.items()} if whole else {})
    size = SIZE.replace(b"><", f">, {len(packed) / 1e6:.1f} MB<".encode())
    made = {name: content.replace(SIZE, size) for name in pages for content in [files[name]] if SIZE in content}
    made[MANIFEST] = manifest(edition).encode()
    both: Mapping[str, bytes] = ChainMap(made, files)  # type: ignore[arg-type]  # nothing is put into it
    made[WORKER] = worker(both, template, {name: one for name, one in looked.items() if name not in made}).encode()
    made[archive_name(edition.title)] = packed
    return made


def manifest(edition: Edition) -> str:
    """The web app manifest. Its addresses are relative, so that the guide may live in any folder."""
    return json.dumps(
        {
            "name": edition.title,
            "short_name": edition.title if len(edition.title) <= 12 else edition.title.split()[0],
            "description": edition.tagline,
            "lang": edition.language,
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": TEAL,
            "icons": [dict(zip(("src", "sizes", "type", "purpose"), icon, strict=True)) for icon in ICONS],
        },
        ensure_ascii=False,
        indent=1,
    )


def worker(files: Mapping[str, bytes], template: str, looked: Mapping[str, Looked] | None = None) -> str:
    """The service worker of this very site: its version, the files it saves and their digests, the program."""
    known = {name: one.digest[:DIGITS] for name, one in (looked or {}).items()}
    digests = {address(name): known.get(name) or digest(files[name]) for name in saved(files, looked or {})}
    version = digest(json.dumps([digests, template]).encode())
    first = [address(name) for name in core(files)]
    values = {"VERSION": version, "CORE": first, "FILES": digests}
    told = "".join(f"const {name} = {json.dumps(value, separators=(',', ':'))};\n" for name, value in values.items())
    return told + template


def saved(files: Mapping[str, bytes], looked: Mapping[str, Looked]) -> list[str]:
    """Everything a reader may need, in the order in which it is saved: the core, search, all other pages.

    `looked`: what was found on pages before, as far as that is known.
    """
    pages = [name for name in files if name.endswith(".html")]
    known = {one for page in looked.values() for one in page.named if one in files}
    read = ((name, files[name].decode()) for name in pages if name not in looked)
    wanted = {*pages, *with_sheets(known, files), *needed(files, read)}
    rest = sorted(name for name in wanted if not name.startswith((*NOT_SAVED, INDEX)) and not FOLLOWED.fullmatch(name))
    return list(dict.fromkeys([*core(files), *(name for name in (INDEX,) if name in files), *rest]))


def core(files: Mapping[str, bytes]) -> list[str]:
    """What is saved before anything else: the first page, the lists, and what every page needs to look right."""
    pages = [name for name in files if name.endswith(".html") and name.count("/") < 2]
    home = [(name, files[name].decode()) for name in pages if name == "index.html"]
    return [
        *sorted(name for name in pages if not name.startswith((*NOT_SAVED, *LATE))),
        *sorted(name for name in needed(files, home) - {INDEX} if not FOLLOWED.fullmatch(name)),
    ]


def address(name: str) -> str:
    """The address of a file: 'drugs/index.html' → 'drugs/'."""
    return name.removesuffix("index.html") if name == "index.html" or name.endswith("/index.html") else name


def digest(content: bytes) -> str:
    """What tells one content from another; the worker counts the same way."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]
