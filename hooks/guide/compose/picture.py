"""Pictures → the figure that stands on a page, and the page that shows them all."""

from __future__ import annotations

from ..address import ANCHORS, drawing_file, relative
from ..link import Linked
from ..load import Item
from ..mentions import Names
from ..model import Picture
from ..prose_html import Writer
from .moved import gone, old_anchors
from .view import Part, Section, View, see, sources_of

PICTURES = "Pictures"


def picture_part(item: Item, writer: Writer) -> Part:
    """A drawing with its name, caption and long description.

    Nothing in it is marked as a first mention: the description is folded away, and the page's own
    text is where readers look for words.
    """
    record, drawing = item.record, writer.linked.drawings[item.id]
    assert isinstance(record, Picture)
    was, writer.marking = writer.marking, False
    data = {
        "id": writer.notes.show(item.id),
        "name": record.name,
        "file": relative(drawing_file(item.id), writer.page),
        "height": drawing.height,
        "drawing": drawing.body,
        "caption": writer.prose(record.caption),
        "description": writer.prose(record.description),
        "license": record.license,
        "checked": record.checked,
    }
    writer.marking = was
    return Part("picture", data)


def pictures_page(linked: Linked) -> View:
    """Every picture, with the pages it stands on."""
    page = ANCHORS["picture"][0]
    writer = Writer(linked, Names(), page)
    entries = []
    for item in linked.all("picture"):
        record = item.record
        assert isinstance(record, Picture)
        links = (one.split(":") for one in record.pages)
        shown_on = [linked.items[kind][name] for kind, name in links if linked.has(kind, name)]
        entries.append({
            "id": item.id,
            "former": old_anchors(linked, "picture", item.id),
            "review": linked.review("picture", item.id),
            "part": picture_part(item, writer).data,
            "see": see(linked, shown_on, page),
        })  # fmt: skip
    sections = (Section("list", "", (Part("pictures", {"entries": entries}),)), *gone(linked, "picture"))
    return View(page, PICTURES, "list.html", sections, writer.notes, (), sources_of(writer))
