"""What other sites show of a page: its card, its picture; what crawlers read. Whole addresses or none."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import mkdocs
from guide.cards import MARGIN, SIZE, card, card_name
from pages import Element, html_files, page
from PIL import Image

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def card_of(root: Element) -> dict[str, str]:
    """The Open Graph properties of a page."""
    return {one.attributes["property"]: one.attributes["content"] for one in root.all("meta", property="*")}


def listed(site: Path) -> dict[str, str]:
    """Address → day, '' if none, of every page in the list."""
    content = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == content
    root = ElementTree.fromstring(content)
    assert root.tag == f"{MAP}urlset"
    return {one.findtext(f"{MAP}loc", ""): one.findtext(f"{MAP}lastmod", "") for one in root}


def is_page(path: Path, site: Path) -> bool:
    """Is it a page to be found, and not one for errors, or one that leads on?"""
    return not (path.parent == site and path.name != "index.html") and not page(path).all("meta", content="noindex")


@pytest.mark.parametrize("site", ["real_site", "small_site", "other_site"])
def test_every_page_has_a_card_with_its_own_address_and_a_picture_that_is_there(
    site: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(site)
    for path in html_files(folder):
        root = page(path)
        found = card_of(root)
        if not is_page(path, folder):
            assert not found
            continue
        canonical = root.all("link", rel="canonical")[0].attributes["href"]
        home = page(folder / "index.html").all("link", rel="canonical")[0].attributes["href"]
        assert found["og:url"] == canonical
        assert found["og:title"] in (root.all("h1")[0].text(), root.all("title")[0].text())
        assert found["og:description"]
        assert found["og:type"] == ("article" if root.all("article", data_record="*", class_="record") else "website")
        assert found["og:locale"] in ("en", "en_US")
        assert (folder / found["og:image"].removeprefix(home)).is_file()
        assert root.all("meta", name="twitter:card")[0].attributes["content"] == "summary_large_image"


def test_the_pictures_are_of_the_size_that_is_told_and_not_heavy(small_site: Path) -> None:
    found = sorted((small_site / "cards").iterdir())
    assert len(found) == 8
    for path in found:
        with Image.open(path) as image:
            image.load()
            assert (image.size, image.format) == (SIZE, "PNG")
        assert path.stat().st_size < 60_000
    assert len({path.read_bytes() for path in found}) == len(found)


@pytest.mark.parametrize(
    ("address", "name"),
    [("", "guide"), ("about/", "guide"), ("glossary/", "guide"), ("drugs/", "drugs"), ("drugs/x/", "drugs")],
)
def test_a_page_shows_the_picture_of_its_kind(address: str, name: str) -> None:
    assert card_name(address) == f"cards/{name}.png"


@pytest.mark.parametrize("stops", [0, 1, 2, 9])
@pytest.mark.parametrize("title", ["A", "A title that is as long as any", "Many words " * 4])
def test_nothing_in_a_picture_reaches_into_its_margin(title: str, stops: int) -> None:
    made = card("Guide", title, "A tagline with a good many words in it. " * 6, stops)
    assert made == card("Guide", title, "A tagline with a good many words in it. " * 6, stops)
    image = Image.open(io.BytesIO(made)).convert("RGB")
    paper = image.getpixel((0, 0))
    margins = [(0, 0, MARGIN - 8, SIZE[1]), (SIZE[0] - MARGIN + 8, 0, *SIZE), (0, SIZE[1] - 80, *SIZE)]
    for box in margins:
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)]
    assert image.getcolors(9999) != [(SIZE[0] * SIZE[1], paper)]


@pytest.mark.parametrize("site", ["real_site", "small_site", "other_site"])
def test_the_list_holds_every_page_to_be_found_and_no_other(site: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(site)
    pages = [page(path) for path in html_files(folder) if is_page(path, folder)]
    found = listed(folder)
    assert set(found) == {root.all("link", rel="canonical")[0].attributes["href"] for root in pages}
    records = {address: day for address, day in found.items() if day}
    assert records
    for root in pages:
        own = root.all("article", class_="record")
        day = found[root.all("link", rel="canonical")[0].attributes["href"]]
        if own:
            checked = own[0].all("time", data_checked="*") or own[0].all("time")
            assert day >= min(one.attributes["datetime"] for one in checked)
        assert bool(day) == bool(own)


def test_a_site_in_a_folder_tells_its_folder_and_leaves_out_what_moved_or_is_draft(
    small: Path, change: Callable[[str, str, str], Path], tmp_path: Path
) -> None:
    home = "https://host.example/folder/"
    change("data/topics/outlook.yml", "checked: 2026-01-05", "formerly: [old-outlook]\nchecked: 2026-01-06")
    draft = (small / "data/topics/outlook.yml").read_text(encoding="utf-8").replace("formerly: [old-outlook]\n", "")
    (small / "data/topics/secret.yml").write_text(
        f"{draft.rstrip()}\ndraft: true\n".replace("name: Outlook", "name: Secret"), encoding="utf-8"
    )
    site = tmp_path / "site"
    result = mkdocs(small / "mkdocs.yml", site, PHASEBOOK_SITE_URL=home)
    assert result.returncode == 0, result.stderr
    found = listed(site)
    assert found[f"{home}topics/outlook/"] == "2026-01-06"
    assert (site / "topics/old-outlook/index.html").is_file()
    assert not [address for address in found if "old-outlook" in address or "secret" in address]
    assert all(address.startswith(home) for address in found)
    moved = page(site / "topics/old-outlook/index.html")
    assert moved.all("link", rel="canonical")[0].attributes["href"] == f"{home}topics/outlook/"
    assert card_of(page(site / "drugs/index.html"))["og:image"] == f"{home}cards/drugs.png"
    assert f"Sitemap: {home}sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")
    for folder in ("changes", "editorial", "cards"):
        assert not [path for path in (site / folder).rglob("*") if b"secret" in path.read_bytes()]


def test_a_site_without_an_address_tells_none(small: Path, tmp_path: Path) -> None:
    config = small / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}\nsite_url: ''\n", encoding="utf-8")
    site = tmp_path / "site"
    result = mkdocs(config, site)
    assert result.returncode == 0, result.stderr
    assert listed(site) == {}
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"
    root = page(site / "drugs/examplin/index.html")
    assert root.all("link", rel="canonical") == []
    assert set(card_of(root)) == {"og:site_name", "og:title", "og:description", "og:type", "og:locale"}
    assert root.all("meta", name="twitter:card")[0].attributes["content"] == "summary"
    told = "".join(path.read_text(encoding="utf-8") for path in (site / "changes").glob("*.xml"))
    assert not re.search(r'href="', told)
