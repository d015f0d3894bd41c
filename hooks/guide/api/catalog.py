"""Documents → the lists of each kind and the whole guide in one file."""

from __future__ import annotations

from ..address import API, collection
from ..printed import Printed
from .document import KINDS, Document
from .origin import VERSION, Origin, Values, packed
from .values import Reader

OF_INTEREST = ("checked", "next_check", "review")


def list_files(documents: list[Document], origin: Origin) -> dict[str, str]:
    """One list for each kind of record; a kind without records has an empty one."""
    files = {}
    for kind in KINDS:
        found = [line(one, one.digest) for one in documents if one.kind == kind]
        values = {"$schema": origin.schema("list"), "kind": kind, "count": len(found), "items": found, **origin.terms()}
        files[f"{API}{collection(kind)}.json"] = packed(values)
    return files


def line(document: Document, digest: str) -> Values:
    """What a list says of one document, whose file has this digest."""
    values = document.begin
    found = {key: values[key] for key in ("kind", "id", "title", "url", "data_url")}
    found |= {key: values[key] for key in OF_INTEREST if key in values}
    return found | {"sha256": digest}


def guide_file(documents: list[Document], printed: Printed, origin: Origin) -> dict[str, str]:
    """The whole guide: what it says of itself, and every document as it stands in its own file."""
    guide = Reader(printed.linked).record(printed.linked.guide)
    values = {"$schema": origin.schema("guide"), **about(printed, origin), "guide": guide}
    start = packed(values).removesuffix("}\n")
    inside = ",".join(one.text.rstrip("\n") for one in documents)
    return {f"{API}guide.json": f'{start},"documents":[{inside}]}}\n'}


def about(printed: Printed, origin: Origin) -> Values:
    """What the files that hold everything say first."""
    day = printed.edition.day
    return {
        "title": printed.edition.title,
        "about": printed.edition.tagline,
        "language": printed.edition.language,
        "api_version": VERSION,
        **({"date": day.isoformat()} if day else {}),
        **origin.terms(),
    }
