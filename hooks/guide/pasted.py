"""A citation as another program gives it → the fields of a source, and what could not be taken over.

Reads RIS, BibTeX, CSL-JSON and PubMed's .nbib, or a DOI or PubMed number alone. Nothing is looked up
and nothing is guessed: a field comes from what was pasted, or it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pybtex.exceptions import PybtexError
from pydantic import ValidationError

from .citation_forms import Fields, bibtex, csl, doi, nbib, ris
from .model import Reference

SHOWN = 40


class NotUnderstood(Exception):
    """What was pasted is no single citation in a form that is read here. The message is for authors."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The fields of a source, by their names in YAML, and what was pasted but is left out, in words."""

    fields: Fields
    left_out: tuple[str, ...] = ()


def read_pasted(text: str) -> Pasted:
    """The one citation in a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip().removeprefix("\ufeff")
    readers: tuple[tuple[str, Callable[[str], list[Fields]]], ...] = (
        (r"[\[{]", csl), (r"@|%", bibtex), (r"(?s).*?^TY  ?-", ris), (r"(?s).*?^PMID ?-", nbib),
        (r"\S+\s*\S+$", number),
    )  # fmt: skip
    reader = next((read for start, read in readers if re.match(start, text, re.MULTILINE)), None)
    if reader is None:
        raise NotUnderstood("expected RIS, BibTeX, CSL-JSON, PubMed's .nbib, a DOI or a PubMed number")
    try:
        found = reader(text)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, PybtexError) as error:
        said = " ".join(str(error).split())[:120]
        raise NotUnderstood(f"this looks like {reader.__name__}, but cannot be read: {said}") from error
    if len(found) != 1:
        raise NotUnderstood(f"{len(found)} citations are in it; paste one")
    return taken(found[0])


def taken(found: Fields) -> Pasted:
    """The fields that our model can hold as they are; of the others, what they said."""
    fields: Fields = {}
    left_out = []
    probe = {"type": "webpage", "genre": "study", "title": "x", "read": "citation-only"}
    for key, value in found.items():
        if value in (None, "", []):
            continue
        try:
            Reference.model_validate(probe | {key: tuple(value) if isinstance(value, list) else value})
        except ValidationError:
            left_out.append(f"{key} '{str(value)[:SHOWN]}'")
        else:
            fields[key] = value
    return Pasted(fields, tuple(left_out))


def number(text: str) -> list[Fields]:
    """A DOI, or a PubMed number, alone."""
    bare = re.sub(r"^PMID:?\s*", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"[1-9][0-9]{0,8}", bare):
        return [{"PMID": bare}]
    if re.fullmatch(r"10\.[0-9]{4,9}/\S+", doi(text)):
        return [{"DOI": doi(text)}]
    raise ValueError(f"'{text[:SHOWN]}' is no DOI and no PubMed number")
