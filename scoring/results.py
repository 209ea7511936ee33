"""Everything that a report needs of one inspection, worked out anew from ledgers and decisions."""

from collections.abc import Callable
from dataclasses import dataclass, field

from redis.asyncio import Redis

from infra.inspections import Inspection
from infra.records import Target
from scoring.findings import Finding
from scoring.judge import Judge
from scoring.review import Reviews
from scoring.review.chain import Head, head_of
from scoring.scorecard import Scorecard
from scoring.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of one inspection by one standard."""

    inspection: Inspection
    standard: Standard
    cards: list[tuple[Target, Scorecard]]
    """By code of the target."""
    findings: list[Finding]
    log: Head = field(default_factory=Head)
    """Where the log of decisions ended: whoever has this can tell whether a copy of the log is the whole of it."""


async def results(
    redis: Redis, inspection: str, standard: str = "", *, scored: Callable[[int, int], None] | None = None
) -> Results:
    """Score all targets of an inspection; ``standard`` judges the same crawl by another one than its own.

    ``scored`` is told now and then how many of how many targets are done.

    Raises ``InspectionError`` when there is none of this id, ``StandardError`` for a standard that cannot be used.
    """
    judge = await Judge.of(redis, inspection, standard)
    log = head_of(await Reviews(redis, inspection).lines())
    cards = await judge.cards(scored=scored)
    return Results(
        inspection=judge.inspection,
        standard=judge.standard,
        cards=[(card.target, card) for card in cards],
        findings=[finding for card in cards for finding in card.findings],
        log=log,
    )
