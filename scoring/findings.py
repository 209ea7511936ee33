"""Findings (问题): one breach of one clause, with what was seen and where it is kept.

A finding's id depends on the target, the clause and what is at fault, never on time or order, so that the same fault
has the same id in the next run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b

from infra.clock import moment_of_ms


class State(StrEnum):
    """How far a finding has come."""

    SUSPECTED = "suspected"
    """The machine, or one of the two persons a veto wants, says so, or a veto is under appeal; costs nothing yet."""
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One breach of one clause by one target."""

    id: str
    target: str
    clause: str
    indicator: str
    """The Chinese level-2 name."""
    state: State
    points: Decimal
    """What the clause puts on it; the indicator's cap may leave less to lose."""
    url: str = ""
    found_on: str = ""
    seen_at: int = 0
    """Epoch milliseconds; 0 when nothing was fetched for it."""
    detail: Mapping[str, object] = field(default_factory=dict)
    """Only what JSON holds. ``text`` is a person's own words; ``column`` or ``name`` what is at fault."""
    digest: str = ""
    evidence: str = ""
    entered: bool = False
    """A person entered it; no check saw it."""

    @property
    def appealed(self) -> bool:
        """Whether an appeal against it waits to be decided."""
        appeal = self.detail.get("appeal")
        return isinstance(appeal, Mapping) and "decision" not in appeal

    @property
    def hint(self) -> bool:
        """Whether it is for a bonus, or a check that was too often wrong says so, and nobody has decided on it."""
        return self.detail.get("hint") is True

    def to_json(self) -> dict[str, object]:
        """The finding as ``findings.jsonl`` has it; points as an exact decimal's nearest number."""
        return {
            "id": self.id,
            "target": self.target,
            "clause": self.clause,
            "indicator": self.indicator,
            "state": str(self.state),
            "points": number(self.points),
            "url": self.url,
            "found_on": self.found_on,
            "seen_at": moment_of_ms(self.seen_at).isoformat(timespec="seconds") if self.seen_at else None,
            "detail": dict(self.detail),
            "evidence": {"digest": self.digest, "location": self.evidence},
        }

    def decided(self, state: State, **detail: object) -> "Finding":
        """The same finding after a person's word."""
        return replace(self, state=state, detail={**self.detail, **detail})


def finding_id(target: str, clause: str, subject: str = "") -> str:
    """16 hex digits. ``subject``: the address or key of what is at fault; empty when it is the target as a whole."""
    return blake2b(f"{target}\0{clause}\0{subject}".encode(), digest_size=8).hexdigest()


def number(value: Decimal) -> int | float:
    """A decimal of few places as a JSON number that prints the same digits."""
    return int(value) if value == value.to_integral_value() else float(value)
