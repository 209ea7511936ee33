"""What waits for a person, as rows: findings that the machine suspects, or that a unit appeals against.

A finding on which nothing waits is such a row too where a word on it is asked for (``tui.screens.finding``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: What a filter can name before a colon.
FIELDS: Final = ("clause", "name", "unit", "state", "said", "url", "code")
#: What the keys of the queue ask for, and the decisions that may answer it.
_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "confirm": ("confirm", "bonus"),
    "dismiss": ("dismiss",),
    "clear": ("clear",),
    "appeal": ("appeal",),
    "decide": ("uphold", "reject"),
}
#: What would say nothing new.
_POINTLESS: Final[Mapping[str, tuple[str, ...]]] = {"confirmed": ("confirm",), "dismissed": ("dismiss", "appeal")}

#: No finding costs more.
_MOST_POINTS: Final = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A clause as whoever decides needs it."""

    clause: str
    indicator: str = ""
    """The Chinese level-2 name."""
    text: str = ""
    part: str = ""
    """``veto``, ``deduction``, ``bonus`` or ``reminder``."""
    wanted: int = 1
    """Different persons who must say the same."""
    allowed: tuple[str, ...] = ()
    """The decisions that can be about it."""

    @property
    def veto(self) -> bool:
        """Whether it decides over the whole target."""
        return self.part == "veto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What the unit says against a finding (申诉)."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One finding that a person should look at."""

    id: str
    target: str
    """Its code."""
    name: str
    unit: str
    rule: Rule
    state: str
    """``suspected``, ``appealed`` or ``hint``; of a finding that does not wait, ``confirmed`` or ``dismissed``."""
    points: float
    names: tuple[str, ...] = ()
    """Who confirmed it, or, under appeal, who has said a word on the appeal."""
    appeal: Appeal | None = None
    url: str = ""
    found_on: str = ""
    seen_at: str = ""
    evidence: str = ""
    """Where the kept page lies."""
    detail: str = "{}"
    """What was seen, as JSON."""
    weight: float = field(init=False, compare=False)
    """Heavier sorts higher: no hint, a veto, points, an appeal; as ``scoring.review.desk`` has it."""

    def __post_init__(self) -> None:
        """Weigh it once: a long queue is sorted often."""
        points = min(max(self.points, 0.0), _MOST_POINTS)
        kind = (self.state != "hint") * 2 + self.rule.veto
        # Points have tenths, which a hundred times as much keeps apart from an appeal.
        weight = kind * 100 * _MOST_POINTS + points * 100 + (self.state == "appealed")
        object.__setattr__(self, "weight", weight)

    @property
    def lacking(self) -> int:
        """How many persons must still say the same; at least one, or it would not wait."""
        return max(1, self.rule.wanted - len(self.names))

    def answers(self, asked: str) -> tuple[str, ...]:
        """Give the decisions that ``asked`` (confirm, dismiss, clear, appeal, decide) comes to here; none if it cannot.

        A hint for a bonus is confirmed by granting it. An appeal is decided while there is one, and only then. What
        stands is not confirmed again; of what fell nothing is left to dismiss, or to appeal against.
        """
        if asked in _POINTLESS.get(self.state, ()):
            return ()
        if asked in ("appeal", "decide") and (asked == "decide") is not (self.state == "appealed"):
            return ()
        return tuple(decision for decision in _ASKED[asked] if decision in self.rule.allowed)


def fields(row: WaitingRow, states: Mapping[str, str]) -> Mapping[str, str]:
    """Give the texts that a filter looks in, by the names of ``FIELDS``; ``states`` are their words."""
    return {
        "clause": row.rule.clause,
        "name": row.name,
        "unit": row.unit,
        "state": f"{row.state} {states.get(row.state, '')}",
        "said": " ".join(row.names),
        "url": row.url,
        "code": row.target,
    }
