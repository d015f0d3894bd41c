"""Prose: sentences with and without sources, the small Markdown, numbers, first mentions, safety."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from guide.inspection import inspect
from guide.link import Linked, link
from guide.mentions import Names, names_of
from guide.model import Prose
from guide.prose import Cite, LinkTo, citations, inlines, paragraphs, parse_prose
from guide.prose_html import Writer
from guide.prose_markdown import parse_markdown
from guide.rules.rule import Field
from guide.sentences import sentences
from guide.source import Source
from hypothesis import given, settings
from hypothesis import strategies as st

SMALL = Path(__file__).parent / "guides" / "small"


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(inspect(SMALL / "data", SMALL / "docs", SMALL, date(2026, 11, 21)).data)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("One [@a].", [True]),
        ("One. [@a]", [True]),
        ("One [@a]. Two [@b].", [True, True]),
        ("One [@a]. Two.", [True, False]),
        ("One. [@a] Two.", [True, False]),
        ("One [@a] goes on. Two!", [True, False]),
        ("It takes 2.5 weeks, e.g. Three at most [@a].", [True]),
        ("Vitamin K by Dr. Smith [@a].", [True]),
        ("Is it? Yes [@a].", [False, True]),
        ("**Bold.** Then [@a].", [False, True]),
        ("A [linked](drug:x) word", [False]),
        ("[@a]", []),
    ],
)
def test_a_citation_counts_for_its_own_sentence_only(text: str, cited: list[bool]) -> None:
    found = [mark for paragraph in paragraphs(parse_prose(text)) for _, mark in sentences(paragraph)]
    assert found == cited


@pytest.mark.parametrize(
    ("inside", "items"),
    [
        ("a", (("a", ""),)),
        ("a; @b", (("a", ""), ("b", ""))),
        ("a, section 6.1", (("a", "section 6.1"),)),
        ("a, Abstract, Results; @b, p. 3", (("a", "Abstract, Results"), ("b", "p. 3"))),
    ],
)
def test_citations_are_read_as_pandoc_writes_them(inside: str, items: tuple[tuple[str, str], ...]) -> None:
    assert citations(inside) == items


def test_only_the_small_markdown_has_a_meaning() -> None:
    blocks = parse_prose("# no heading\n\n> no quote\n\n    no code\n\n![no](x.png) `no` | no |\n\n***\n")
    kinds = {type(block).__name__ for block in blocks}
    assert kinds == {"Paragraph"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It works [@smith-2024].", '<p>It works.<sup class="cites"'),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ('say "x"', "<p>say &#34;x&#34;</p>"),
        ('[x](https://example.org/?a=1&b="2)', '?a=1&amp;b=%222" rel'),
        ("- one [@lee-2023].\n- two", "<ul><li>one.<sup"),
        ("All of it:\n\n- x [@lee-2023].", '<p data-uncited="label">All of it:</p>'),
    ],
)
def test_prose_becomes_html_with_nothing_unescaped(linked: Linked, text: str, html: str) -> None:
    assert html in Writer(linked, Names(), "drugs/x/").prose(text)


def test_sources_are_numbered_in_the_order_in_which_they_are_met(linked: Linked) -> None:
    writer = Writer(linked, Names(), "drugs/x/")
    writer.prose("A [@lee-2023]. B [@smith-2024]. C [@lee-2023, page 2].")
    uses = writer.notes.sources
    assert [(name, use.number) for name, use in uses.items()] == [("lee-2023", 1), ("smith-2024", 2)]
    assert uses["lee-2023"].places == [("cite-1-1", ""), ("cite-1-2", "page 2")]


def test_the_first_mention_of_a_word_is_marked_and_later_ones_are_not(linked: Linked) -> None:
    writer = Writer(linked, names_of(linked), "types/x/")
    html = writer.prose("Marker cells meet a marker cell. The MC and the mc meet examplin and Examplin.")
    assert html.count('class="term"') == 1
    assert (
        '<a class="term" href="../../glossary/#term-marker-cell" data-word="word-marker-cell">Marker cells</a>' in html
    )
    assert html.count('class="to-drug"') == 1
    assert writer.notes.words == ["marker-cell"]


def test_a_page_does_not_link_to_itself(linked: Linked) -> None:
    writer = Writer(linked, names_of(linked), "drugs/examplin/", own=("drug", "examplin"))
    assert "<a" not in writer.prose("examplin is examplin")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("ALL", "ALL of all", ["ALL"]),
        ("marker cell", "A Marker (cell) and marker cells", ["Marker (cell", "marker cells"]),
        ("BCR::ABL1", "the BCR::ABL1 gene", ["BCR::ABL1"]),
        ("Ph+ ALL", "in Ph+ ALL now", ["Ph+ ALL"]),
        ("T cell", "a T-cell and a T cell", ["T cell"]),
        ("gas", "gas and gass", ["gas"]),
    ],
)
def test_names_are_found_as_written(name: str, text: str, found: list[str]) -> None:
    names = Names()
    names.add(name, "term", "x")
    assert [text[one.start : one.end] for one in names.find(text)] == found


def test_the_longest_name_wins() -> None:
    names = Names()
    names.add("cell", "term", "cell")
    names.add("stem cell transplant", "term", "transplant")
    assert [one.id for one in names.find("a stem cell transplant, a cell")] == ["transplant", "cell"]


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_prose_becomes_harmless_html(text: str) -> None:
    guide = inspect(SMALL / "data", SMALL / "docs", SMALL, date(2026, 11, 21)) if not CACHE else CACHE[0]
    CACHE[:] = [guide]
    blocks = parse_prose(text)
    known = all(not isinstance(node, Cite | LinkTo) for node in inlines(blocks))
    if known:
        html = Writer(link(guide.data), Names(), "").prose(text)
        assert html.count("<script") == 0
        assert html.count("<") == html.count(">")


CACHE: list[object] = []


PIECES = st.one_of(
    st.text("ab.A( \n\t[@x];,_*\\)]-1é!", max_size=12), st.sampled_from(["[", "](term:a-1)", "[@a]", "term:"])
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_way_to_read_prose_gives_what_markdown_gives(text: str) -> None:
    assert parse_prose(text) == parse_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "A word [@a, p. 2]. \n  Then [@b;\n@c].\n\n\nB (c) ] d\n",
        "A [word](term:a-b) [@a].\nB ![c](drug:d)[e](term:f) (g](term:h)",
        "A [@a](term:b) [ c ](term:d) [e\nf](term:g) [h](term:i-) [[j](term:k)",
        "\n\nA [@a]\nB",
        "A  \n\tB",
        "A.\n(B)\n\n**C** d",
        "A\n \nB",
        "A\n- b",
        "A\n1. b",
        "[@a] b",
    ],
)
def test_the_quick_way_knows_breaks_and_blanks(text: str) -> None:
    assert parse_prose(text) == parse_markdown(text)


CITING = [
    "Word ", "[@a]", "[@ a , section 1]", "[@a; @b-2, table; x]", "[see [@c]](drug:x)", "`[@d]`", "\\[@e]", "**[@f]**",
    "<", "\n\n- [@g]\n", "[@]", "[@@h]", "[x](https://y.example/[@i])", "](", "    [@j]\n", ". ",
]  # fmt: skip


@given(st.lists(st.sampled_from(CITING), max_size=6).map("".join))
def test_what_a_field_cites_is_known_without_parsing_it(text: str) -> None:
    field = Field(Source("x.yml", text), None, (), text, Prose())
    assert field.cited == {name for node, _ in field.nodes if isinstance(node, Cite) for name, _ in node.items}
