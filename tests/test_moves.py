"""An address that was published once leads somewhere for good, and the check refuses to lose one."""

from __future__ import annotations

import functools
import http.server
import json
import re
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, SMALL, Quiet, check, mkdocs, run
from guide.address import ANCHORS, PAGES
from guide.model import Published
from guide.moves import FOLDERS
from pages import page

Change = Callable[[str, str, str], Path]
FORMERLY = {
    "drugs/examplin.yml": "old-drug",
    "terms/handkerchief.yml": "hanky",
    "references/smith-2024.yml": "smith-2023",
    "questions/at-the-start.yml": "first-questions",
    "trials/examplin-again.yml": "old-trial",
    "pictures/drop.yml": "drip",
}
MOVED = """\
moved:
  - id: procedure:old-procedure
    to: term:handkerchief
  - id: term:went
    to: topic:outlook
split:
  - id: drug:two-drugs
    name: Two drugs
    to: [drug:examplin, plan:plan-e]
  - id: term:mixed
    name: Mixed word
    to: [term:handkerchief, term:marker-cell]
removed:
  - id: plan:gone-plan
    name: Gone plan
    reason: No source tells of this plan any more.
    see: [topic:outlook]
  - id: effect:gone-effect
    name: Gone effect
    reason: Nobody has it.
"""


def publish(guide: Path) -> str:
    """Run `make published` on a guide."""
    result = run(sys.executable, ROOT / "hooks/published.py", guide / "data")
    assert result.returncode == 0, result.stderr
    return result.stdout


def problems(guide: Path) -> list[str]:
    """What the check says of a guide's data."""
    told = check(guide / "data", cwd=guide).stderr.splitlines()
    return [line for line in told if line.startswith(("data/", "docs/"))]


def move(guide: Path) -> None:
    """Give a guide former ids of every sort."""
    for name, former in FORMERLY.items():
        path = guide / "data" / name
        path.write_text(f"{path.read_text(encoding='utf-8')}formerly: [{former}]\n", encoding="utf-8")
    (guide / "data/moved.yml").write_text(MOVED, encoding="utf-8")


@pytest.fixture(scope="module")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide's site with former ids of every sort."""
    folder = tmp_path_factory.mktemp("moved")
    guide = folder / "guide"
    run("cp", "-r", SMALL, guide)
    config = (SMALL / "mkdocs.yml").read_text(encoding="utf-8").replace("../../..", ROOT.as_posix())
    (guide / "mkdocs.yml").write_text(config, encoding="utf-8")
    move(guide)
    assert problems(guide) == []
    result = mkdocs(guide / "mkdocs.yml", folder / "site")
    assert result.returncode == 0, result.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def web(moved_site: Path) -> Iterator[str]:
    """That site over HTTP."""
    handler = functools.partial(Quiet, directory=str(moved_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_former_address_leads_on_with_and_without_a_browser_that_follows(moved_site: Path) -> None:
    root = page(moved_site / "drugs/old-drug/index.html")
    assert root.all("html")[0].attributes["lang"] == "en"
    assert root.all("meta", http_equiv="refresh")[0].attributes["content"] == "0;url=../examplin/"
    assert root.all("meta", name="robots")[0].attributes["content"] == "noindex"
    canonical = [one.attributes["href"] for one in root.all("link", rel="canonical")]
    assert canonical == ["https://phasebook.example/drugs/examplin/"]
    links = root.all("article")[0].all("a")
    assert ("../examplin/", "examplin") in [(one.attributes["href"], one.text()) for one in links]


def test_former_addresses_are_neither_in_the_sitemap_nor_in_search(moved_site: Path) -> None:
    index = json.loads((moved_site / "search/search_index.json").read_text(encoding="utf-8"))
    places = {one["location"] for one in index["docs"]}
    sitemap = (moved_site / "sitemap.xml").read_text(encoding="utf-8")
    for address in ("drugs/old-drug/", "procedures/old-procedure/", "drugs/two-drugs/", "plans/gone-plan/"):
        assert (moved_site / address / "index.html").exists()
        assert address not in places
        assert f"/{address}<" not in sitemap
    assert "/drugs/examplin/<" in sitemap


def test_a_split_page_names_every_part_and_does_not_choose_one(moved_site: Path) -> None:
    root = page(moved_site / "drugs/two-drugs/index.html")
    assert root.all("meta", http_equiv="refresh") == []
    assert root.all("h1")[0].text() == "Two drugs: this page was divided"
    links = [(one.attributes["href"], one.text()) for one in root.all("ul", class_="see")[0].all("a")]
    assert links == [("../examplin/", "examplin"), ("../../plans/plan-e/", "Plan E")]


@pytest.mark.parametrize(
    ("address", "reason", "link"),
    [
        ("plans/gone-plan/", "No source tells of this plan any more.", "../../topics/outlook/"),
        ("side-effects/gone-effect/", "Nobody has it.", "../"),
    ],
)
def test_a_removed_page_says_why_and_where_to_go(moved_site: Path, address: str, reason: str, link: str) -> None:
    root = page(moved_site / address / "index.html")
    assert root.all("meta", http_equiv="refresh") == []
    article = root.all("article")[0]
    assert reason in article.text()
    assert link in [one.attributes["href"] for one in article.all("a")]


@pytest.mark.parametrize(
    ("address", "former", "entry"),
    [
        ("glossary/", "term-hanky", "term-handkerchief"),
        ("references/", "ref-smith-2023", "ref-smith-2024"),
        ("questions/", "questions-first-questions", "questions-at-the-start"),
        ("trials/", "trial-old-trial", "trial-examplin-again"),
        ("pictures/", "picture-drip", "picture-drop"),
    ],
)
def test_an_old_anchor_stands_at_the_new_entry(moved_site: Path, address: str, former: str, entry: str) -> None:
    root = page(moved_site / address / "index.html")
    place = root.all(id=former)
    assert len(place) == 1
    around = [one for one in place[0].ancestors() if one.all(id=entry) or one.attributes.get("id") == entry]
    assert around[0].tag in {"div", "li", "section"}  # the entry itself, and not the whole list
    assert len(around[0].all(data_record="*")) <= 1


def test_a_word_that_was_split_or_became_a_page_keeps_its_place_in_the_glossary(moved_site: Path) -> None:
    root = page(moved_site / "glossary/index.html")
    split, went = root.all(id="term-mixed")[0], root.all(id="term-went")[0]
    assert [one.attributes["href"] for one in split.all("a")] == ["#term-handkerchief", "#term-marker-cell"]
    assert [one.attributes["href"] for one in went.all("a")] == ["../topics/outlook/"]


def test_a_handout_that_was_kept_finds_what_was_renamed_or_split(moved_site: Path) -> None:
    root = page(moved_site / "handout/index.html")
    box = root.all("input", name="drug", value="examplin")[0]
    assert set(box.attributes["data-formerly"].split()) == {"old-drug", "two-drugs"}


FOLLOWED = [
    ("drugs/old-drug/", "drugs/examplin/", "examplin"),
    ("procedures/old-procedure/", "glossary/#term-handkerchief", "Glossary"),
]


@pytest.mark.browser
@pytest.mark.parametrize(("former", "now", "title"), FOLLOWED)
def test_a_browser_follows_a_former_address_over_the_web(
    web: str, browser: Any, former: str, now: str, title: str
) -> None:
    tab = browser.new_page()
    tab.goto(web + former)
    tab.wait_for_url(web + now)
    assert tab.locator("h1").text_content() == title
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize(("former", "now", "title"), FOLLOWED)
def test_a_browser_follows_a_former_address_in_the_copy_on_disk(
    moved_site: Path, tmp_path: Path, browser: Any, former: str, now: str, title: str
) -> None:
    with zipfile.ZipFile(next(moved_site.glob("*.zip"))) as packed:
        packed.extractall(tmp_path)
    tab = browser.new_page()
    tab.goto((tmp_path / former / "index.html").as_uri())
    path, mark, fragment = now.partition("#")
    tab.wait_for_url((tmp_path / path / "index.html").as_uri() + mark + fragment)
    assert tab.locator("h1").text_content() == title
    tab.close()


@pytest.mark.browser
def test_a_kept_handout_with_a_split_drug_ticks_what_it_became(moved_site: Path, browser: Any) -> None:
    tab = browser.new_page()
    tab.goto((moved_site / "handout/index.html").as_uri() + "#drug=two-drugs,old-drug&phase=nothing")
    tab.wait_for_selector('[data-record="drug/examplin"]')
    assert tab.locator(".handout-part").count() == 1
    assert "1 part named in this address is not in the guide" in tab.locator("#handout-status").inner_text()
    tab.close()


# The list of all ids ever published.


def test_an_id_that_was_published_cannot_be_lost(small: Path) -> None:
    publish(small)
    assert problems(small) == []
    (small / "data/plans/plan-e.yml").unlink()
    lost = [line for line in problems(small) if "published.yml" in line]
    assert lost == [
        "data/published.yml:12:5: plan 'plan-e' was published and is gone now; name 'plan-e' under 'formerly' in the "
        "record that replaces it, or say in moved.yml what became of it"
    ]


@pytest.mark.parametrize(
    "moved",
    [
        "moved: [{id: 'plan:plan-e', to: 'topic:outlook'}]",
        "split: [{id: 'plan:plan-e', name: Plan E, to: ['topic:outlook', 'type:common-type']}]",
        "removed: [{id: 'plan:plan-e', name: Plan E, reason: It was an example.}]",
    ],
)
def test_each_way_to_say_what_became_of_an_id_is_enough(small: Path, moved: str) -> None:
    publish(small)
    (small / "data/plans/plan-e.yml").unlink()
    (small / "data/moved.yml").write_text(moved + "\n", encoding="utf-8")
    assert problems(small) == []


def test_a_renamed_record_that_names_its_former_id_is_enough(small: Path) -> None:
    publish(small)
    text = (small / "data/plans/plan-e.yml").read_text(encoding="utf-8")
    (small / "data/plans/plan-e.yml").unlink()
    (small / "data/plans/plan-f.yml").write_text(text + "formerly: [plan-e]\n", encoding="utf-8")
    assert problems(small) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Plan E\n", "name: Plan E\ndraft: true\n", ["data/published.yml"]),
        ("name: Plan E\n", "name: [Plan E\n", ["data/plans/plan-e.yml"]),  # one mistake, one message
        ("name: Plan E\n", "", ["data/plans/plan-e.yml"]),
    ],
)
def test_a_published_record_may_be_broken_for_a_while_but_not_a_draft(
    small: Path, change: Change, old: str, new: str, said: list[str]
) -> None:
    publish(small)
    change("data/plans/plan-e.yml", old, new)
    assert [line.split(":", 1)[0] for line in problems(small)] == said


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("terms/handkerchief.yml", "formerly: [hanky]", "formerly: [hanky"),
        ("moved.yml", "split:", "splitt:"),
    ],
)
def test_a_mistake_where_a_former_id_is_told_brings_no_other_message(
    small: Path, change: Change, name: str, old: str, new: str
) -> None:
    move(small)
    publish(small)
    listed = (small / "data/published.yml").read_text(encoding="utf-8")
    listed = listed.replace("terms:\n", "terms:\n  - hanky\n  - mixed\n").replace("drugs:\n", "drugs:\n  - two-drugs\n")
    (small / "data/published.yml").write_text(listed, encoding="utf-8")
    assert problems(small) == []
    change(f"data/{name}", old, new)
    assert {line.split(":", 1)[0] for line in problems(small)} == {f"data/{name}"}


def test_a_new_record_that_is_not_on_the_list_yet_is_not_refused_and_is_added_at_publishing(small: Path) -> None:
    publish(small)
    text = (small / "data/terms/handkerchief.yml").read_text(encoding="utf-8")
    new = small / "data/terms/tissue.yml"
    new.write_text(text.replace("handkerchief", "tissue"), encoding="utf-8")
    assert problems(small) == []
    assert "tissue" not in (small / "data/published.yml").read_text(encoding="utf-8")
    assert "1 of them new" in publish(small)
    assert "  - tissue\n" in (small / "data/published.yml").read_text(encoding="utf-8")
    new.unlink()
    assert [line for line in problems(small) if "term 'tissue' was published" in line]


def test_the_command_takes_nothing_out_adds_no_draft_and_changes_nothing_the_second_time(
    small: Path, change: Change
) -> None:
    change("data/plans/plan-e.yml", "name: Plan E\n", "name: Plan E\ndraft: true\n")
    path = small / "data/published.yml"
    publish(small)
    assert "plan-e" not in path.read_text(encoding="utf-8")
    path.write_text("drugs:\n  - long-gone\n", encoding="utf-8")
    (small / "data/moved.yml").write_text(
        "removed: [{id: 'drug:long-gone', name: Long gone, reason: It left.}]\n", encoding="utf-8"
    )
    publish(small)
    first = path.read_bytes()
    assert yaml.safe_load(first)["drugs"] == ["examplin", "long-gone"]
    assert "0 of them new" in publish(small)
    assert path.read_bytes() == first


def test_the_command_writes_nothing_while_the_data_cannot_be_read(small: Path, change: Change) -> None:
    change("data/drugs/examplin.yml", "name: examplin", "name: [examplin")
    result = run(sys.executable, ROOT / "hooks/published.py", small / "data")
    assert result.returncode == 1
    assert "make check" in result.stderr
    assert not (small / "data/published.yml").exists()


@pytest.mark.parametrize("guide", ["data", "tests/guides/small/data", "tests/guides/tuberculosis/data"])
def test_each_guide_keeps_its_list(guide: str) -> None:
    listed = yaml.safe_load((ROOT / guide / "published.yml").read_text(encoding="utf-8"))
    assert all(ids == sorted(set(ids)) for ids in listed.values())
    assert sum(map(len, listed.values())) >= 17


def test_every_kind_with_an_address_is_on_the_list() -> None:
    assert {FOLDERS[kind] for kind in (*PAGES, *ANCHORS)} == set(Published.model_fields)


# What moved.yml and links may say.


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ("moved: [{id: 'drug:examplin', to: 'topic:outlook'}]", ":1:14: drug 'examplin' is a record still; delete"),
        ("moved: [{id: 'drug:old', to: 'topic:nothing'}]", ":1:9: leads to topic 'nothing', which is no record"),
        (
            "moved: [{id: 'drug:a', to: 'topic:outlook'}]\nremoved: [{id: 'drug:a', name: A, reason: It left.}]",
            ":2:16: drug 'a' is here twice; keep one",
        ),
        (
            "moved: [{id: 'drug:a', to: 'drug:b'}, {id: 'drug:b', to: 'topic:outlook'}]",
            ":1:9: leads to an id that is former itself: drug 'b' has moved to 'topic:outlook'; write that",
        ),
        ("split: [{id: 'drug:a', name: A, to: ['drug:examplin']}]", ":1:37: 'split[1].to' needs at least 2 item(s)"),
        ("removed: [{id: 'drug:a', name: A}]", ":1:11: the field 'reason' is missing"),
        ("removed: [{id: 'a', name: A, reason: It left.}]", ":1:16: 'removed[1].id': 'a' has the wrong form"),
    ],
)  # fmt: skip
def test_what_moved_yml_says_must_hold(small: Path, moved: str, said: str) -> None:
    (small / "data/moved.yml").write_text(moved + "\n", encoding="utf-8")
    told = problems(small)
    assert len(told) == 1, told
    assert told[0].startswith(f"data/moved.yml{said}")


def test_a_draft_is_nothing_to_lead_to(small: Path, change: Change) -> None:
    change("data/plans/plan-e.yml", "name: Plan E\n", "name: Plan E\ndraft: true\n")
    (small / "data/moved.yml").write_text("moved: [{id: 'topic:old', to: 'plan:plan-e'}]\n", encoding="utf-8")
    assert ["which is a draft" in line for line in problems(small)] == [True]


def test_an_id_is_told_of_in_one_place_only(small: Path) -> None:
    move(small)
    path = small / "data/terms/marker-cell.yml"
    path.write_text(path.read_text(encoding="utf-8") + "formerly: [went]\n", encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in problems(small)] == [
        "moved.yml says what became of term 'went' too; keep one of the two"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("data/phases/start.yml", "drug:examplin", "drug:old-drug", "drug 'old-drug' has moved to 'examplin'; write"),
        ("data/phases/start.yml", "- drug: examplin", "- drug: old-drug", "drug 'old-drug' has moved to 'examplin'"),
        ("data/drugs/examplin.yml", "[@smith-2024]", "[@smith-2023]", "reference 'smith-2023' has moved to 'smith"),
        ("data/terms/marker-cell.yml", "[handkerchief]", "[mixed]", "term 'mixed' was split into 'handkerchief'"),
        ("data/terms/sample-test.yml", "procedure:sample-test", "procedure:old-procedure",
         "procedure 'old-procedure' has moved to 'term:handkerchief'; write that"),
        ("docs/index.md", "{{ kind_counts() }}", '{{ drug("old-drug") }}', "drug 'old-drug' has moved to 'examplin'"),
    ],
)  # fmt: skip
def test_a_link_to_a_former_id_is_refused_with_the_new_one(
    small: Path, change: Change, name: str, old: str, new: str, said: str
) -> None:
    move(small)
    change(name, old, new)
    told = [line for line in problems(small) if re.search(r"has moved|was split|was removed|no \w+ '", line)]
    assert len(told) == 1, problems(small)
    assert told[0].startswith(f"{name}:")
    assert said in told[0]
