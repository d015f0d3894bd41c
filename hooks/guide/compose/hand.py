"""A hand-written page → its Markdown with every macro call answered, numbered in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from ..address import PAGES, address, archive_name, relative
from ..docs import Call, HandPage
from ..link import Linked
from ..mentions import Names
from ..notes import Notes
from ..prose import SCHEMES
from ..prose_html import Writer
from .lists import by_area, drug_lines
from .path import path_of
from .picture import picture_part
from .view import LISTS, Part, SourceLine, WordLine, sources_of, words_of

Piece = str | Markup | Part


@dataclass(frozen=True, slots=True)
class Written:
    """A hand-written page with its calls answered: text of the page, inline HTML, or a component."""

    page: HandPage
    address: str
    pieces: tuple[Piece, ...]
    notes: Notes
    words: tuple[WordLine, ...]
    sources: tuple[SourceLine, ...]


def hand_page(page: HandPage, linked: Linked, names: Names) -> Written:
    """Answer the calls of one page, top to bottom."""
    where = address_of(page.path)
    writer = Writer(linked, names, where)
    pieces = tuple(answer(piece, writer) if isinstance(piece, Call) else piece for piece in page.pieces)
    return Written(page, where, pieces, writer.notes, words_of(writer), sources_of(writer))


def address_of(path: str) -> str:
    """'about.md' → 'about/', 'index.md' → '', 'help/index.md' → 'help/'."""
    stem = path.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return stem + "/"


def answer(call: Call, writer: Writer) -> Piece:
    """What one macro call becomes."""
    if call.name in SCHEMES:
        text = call.arguments[1] if len(call.arguments) > 1 else None
        writer.notes.first(call.name, call.arguments[0])
        return writer.to(call.name, call.arguments[0], text)
    return ANSWERS[call.name](call, writer)


def cite(call: Call, writer: Writer) -> Piece:
    return writer.marker(*call.arguments)


def guide_summary(_: Call, writer: Writer) -> Piece:
    return Part("prose", {"html": writer.prose(writer.linked.guide.summary)})


def guide_treatment(_: Call, writer: Writer) -> Piece:
    return Part("prose", {"html": writer.prose(writer.linked.guide.treatment)})


def phase_path(_: Call, writer: Writer) -> Piece:
    return Part("path", {"steps": path_of(writer.linked, writer.page)})


def drugs_table(call: Call, writer: Writer) -> Piece:
    phase = dict(call.options).get("phase")
    items = writer.linked.all("drug")
    chosen = [
        item for item in items if phase is None or phase in {one.id for one, _ in writer.linked.drug_in_phases[item.id]}
    ]
    return Part("drugs_table", {"rows": drug_lines(chosen, writer)})


def effects_list(_: Call, writer: Writer) -> Piece:
    return Part("areas", {"sections": list(by_area(writer.linked.all("effect"), writer))})


def picture(call: Call, writer: Writer) -> Piece:
    found = writer.linked.items["picture"].get(call.arguments[0])
    return picture_part(found, writer) if found else ""  # a draft is not on the site yet


WAYS = (
    ("phase", "I want to know a phase", "What happens, how long it takes, what comes next."),
    ("drug", "I want to know a drug", "What it does, how it is given, when to call."),
    ("effect", "I have a symptom", "What it may be, what helps, when to call."),
)


def ways_in(_: Call, writer: Writer) -> Piece:
    ways = [(title, relative(f"{PAGES[kind]}/", writer.page), text) for kind, title, text in WAYS]
    return Part("ways", {"rows": ways})


def kind_counts(_: Call, writer: Writer) -> Piece:
    kinds = [
        (title, relative(f"{folder}/", writer.page), len(writer.linked.items[kind]))
        for kind, (title, _) in LISTS.items()
        for folder in [address(kind, "x").split("/")[0]]
    ]
    kinds.append(("Trials", relative("trials/", writer.page), len(writer.linked.items["trial"])))
    kinds.append(("Words explained", relative("glossary/", writer.page), len(writer.linked.items["term"])))
    kinds.append(("Sources", relative("references/", writer.page), len(writer.linked.items["reference"])))
    if pictures := writer.linked.items["picture"]:
        kinds.append(("Pictures", relative("pictures/", writer.page), len(pictures)))
    return Part("counts", {"rows": kinds})


def offline_copy(_: Call, writer: Writer) -> Piece:
    return Part("offline_copy", {"href": relative(archive_name(writer.linked.guide.title), writer.page)})


def disclaimer(_: Call, writer: Writer) -> Piece:
    return Markup("{}").format(writer.linked.guide.disclaimer)


def review_policy(_: Call, writer: Writer) -> Piece:
    return Markup("{}").format(writer.linked.guide.review.policy)


def feedback_link(call: Call, writer: Writer) -> Piece:
    href = writer.linked.guide.feedback
    return Markup('<a href="{}" rel="noopener">{}</a>').format(href, call.arguments[0])


ANSWERS: dict[str, Callable[[Call, Writer], Piece]] = {
    "cite": cite,
    "guide_summary": guide_summary,
    "guide_treatment": guide_treatment,
    "phase_path": phase_path,
    "drugs_table": drugs_table,
    "effects_list": effects_list,
    "picture": picture,
    "ways_in": ways_in,
    "kind_counts": kind_counts,
    "offline_copy": offline_copy,
    "disclaimer": disclaimer,
    "review_policy": review_policy,
    "feedback_link": feedback_link,
}
