"""YAML as a small language: values come out as written, and nothing an author types brings a traceback."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from guide.place import locate
from guide.source import Source, SourceError, parse
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: 1:30", "1:30"),
        ("a: 010", "010"),
        ("a: 2026-01-05", "2026-01-05"),
        ("a: 0x1F", "0x1F"),
        ("a: 1e3", "1e3"),
        ("a: true", True),
        ("a: 12", 12),
        ("a: 1.5", 1.5),
        ("a: null", None),
        ("a: [x, y]", ("x", "y")),
        ("a: '12'", "12"),
    ],
)
def test_a_value_means_what_it_looks_like(text: str, value: Any) -> None:
    assert parse(Source("x.yml", text)) == {"a": value}


def test_markdown_emphasis_is_no_alias() -> None:
    assert parse(Source("x.yml", "a: |\n  *this* & *that*\n"))["a"] == "*this* & *that*\n"


@pytest.mark.parametrize(
    ("path", "options", "place"),
    [
        (("name",), {}, (1, 7)),
        (("name",), {"key": True}, (1, 1)),
        (("list", 1), {}, (4, 5)),
        (("group", "inner"), {}, (6, 10)),
        (("group", "missing"), {}, (6, 3)),
        (("literal",), {"words": "second é line"}, (9, 3)),
        (("literal",), {"words": "word", "prose_line": 2}, (10, 5)),
        (("folded",), {"words": "bold imatinib link"}, (12, 5)),
        (("folded",), {"words": "not there"}, (11, 9)),
    ],
)
def test_a_place_is_found_by_path_and_words(path: Any, options: dict[str, Any], place: tuple[int, int]) -> None:
    text = (
        "name: x\nlist:\n  - a\n  - b\ngroup:\n  inner: y\nliteral: |\n"
        "  first word\n  second é line\n  a word\nfolded: >\n  **bold** [imatinib](drug:imatinib) link\n"
    )
    assert locate(Source("x.yml", text), path, **options) == place


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_parsed_or_refused_with_a_place_inside_it(text: str) -> None:
    refused: SourceError | None = None
    try:
        parse(Source("x.yml", text))
    except SourceError as error:
        refused = error
    if refused is not None:
        lines = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))
        assert 1 <= refused.line <= lines + 1
        assert refused.column >= 1
        assert refused.message


plain = st.recursive(
    st.one_of(st.booleans(), st.integers(-(10**9), 10**9), st.text(alphabet="abc xyz.-é", min_size=1, max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text("abcdef", min_size=1, max_size=8), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=8), plain, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_yaml_writes_comes_back(values: dict[str, Any]) -> None:
    def listed(value: Any) -> Any:
        if isinstance(value, tuple):
            return [listed(one) for one in value]
        return {key: listed(one) for key, one in value.items()} if isinstance(value, dict) else value

    text = yaml.safe_dump(listed(values), allow_unicode=True, default_style=None)
    assert parse(Source("x.yml", text)) == values
