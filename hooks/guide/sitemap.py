"""All pages that are to be found → the list of them for crawlers (sitemaps.org, protocol 0.9), and the same packed.

It takes whole addresses only: where the site's own is not known, it is empty.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from .compose import View
from .link import Linked
from .linked_data import modified
from .printed import Printed

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_files(printed: Printed) -> dict[str, str | bytes]:
    """sitemap.xml and sitemap.xml.gz. The days are the records' own, so that the same data give the same list."""
    root = ElementTree.Element("urlset", {"xmlns": SPACE})
    for address, day in listed(printed) if printed.edition.address else ():
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = printed.edition.address + address
        if day:
            ElementTree.SubElement(url, "lastmod").text = day
    ElementTree.indent(root)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return {"sitemap.xml": content, "sitemap.xml.gz": gzip.compress(content, mtime=0)}


def listed(printed: Printed) -> Iterator[tuple[str, str]]:
    """Address and day of each page. One that a page had before leads on, and is no page to be found."""
    for written in sorted(printed.site.written.values(), key=lambda one: one.address):
        yield written.address, ""
    for view in printed.site.views:
        if not view.meta.get("noindex"):
            yield view.address, looked_after(view, printed.linked)


def looked_after(page: View, linked: Linked) -> str:
    """The day on which the sources of a record's page were last checked, or it changed, whichever is later."""
    if not page.kind:
        return ""
    checked: date = page.head["checked"]
    return max(checked.isoformat(), modified(linked, page.kind, page.id))
