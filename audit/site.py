"""A folder with a built site → its pages: addresses, which are alike, and the path it will be served under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
REDIRECT = re.compile(r'<meta http-equiv="?refresh', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address below the site's first page, and its size."""

    address: str
    size: int

    @property
    def kind(self) -> str:
        """What the page is alike to: the pages of one folder, or itself."""
        parts = self.address.rstrip("/").split("/")
        return f"{'/'.join(parts[:-1])}/*" if len(parts) > 1 else self.address

    @property
    def name(self) -> str:
        """The page in a list of misses."""
        return self.address or "the first page"


@dataclass(frozen=True, slots=True)
class Site:
    """A built site. `base` is the path of its first page, as in /guide/."""

    folder: Path
    base: str
    pages: tuple[Page, ...]

    @property
    def sample(self) -> tuple[Page, ...]:
        """The heaviest page of each kind."""
        heaviest: dict[str, Page] = {}
        for page in sorted(self.pages, key=lambda one: one.size):
            heaviest[page.kind] = page
        return tuple(sorted(heaviest.values(), key=lambda one: one.address))


def read_site(folder: Path) -> Site:
    """All pages of a built site. A page that only leads elsewhere is none; its links are still checked."""
    pages = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if not REDIRECT.search(text):
            address = path.relative_to(folder).as_posix().removesuffix("index.html")
            pages.append(Page(address, len(text.encode())))
    first = folder / "index.html"
    canonical = CANONICAL.search(first.read_text(encoding="utf-8")) if first.exists() else None
    base = urlsplit(canonical[1]).path if canonical else "/"
    return Site(folder, base if base.endswith("/") else f"{base}/", tuple(pages))
