"""Decisions of people as tests need them, and a scorecard in short."""

from decimal import Decimal

from scoring.checks import check
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard, Verdict
from tests.scoring.building import EZHOU, SITE

A, B = "程思源", "万静怡"


def word(clause: str, decision: Decision, points: str = "", *, by: str = A, **more: str) -> Review:
    return Review(
        target=SITE.code, clause=clause, decision=decision, points=Decimal(points) if points else None, by=by, **more
    )


def cleared(*besides: str) -> list[Review]:
    """Everything that people judge looked at and found in order; of V1 the machine only suspects."""
    return [
        word(clause.id, Decision.CLEAR)
        for clause in EZHOU.clause
        if (clause.id not in check.clauses or clause.indicator == "V1") and clause.id not in besides
    ]


def shown(found: Scorecard) -> tuple[Verdict, float | None, list[float]]:
    return found.verdict, None if found.score is None else float(found.score), [float(end) for end in found.range]
