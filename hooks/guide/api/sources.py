"""Sources → files for reference managers: all of the guide's, and those of each page at the page's own address."""

from __future__ import annotations

from collections.abc import Iterable

from ..address import API
from ..bibliography import FORMS
from ..compose import View, Written
from ..model import Reference
from ..printed import Printed
from .origin import origin_of
from .pages import HOME

ALL = "references"


def source_files(printed: Printed) -> dict[str, str | bytes]:
    """Three files for the whole guide, and three for every page that cites something."""
    records = {item.id: item.record for item in printed.linked.all("reference") if isinstance(item.record, Reference)}
    terms = f"{origin_of(printed).title}, CC BY 4.0 (this entry, not the work that it names)"
    cited = {ALL: sorted(records), **{page: sorted(ids) for page, ids in pages(printed)}}
    files: dict[str, str | bytes] = {}
    for form in FORMS:
        texts = {ident: form.one(ident, record, terms) for ident, record in records.items()}
        for page, ids in cited.items():
            files[f"{API}{page}.{form.ending}"] = form.file((texts[one] for one in ids), terms)
    return files


def pages(printed: Printed) -> Iterable[tuple[str, list[str]]]:
    """Address of every page that cites, without its last slash, and the ids of its sources."""
    found: tuple[View | Written, ...] = (*printed.site.views, *printed.site.written.values())
    for page in found:
        if page.sources:
            yield page.address.rstrip("/") or HOME, [one.id for one in page.sources]
