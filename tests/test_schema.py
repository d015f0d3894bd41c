"""The schemas for editors are current, say what the model says, and judge every record as the validator does."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import ROOT
from guide.load import SINGLE
from guide.model import KINDS, Record
from guide.schema import schema_files
from guide.source import Source, SourceError, parse
from guide.validate import validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

SCHEMAS = {name: json.loads(text) for name, text in schema_files().items()}
GUIDES = [ROOT / "data", *sorted((ROOT / "tests" / "guides").glob("*/data"))]
BROKEN = ROOT / "tests" / "broken" / "data"
FORMATS = FormatChecker(["regex"])
"""A pattern of style.yml is for Python to read, here as in the check; no editor judges it."""


def models() -> dict[str, type[Record]]:
    """Name of a schema file → the model behind it."""
    named = {**KINDS, **{name.removesuffix(".yml"): model for name, model in SINGLE.items()}}
    return {f"{name}.schema.json": model for name, model in named.items()}


def schema_for(path: Path, data: Path) -> str | None:
    """The schema file of a record, by where it stands in its data folder."""
    parts = path.relative_to(data).parts
    name = f"{parts[0] if len(parts) == 2 else path.stem}.schema.json"
    return name if name in SCHEMAS and path.suffix == ".yml" else None


@functools.cache
def parts() -> dict[str, tuple[type[Record], dict[str, Any]]]:
    """Every model, whole files and what stands inside them: its name, itself, its schema."""
    found: dict[str, tuple[type[Record], dict[str, Any]]] = {}

    def look_into(annotation: Any, definitions: dict[str, Any]) -> None:
        for argument in get_args(annotation):
            look_into(argument, definitions)
        if isinstance(annotation, type) and issubclass(annotation, Record):
            if (name := annotation.__name__) in definitions:
                found[name] = (annotation, {"$ref": f"#/definitions/{name}", "definitions": definitions})
            for field in annotation.model_fields.values():
                look_into(field.annotation, definitions)

    for name, schema in SCHEMAS.items():
        look_into(models()[name], schema["definitions"])
        found[name] = (models()[name], schema)
    return found


@functools.cache
def judge_of(name: str) -> Draft7Validator:
    """A schema as a judge."""
    Draft7Validator.check_schema(parts()[name][1])
    return Draft7Validator(parts()[name][1], format_checker=FORMATS)


def as_json(value: Any) -> Any:
    """Loaded YAML as JSON has it: lists for tuples."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, tuple | list) else value


def as_loaded(value: Any) -> Any:
    """The way back."""
    if isinstance(value, dict):
        return {key: as_loaded(one) for key, one in value.items()}
    return tuple(as_loaded(one) for one in value) if isinstance(value, tuple | list) else value


def verdicts(name: str, values: Any) -> tuple[bool, bool]:
    """Does the validator accept it; does the schema?"""
    accepted = isinstance(validate(as_loaded(values), parts()[name][0], Source("x.yml", "")), Record)
    return accepted, judge_of(name).is_valid(as_json(values))


def loaded(data: Path) -> Iterator[tuple[Path, str, Any]]:
    """Every record of a data folder that is YAML: path, schema, values."""
    for path in sorted(data.rglob("*.yml")):
        name = schema_for(path, data)
        try:
            if name:
                yield path, name, parse(Source(path.name, path.read_text(encoding="utf-8")))
        except (SourceError, UnicodeDecodeError):
            continue


def test_the_committed_schemas_are_those_of_the_model() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schema").iterdir()}
    assert committed == schema_files(), "the model has changed: run 'make schema'"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_tells_an_editor_what_it_means(name: str) -> None:
    model = models()[name]
    for key, field in model.model_fields.items():
        assert SCHEMAS[name]["properties"][field.alias or key]["description"] == field.description
    for part in [SCHEMAS[name], *SCHEMAS[name]["definitions"].values()]:
        assert all(field.get("description") for field in part.get("properties", {}).values())


@pytest.mark.parametrize("data", GUIDES, ids=lambda path: path.parent.name)
def test_schema_and_validator_accept_every_record_of_a_guide(data: Path) -> None:
    found = [(path.name, verdicts(name, values)) for path, name, values in loaded(data)]
    assert len(found) >= 19
    assert [one for one in found if one[1] != (True, True)] == []


def test_schema_and_validator_agree_on_every_broken_record() -> None:
    found = {f"{name}:{path.name}": verdicts(name, values) for path, name, values in loaded(BROKEN)}
    assert [one for one, (validator, schema) in found.items() if validator != schema] == []
    refused = [one for one, (validator, _) in found.items() if not validator]
    assert len(refused) >= 20
    assert len(found) - len(refused) >= 50, "what breaks a rule only is well formed"


WRONG: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    7,
    100,
    2.5,
    10**17,
    "",
    " ",
    "\n",
    "x",
    " x",
    "x ",
    "x\n",
    "a\nb",
    "a\u00a0",
    "Is it?",
    "yes",
    "true",
    "12",
    "٣",
    "two--hyphens",
    "Capital-Id",
    "an-id\n",
    "an-id",
    "a" * 81,
    "word " * 60 + "end",
    "word " * 120 + "end",
    "word " * 4001,
    "<b>bold</b>",
    "a < b & c",
    "&amp;",
    "&#106;",
    "{{ x }}",
    "{% x %}",
    "{# x #}",
    'a "quoted" word',
    "a{b",
    "bell\x07",
    "hidden\u202e",
    "\ufeffmark",
    "line\u2028end",
    "2026-11-21",
    "2026-11-21\n",
    "2026-11-31",
    "2024-02-29",
    "2023-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-01-01",
    "0004-02-29",
    "2026-13-01",
    "2026-1-5",
    "05/01/2027",
    "2024",
    "2024-07",
    "2024-13",
    "1850",
    "20٢٤",
    "https://example.org/",
    "https://example.org/\n",
    "https://example.org/a b",
    "http://example.org/{x}",
    "javascript:alert(1)",
    "10.1056/NEJMoa2312948",
    "10.1056/NEJMoa2312948\n",
    "https://doi.org/10.1056/x",
    "10.1/x",
    "12345678",
    "012",
    "PMC123",
    "PMC",
    "NCT01234567",
    "NCT٠١٢٣٤٥٦٧",
    "CA",
    "ca",
    "CAN",
    "phase:start",
    "drug:Bad_Id",
    "term:x",
    "(",
    "\\bword\\b",
    "oral",
    "orally",
    "emergency",
    "webpage",
    "label",
    "abstract",
    "main",
    "ATC",
    "marketed",
    [],
    [""],
    ["x"],
    ["x", "y"],
    ["x"] * 8,
    [None],
    [[]],
    [{}],
    {},
    {"x": "y"},
]
"""What is put in the place of every value of a good record, one at a time."""


def places(values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The path of every value, and of the first item of each list. What stands inside those is a part of its own."""
    for key, value in values.items():
        yield (key,)
        if isinstance(value, list) and value:
            yield (key, 0)


def changed(values: Any, path: tuple[Any, ...], new: Any = None, *, key: str | None = None, drop: bool = False) -> Any:
    """A copy with the value at `path` put anew, without it, or with one more key in it."""
    made = copy.deepcopy(values)
    place = made
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    elif key is not None:
        place[path[-1]][key] = new
    else:
        place[path[-1]] = new
    return made


def mutants(values: Any) -> Iterator[tuple[str, Any]]:
    """Good values, each time with one thing changed, and what that was."""
    yield "unknown key", {**values, "unknown_key": "x"}
    for path in places(values):
        yield f"{path} missing", changed(values, path, drop=True)
        place = values
        for step in path:
            place = place[step]
        if isinstance(place, dict):
            yield f"{path} with an unknown key", changed(values, path, "x", key="unknown_key")
        if isinstance(place, list):
            yield f"{path} twice", changed(values, path, place * 2)
        for wrong in WRONG:
            yield f"{path} = {wrong!r:.40}", changed(values, path, wrong)


SAMPLES = {
    "a-day": "2026-11-21",
    "a-doi": "10.1056/NEJMoa2312948",
    "a-kind-and-an-id": "drug:examplin",
    "a-number": "12345678",
    "a-pattern-regular-expression": "a word",
    "a-question": "Is it?",
    "a-web-address": "https://example.org/",
    "a-year": "2024",
    "like-pmc1234567": "PMC1234567",
    "the-code-of-a-country": "CA",
    "the-digest-that-make-signoff-prints": "sha256:" + "0a" * 32,
    "the-number-of-a-register": "NCT01234567",
}
"""Kind of text → a good one; for all others these two words, or one as an id, do."""


def sample(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """A good value with every field that there is, each list as short as may be."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        kind = definitions[name]
        plain = "an-id" if kind.get("pattern", "").startswith("^[a-z0-9]+(-") else "Two words"
        return SAMPLES.get(name, plain) if kind["type"] == "string" else sample(kind, definitions)
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], definitions)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema["type"] == "object":
        return {key: sample(one, definitions) for key, one in schema["properties"].items()}
    if schema["type"] == "array":
        return [sample(schema["items"], definitions)] * max(1, schema.get("minItems", 0))
    return {"boolean": True, "integer": 3, "number": 2.5}[schema["type"]]


@functools.cache
def fullest() -> dict[str, Any]:
    """For each model good values that leave no field out."""
    return {name: sample(schema, schema["definitions"]) for name, (_, schema) in parts().items()}


@pytest.mark.parametrize("name", parts())
def test_schema_and_validator_agree_on_every_change_of_a_good_record(name: str) -> None:
    good = fullest()[name]
    assert verdicts(name, good) == (True, True)
    found = [(what, verdicts(name, made)) for what, made in mutants(good)]
    assert [one for one in found if one[1][0] != one[1][1]] == []
    assert (False, False) in {one[1] for one in found}


TEXT = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=" \n\t<>&{}%#;\"'?:/-.0129aZé\u00a0\u2028\x07", max_size=12),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True),
    st.dates().map(str),
)
VALUES = st.recursive(
    TEXT | st.integers() | st.booleans() | st.none() | st.floats(0.1, 200).filter(lambda one: one % 1 != 0),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "text"]), inner),
    max_leaves=4,
)


@given(data=st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_schema_and_validator_agree_on_random_changes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(fullest())))
    good = fullest()[name]
    path = data.draw(st.sampled_from(list(places(good))))
    made = changed(good, path, data.draw(VALUES))
    validator, schema = verdicts(name, made)
    assert validator == schema


def test_the_one_thing_that_a_schema_cannot_tell() -> None:
    """To JSON 1.0 is the whole number 1; to the validator it is not. If this changes, say so in guide/schema.py."""
    assert verdicts("questions.schema.json", {**fullest()["questions.schema.json"], "order": 1.0}) == (False, True)


def test_vs_code_holds_each_record_against_the_schema_of_its_kind() -> None:
    mapped = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert {Path(name).name for name in mapped} == set(SCHEMAS)
    for data in [*GUIDES, BROKEN]:
        for path in data.rglob("*.yml"):
            where = path.relative_to(ROOT).as_posix()
            found = [Path(name).name for name, globs in mapped.items() if any(fnmatch(where, glob) for glob in globs)]
            expected = schema_for(path, data)
            assert found == ([expected] if expected else []), where


@pytest.mark.browser
def test_every_kind_of_text_means_the_same_in_javascript(browser: Any) -> None:
    """Editors match with JavaScript's expressions, the tests above with Python's."""
    texts = [one for one in WRONG if isinstance(one, str)]
    kinds = {name: one for schema in SCHEMAS.values() for name, one in schema["definitions"].items()}
    forms = {name: [kind, *kind.get("allOf", ())] for name, kind in kinds.items() if kind["type"] == "string"}
    patterns = {name: [form["pattern"] for form in found if "pattern" in form] for name, found in forms.items()}
    assert len(patterns) > 20
    page = browser.new_page()
    script = """([patterns, texts]) => Object.fromEntries(Object.entries(patterns).map(([name, all]) =>
        [name, texts.filter((text) => all.every((one) => new RegExp(one, "u").test(text)))]))"""
    found = page.evaluate(script, [patterns, texts])
    page.close()
    for name, matched in found.items():
        assert matched == [text for text in texts if all(re.search(one, text) for one in patterns[name])], name
