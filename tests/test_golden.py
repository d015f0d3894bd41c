"""Each component and page of the small guide prints as its golden file says.

After a wanted change: GOLDEN=write pytest tests/test_golden.py, then read the difference.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from guide.compose import Site, compose
from guide.inspection import inspect
from guide.link import link
from guide.render import Renderer

GOLDEN = Path(__file__).parent / "golden"
SMALL = Path(__file__).parent / "guides" / "small"
DAY = date(2026, 11, 21)
PAGES = [
    "phases/start/",
    "drugs/examplin/",
    "side-effects/sneezing/",
    "types/common-type/",
    "plans/plan-e/",
    "procedures/sample-test/",
    "phases/",
    "drugs/",
    "side-effects/",
    "glossary/",
    "questions/",
    "references/",
    "references/s/",
    "topics/outlook/",
    "trials/",
    "pictures/",
    "brands/",
    "effect-finder/",
    "editorial/",
    "rules/",
    "data-model/",
    "api/v1/",
    "changes/",
    "handout/",
]


@pytest.fixture(scope="module")
def site() -> Site:
    found = inspect(SMALL / "data", SMALL / "docs", SMALL, DAY)
    return compose(link(found.data), found.pages, DAY)


def compare(name: str, text: str) -> None:
    """Hold a text against its golden file."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text + "\n"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_prints_as_before(site: Site, address: str) -> None:
    view = next(view for view in site.views if view.address == address)
    compare(f"{address.strip('/').replace('/', '-')}.html", Renderer(DAY).view(view))


def test_the_parts_of_a_handout_print_as_before(site: Site) -> None:
    compare("handout-parts.html", "\n".join(Renderer(DAY).view(one) for one in site.handout.parts))


@pytest.mark.parametrize("path", ["index.md", "about.md"])
def test_a_hand_written_page_is_filled_as_before(site: Site, path: str) -> None:
    compare(path, Renderer(DAY).written(site.written[path]))


def test_every_page_made_from_records_is_among_these(site: Site) -> None:
    kinds = {view.address.split("/")[0] for view in site.views}
    assert kinds == {address.split("/")[0] for address in PAGES} | {"types", "plans", "procedures"}
