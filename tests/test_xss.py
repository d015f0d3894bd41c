"""Hostile text in every text field of every kind: the check refuses it, or it is printed and does nothing.

Each payload goes into each field. What the check does not refuse is built into sites, as many payloads to a field
as its length allows, and Chromium opens every page of them, with the content security policy and without it.
A payload that runs sets `__xss` or opens a dialog.
"""

from __future__ import annotations

import copy
import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
import yaml
from conftest import ROOT, SMALL, Quiet, mkdocs
from guide.inspection import inspect
from guide.model import KINDS, Guide, Moved, Prose, Record, Style
from guide.problem import Problem
from guide.publish import files_of
from guide.scan import TAG, faults, scan
from pages import Tree, html_files, page

TODAY = date(2026, 11, 21)
RUN = "__xss=1"
PAYLOADS = (
    # Elements
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script/x>{RUN}</script>",
    f"<<script>{RUN}//<</script>",
    f"</title><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>-->",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    f"<math><mtext><style><img src=x: onerror={RUN}></style></mtext></math>",
    f"<img src=x: onerror={RUN}>",
    f"<img/src=x:/onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<object data="javascript:{RUN}">',
    f"<template><script>{RUN}</script></template>",
    f'<base href="javascript:{RUN}//">',
    f'<form action="javascript:{RUN}"><button>x</button></form>',
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f'<link rel="stylesheet" href="data:text/css,x" onload={RUN}>',
    f"<style>@import 'data:text/css,x';</style><x onclick={RUN}>",
    f"<a href=javascript:{RUN}>x</a>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x: onerror={RUN}&#62;",
    f"&#x3c;img src=x: onerror={RUN}&#x3e;",
    # What is no element to the check, and must be none to a browser
    f"< script>{RUN}</ script>",
    f"<\u200bscript>{RUN}</\u200bscript>",
    f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"\\x3cimg src=x: onerror={RUN}\\x3e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"&lt script&gt {RUN}",
    # Out of an attribute, a script or JSON
    f'" onmouseover={RUN} x="',
    f"' onmouseover={RUN} x='",
    f'" autofocus onfocus={RUN} x="',
    f'"><x onclick={RUN}>',
    f"` onmouseover={RUN} x=`",
    f"x onload={RUN}",
    f'";{RUN};"',
    f"';{RUN};'",
    f"\\';{RUN}//",
    f'"}}}};window.{RUN};//',
    f"${{{RUN}}}",
    f"-->{RUN}",
    f"\u2028{RUN}//",
    # Templates
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% import 'os' as os %}{{ os.popen('id').read() }}",
    "{# x #}",
    # Markdown and addresses
    f"javascript:{RUN}",
    f"[x](javascript:{RUN})",
    f"[x](data:text/html,<script>{RUN}</script>)",
    f"![x](x: 'onerror={RUN}')",
    f'[x](https://x.example/"onmouseover={RUN})',
    f"<javascript:{RUN}>",
    f"[x]{{onclick={RUN}}}",
    f"{{: onclick={RUN} }}",
    f"x\x00<script>{RUN}</script>",
    f"\u202e{RUN}",
)
FIXED = {
    "signoffs/start-reader.yml": {
        "record": "phase:start", "name": "A. Reader", "role": "Nurse", "consent": True, "date": "2026-01-05",
        "scope": "all sentences", "hash": f"sha256:{'0' * 64}",
    },
    "moved.yml": {
        "moved": [{"id": "topic:gone", "to": "drug:examplin"}],
        "split": [{"id": "drug:both", "name": "Both", "to": ["drug:examplin", "plan:plan-e"]}],
        "removed": [{"id": "plan:lost", "name": "Lost", "reason": "It said the same.", "see": ["plan:plan-e"]}],
    },
}  # fmt: skip
"""Records of the kinds that the small guide has none of."""
WHOLE: dict[str, type[Record]] = {"guide.yml": Guide, "style.yml": Style, "moved.yml": Moved}
ROOM, MOST = 240, 12
"""What a field of one build holds: so many characters in one line, so many paragraphs in prose."""

Step = str | int
Leaf = tuple[str, tuple[Step, ...]]


class Quoted(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes every text on one line, in quotes."""


for kind in (str, date):
    Quoted.add_representer(
        kind, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')
    )


def texts(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The path of every text in a record as it is."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from texts(one, (*path, index))


def text_form(annotation: Any) -> tuple[bool, bool] | None:
    """(is prose, is a list) of a field that holds text; None for any other."""
    if get_origin(annotation) in (Union, UnionType):
        return next(filter(None, map(text_form, get_args(annotation))), None)
    if get_origin(annotation) is tuple:
        inner = text_form(get_args(annotation)[0])
        return inner and (inner[0], True)
    if get_origin(annotation) is Annotated:
        inner = text_form(get_args(annotation)[0])
        return inner and (inner[0] or any(isinstance(one, Prose) for one in get_args(annotation)), inner[1])
    return (False, False) if annotation is str else None


def unused(model: type[Record], values: dict[str, Any]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Text fields that the model knows and this record leaves out: their paths, and what to put beside a payload."""
    for name, spec in model.model_fields.items():
        form = text_form(spec.annotation)
        if form and (spec.alias or name) not in values:
            marked = form[0] or any(isinstance(one, Prose) for one in spec.metadata)
            yield ((spec.alias or name, 0) if form[1] else (spec.alias or name,)), "[@lee-2023]" if marked else ""


@dataclass
class Hostile:
    """The small guide with every text field known. `was`: field → its text, or what must stand beside a payload."""

    folder: Path
    records: dict[str, Any] = field(default_factory=dict)
    was: dict[Leaf, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.copytree(SMALL, self.folder)
        (self.folder / "data/published.yml").unlink()
        config = (SMALL / "mkdocs.yml").read_text(encoding="utf-8").replace("../../..", ROOT.as_posix())
        (self.folder / "mkdocs.yml").write_text(config, encoding="utf-8")
        for path in sorted((self.folder / "data").rglob("*.yml")):
            name = path.relative_to(self.folder / "data").as_posix()
            self.records[name] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.records |= FIXED
        for name, values in self.records.items():
            model = WHOLE.get(name) or KINDS[name.split("/")[0]]
            self.was |= {(name, path): str(at(values, path)) for path in texts(values)}
            self.was |= {(name, path): beside for path, beside in unused(model, values)}

    def let(self, held: dict[Leaf, list[str]]) -> dict[Leaf, list[str]]:
        """The fields of these whose payloads the check lets pass; the guide is written with them, and whole."""
        while True:
            texts = self.write(held)
            problems = inspect(self.folder / "data", self.folder / "docs", self.folder, TODAY).problems
            if not problems:
                return held
            assert all(one.message.strip() and "\n" not in str(one) for one in problems)
            refused = {leaf for one in problems for leaf in told(one, texts, held)}
            assert refused, [str(one) for one in problems]
            held = {leaf: payloads for leaf, payloads in held.items() if leaf not in refused}

    def write(self, held: dict[Leaf, list[str]]) -> dict[str, list[str]]:
        """Write the guide with these payloads; the lines of each file."""
        records = copy.deepcopy(self.records)
        for number, (leaf, payloads) in enumerate(held.items()):
            put(records[leaf[0]], leaf[1], with_payloads(self.was[leaf], payloads, number))
        lines = {}
        for name, values in records.items():
            text = yaml.dump(values, Dumper=Quoted, sort_keys=False, allow_unicode=True, width=10**9)
            path = self.folder / "data" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            lines[name] = text.split("\n")
        return lines


def told(problem: Problem, lines: dict[str, list[str]], held: dict[Leaf, list[str]]) -> list[Leaf]:
    """The fields that a problem speaks of: the one in its line; or those under the key there; or the style's."""
    name = problem.file.removeprefix("data/")
    line = lines[name][problem.line - 1] if name in lines else ""
    if mark := re.search(r"q(\d+)q", line):
        return [list(held)[int(mark[1])]]
    under = [leaf for leaf in held if leaf[0] == name and leaf[1][0] == line.partition(":")[0].strip('"')]
    return under if under and problem.line > 1 else [leaf for leaf in held if leaf[0] == "style.yml"]


def at(values: Any, path: tuple[Step, ...]) -> Any:
    """The value at a path."""
    for step in path:
        values = values[step]
    return values


def put(values: Any, path: tuple[Step, ...], text: str) -> None:
    """Set the text at a path; a list that is not there is made."""
    for step, following in pairwise(path):
        if isinstance(values, dict) and step not in values:
            values[step] = [] if isinstance(following, int) else {}
        values = values[step]
    if isinstance(values, list) and path[-1] == len(values):
        values.append(text)
    else:
        values[path[-1]] = text


def with_payloads(was: str, payloads: list[str], number: int) -> str:
    """A field's text with payloads in it, marked so that its line is known: paragraphs, an address, or words."""
    cited = re.findall(r"\[@[^\]]*\]", was)
    if cited:
        return "\n\n".join([was.strip(), *(f"{one} q{number}q {cited[-1]}." for one in payloads)]).strip()
    if was.startswith("https://") and not any(one.startswith("javascript") for one in payloads):
        return f"{was.rstrip('/')}/q{number}q?{'&'.join(payloads)}"
    return f"{' | '.join(payloads)} q{number}q{'?' if was.endswith('?') else ''}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The guide to put payloads into."""
    return Hostile(tmp_path_factory.mktemp("hostile") / "guide")


@pytest.fixture(scope="module")
def passed(hostile: Hostile) -> dict[Leaf, list[str]]:
    """Field → the payloads that the check lets into it. Every other one was refused, in words."""
    found: dict[Leaf, list[str]] = {}
    for payload in PAYLOADS:
        for leaf in hostile.let({leaf: [payload] for leaf in hostile.was}):
            found.setdefault(leaf, []).append(payload)
    return found


def as_many(waiting: list[str], room: int, most: int) -> list[str]:
    """The first payloads that a field has room for: at least one."""
    taken = waiting[:1]
    for payload in waiting[1:most]:
        if sum(map(len, taken)) + len(payload) + 3 * len(taken) > room:
            break
        taken.append(payload)
    return taken


@pytest.fixture(scope="module")
def sites(
    hostile: Hostile, passed: dict[Leaf, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, dict[Leaf, list[str]]]]:
    """Sites that hold every payload in every field that takes it, with what each of them holds."""
    waiting = {leaf: list(payloads) for leaf, payloads in passed.items()}
    most = dict.fromkeys(waiting, MOST)
    made = []
    while waiting:
        wanted = {
            leaf: as_many(payloads, 10_000 if "[@" in hostile.was[leaf] else ROOM, most[leaf])
            for leaf, payloads in waiting.items()
        }
        held = hostile.let(wanted)
        for leaf in wanted.keys() - held.keys():  # together they are too much: fewer at a time
            assert len(wanted[leaf]) > 1, (leaf, wanted[leaf])
            most[leaf] = len(wanted[leaf]) // 2
        for leaf, payloads in held.items():
            waiting[leaf] = waiting[leaf][len(payloads) :]
        waiting = {leaf: payloads for leaf, payloads in waiting.items() if payloads}
        site = tmp_path_factory.mktemp("site") / "site"
        result = mkdocs(hostile.folder / "mkdocs.yml", site)
        assert result.returncode == 0, result.stderr
        made.append((site, held))
    return made


HOSTILE = "http://hostile.example/"
Sites = list[tuple[Path, dict[Leaf, list[str]]]]
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
REFRESH = re.compile(r'<meta http-equiv="refresh"[^>]*>')
LOOK = """() => {
  const wrong = window.__xss === undefined ? [] : ["__xss ran"];
  const ways = /^(https?:|mailto:|tel:)/;
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const placed = name === "style" && one.matches(".pop"); // by guide.js
      if (/^(on.*|style|srcdoc|formaction)$/i.test(name) && !placed) wrong.push(one.outerHTML.slice(0, 200));
      if (/^(href|src|action|xlink:href)$/i.test(name) && !ways.test(new URL(value, location).href)) wrong.push(value);
    }
    const known = one.closest("head, body > script") || one.src; // the scan knows every file
    if (/^(iframe|object|embed|base|meta|style|script|x)$/.test(one.localName) && !known) wrong.push(one.localName);
  }
  return wrong;
}"""
"""What a page must not have after a payload was printed in it."""


def test_there_are_sixty_payloads_and_text_fields_of_every_kind(hostile: Hostile) -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 60
    assert {name.split("/")[0] for name, _ in hostile.was} == {*KINDS, *WHOLE}
    assert len(hostile.was) > 300


def test_elements_entities_and_templates_pass_nowhere(passed: dict[Leaf, list[str]]) -> None:
    let = {payload for payloads in passed.values() for payload in payloads}
    refused = [payload for payload in PAYLOADS if payload not in let]
    assert not [payload for payload in let if re.search(r"<[A-Za-z/!?]|&#|\{\{|\{%|\{#|[\x00\u2028\u202e]", payload)]
    assert len(refused) > 35
    assert len(let) > 20
    assert not [payload for payload in passed["guide.yml", ("title",)] if re.search(r'["<>&{}]', payload)]


def test_what_passes_is_printed_as_it_was_written(sites: Sites, passed: dict[Leaf, list[str]]) -> None:
    let = {payload for payloads in passed.values() for payload in payloads}
    printed = " ".join(page(path).text() for site, _ in sites for path in html_files(site))
    lost = {payload for payload in let if payload not in printed}
    assert {payload for payload in lost if not payload.startswith("[x](")} == set()
    assert all(scan(files_of(site)) == () for site, _ in sites)
    assert sum(len(payloads) for _, held in sites for payloads in held.values()) == sum(map(len, passed.values()))


def test_what_pages_load_holds_no_markup_but_the_guides_own(sites: Sites) -> None:
    for site, _ in sites:
        files = files_of(site)
        text = files["handout/parts.js"].decode()
        values = json.loads(text.partition("=")[2].rstrip(";\n"))
        pieces = [html for parts in values["parts"].values() for html in parts.values()]
        pieces += [html for _, said, meaning in values["words"].values() for html in (said, meaning)]
        assert RUN in "".join(pieces)
        for html in pieces:
            tree = Tree()
            tree.feed(html)
            assert tree.wrong == []
            assert [why for tag in TAG.findall(html) for why in faults(tag, "handout/index.html", files)] == []
        assert all(re.match(r"https?://", url) for _, url in values["sources"].values() if url)
        assert RUN in json.dumps(json.loads(files["search/search_index.json"]))


@pytest.fixture(params=["with the policy", "without the policy"])
def opened(
    request: pytest.FixtureRequest, browser: Any, sites: Sites, tmp_path: Path
) -> Iterator[tuple[Any, list[str], list[str]]]:
    """A page, the addresses at which the hostile sites are served, and what went wrong on the page."""
    homes = []
    with ExitStack() as stack:
        for number, (site, _) in enumerate(sites):
            copied = Path(shutil.copytree(site, tmp_path / str(number)))
            for path in html_files(copied):
                text = path.read_text(encoding="utf-8")
                assert META.search(text)
                text = REFRESH.sub("", text)  # the browser would leave the page while it is looked at
                text = META.sub("", text) if request.param.startswith("without") else text
                path.write_text(text, encoding="utf-8")
            handler = functools.partial(Quiet, directory=str(copied))
            server = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            homes.append(f"http://127.0.0.1:{server.server_address[1]}/")
        context = browser.new_context(service_workers="block")
        seen = watched(context)
        yield context.new_page(), homes, seen
        context.close()


def watched(context: Any) -> list[str]:
    """Dialogs, errors and violations of the policy, as they come."""
    seen: list[str] = []

    def dismissed(dialog: Any) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def said(message: Any) -> None:
        if "Content Security Policy" in message.text:
            seen.append(message.text)

    context.on("dialog", dismissed)
    context.on("weberror", lambda error: seen.append(str(error.error)))
    context.on("console", said)
    return seen


@pytest.mark.browser
def test_no_payload_runs_on_any_page_nor_in_what_scripts_show(
    opened: tuple[Any, list[str], list[str]], sites: Sites
) -> None:
    tab, homes, seen = opened
    for home, (site, _) in zip(homes, sites, strict=True):
        for path in html_files(site):
            tab.goto(home + path.relative_to(site).as_posix().removesuffix("index.html"), wait_until="domcontentloaded")
            tab.locator("html.started").wait_for(state="attached")
            assert tab.evaluate(LOOK) == [], path
        tab.goto(f"{home}drugs/examplin/")
        for link in (tab.locator("main a.cite").first, *tab.locator("main a.term").all()[:2]):
            link.click()
            assert tab.evaluate(LOOK) == []
            tab.keyboard.press("Escape")
        tab.get_by_role("button", name="Search", exact=True).click()
        for words in ("onmouseover xss", "examplin", f'"><script>{RUN}</script>'):
            tab.locator("#search-words").fill(words)
            tab.locator("#search-results a").first.wait_for()
            assert tab.evaluate(LOOK) == []
        tab.goto(f"{home}effect-finder/?{RUN}#{RUN}")
        for box in tab.locator("main select, main input[type=search], main input[type=text]").all():
            if box.evaluate("element => element.localName") == "select":
                box.select_option(index=1)
            else:
                box.fill("onmouseover")
        assert tab.evaluate(LOOK) == []
        tab.goto(f"{home}handout/#drug=%22%3E%3Cimg src=x: onerror={RUN}%3E")
        tab.evaluate("document.querySelectorAll('#handout-choice input').forEach((box) => box.click())")
        tab.locator("#handout-parts > *").first.wait_for()
        assert tab.locator("#handout-choice input:checked").count() == tab.locator("#handout-choice input").count()
        assert tab.evaluate(LOOK) == []
    assert seen == []


@pytest.mark.browser
@pytest.mark.parametrize("stated", [True, False])
def test_a_payload_that_gets_into_a_page_is_seen_here_and_stopped_by_the_policy(
    browser: Any, sites: Sites, stated: bool
) -> None:
    """The test of the tests: what runs is found, and the policy is what stops it."""
    text = (sites[0][0] / "404.html").read_text(encoding="utf-8")
    text = text if stated else META.sub("", text)
    bad = f"<img src='x:' onerror='{RUN};alert(1)'><script>window.__xss=2</script></main>"
    context = browser.new_context(service_workers="block")
    seen = watched(context)
    tab = context.new_page()
    tab.route("**/*", lambda route: route.abort())
    tab.route(HOSTILE, lambda route: route.fulfill(body=text.replace("</main>", bad), content_type="text/html"))
    tab.goto(HOSTILE)
    tab.wait_for_timeout(100)
    assert ("__xss ran" in tab.evaluate(LOOK)) is not stated
    assert ("dialog: 1" in seen) is not stated
    context.close()


@pytest.mark.parametrize(
    "name",
    [
        "terms/<img src=x: onerror=__xss=1>.yml",
        'terms/"onload="__xss=1.yml',
        "terms/x%2f..%2fguide.yml",
        "terms/x\\..\\guide.yml",
        "terms/a\nb.yml",
        "terms/a\x1b[31mb.yml",
        "terms/\u202elmth.yml",
        "terms/{{ 1 }}.yml",
        "terms/-rf.yml",
        "terms/con .yml",
        "terms/A.yml",
        "terms/a.yml.html",
        "terms/index.yml",
        f"terms/{'a' * 200}.yml",
        "terms/é.yml",
        "<script>/a.yml",
        "terms/a/b.yml",
    ],
)
def test_a_file_name_with_a_trick_is_refused_in_one_line(hostile: Hostile, tmp_path: Path, name: str) -> None:
    shutil.copytree(SMALL, tmp_path / "guide")
    path = tmp_path / "guide/data" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    (found,) = inspect(tmp_path / "guide/data", tmp_path / "guide/docs", tmp_path / "guide", TODAY).problems
    assert str(found).isprintable() or "\u202e" in name


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("data/terms/out.yml", "../../../secret.yml"),
        ("data/terms/far.yml", "/etc/passwd"),
        ("data/terms/chain.yml", "../../step.yml"),
        ("data/elsewhere", "/etc"),
        ("data/terms/folder", "../../.."),
        ("docs/out.md", "/etc/passwd"),
        ("docs/out.txt", "/etc/passwd"),
        ("docs/folder", "/etc"),
    ],
)
def test_a_link_out_of_the_guide_is_refused_and_nothing_behind_it_read(tmp_path: Path, place: str, target: str) -> None:
    home = Path(shutil.copytree(SMALL, tmp_path / "guide"))
    (tmp_path / "secret.yml").write_text("name: secret\n", encoding="utf-8")
    (home / "step.yml").symlink_to("../secret.yml")
    (home / place).symlink_to(target)
    found = inspect(home / "data", home / "docs", home, TODAY)
    assert [one.file for one in found.problems] == [place]
    assert "name: secret" not in str(found)
    assert "root:" not in str(found)
