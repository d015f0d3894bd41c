"""The built sites: addresses, markup that outside tools rely on, sources, links, search, both guides."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import ROOT, mkdocs
from pages import Element, html_files, page, uncited

PERMITTED = {"question", "notice", "label", "navigation", "summary"}
FOLDERS = {
    "phases": "phases",
    "drugs": "drugs",
    "effects": "side-effects",
    "types": "types",
    "plans": "plans",
    "procedures": "procedures",
    "topics": "topics",
}
HANDOUT_CHOICE = r"/handout/?(index\.html)?#\w+="  # the reader's choice, not a place on the page
SITES = ["real_site", "small_site", "other_site"]
DATA = {
    "real_site": ROOT / "data",
    "small_site": ROOT / "tests/guides/small/data",
    "other_site": ROOT / "tests/guides/tuberculosis/data",
}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """(site, data) of each guide in turn."""
    return request.getfixturevalue(request.param), DATA[request.param]


def ids(data: Path, folder: str) -> list[str]:
    """Ids of the records in one folder."""
    return sorted(path.stem for path in (data / folder).glob("*.yml"))


def record(data: Path, folder: str, name: str) -> dict[str, object]:
    """A record as plain YAML."""
    loaded: dict[str, object] = yaml.safe_load((data / folder / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


def test_every_record_answers_at_its_address(site: tuple[Path, Path]) -> None:
    built, data = site
    for folder, address in FOLDERS.items():
        assert (built / address / "index.html").exists()
        for name in ids(data, folder):
            article = page(built / address / name / "index.html").all("article", data_record="*")
            assert [one.attributes["data-record"] for one in article] == [f"{folder.rstrip('s')}/{name}"]
            assert article[0].attributes["data-review"] == "unreviewed"
    glossary, references = page(built / "glossary/index.html"), page(built / "references/index.html")
    for name in ids(data, "terms"):
        assert len(glossary.all(id=f"term-{name}")) == 1
    for name in ids(data, "references"):
        assert len(references.all("li", id=f"ref-{name}")) == 1
    for address in ("questions/index.html", "about/index.html", "index.html", "404.html"):
        assert (built / address).exists()


def test_every_statement_has_its_source_or_a_permitted_excuse(site: tuple[Path, Path]) -> None:
    for path in html_files(site[0]):
        assert uncited(page(path), PERMITTED) == [], path


def test_a_summary_without_source_stands_cited_further_down(real_site: Path) -> None:
    for path in sorted((real_site / "drugs").glob("*/index.html")):
        article = page(path).all("article", data_record="*")[0]
        for card in article.all(data_uncited="summary"):
            for link in card.all("a"):
                again = [one for one in article.all("a") if one.text() == link.text() and one is not link]
                assert again, f"{path}: {link.text()} is in the card only"


def test_markers_lead_to_sources_that_lead_back_and_out(site: tuple[Path, Path]) -> None:
    for path in html_files(site[0]):
        root = page(path)
        seen: list[int] = []
        sources = {one.attributes["id"]: one for one in root.all("li", data_ref="*")}
        for marker in root.all("a", class_="cite"):
            number = int(marker.attributes["href"].removeprefix("#source-"))
            if number not in seen:
                seen.append(number)
            source = sources[f"source-{number}"]
            hrefs = [link.attributes["href"] for link in source.all("a")]
            assert f"#{marker.attributes['id']}" in hrefs
            assert any(href.endswith(f"references/#ref-{source.attributes['data-ref']}") for href in hrefs)
            assert any(href.startswith("http") for href in hrefs), f"{path}: no way out of {source.text()}"
        assert seen == sorted(seen) == list(range(1, len(sources) + 1)), f"{path}: numbers are not in reading order"


def test_words_are_marked_once_a_page_and_explained_on_it(real_site: Path) -> None:
    marked = 0
    for path in html_files(real_site):
        terms = [one.attributes["data-word"] for one in page(path).all("a", class_="term")]
        assert len(terms) == len(set(terms)), path
        for word in terms:
            assert len(page(path).all(id=word)) == 1, f"{path}: {word} is not explained"
        marked += len(terms)
    assert marked > 200


def relations(data: Path) -> list[tuple[str, str, str, str]]:
    """(folder, id, other folder, other id) of every relation between drugs, phases and effects."""
    found = []
    for name in ids(data, "phases"):
        phase = record(data, "phases", name)
        found += [("phases", name, "drugs", one["drug"]) for one in phase.get("drugs", ())]  # type: ignore[attr-defined, index]
        found += [("phases", name, "effects", one["effect"]) for one in phase["effects"]]  # type: ignore[attr-defined, index]
    for name in ids(data, "drugs"):
        drug = record(data, "drugs", name)
        found += [("drugs", name, "effects", one["effect"]) for one in drug["effects"]]  # type: ignore[attr-defined, index]
    return found


def test_relations_show_from_both_ends(site: tuple[Path, Path]) -> None:
    built, data = site
    pairs = relations(data)
    assert pairs
    for one_folder, one, other_folder, other in pairs:
        for (here_folder, here), (there_folder, there) in (
            ((one_folder, one), (other_folder, other)),
            ((other_folder, other), (one_folder, one)),
        ):
            article = page(built / FOLDERS[here_folder] / here / "index.html").all("article", data_record="*")[0]
            hrefs = {link.attributes.get("href") for link in article.all("a")}
            target = f"../../{FOLDERS[there_folder]}/{there}/".replace(f"../../{FOLDERS[here_folder]}/", "../")
            assert target in hrefs, f"{here} does not lead to {there}"


def test_references_say_where_they_are_cited(site: tuple[Path, Path]) -> None:
    built, _ = site
    cited = {one.attributes["data-ref"] for path in html_files(built) for one in page(path).all("li", data_ref="*")}
    full = {
        f"{path.parent.name}/#{entry.attributes['id']}": entry
        for path in (built / "references").glob("*/index.html")
        for entry in page(path).all("ol", class_="references")[0].children
    }
    lines = page(built / "references/index.html").all("ol", class_="references")[0].children
    assert len(lines) == len(full)
    for line in lines:
        name = line.attributes["id"].removeprefix("ref-")
        entry = full[line.all("a")[-1].attributes["href"]]
        assert bool(entry.all("p", class_="cited-on")) == (name in cited), name


def test_edit_opens_the_file_of_the_record(real_site: Path) -> None:
    for folder, address in FOLDERS.items():
        for name in ids(ROOT / "data", folder):
            edit = page(real_site / address / name / "index.html").all("a", rel="edit noopener")
            assert len(edit) == 1
            assert edit[0].attributes["href"].endswith(f"/edit/main/data/{folder}/{name}.yml")


def test_the_search_index_finds_made_pages_by_their_other_names(real_site: Path) -> None:
    index = json.loads((real_site / "search/search_index.json").read_text(encoding="utf-8"))
    tags = {entry["location"]: entry.get("tags", []) for entry in index["docs"]}
    assert "Gleevec" in tags["drugs/imatinib/"]
    texts = " ".join(entry["text"] for entry in index["docs"])
    assert "source 1" not in texts


def test_no_link_or_fragment_is_broken(site: tuple[Path, Path], tmp_path: Path) -> None:
    (start,) = page(site[0] / "404.html").all("a", class_="site-name")  # it names the path under which the site lies
    home = tmp_path / "web" / start.attributes["href"].strip("/.")
    home.parent.mkdir(parents=True, exist_ok=True)
    home.symlink_to(site[0], target_is_directory=True)
    lychee = Path(sys.executable).with_name("lychee")
    command = [
        lychee,
        "--offline",
        "--include-fragments",
        "--index-files",
        "index.html",
        "--no-progress",
        "--exclude",
        HANDOUT_CHOICE,
        "--root-dir",
        tmp_path / "web",
        "--format",
        "json",
    ]
    pages = [home / path.relative_to(site[0]) for path in html_files(site[0])]
    result = subprocess.run([*map(str, command), *map(str, pages)], capture_output=True, text=True, check=False)
    found = json.loads(result.stdout)
    assert found["error_map"] == {}
    assert found["total"] > 300
    assert result.returncode == 0, result.stderr


def test_ids_on_a_page_are_unique_and_headings_skip_no_level(site: tuple[Path, Path]) -> None:
    for path in html_files(site[0]):
        root = page(path)
        names = [one.attributes["id"] for one in root.all(id="*")]
        assert len(names) == len(set(names)), path
        levels = [int(one.tag[1]) for one in main(root).all() if re.fullmatch(r"h[1-6]", one.tag)]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def main(root: Element) -> Element:
    """The main part of a page."""
    return root.all("main")[0]


def test_titles_are_unique(real_site: Path) -> None:
    titles = [page(path).all("title")[0].text() for path in html_files(real_site)]
    assert len(titles) == len(set(titles))


def test_no_page_holds_a_foreign_script_or_an_inline_handler(site: tuple[Path, Path]) -> None:
    for path in html_files(site[0]):
        for element in page(path).all():
            assert not [name for name in element.attributes if name.startswith("on")], path
            address = element.attributes.get("src", "")
            assert not address.startswith(("http:", "https:", "//")), path
            assert not element.attributes.get("href", "").startswith("javascript:"), path


def test_the_status_of_review_is_honest(real_site: Path) -> None:
    for path in html_files(real_site):
        for article in page(path).all("article", data_record="*"):
            assert "Not yet reviewed by a clinician" in article.text()
            assert "Sources checked on" in article.text()
        assert "medically reviewed" not in page(path).text().lower()


def test_two_builds_of_the_same_data_are_the_same(tmp_path: Path, small_site: Path) -> None:
    again = tmp_path / "elsewhere" / "site"
    again.parent.mkdir()
    assert mkdocs(ROOT / "tests/guides/small/mkdocs.yml", again).returncode == 0
    files = {path.relative_to(small_site) for path in small_site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    for name in files:
        assert (small_site / name).read_bytes() == (again / name).read_bytes(), name


def test_every_published_asset_is_there_and_is_used(real_site: Path) -> None:
    used: set[str] = set()
    for name in ("index", "drugs/index", "handout/index", "phases/induction/index"):
        for one in page(real_site / f"{name}.html").all():
            for kind in ("href", "src", "data-engine", "data-script"):
                link = one.attributes.get(kind, "")
                if "assets/" in link and ":" not in link:
                    used.add(str((real_site / name).parent.joinpath(link).resolve().relative_to(real_site.resolve())))
    for sheet in [name for name in used if name.endswith(".css")]:
        text = (real_site / sheet).read_text(encoding="utf-8")
        used |= {f"assets/{link}" for link in re.findall(r"url\(\"?([\w./-]+)", text)}
    there = {str(path.relative_to(real_site)) for path in (real_site / "assets").rglob("*") if path.is_file()}
    assert used - there == set()
    without_page = {name for name in there - used if not re.match(r"assets/(icons/|fonts/OFL|early\.js)", name)}
    assert without_page == set(), "published, but no page uses it"


def test_a_page_asks_for_what_is_wrong_with_its_own_id_filled_in(real_site: Path) -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/wrong-fact.yml").read_text(encoding="utf-8"))
    article = page(real_site / "drugs/imatinib/index.html").all("article", data_record="*")[0]
    links = [one.attributes["href"] for one in article.all("a") if "Tell us about this page" in one.text()]
    assert len(links) == 1
    asked = parse_qs(urlsplit(links[0]).query)
    assert asked["page"] == ["drug/imatinib"]
    assert asked["template"] == ["wrong-fact.yml"]
    assert "page" in {part.get("id") for part in form["body"]}
    assert "Not for medical questions" in article.text()
