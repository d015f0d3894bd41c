"""Built HTML → what tests ask of it: elements with their ancestors, links, anchors."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
STATEMENTS = {"p", "li", "dd", "tr"}


@dataclass(eq=False)
class Element:
    """A tag with its attributes, its parent, its children and its own text."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def ancestors(self) -> list[Element]:
        """This element and those around it, the nearest first."""
        found, one = [], self
        while one is not None:
            found.append(one)
            one = one.parent  # type: ignore[assignment]
        return found

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements inside with this tag and these attributes (class_ matches one class), in order."""
        found = []
        for child in self.children:
            if (not tag or child.tag == tag) and all(child.has(name, value) for name, value in attributes.items()):
                found.append(child)
            found.extend(child.all(tag, **attributes))
        return found

    def has(self, name: str, value: str) -> bool:
        """Does an attribute hold this value? class_ means one of the classes; '*' any value."""
        held = self.attributes.get(name.rstrip("_").replace("_", "-"))
        if held is None:
            return False
        return value == "*" or (value in held.split() if name == "class_" else value == held)

    def text(self) -> str:
        """All text inside, blanks folded."""
        return " ".join(" ".join([*self.texts, *(child.text() for child in self.children)]).split())


class Tree(HTMLParser):
    """Builds the tree; complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("root", {})
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag != tag or self.at.parent is None:
            self.wrong.append(f"</{tag}> at {self.getpos()} closes <{self.at.tag}>")
            return
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.texts.append(data)


@lru_cache(maxsize=512)
def page(path: Path) -> Element:
    """A built page as a tree; fails when its tags do not match."""
    tree = Tree()
    tree.feed(path.read_text(encoding="utf-8"))
    assert not tree.wrong, f"{path}: {tree.wrong[:3]}"
    return tree.root


def html_files(site: Path) -> list[Path]:
    """Every page of a site."""
    return sorted(site.rglob("*.html"))


def uncited(root: Element, permitted: set[str]) -> list[str]:
    """Statements inside [data-record] without a marker and without a permitted excuse around them."""
    found = []
    for record in root.all(data_record="*"):
        for element in record.all():
            if element.tag not in STATEMENTS or element.all("a", class_="cite"):
                continue
            excuses = [
                one.attributes["data-uncited"] for one in element.ancestors() if "data-uncited" in one.attributes
            ]
            if not excuses or excuses[0] not in permitted:
                found.append(f"<{element.tag}> {element.text()[:80]}")
    return found
