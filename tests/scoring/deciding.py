"""Decisions of people as tests need them, and a scorecard in short."""

from decimal import Decimal
from typing import Any

import msgspec
import orjson

from scoring.checks import check
from scoring.explain.rebuild import Card, rebuilt
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard, Verdict
from tests.scoring.building import EZHOU, SITE

A, B = "程思源", "万静怡"
#: Clauses of which the machine only suspects: they stay open until people have looked.
SUSPECTED = frozenset(
    {"V1.1", "V1.3", "V5.1", "V5.2", "V6.2", "V6.3", "D7", "D10.1", "D10.2", "D10.3", "D12", "D15.3"}
) | {
    *("D9", "B1", "B2", "B3", "B4", "B5", "B6"),
    *("D21.2", "B8", "B9", "M1.1", "M1.2", "M1.3", "M2.2"),
    *("V1.2", "V1.5", "V2", "V6.1", "D1.2", "D2.2", "D3.2", "D5.3", "D6"),
}
#: Clauses that the machine judges.
JUDGED = check.clauses - SUSPECTED


def word(clause: str, decision: Decision, points: str = "", *, by: str = A, **more: Any) -> Review:
    return Review(
        target=SITE.code, clause=clause, decision=decision, points=Decimal(points) if points else None, by=by, **more
    )


def cleared(*besides: str) -> list[Review]:
    """Everything that people judge looked at and found in order."""
    return [
        word(clause.id, Decision.CLEAR)
        for clause in EZHOU.clause
        if clause.id not in JUDGED and clause.id not in besides
    ]


def shown(found: Scorecard) -> tuple[Verdict, float | None, list[float]]:
    return found.verdict, None if found.score is None else float(found.score), [float(end) for end in found.range]


def rebuilt_of(found: Scorecard) -> Decimal | None:
    """The score that follows from what ``scores.json`` says of a card."""
    return rebuilt(msgspec.json.decode(orjson.dumps(found.to_json()), type=Card))
