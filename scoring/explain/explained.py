"""A target's result with everything it stands on: points → clause → rule set → address → kept bytes → who said so.

The records are what ``xuncha explain`` shows people; ``to_json`` is what it gives programs. Fields of the JSON are only
ever added::

    {"inspection", "as_of", "standard": {"name", "title", "digest"},
     "target": {"code", "name", "kind", "unit", "group", "url"},
     "verdict", "reasons": [text], "score", "range": [lo, hi], "coverage", "complete",
     "pages": {"done", "failed", "blocked"},
     "arithmetic": [{"step": "base|deduction|scale|gate|bonus|final", "clause", "indicator", "points", "findings",
                     "claimed", "cap", "factor", "open", "left"}],           what does not apply is absent
     "open": {"vetoes": [clause], "indicators": [{"indicator", "least", "most", "clauses"}],
              "bonus": [{"clause", "indicator", "points"}]},                 what makes the score a range
     "vetoes": [{"clause", "finding", "state", "by": [name], "wanted", "lacking"}],
     "clauses": [{"clause", "part", "area", "indicator", "rule", "reason", "way", "points", "cap", "source",
                  "confirmed", "limits": {name: {"value", "source", "confirmed"}},
                  "words": {name: {"values", "source", "confirmed"}},
                  "coverage", "open", "unchecked": [{"cause", "count", "text"}], "numbers": {name: value},
                  "sample": null | {"seed", "size", "addresses"},
                  "claimed", "counted",
                  "reviews": [review], "findings": [finding]}]}

``claimed`` is what a clause's findings cost (or what was granted), ``counted`` what the cap left of it. A review is
``{"by", "at", "decision", "points", "text", "url", "evidence"}``. A finding is as in ``findings.jsonl`` with ``"told"``
(its detail in words), ``"reviews"``, and in ``"evidence"`` also ``"file"``, ``"offset"`` and ``"there"``: where the
kept record lies on this machine, and whether that file is here; null when nothing was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from infra.inspections import Inspection
from scoring.decided import Decided
from scoring.explain.arithmetic import Step
from scoring.explain.gaps import Gap
from scoring.explain.spread import Spread
from scoring.findings import Finding, State, number
from scoring.review import Review
from scoring.scorecard import Scorecard
from scoring.standard import Standard
from scoring.standard.parts import Clause, Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a finding's kept bytes lie on this machine."""

    file: Path
    offset: int
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedFinding:
    """A finding, its detail in words, and what people said of it."""

    finding: Finding
    told: tuple[str, ...]
    reviews: tuple[Review, ...]
    kept: Kept | None

    def to_json(self) -> dict[str, object]:
        """As in ``findings.jsonl``, and more."""
        one = self.finding
        place: dict[str, object] = {"file": None, "offset": None, "there": False}
        if self.kept:
            place = {"file": str(self.kept.file), "offset": self.kept.offset, "there": self.kept.there}
        return one.to_json() | {
            "evidence": {"digest": one.digest, "location": one.evidence, **place},
            "told": list(self.told),
            "reviews": [review_json(row) for row in self.reviews],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClause:
    """One clause that applies to the target."""

    clause: Clause
    indicator: Indicator
    decided: Decided | None
    """None for one of the bonus part, which nobody judges but by granting."""
    claimed: Decimal
    counted: Decimal
    gaps: tuple[Gap, ...]
    seed: str
    findings: tuple[ExplainedFinding, ...]
    reviews: tuple[Review, ...]
    """Those on the clause as a whole: clearings, and points granted or taken by hand."""

    @property
    def is_sound(self) -> bool:
        """Whether it is settled, and nothing was found."""
        return not (self.findings or self.gaps or self.counted or self.claimed)

    def to_json(self) -> dict[str, object]:
        """What the rule says, what was seen, what came of it."""
        clause, decided = self.clause, self.decided
        return {
            "clause": clause.id,
            "part": str(self.indicator.part),
            "area": self.indicator.area,
            "indicator": self.indicator.name,
            "rule": clause.rule,
            "reason": clause.reason,
            "way": str(clause.way),
            "points": number(clause.each),
            "cap": number(self.indicator.points),
            "source": clause.source,
            "confirmed": clause.confirmed,
            "limits": {
                name: {"value": number(one.value), "source": one.source, "confirmed": one.confirmed}
                for name, one in clause.limits.items()
            },
            "words": {
                name: {"values": list(one.values), "source": one.source, "confirmed": one.confirmed}
                for name, one in clause.words.items()
            },
            "coverage": round(float(decided.coverage), 4) if decided else None,
            "open": decided.open if decided else bool(self.gaps),
            "unchecked": [{"cause": str(gap.cause), "count": gap.count, "text": gap.text} for gap in self.gaps],
            "numbers": dict(decided.numbers) if decided else {},
            "sample": self._sample(),
            "claimed": number(self.claimed),
            "counted": number(self.counted),
            "reviews": [review_json(row) for row in self.reviews],
            "findings": [one.to_json() for one in self.findings],
        }

    def _sample(self) -> Mapping[str, object] | None:
        if self.decided is None or not self.decided.sample:
            return None
        drawn = self.decided.sample
        return {"seed": self.seed, "size": len(drawn), "addresses": list(drawn)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A veto that somebody or something suspects, and what it still lacks to stand."""

    finding: Finding
    by: tuple[str, ...]
    """Who confirmed it, or who dismissed it."""
    wanted: int
    """Different persons who must confirm it."""

    @property
    def lacking(self) -> int:
        """How many must still confirm it; 0 when it stands or was dismissed."""
        return max(0, self.wanted - len(self.by)) if self.finding.state is State.SUSPECTED else 0

    def to_json(self) -> dict[str, object]:
        """The veto in short; the finding itself stands with its clause."""
        return {
            "clause": self.finding.clause,
            "finding": self.finding.id,
            "state": str(self.finding.state),
            "by": list(self.by),
            "wanted": self.wanted,
            "lacking": self.lacking,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One target's result with all that it stands on."""

    inspection: Inspection
    standard: Standard
    card: Scorecard
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]
    spread: Spread
    votes: tuple[Vote, ...]
    clauses: tuple[ExplainedClause, ...]

    def to_json(self) -> dict[str, Any]:
        """The document that the module's docstring describes."""
        target, card = self.card.target, self.card
        return {
            "inspection": self.inspection.id,
            "as_of": self.inspection.as_of,
            "standard": {"name": self.standard.name, "title": self.standard.title, "digest": self.standard.digest},
            "target": {
                "code": target.code,
                "name": target.name,
                "kind": str(target.kind),
                "unit": target.unit,
                "group": target.group,
                "url": target.url,
            },
            "verdict": str(card.verdict),
            "reasons": list(self.reasons),
            "score": None if card.score is None else number(card.score),
            "range": [number(end) for end in card.range],
            "coverage": card.coverage,
            "complete": card.complete,
            "pages": {"done": card.pages.done, "failed": card.pages.failed, "blocked": card.pages.blocked},
            "arithmetic": [step.to_json() for step in self.steps],
            "open": self.spread.to_json(),
            "vetoes": [vote.to_json() for vote in self.votes],
            "clauses": [one.to_json() for one in self.clauses],
        }


def review_json(row: Review) -> dict[str, object]:
    """What one person said."""
    return {
        "by": row.by,
        "at": row.at,
        "decision": str(row.decision),
        "points": None if row.points is None else number(row.points),
        "text": row.text,
        "url": row.url,
        "evidence": row.evidence,
    }
