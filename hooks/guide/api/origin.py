"""What every file for programs says of itself: where it comes from, under which license, and what it is not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..address import API
from ..license import LICENSE_ID, LICENSE_NAME, LICENSE_URL
from ..printed import Printed

Values = dict[str, Any]
VERSION = "1.0.0"
"""Of the form of these files, not of what they say; CHANGELOG.md tells what changed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The guide that the files are of. `root`: the site's address, empty where none is known."""

    title: str
    publisher: str
    disclaimer: str
    root: str

    def at(self, address: str) -> str:
        """An address from the site's root, whole where the site's own is known."""
        return self.root + address

    def data(self, name: str) -> str:
        """The address of a file for programs."""
        return self.at(API + name)

    def attribution(self) -> str:
        """The line that satisfies the license."""
        return f"From {self.title}, by {self.publisher}, licensed under {LICENSE_NAME} ({LICENSE_URL})."

    def terms(self) -> Values:
        """License and disclaimer, which stand in every document."""
        license_values = {"id": LICENSE_ID, "url": LICENSE_URL, "attribution": self.attribution()}
        return {"license": license_values, "disclaimer": self.disclaimer}

    def schema(self, name: str) -> str:
        """The address of a schema."""
        return self.data(f"schemas/{name}.json")


def origin_of(printed: Printed) -> Origin:
    """The origin of the files that are made from this guide."""
    guide, root = printed.linked.guide, printed.edition.address
    return Origin(guide.title, guide.publisher, guide.disclaimer, root and root.rstrip("/") + "/")


def packed(values: Any) -> str:
    """Values as JSON, in the order given: the same text for the same values."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
