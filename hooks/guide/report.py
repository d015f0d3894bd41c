"""What changed, with the pages that show it → text for a terminal, Markdown for a pull request, or JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .changes import Changes, RecordChange
from .differences import Change
from .meaning import Fact
from .moves import Key

MARKDOWN_LIMIT = 60_000
"""A comment on GitHub holds 65,536 characters; a job summary more."""
LABELS = {
    "spelling": "sentences with another spelling or spacing only",
    "dates": "days of checks",
    "remarks": "remarks for authors",
    "layout": "files with another layout, links or emphasis only",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The changes from `base` to `head`, and record → pages that show it."""

    base: str
    head: str
    changes: Changes
    pages: dict[Key, tuple[str, ...]]

    def records(self, *kinds: str, other: bool = False) -> list[RecordChange]:
        """The records of these kinds, or of all others."""
        return [one for one in self.changes.records if (one.key[0] in kinds) != other]

    def facts(self) -> list[RecordChange]:
        """The records that state something."""
        return self.records("reference", "change", other=True)


def as_text(report: Report) -> str:
    """For a terminal."""
    lines = [heading(report), *(f"  {line}" for line in totals(report)), ""]
    for title, records in groups(report):
        lines += [title.upper(), ""] if records else []
        for record in records:
            lines += [headline(record), f"  pages: {', '.join(paths(report, record))}"]
            for change in record.changes:
                lines += [f"  {line}" for line in told(change)]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_markdown(report: Report) -> str:
    """For a pull request: the same, folded away record by record, as long as it may be."""
    lines = [f"## {escaped(heading(report))}", "", *(f"- {escaped(line)}" for line in totals(report)), ""]
    size, left = sum(map(len, lines)), 0
    for title, records in groups(report):
        lines += [f"### {title}", ""] if records else []
        for record in records:
            block = folded(report, record)
            size += sum(map(len, block))
            if size > MARKDOWN_LIMIT:
                left += 1
            else:
                lines += block
    if left:
        lines.append(f"{left} more: too long for a comment. `make diff` shows all of it.")
    return "\n".join(lines).rstrip() + "\n"


def folded(report: Report, record: RecordChange) -> list[str]:
    """One record in Markdown."""
    lines = ["<details>", f"<summary>{escaped(headline(record))}</summary>", ""]
    lines += [f"Pages: {', '.join(f'`{path}`' for path in paths(report, record))}", ""]
    for change in record.changes:
        first, *more = told(change)
        lines += [f"- {escaped(first)}", *(f"  - {escaped(line.strip())}" for line in more)]
    return [*lines, "", "</details>", ""]


def as_json(report: Report) -> str:
    """For programs."""
    values = {
        "base": report.base,
        "head": report.head,
        "records": [values_of(one, report) for one in report.facts()],
        "sources": [values_of(one, report) for one in report.records("reference")],
        "notes": [values_of(one, report) for one in report.records("change")],
        "counted": asdict(report.changes.counts),
        "unread": list(report.changes.unread),
        "pages": all_pages(report),
    }
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def values_of(record: RecordChange, report: Report) -> dict[str, Any]:
    """One record as JSON values."""
    return {
        "record": ":".join(record.key),
        "name": record.name,
        "file": record.file,
        "state": record.state,
        "was": record.was or None,
        "pages": list(report.pages[record.key]),
        "facts": [
            {
                "state": change.state,
                "rewords": change.rewords,
                "medical": change.medical,
                "before": fact_values(change.before),
                "after": fact_values(change.after),
            }
            for change in record.changes
        ],
    }


def fact_values(fact: Fact | None) -> dict[str, Any] | None:
    """One fact as JSON values."""
    return {"place": list(fact.place), "text": fact.text, "sources": list(fact.sources)} if fact else None


def heading(report: Report) -> str:
    """What is compared."""
    return f"What changed in meaning from {report.base} to {report.head}"


def totals(report: Report) -> Iterator[str]:
    """The whole in a few lines: facts, records, sources, pages, what is only counted."""
    states = Counter(change.state for record in report.facts() for change in record.changes)
    facts = [f"{states[state]} {state}" for state in ("added", "changed", "moved", "removed") if states[state]]
    yield f"Facts: {', '.join(facts) or 'none changed'}"
    for label, records in (("Records", report.facts()), ("Sources", report.records("reference"))):
        found = Counter(record.state for record in records)
        yield f"{label}: {', '.join(f'{count} {state}' for state, count in sorted(found.items())) or 'none changed'}"
    yield f"Pages touched: {len(all_pages(report))}"
    counted = [f"{LABELS[key]} ({count})" for key, count in asdict(report.changes.counts).items() if count]
    if counted:
        yield f"Counted, not listed: {', '.join(counted)}"
    if report.changes.unread:
        yield f"Not compared, because of mistakes in them: {', '.join(report.changes.unread)}"


def groups(report: Report) -> Iterable[tuple[str, list[RecordChange]]]:
    """The parts of a report, each with its title."""
    return (
        ("Records", report.facts()),
        ("Sources", report.records("reference")),
        ("Notes for readers", report.records("change")),
    )


def all_pages(report: Report) -> list[str]:
    """Every page touched, without the places in it."""
    return sorted({f"/{page.partition('#')[0]}" for pages in report.pages.values() for page in pages})


def paths(report: Report, record: RecordChange) -> list[str]:
    """The pages of one record as readers see addresses."""
    return [f"/{page}" for page in report.pages[record.key]]


def headline(record: RecordChange) -> str:
    """One record in a line."""
    was = f", formerly {record.was}" if record.was else ""
    return f"{record.name} ({':'.join(record.key)}, {record.file}): {record.state}{was}"


def told(change: Change) -> list[str]:
    """One fact in words: a line, and for a change two more."""
    before, after = change.before, change.after
    if before and after:
        where = f"{change.state}: {before.where()}"
        if change.state == "moved":
            return [f"{where} → {after.where()}: {said(after)}"]
        perhaps = " (perhaps only its wording)" if change.rewords else ""
        return [f"{where}{perhaps}", f"  before: {said(before)}", f"  after:  {said(after)}"]
    return [f"{change.state}: {change.fact.where()}: {said(change.fact)}"]


def said(fact: Fact) -> str:
    """A fact with its sources."""
    return f"{fact.text} [{'; '.join(fact.sources)}]" if fact.sources else fact.text


def escaped(text: str) -> str:
    """Text in which nothing is a mark to Markdown or HTML, and nobody is called by name."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return re.sub(r"([\\`*_\[\]~|#])", r"\\\1", safe).replace("&\\#64;", "&#64;")
