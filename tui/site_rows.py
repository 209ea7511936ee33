"""One site's columns and findings as rows, for the screen that shows them; made by ``tui.readers.site``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

import msgspec

#: The share of its period after which a column without an update is warned of early: day 10 of a fortnight (动态要闻).
EARLY: Final = 10 / 14


class Standing(StrEnum):
    """How a column stands, in the order in which an operator wants to hear of it."""

    BLANK = "blank"
    STALE = "stale"
    EARLY = "early"
    """Fresh, and not for long any more."""
    UNCHECKED = "unchecked"
    FRESH = "fresh"
    EXEMPT = "exempt"
    """No period, archived, or judged elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """栏目 as a line: ``days`` and ``period`` count back from the inspection's time point."""

    path: tuple[str, ...]
    type: str
    newest: str = ""
    """As people write it; empty when no date is known."""
    days: int | None = None
    period: int | None = None
    """Days in which it must be updated; None when nothing binds it."""
    standing: Standing = Standing.EXEMPT
    archived: bool = False
    settled_by: str = ""
    """Who settled something about it."""
    url: str = ""

    @property
    def name(self) -> str:
        """Its place on the site."""
        return "/".join(self.path)

    @property
    def rank(self) -> int:
        """What needs an operator's eye first is 0."""
        return list(Standing).index(self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """问题 as a line."""

    target: str
    """The target's code."""
    id: str
    clause: str
    indicator: str
    state: str
    """As ``scoring.findings.State``, or ``hint``, or ``appealed``."""
    points: float
    """What the clause puts on it."""
    counted: float | None = None
    """What all findings of its clause cost after the cap; None where they cost nothing."""
    url: str = ""
    found_on: str = ""
    evidence: str = ""


class _Place(msgspec.Struct, frozen=True):
    location: str = ""


class _Finding(msgspec.Struct):
    """A finding as the scorer writes it (DESIGN §7)."""

    id: str
    target: str
    clause: str
    indicator: str
    state: str
    points: float
    url: str = ""
    found_on: str = ""
    detail: dict[str, Any] = {}
    evidence: _Place = _Place()


class _Line(msgspec.Struct):
    clause: str
    points: float


class Card(msgspec.Struct):
    """The part of a scorecard that the screen of one site adds to what lists show of it."""

    deductions: list[_Line] = []
    bonus: list[_Line] = []
    suspected: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: bytes | None) -> Self:
        """Read a scorecard; nothing written yet is an empty one. Raises ``msgspec.DecodeError``."""
        return cls() if data is None else msgspec.json.decode(data, type=cls)

    @property
    def lost(self) -> float:
        """Points lost after caps."""
        return sum(line.points for line in self.deductions)

    @property
    def won(self) -> float:
        """Points granted after the cap."""
        return sum(line.points for line in self.bonus)


def finding_rows(data: bytes | None, card: Card) -> tuple[FindingRow, ...]:
    """Read a target's findings with what its card counts of them. Raises ``msgspec.DecodeError``."""
    counted = {line.clause: line.points for line in card.deductions}
    found = [] if data is None else msgspec.json.decode(data, type=list[_Finding])
    return tuple(
        FindingRow(
            target=one.target,
            id=one.id,
            clause=one.clause,
            indicator=one.indicator,
            state=_state(one),
            points=one.points,
            counted=counted.get(one.clause) if one.state == "confirmed" else None,
            url=one.url,
            found_on=one.found_on,
            evidence=one.evidence.location,
        )
        for one in found
    )


def _state(one: _Finding) -> str:
    """Tell how far it has come; an appeal that waits and a mere hint are states of their own to an operator."""
    appeal = one.detail.get("appeal")
    if isinstance(appeal, dict) and "decision" not in appeal:
        return "appealed"
    return "hint" if one.detail.get("hint") is True and one.state == "suspected" else one.state
