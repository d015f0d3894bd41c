"""The forms of text: as patterns that the model, the schemas for editors and the messages share.

Each is written so that Python, JavaScript and pydantic read it alike: digits as [0-9], no escape that one of
them lacks. Patterns that pydantic matches itself do without looking ahead, which it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
COUNTRY_PATTERN = r"^[A-Z]{2}$"
PAGE_PATTERN = r"^(phase|drug|effect|type|plan|procedure|topic):[a-z0-9]+(-[a-z0-9]+)*$"
SIGNED_PATTERN = PAGE_PATTERN.replace("topic", "topic|trial|picture|term|question")
RECORD_PATTERN = SIGNED_PATTERN.replace("question", "question|reference")
DIGEST_PATTERN = r"^sha256:[0-9a-f]{64}$"
TRIAL_PATTERN = r"^(NCT[0-9]{8}|ISRCTN[0-9]{8}|ACTRN[0-9]{14}|[0-9]{4}-[0-9]{6}-[0-9]{2}(-[0-9]{2})?)$"
PMID_PATTERN = r"^[1-9][0-9]{0,8}$"
PMCID_PATTERN = r"^PMC[0-9]+$"
DOI_PATTERN = r"^10\.[0-9]{4,9}/\S+$"
ISSUED_PATTERN = r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
ADDRESS_PATTERN = r"""^https?://[^\s<>"'{}|\\^`]+$"""
FORMS = {
    ID_PATTERN: "small letters, digits and single hyphens, like 'blood-test'",
    PAGE_PATTERN: "a kind and an id, like procedure:blood-test",
    SIGNED_PATTERN: "a kind and an id, like procedure:blood-test",
    RECORD_PATTERN: "a kind and an id, like procedure:blood-test",
    DIGEST_PATTERN: "the line that 'make signoff' prints: 'sha256:' and 64 characters",
    TRIAL_PATTERN: "the number of a register, like NCT01234567",
    COUNTRY_PATTERN: "two capital letters, like CA",
    PMID_PATTERN: 'the number alone, in quotes, like "12345678"',
    PMCID_PATTERN: "one like PMC1234567",
}
"""Pattern → the same in words for authors."""

MARKUP = r"<[A-Za-z/!?]|\{\{|\{%|\{#|&(#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
NOT_IN_TITLE = r'["<>&{}]'
LEAP_YEAR = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
DAY_PATTERN = (
    r"^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{LEAP_YEAR}-02-29)$"
)
"""A day that the calendar has, from the year 1 on."""


@dataclass(frozen=True, slots=True)
class Told:
    """Marks a kind of text for editors and for the page on the data: its name, and what its validators hold.

    `forms`: pairs of a pattern and the message of an editor. A validator is code, which no schema can hold.
    """

    name: str
    forms: tuple[tuple[str, str], ...] = ()

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with this name as its title and these patterns added to those it has."""
        schema = handler(core)
        forms = [{"pattern": pattern, "patternErrorMessage": message} for pattern, message in self.forms]
        schema["title"] = self.name
        if forms:
            schema["allOf"] = [*schema.get("allOf", ()), *forms]
        return schema


NO_MARKUP = (rf"^(?![\s\S]*({MARKUP}))", "holds HTML or Jinja; write plain text or the small Markdown set")
NO_CONTROL = (rf"^(?![\s\S]*{CONTROL})", "holds an invisible character; delete it")
NOT_BLANK = (r"\S", "is empty; write something or remove the key")
ONE_LINE = (r"^\S([^\n]*\S)?$", "must be one line of plain text, without blanks at its start or end")
TITLE = (r'^[^"<>&{}]*$', 'holds a character that a title cannot (" < > & { }); write it in words')
QUESTION = (r"\?$", "is no question; end it with a question mark, so that it states nothing")
ADDRESS = (ADDRESS_PATTERN, "is no web address; expected one that starts with https://")
DAY = (DAY_PATTERN, "is no date; expected a real day written like 2026-11-21")
DOI = (DOI_PATTERN, "is no DOI; expected one like 10.1056/NEJMoa2312948, without https://doi.org/")
ISSUED = (ISSUED_PATTERN, "is no publication date; expected '2024', '2024-07' or '2024-07-25' in quotes")
