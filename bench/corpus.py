"""A made-up guide of any size, in the shape of a real one: phases, drugs, side effects, tests, words, sources.

Each page has about 600 words, a table of eight rows, eight links to other pages, and six sources of its own among the
hundreds of citations. The same size gives the same files, byte for byte.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

SUBJECTS = ("your team", "the sample", "this drug", "a nurse", "the small cell", "your body", "the test", "the tablet")
VERBS = ("counts", "shows", "slows", "helps", "follows", "changes", "calms", "clears", "reaches", "marks")
OBJECTS = ("the blood", "your skin", "each cell", "the first sign", "what is left", "the next step", "a small part")
ENDS = ("in the first weeks", "after some days", "for most people", "when it is used", "at the start", "in one study")
CHECKED = {"checked": "2026-01-05", "next_check": "2027-01-05"}
COUNTRIES = ("CA", "US")
LINKS, ROWS, SOURCES = 8, 8, 6
ROOT = Path(__file__).parent.parent
CONFIG = """\
INHERIT: {root}/mkdocs.yml
hooks: [{root}/hooks/events.py]
watch: [data]
theme:
  custom_dir: {root}/hooks/theme
"""
HOME = "# Example guide\n\n{{ guide_summary() }}\n\n{{ phase_path() }}\n\n{{ guide_treatment() }}\n"
GUIDE = {
    "title": "Example guide",
    "tagline": "A made-up guide that tells how fast this program is",
    "language": "en",
    "condition": {"name": "examplitis", "aliases": []},
    "summary": "Examplitis is made up [@source-0].",
    "treatment": "It is treated in phases [@source-1].",
    "outlook_note": "These figures look back.",
    "audiences": [{"id": "child", "label": "Children"}, {"id": "adult", "label": "Adults"}],
    "countries": [{"id": "CA", "name": "Canada"}, {"id": "US", "name": "United States"}],
    "disclaimer": "This guide is an example and no advice.",
    "publisher": "The example authors",
    "review": {"max_years": 3, "policy": "Every source is checked once a year."},
    "repository": "https://code.example/bench",
    "feedback": "https://code.example/bench/issues/new",
}


class Corpus:
    """A guide with `size` pages made from records."""

    def __init__(self, size: int) -> None:
        self.draw = random.Random(size)
        phases, tests = 4, max(2, size // 10)
        self.phases = [f"phase-{number}" for number in range(phases)]
        self.tests = [f"test-{number}" for number in range(tests)]
        drugs = (size - phases - tests) // 2
        self.drugs = [f"drug-{number}" for number in range(drugs)]
        self.effects = [f"effect-{number}" for number in range(size - phases - tests - drugs)]
        self.terms = [f"word-{number}" for number in range(max(20, size // 5))]
        self.references = [f"source-{number}" for number in range(size)]
        self.own: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(file under data/, its values)."""
        for number, name in enumerate(self.references):
            yield f"references/{name}.yml", self.reference(number)
        for folder, names, make in (
            ("phases", self.phases, self.phase),
            ("drugs", self.drugs, self.drug),
            ("effects", self.effects, self.effect),
            ("procedures", self.tests, self.test),
        ):
            for number, name in enumerate(names):
                first = self.references.index(f"source-{self.place(folder, number)}")
                self.own = tuple(self.references[(first + step) % len(self.references)] for step in range(SOURCES))
                yield f"{folder}/{name}.yml", {"name": self.title(name), **CHECKED, **self.start(), **make(number)}
        for number, name in enumerate(self.terms):
            self.own = (self.references[number],)
            yield f"terms/{name}.yml", {"name": self.title(name).lower(), "definition": self.prose(2), **CHECKED}

    def place(self, folder: str, number: int) -> int:
        """Which page of all this is: its sources are numbered from there, so every source is cited."""
        before = {"phases": 0, "drugs": len(self.phases), "effects": len(self.phases) + len(self.drugs)}
        return before.get(folder, len(self.phases) + len(self.drugs) + len(self.effects)) + number

    def reference(self, number: int) -> dict[str, Any]:
        """A source: every second a page of an organisation, every second an article."""
        common = {"title": f"On the course of example {number}", "issued": "2024", "accessed": "2026-01-05"}
        if number % 2:
            return {
                "type": "webpage",
                "genre": "patient page",
                "author": [{"literal": "Example Society"}],
                "publisher": "Example Society",
                "URL": f"https://example.org/{number}",
                "read": "full-text",
                **common,
            }
        return {
            "type": "article-journal",
            "genre": "label",
            "author": [{"family": "Smith", "given": "AB"}, {"family": "Jones", "given": "C"}],
            "container-title": "Example J",
            "volume": str(number % 90 + 1),
            "page": f"{number + 1}-{number + 9}",
            "DOI": f"10.1234/example.{number}",
            "read": "full-text",
            **common,
        }

    def start(self) -> dict[str, Any]:
        """What every page begins with."""
        return {"summary": self.prose(1), "in_short": self.prose(3), "unknown": self.prose(1)}

    def phase(self, number: int) -> dict[str, Any]:
        """A phase with drugs, side effects and tests."""
        card = ("goal", "how_long", "where", "tests", "risks", "next")
        fields = ("goal", "given", "tests", "risks", "living", "next_if_worked", "next_if_not")
        return {
            "order": number + 1,
            "months": {"least": 1, "most": 2},
            "card": {name: self.prose(1) for name in card},
            **{name: self.prose(4) for name in fields},
            "drugs": [{"drug": one, "role": self.prose(1)} for one in self.some(self.drugs)],
            "effects": [{"effect": one, "note": self.prose(1)} for one in self.some(self.effects)],
            "procedures": [{"procedure": one, "note": self.prose(1)} for one in self.some(self.tests)[:2]],
            **self.help(),
        }

    def drug(self, number: int) -> dict[str, Any]:
        """A drug with a table of brands and its side effects."""
        fields = ("what_it_is", "how_it_works", "how_given", "tell_team", "precautions", "monitoring", "fertility")
        brands = [
            {"name": f"Brand {number}-{row}", "country": COUNTRIES[row % 2], "status": "unknown", "source": self.own[0]}
            for row in range(ROWS)
        ]
        return {
            "drug_class": "example blocker",
            "group": "tablet",
            "routes": ["oral"],
            "brands": brands,
            "why": self.prose(2),
            **{name: self.prose(3) for name in fields},
            "effects": [{"effect": one, "note": self.prose(1)} for one in self.some(self.effects)],
            **self.help(),
        }

    def effect(self, number: int) -> dict[str, Any]:
        """A side effect; the drugs that cause it are told from their own records."""
        fields = ("what_it_is", "timing", "what_helps", "team")
        return {"area": f"Part {number % 9}", **{name: self.prose(8) for name in fields}, **self.help()}

    def test(self, _: int) -> dict[str, Any]:
        """A test or procedure."""
        return {**{name: self.prose(7) for name in ("why", "before", "during", "after", "risks")}, **self.help()}

    def help(self) -> dict[str, Any]:
        """The urgent-help box."""
        return {"when_to_call": [{"level": level, "text": self.prose(1)} for level in ("emergency", "now", "soon")]}

    def prose(self, sentences: int) -> str:
        """Sentences with a source each; every fourth names a word of the glossary, by a link or as it is."""
        said = [self.sentence() for _ in range(sentences)]
        return "\n\n".join("\n".join(said[at : at + 3]) for at in range(0, sentences, 3)) + "\n"

    def sentence(self) -> str:
        """One sentence."""
        pick = self.draw.choice
        words = f"{pick(SUBJECTS).capitalize()} {pick(VERBS)} {pick(OBJECTS)} {pick(ENDS)}"
        chance = self.draw.random()
        if chance < 0.12:
            words += f", as with [a word](term:{pick(self.terms)})"
        elif chance < 0.3:
            words += f" like {self.title(pick(self.terms)).lower()}"
        return f"{words} [@{pick(self.own)}]."

    def some(self, names: list[str]) -> list[str]:
        """As many different ones as a page has links."""
        return self.draw.sample(names, min(LINKS, len(names)))

    def title(self, name: str) -> str:
        """A name that readers would see: 'drug-12' → 'Drugabc', letters for digits, so that it is one word."""
        kind, _, number = name.partition("-")
        return kind.capitalize() + "".join("bcdfghklmn"[int(digit)] + "a" for digit in number)


class Dumper(yaml.SafeDumper):
    """Writes text of several lines as authors do, line by line."""


def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """A text as YAML."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


Dumper.add_representer(str, text)


def write(size: int, folder: Path) -> None:
    """Write a guide of this size into data/, docs/ and, for this project's own program, mkdocs.yml."""
    put(folder / "data/guide.yml", yaml.safe_dump(GUIDE, sort_keys=False))
    put(folder / "docs/index.md", HOME)
    put(folder / "docs/about.md", "# About\n\nThis guide is made up.\n")
    put(folder / "mkdocs.yml", CONFIG.format(root=ROOT.as_posix()))
    for name, values in Corpus(size).records():
        put(folder / "data" / name, yaml.dump(values, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110))


def put(path: Path, text: str) -> None:
    """Write a file, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
