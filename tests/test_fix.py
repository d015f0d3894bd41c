"""The fixer mends how a record is written and never what it says."""

from __future__ import annotations

import os
import random
import stat
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SMALL, run
from guide.fix import comments, mend, mend_folder, ordered, replaced
from guide.load import SINGLE
from guide.model import KINDS
from guide.source import Source, SourceError, parse
from hypothesis import given, settings
from hypothesis import strategies as st

RECORDS = sorted((SMALL / "data").rglob("*.yml"))
REAL = sorted((ROOT / "data").rglob("*.yml"))


def model_of(path: Path) -> tuple[type, str]:
    """The model and the folder of a file."""
    folder = path.name if path.parent.name == "data" else path.parent.name
    return KINDS.get(folder) or SINGLE[folder], folder


def term(text: str) -> str | None:
    """A term's text, mended."""
    mended = mend(text, KINDS["terms"], "terms")
    return mended.text if mended else None


def reading(text: str) -> str | None:
    """What the loader reads, without the order of keys; None when it refuses."""
    try:
        return repr(ordered(parse(Source("", text))))
    except SourceError:
        return None


def holds(text: str, path: Path) -> None:
    """What is true of every file: nothing else is said, no comment is lost, and a second time changes nothing."""
    mended = mend(text, *model_of(path))
    if mended is None:
        return
    text = text if text.endswith("\n") else f"{text}\n"  # a last line of prose is a line, with its end or without
    before = reading(text)
    if before is None:  # only tabs may keep a mendable file from being read
        assert "tabs" in mended.done
    else:
        assert reading(mended.text) == repr(ordered(replaced(parse(Source("", text)), mended.values)))
        assert comments(mended.text) == comments(text)
    assert mended.text.endswith("\n")
    again = mend(mended.text, *model_of(path))
    assert again is not None
    assert again.text == mended.text
    assert not again.values


WRITTEN = {
    "a blank before the colon": ("name : x\n", "name: x\n"),
    "several blanks after it": ("name:    x\n", "name: x\n"),
    "a tab after it": ("name:\tx\n", "name: x\n"),
    "blanks at the end": ("name: x   \n", "name: x\n"),
    "no final newline": ("name: x", "name: x\n"),
    "empty lines at the end": ("name: x\n\n\n", "name: x\n"),
    "empty lines at the start": ("\n\nname: x\n", "name: x\n"),
    "a list without blanks": ("aliases: [a,b,]\n", "aliases: [a, b]\n"),
    "a list that is not indented": ("aliases:\n- a\n- b\n", "aliases:\n  - a\n  - b\n"),
    "a list indented by four": ("aliases:\n    -   a\n    -   b\n", "aliases:\n  - a\n  - b\n"),
    "a list over several lines": ("aliases: [a,\n  b]\n", "aliases:\n  - a\n  - b\n"),
    "an empty list": ("aliases: [ ]\n", "aliases: []\n"),
    "a list of groups": (
        "waivers:\n-  rule: dose\n   reason: x\n",
        "waivers:\n  - rule: dose\n    reason: x\n",
    ),
    "a group in a line": (
        "pronunciation: { source: a,respelling: b }\n",
        "pronunciation: {respelling: b, source: a}\n",
    ),
    "prose indented by four": ("definition: |\n    One.\n\n    - Two.\n", "definition: |\n  One.\n\n  - Two.\n"),
    "prose that keeps deeper lines": ("definition: |\n    - a\n      b\n", "definition: |\n  - a\n    b\n"),
    "folded prose": ("definition: >-\n    One\n    two.\n", "definition: >-\n  One\n  two.\n"),
    "blanks inside prose are what it says": ("definition: |\n  One.  \n", "definition: |\n  One.  \n"),
    "a plain text over two lines": ("name: one\n    two\n", "name: one\n  two\n"),
    "keys in another order": (
        "definition: |\n  A.\nnext_check: 2027-01-05\nname: x\nchecked: 2026-01-05\n",
        "name: x\nchecked: 2026-01-05\nnext_check: 2027-01-05\ndefinition: |\n  A.\n",
    ),
    "a key of a part in another order": (
        "pronunciation:\n  source: a\n  respelling: b\n",
        "pronunciation:\n  respelling: b\n  source: a\n",
    ),
    "an unknown key stays with its neighbor": (
        "definition: a\ncolor: red\nname: x\n",
        "name: x\ndefinition: a\ncolor: red\n",
    ),
    "comments go with their key": (
        "# About all of it.\n\n# the word\ndefinition: a # short\n# its name\nname:   x#1  # really\n# the end\n",
        "# About all of it.\n\n# its name\nname: x#1  # really\n# the word\ndefinition: a  # short\n# the end\n",
    ),
    "a comment at the end of a list stays in it": (
        "see_also:\n- a # one\n  # another\nname: x\n",
        "name: x\nsee_also:\n  - a  # one\n  # another\n",
    ),
    "a comment behind a key": ("see_also: # two\n- a\n", "see_also:  # two\n  - a\n"),
    "a comment on a block": ("definition: | # why\n  a\n", "definition: |  # why\n  a\n"),
    "a comment after a block": ("definition: |\n  a\n# b\nname: x\n", "# b\nname: x\ndefinition: |\n  a\n"),
    "a comment in a list of several lines": (
        "aliases: [a, # one\n  b] # two\n",
        "aliases:\n  - a  # one\n  - b\n  # two\n",
    ),
    "a sharp sign inside text": ('name: "x # y"\n', 'name: "x # y"\n'),
    "single quotes": ("name: 'it''s'\n", 'name: "it\'s"\n'),
    "single quotes that hold double ones": ("name: 'a \"b\"'\n", "name: 'a \"b\"'\n"),
    "quotes around an id": ('see_also: ["a-b"]\n', "see_also: [a-b]\n"),
    "quotes around an id that would be a number": ('see_also: ["12"]\n', 'see_also: ["12"]\n'),
    "quotes around free text stay": ('name: "x"\n', 'name: "x"\n'),
    "quotes around a key": ('"name": x\n', "name: x\n"),
    "a number where text is expected": ("name: 12\n", 'name: "12"\n'),
    "a number in a list of text": ("aliases: [6, 1.10]\n", 'aliases: ["6", "1.10"]\n'),
    "true where text is expected is nobody's to guess": ("name: true\n", "name: true\n"),
    "text that looks like octal is text": ("name: 010\n", "name: 010\n"),
    "tabs that indent a list": ("aliases:\n\t- a\n\t- b\n", "aliases:\n  - a\n  - b\n"),
    "tabs that indent prose": ("definition: |\n\tOne.\n\tTwo.\n", "definition: |\n  One.\n  Two.\n"),
}


@pytest.mark.parametrize(("written", "mended"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_written_badly_is_written_well(written: str, mended: str) -> None:
    assert term(written) == mended
    assert term(mended) == mended


DATES = {
    "2026-11-1": "2026-11-01",
    "2026-1-1": "2026-01-01",
    "2026/11/01": "2026-11-01",
    "2026.11.1": "2026-11-01",
    "21/11/2026": "2026-11-21",
    "11/21/2026": "2026-11-21",
    "3.3.2026": "2026-03-03",
    "1 November 2026": "2026-11-01",
    "Nov 1, 2026": "2026-11-01",
    "1 Sept. 2026": "2026-09-01",
    '"2026-11-01"': "2026-11-01",
    "1/2/2026": "1/2/2026",
    "01.12.2026": "01.12.2026",
    "2026-02-30": "2026-02-30",
    "30/2/2026": "30/2/2026",
    "2026-11": "2026-11",
    "November 2026": "November 2026",
    "26-11-01": "26-11-01",
    "soon": "soon",
}


@pytest.mark.parametrize(("written", "mended"), DATES.items(), ids=DATES)
def test_a_date_is_mended_only_when_it_can_be_read_in_one_way(written: str, mended: str) -> None:
    assert term(f"checked: {written}\n") == f"checked: {mended}\n"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("2015", '"2015"'),
        ("2015-7", '"2015-07"'),
        ('"2015/07/05"', '"2015-07-05"'),
        ("Jul 2015", '"2015-07"'),
        ('"2015-07"', '"2015-07"'),
        ("in 2015", "in 2015"),
    ],
)
def test_a_day_of_publication_may_be_a_year_or_a_month(written: str, mended: str) -> None:
    found = mend(f"issued: {written}\n", KINDS["references"], "references")
    assert found
    assert found.text == f"issued: {mended}\n"


LEFT = {
    "not YAML": "name: [x\n",
    "a colon in plain text": "name: a: b\n",
    "two equal keys": "name: x\nname: y\n",
    "an anchor": "name: &a x\n",
    "a tag": "name: !!binary aGk=\n",
    "no mapping": "- x\n",
    "empty": "",
    "a tab whose width matters": "definition: |\n  One.\n\tTwo.\n",
    "a block with a width": "definition: |4\n     a\n",
    "a comment between key and value": "name:\n  # why\n  x\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_cannot_be_read_or_rewritten_is_left_alone(text: str) -> None:
    assert term(text) is None


@pytest.mark.parametrize("path", REAL[:: max(1, len(REAL) // 200)], ids=lambda path: path.name)
def test_real_records_keep_their_meaning_and_settle_at_once(path: Path) -> None:
    holds(path.read_text(encoding="utf-8"), path)


def test_real_records_are_written_as_the_fixer_would_write_them() -> None:
    """Its form is theirs: a fixer that rewrites the whole guide mends nothing."""
    changed = 0
    for path in REAL:
        text = path.read_text(encoding="utf-8")
        mended = mend(text, *model_of(path))
        assert mended is not None, path
        changed += mended.text != text
    assert changed <= len(REAL) // 20


def messy(text: str, seed: random.Random) -> str:
    """The same record as a hurried hand might write it: entries moved, blanks and comments anywhere between them."""
    entries: list[list[str]] = []
    for line in text.rstrip("\n").split("\n"):
        if line[:1].isalpha() or not entries:
            entries.append([])
        entries[-1].append(line)
    seed.shuffle(entries)
    lines = []
    for entry in entries:
        lines += seed.choice([[], [], [""], [f"# note {seed.randrange(99)}"], ["   # deep"]])
        prose = entry[0].endswith("|")
        wide = seed.choice([1, 2])
        for line in entry:
            bare = line.lstrip(" ")
            pad = " " * ((len(line) - len(bare)) * wide) if bare else ""
            lines.append(pad + bare + ("" if prose or bare.endswith("|") else seed.choice(["", "", "  ", " # c"])))
    return seed.choice(["", "\n"]) + "\n".join(lines) + seed.choice(["", "\n", "\n\n"])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(RECORDS), st.randoms(use_true_random=False))
def test_a_messy_record_says_the_same_when_it_is_mended(path: Path, seed: random.Random) -> None:
    text = messy(path.read_text(encoding="utf-8"), seed)
    if reading(text) is not None:
        assert mend(text, *model_of(path)) is not None, text
    holds(text, path)


VALUES = st.recursive(
    st.text(alphabet="aB1 -:#'\"|>\n\t,[]{}é2026/@%&*!?~", max_size=12)
    | st.sampled_from(["2026-1-5", "true", "null", "12", "1.5", "", " ", "a\n\nb\n"])
    | st.integers(-5, 5)
    | st.booleans()
    | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["respelling", "source", "x", "a b", "1"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*KINDS["terms"].model_fields, "odd key"]), VALUES, min_size=1, max_size=5),
    st.sampled_from([None, True, False]),
    st.integers(2, 5),
    st.sampled_from([None, "'", '"', "|", ">"]),
)
def test_any_yaml_says_the_same_when_it_is_mended(
    values: dict[str, object], flow: bool | None, indent: int, style: str | None
) -> None:
    text = yaml.safe_dump(
        values, default_flow_style=flow, indent=indent, default_style=style, sort_keys=False, width=20
    )
    holds(text, SMALL / "data" / "terms" / "marker-cell.yml")


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(RECORDS), st.data())
def test_a_damaged_record_is_left_alone_or_says_the_same(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 4)))
        text = text[:start] + data.draw(st.text(alphabet="a: \n\t#-[]{}|>'\"&*!\\1é,?%", max_size=4)) + text[end:]
    holds(text, path)


def test_make_check_fix_says_what_it_did_and_then_checks(small: Path) -> None:
    path = small / "data" / "effects" / "sneezing.yml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("checked: 2026-01-05", "checked:  2026-1-5 # seen").replace("\n", "\r\n").encode())
    path.chmod(0o640)
    broken = small / "data" / "terms" / "handkerchief.yml"
    broken.write_bytes(b"name: [handkerchief\r\nchecked:   2026-1-5")
    before = {one: one.read_bytes() for one in (small / "data").rglob("*") if one.is_file()}
    result = run(sys.executable, ROOT / "hooks" / "check.py", "--fix", small / "data", cwd=small)
    lines = result.stderr.splitlines()
    assert [line for line in lines if line.startswith("data/effects/sneezing.yml")] == [
        "data/effects/sneezing.yml: mended line ends, spacing, '2026-1-5' to 2026-01-05"
    ]
    assert not any(line.startswith("data/terms/handkerchief.yml: mended") for line in lines)
    assert any(line.startswith("data/terms/handkerchief.yml:") for line in lines)
    assert path.read_bytes() == text.replace("checked: 2026-01-05", "checked: 2026-01-05  # seen", 1).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert broken.read_bytes() == before[broken]
    assert not list((small / "data").rglob(".*"))
    assert result.returncode == 1
    again = run(sys.executable, ROOT / "hooks" / "check.py", "--fix", "data", cwd=small)
    assert ": mended" not in again.stderr


def test_a_check_without_fix_writes_nothing(small: Path) -> None:
    path = small / "data" / "terms" / "marker-cell.yml"
    path.write_text("name:   x", encoding="utf-8")
    run(sys.executable, ROOT / "hooks" / "check.py", "data", cwd=small)
    assert path.read_text(encoding="utf-8") == "name:   x"


def test_a_write_that_fails_leaves_the_file_whole(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small / "data" / "terms" / "marker-cell.yml"
    path.write_text("name:   x\n", encoding="utf-8")

    def no_room(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("guide.fix.os.replace", no_room)
    told = [line for line in mend_folder(small / "data", small) if "marker-cell" in line]
    assert told == ["data/terms/marker-cell.yml: not mended, it cannot be written: No space left on device"]
    assert path.read_text(encoding="utf-8") == "name:   x\n"
    assert not list((small / "data").rglob(".*"))


def test_links_and_files_out_of_place_are_not_touched(small: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("name:   x\n", encoding="utf-8")
    (small / "data" / "terms" / "link.yml").symlink_to(outside)
    stray = small / "data" / "stray.yml"
    stray.write_text("name:   x\n", encoding="utf-8")
    list(mend_folder(small / "data", small))
    assert outside.read_text(encoding="utf-8") == stray.read_text(encoding="utf-8") == "name:   x\n"
