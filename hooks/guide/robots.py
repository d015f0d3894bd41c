"""What tells crawlers where they may go (RFC 9309): everywhere; and where the list of pages is, once that is known."""

from __future__ import annotations

from .printed import Printed


def robots_files(printed: Printed) -> dict[str, str | bytes]:
    """robots.txt; read only at the root of a host, harmless elsewhere."""
    site = printed.edition.address
    return {"robots.txt": "User-agent: *\nAllow: /\n" + (f"\nSitemap: {site}sitemap.xml\n" if site else "")}
