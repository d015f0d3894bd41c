"""What one page cites and which words it explains, numbered in the order in which it is written.

A page is composed once, from top to bottom, before anything renders: each citation and each first
mention is noted as it is met, so numbers follow the reader's eye.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Use:
    """A source on this page: its number, and each place where it is cited (anchor, locator)."""

    number: int
    places: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    """The notes of one page; made anew for each page and each build."""

    sources: dict[str, Use] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    linked: set[tuple[str, str]] = field(default_factory=set)
    pictures: list[str] = field(default_factory=list)

    def cite(self, reference: str, locator: str = "") -> tuple[int, str]:
        """Note one citation: the source's number on this page and the anchor of this place."""
        use = self.sources.setdefault(reference, Use(len(self.sources) + 1))
        anchor = f"cite-{use.number}-{len(use.places) + 1}"
        use.places.append((anchor, locator))
        return use.number, anchor

    def show(self, picture: str) -> str:
        """Note a picture: its id on this page, with a number when it stands here again."""
        self.pictures.append(picture)
        times = self.pictures.count(picture)
        return f"picture-{picture}" if times == 1 else f"picture-{picture}-{times}"

    def first(self, kind: str, name: str, page: tuple[str, str] | None = None) -> bool:
        """Is this the first mention of a record on this page? Notes it.

        `page`: the record that tells more about a word; a link to it counts as a mention of the word.
        """
        if (kind, name) in self.linked or page in self.linked:
            return False
        self.linked |= {(kind, name), page or (kind, name)}
        if kind == "term":
            self.words.append(name)
        return True
