"""What a publishing system (建站系统) can tell that a page itself does not show: one protocol, one small file a system.

Where a script writes the pager or fetches the list, the links of a page lead nowhere. Each system is known by marks
that are cheap to look for; what it then says is an address written out in the page, never a script that was run.
Endpoints are asked with GET only: what answers to nothing but a form's POST stays unseen, and the pager says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from infra.records import ColumnSeen
from spiders.reading.lists import Entry
from spiders.reading.outline import Outline

#: Endpoints that one page may name: a directory (目录) of a department has some two hundred columns.
MAX_ASKED = 500
#: Code of one script that is searched for what a system would do, in characters.
MAX_SEARCHED = 100_000


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as the systems look at it."""

    outline: Outline
    page: str
    """Its address."""

    def says(self, *marks: str) -> bool:
        """Whether an inline script of the page holds one of the marks."""
        return any(mark in script.code for script in self.outline.scripts if script.code for mark in marks)

    def loads(self, *marks: str) -> bool:
        """Whether a script of the page comes from an address that holds one of the marks."""
        return any(
            mark in source
            for script in self.outline.scripts
            if (source := self.script_attrs(script.box).get("src"))
            for mark in marks
        )

    def script_attrs(self, box: int) -> Mapping[str, str | None]:
        """The attributes of a script, by the box that ``outline.Script`` names; empty when it has none."""
        found = self.outline.boxes[box] if box < len(self.outline.boxes) else None
        return found.attrs if found is not None and found.tag == "script" else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where a list goes on; addresses as the page writes them, to be resolved against it."""

    next: str = ""
    """The next page; empty on the last one."""
    count: int | None = None
    first: bool = True
    asked: tuple[str, ...] = ()
    """Further addresses that the page's scripts would ask for its lists."""
    held: bool = True
    """False when the list is not in the page: its scripts fetch even what it begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a list endpoint answered: rows of markup, or records that are entries already."""

    outline: Outline = field(default_factory=Outline)
    entries: tuple[Entry, ...] = ()
    next: str = ""
    count: int | None = None
    first: bool = False
    column: ColumnSeen | None = None
    """The column, where the answer names it; else it is the one of the page whose script asked."""


class System(Protocol):
    """One publishing system, as a page of its sites shows it. A module of this package is one."""

    __name__: str

    def recognise(self, sight: Sight) -> bool:
        """Whether the page bears its marks; substrings only, for every page of every site is asked."""

    def onward(self, sight: Sight) -> Onward | None:
        """Where the page's list goes on; None when it says nothing of that."""


class Endpoint(Protocol):
    """One publishing system, as its list endpoints answer in JSON."""

    def answered(self, data: Any, page: str) -> Answer | None:
        """Read an answer, parsed; None when it is none of this system's."""
