"""The page of brand names: A to Z, each with its drug, its countries and its sources."""

from __future__ import annotations

from typing import Any

from ..link import Linked, name_of
from ..mentions import Names
from ..model import Drug
from ..model.treatment import Brand
from ..prose_html import Writer
from .drug import STATUS
from .finders import Choice, by_letter, choices, finder, joined
from .view import Part, Section, View, crumb, sources_of

BRANDS = "brands/"
TOLD = (
    "Look for the name on the package: the link leads to its drug. "
    "“Not checked” means that we have not checked whether this brand is sold there today."
)


def brands_page(linked: Linked) -> View:
    """Every brand name with its drug, its countries, and whether it is sold there."""
    writer = Writer(linked, Names(), BRANDS)
    brands: dict[tuple[str, str], list[Brand]] = {}
    for item in linked.all("drug"):
        if isinstance(item.record, Drug):
            for brand in item.record.brands:
                brands.setdefault((brand.name, item.id), []).append(brand)
    letters = by_letter(brands, lambda one: one[0])
    groups = [
        (letter, anchor, [row(name, drug, brands[name, drug], writer) for name, drug in found])
        for letter, anchor, found in letters
    ]
    used = {brand.country for found in brands.values() for brand in found}
    countries = tuple((one.id, one.name) for one in linked.guide.countries if one.id in used)
    words = ("Find a brand name", "Brand name or drug", "brand name", "brand names")
    head = {
        "crumb": crumb("drug", BRANDS),
        "told": TOLD,
        "letters": [(letter, anchor) for letter, anchor, _ in letters],
        **finder(
            BRANDS, len(brands), words, "tr[data-names]",
            choices=choices(Choice("country", "Country", "All countries", countries)),
        ),
    }  # fmt: skip
    section = Section("list", "", (Part("brand_index", {"groups": groups}),))
    return View(
        BRANDS, "Brand names", "finder.html", (section,), writer.notes, (), sources_of(writer),
        summary=TOLD, tags=("brands", "trade names"), head=head,
    )  # fmt: skip


def row(name: str, drug: str, brands: list[Brand], writer: Writer) -> dict[str, Any]:
    """One brand of one drug. What is known of its sale is told once when it is the same in every country."""
    item = writer.linked.items["drug"][drug]
    names = {one.id: one.name for one in writer.linked.guide.countries}
    brands = sorted(brands, key=lambda one: names[one.country])
    told = [(names[one.country], STATUS[one.status]) for one in brands]
    same = len({status for _, status in told}) == 1
    return {
        "name": name,
        "link": writer.to("drug", drug),
        "countries": [(names[one.country], writer.marker(one.source)) for one in brands],
        "status": told[0][1] if same else "; ".join(f"{country}: {status}" for country, status in told),
        "find": {
            "names": joined((name, name_of(item), *getattr(item.record, "other_names", ()))),
            "country": joined(one.country for one in brands),
        },
    }
