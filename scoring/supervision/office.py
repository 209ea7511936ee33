"""How the office that answers for an inspection's area (监管单位) stands, worked out anew from what Redis holds."""

from dataclasses import dataclass

from redis.asyncio import Redis

from infra.inspections import Inspection
from scoring.area import AREA
from scoring.judge import Judge
from scoring.scorecard import Scorecard
from scoring.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How an office stands by one inspection."""

    inspection: Inspection
    standard: Standard
    card: Scorecard
    """Of the target ``scoring.area.AREA``."""

    def to_json(self) -> dict[str, object]:
        """The card as ``scores.json`` has a target's, with its findings and the standard beside it."""
        return {
            "inspection": self.inspection.id,
            "as_of": self.inspection.as_of,
            "standard": self.standard.name,
            "standard_digest": self.standard.digest,
            **self.card.to_json(),
            "findings": [finding.to_json() for finding in self.card.findings],
        }


async def assessment(redis: Redis, inspection: str, standard: str = "") -> Assessment:
    """Assess the office of an inspection's area; ``standard`` judges by another than the inspection's own.

    Raises ``InspectionError`` when there is none of this id, ``StandardError`` for a standard that cannot be used or
    has no supervision assessment.
    """
    judge = await Judge.of(redis, inspection, standard)
    rules = judge.standard.of_area()
    (card,) = await judge.reviewable([AREA.code])
    return Assessment(inspection=judge.inspection, standard=rules, card=card)
