"""The shape of the engine: imports point one way, one module knows MkDocs, none knows an illness."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from guide.macros import MACROS
from guide.model import KINDS

HOOKS = ROOT / "hooks"
MODULES = sorted(HOOKS.rglob("*.py"))
LAYERS = (
    ("problem", "source", "clock", "address", "license", "sign", "spread", "kept", "watching", "packing", "store"),
    ("unchanged",),
    ("model",),
    ("prose_tree",),
    ("place", "prose", "prose_markdown", "drawing", "walk", "macros", "notes", "vancouver"),
    ("validate", "sentences", "load", "reading"),
    ("schema", "measure", "meaning", "moves", "review"),
    ("layout", "restyle", "fix", "citation_forms", "pasted", "scaffold"),
    ("docs",),
    ("rules",),
    ("inspection", "sound"),
    ("link",),
    ("mentions", "reads", "compiled"),
    ("differences", "changes", "noted", "touched", "report"),
    ("prose_html",),
    ("compose",),
    ("archive", "policy", "scan", "looked"),
    ("render", "publish", "offline", "preview", "on_demand", "marks", "markdown"),
    ("former", "printed", "press", "frames", "finish"),
    ("build",),
    ("search", "handout", "bibliography", "api", "editorial_data", "twin", "feeds", "next_checks", "cards", "robots"),
    ("pictures", "chapter"),
    ("linked_data", "head", "sitemap"),
    ("llms", "export", "paper"),
    ("beside", "leaves"),
    ("ahead",),
    ("whole", "refresh", "session"),
)
"""From the ground up: a module may import its own layer and those below it."""


def imports(path: Path) -> set[str]:
    """Names of the modules that a file imports, relative ones as 'guide.x'."""
    found = set()
    parts = path.relative_to(HOOKS).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(parts[: len(parts) - node.level]) if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{name}.{alias.name}" for alias in node.names} if not node.module else {name}
    return found


def layer(module: str) -> int:
    """The layer of 'guide.x…'."""
    name = module.split(".")[1]
    return next(index for index, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", [path for path in MODULES if "guide" in path.parts], ids=lambda path: path.stem)
def test_imports_point_one_way(path: Path) -> None:
    own = ".".join(path.relative_to(HOOKS).with_suffix("").parts)
    if own == "guide.__init__":
        return
    for other in imports(path):
        if other.startswith("guide.") and other.split(".")[1] != own.split(".")[1]:
            assert layer(other) <= layer(own), f"{own} imports {other}, which stands above it"


def test_only_one_module_imports_mkdocs() -> None:
    users = {path.name for path in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(path))}
    assert users == {"events.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_says_what_it_is_for_and_fits_in_a_head(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 250


def words_of(guide: Path) -> set[str]:
    """Words that only this guide uses: names of its illness, drugs, phases, plans and their aliases."""
    found: set[str] = set()
    meta = yaml.safe_load((guide / "guide.yml").read_text(encoding="utf-8"))
    found.update(meta["condition"]["name"].split())
    for kind in ("drugs", "phases"):
        for path in (guide / kind).glob("*.yml"):
            found.add(path.stem)
    return {word.lower() for word in found if len(word) > 4}


@pytest.mark.parametrize("guide", ["data", "tests/guides/tuberculosis/data"])
def test_the_engine_names_no_illness_drug_or_phase(guide: str) -> None:
    words = words_of(ROOT / guide)
    assert len(words) > 5
    for path in HOOKS.rglob("*"):
        if path.suffix in {".py", ".html", ".js", ".css"}:
            text = path.read_text(encoding="utf-8").lower()
            named = {word for word in words if re.search(rf"\b{re.escape(word)}\b", text)}
            assert not named, f"{path.relative_to(ROOT)} names {sorted(named)}"


def test_locks_have_hashes_and_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
        assert "index-url" not in text


def test_contributing_lists_every_macro_and_every_kind() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in MACROS if f"{{{{ {name}(" not in text] == []
    assert [kind for kind in KINDS if f"data/{kind}" not in text and f"`{kind}`" not in text] == []


def test_no_browser_is_asked_for_what_the_pages_policy_refuses() -> None:
    """Waiting for a function evaluates text in the page: let through at once, refused a moment later."""
    refused = re.compile(r"\.wait_for_function\(")
    files = [path for folder in ("tests", "audit", "bench") for path in (ROOT / folder).rglob("*.py")]
    assert files
    assert [path.name for path in files if path != Path(__file__) and refused.search(path.read_text())] == []
