"""The page on the guide as data: which files there are, an example, how addresses are made, the license."""

from __future__ import annotations

from markupsafe import Markup, escape

from ..address import ANCHORS, API, PAGES, collection, relative
from ..license import LICENSE_NAME, LICENSE_URL
from ..link import Linked, name_of
from ..notes import Notes
from .view import LISTS, Part, Section, View

TITLE = "This guide as data"
TOLD = (
    "For people who write programs: all that this guide says can be had as files that programs read. They are free, "
    "need no key, and are made from the same records as the pages. What is a draft is in none of them."
)
OTHER_KINDS = {
    "trial": "Clinical trials", "term": "Words explained", "reference": "Sources", "question": "Questions to ask",
    "picture": "Pictures", "change": "Notes on changes",
}  # fmt: skip
WHOLE = (
    (("index.json",), "Every document and every other file, each with its address and a digest (SHA-256)."),
    (("guide.json",), "The whole guide in one file."),
    (("guide.sqlite",), "The whole guide as a database (SQLite): the six tables below."),
    (
        ("csv/statements.csv",),
        "One sentence a row, with the record and the field it stands in and the ids of its sources.",
    ),
    (
        ("csv/citations.csv", "csv/sources.csv", "csv/identifiers.csv", "csv/relations.csv", "csv/documents.csv"),
        "Each citation with its place in the source; the sources; codes in public registers; which record names "
        "which; all documents.",
    ),
    (
        ("references.bib", "references.ris", "references.csl.json"),
        "All sources as BibTeX, RIS and CSL-JSON, for programs that manage references.",
    ),
    (("editorial.json",), "How each record stands: its checks, its grade, its number of sources."),
    (("openapi.json",), "All addresses as OpenAPI 3.1. It names a JSON Schema for each kind of document."),
    (("CHANGELOG.md",), "What changed in the form of these files."),
)
RULE = Markup(
    "<p>Put <code>{api}</code> before the address of a page and <code>.json</code> in the place of its last slash. "
    "With <code>.bib</code>, <code>.ris</code> or <code>.csl.json</code> you get the sources of that page. The foot of "
    "each page has these links. A document never changes its address within <code>v1</code>. Fields may be added, so "
    "let your program pass over those it does not know.</p>"
)
LICENSE = Markup(
    '<p>The guide’s own words are under <a href="{url}" rel="license noopener">'
    "{name}</a>: use them as you like, and name where they come from. This line is enough:</p>"
    "<pre><code>{line}</code></pre>"
    "<p>Please pass on the notices too: the day on which sources were checked, whether a clinician has signed the text "
    "(the field <code>review</code>), and this one: {disclaimer}</p>"
    "<p>The license does not cover the works that are cited. Each belongs to its publisher.</p>"
)


def api_page(linked: Linked) -> View:
    """The page at the root of the data."""
    line = f"From {linked.guide.title}, by {linked.guide.publisher}, licensed under {LICENSE_NAME}"
    told = LICENSE.format(name=LICENSE_NAME, url=LICENSE_URL, line=line, disclaimer=linked.guide.disclaimer)
    sections = (
        Section("whole", "The whole guide", (Part("names", {"rows": whole()}),)),
        Section("records", "Record by record", (Part("names", {"rows": kinds(linked)}),)),
        Section("addresses", "How to find the data of a page", (Part("prose", {"html": RULE.format(api=API)}),)),
        Section("example", "An example", (Part("prose", {"html": example(linked)}),)),
        Section("license", "License", (Part("prose", {"html": told}),)),
    )
    see = [("The fields of every record", relative("data-model/", API)), ("What is new", relative("changes/", API))]
    head = {"told": TOLD, "see": see}
    return View(API, TITLE, "authors.html", sections, Notes(), head=head, short_title="Data", searched=False,
                meta={"data": "index"})  # fmt: skip


def kinds(linked: Linked) -> list[tuple[Markup, Markup]]:
    """Each kind's list and schema, and how many documents there are."""
    titles = {**{kind: title for kind, (title, _) in LISTS.items()}, **OTHER_KINDS}
    rows = []
    for kind in (*PAGES, *ANCHORS, "change"):
        count = len(linked.items[kind])
        name = Markup("{} {}").format(titles[kind], file_link(f"{collection(kind)}.json"))
        about = Markup("{} {}, each at <code>{}/&lt;id&gt;.json</code>; schema: {}").format(
            count, "document" if count == 1 else "documents", collection(kind), file_link(f"schemas/{kind}.json")
        )
        rows.append((name, about))
    return rows


def whole() -> list[tuple[Markup, str]]:
    """The files that hold everything."""
    return [(Markup(" ").join(map(file_link, names)), about) for names, about in WHOLE]


def file_link(name: str) -> Markup:
    """A link to a file beside the page."""
    return Markup('<a href="{}"><code>{}</code></a>').format(name, name)


def example(linked: Linked) -> Markup:
    """The first lines of a real document. What stands in its fields is not shown: that has its sources on its page."""
    kind = next((one for one in ("drug", *PAGES) if linked.items[one]), "")
    if not kind:
        return Markup("<p>This guide has no records yet.</p>")
    item = next(iter(linked.all(kind)))
    name = f"{collection(kind)}/{item.id}.json"
    lines = (
        "{",
        f'  "kind": "{item.kind}",',
        f'  "id": "{item.id}",',
        f'  "title": "{name_of(item)}",',
        '  "review": {"state": "…", "signoffs": […]},',
        '  "fields": {',
        '    "summary": {',
        '      "markdown": "…",',
        '      "text": "…",',
        '      "citations": [{"reference": "…"}]',
        "    },",
        "    …",
        "  },",
        '  "references": […]',
        "}",
    )
    code = escape("\n".join(lines)).replace("\n", Markup("&#10;"))
    return Markup("<p>{} begins like this:</p><pre><code>{}</code></pre>").format(file_link(name), code)
