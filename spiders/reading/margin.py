"""The margin of a page: where readers note which rule gave a value and of which text, when somebody asks why.

A crawl reads pages without one; then a note costs no more than the question whether there is a margin.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from spiders.reading.rules import Rule

if TYPE_CHECKING:
    from spiders.reading.outline import Outline

#: Notes of one page that are kept.
MAX_NOTES = 20_000


class Where(StrEnum):
    """In which of a page's texts something stands."""

    TEXT = "text"
    """What it shows (``Outline.text``)."""
    SOURCE = "source"
    """Its source, decoded."""
    SCRIPT = "script"
    """What a script of the page writes, its escapes undone."""
    ADDRESS = "address"
    """Its own address."""
    HEADER = "header"
    """The head of the HTTP answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Why a field has a value: the rule, and the text that it was read from.

    The text is ``start`` to ``end`` of the text that ``where`` names, or ``said``, of which only the wording is known.
    """

    rule: Rule
    value: object
    where: Where = Where.TEXT
    start: int = -1
    end: int = -1
    said: str = ""


@dataclass(slots=True)
class Margin:
    """The notes of one page by field, in the order in which the readers came to them."""

    outline: "Outline | None" = None
    """The page that the places are of."""
    notes: dict[str, list[Note]] = field(default_factory=dict)
    count: int = 0

    def add(self, name: str, note: Note) -> None:
        """Keep a note."""
        self.count += 1
        if self.count <= MAX_NOTES:
            self.notes.setdefault(name, []).append(note)

    def of(self, name: str, value: object) -> Note | None:
        """The last note by which a field has this value: readers that come later know better."""
        return next((note for note in reversed(self.notes.get(name, ())) if _plain(note.value) == _plain(value)), None)


def _plain(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value
