"""What a new inspection takes over from an earlier one: dismissals and upheld appeals that still hold."""

from collections.abc import Callable, Sequence
from datetime import datetime

from redis.asyncio import Redis

from infra.inspections import InspectionError, Inspections
from infra.records import Target
from scoring.review import Review
from scoring.review.carrying import carried
from scoring.standard import load
from tui.errors import OperatorError, UsageError
from tui.output import say


async def approvals(  # noqa: PLR0913 - what a new inspection is made of
    redis: Redis,
    earlier: str,
    as_of: datetime,
    targets: Sequence[Target],
    standard: str,
    *,
    named: bool,
    tell: Callable[[str], None] = say,
) -> tuple[Review, ...]:
    """Give the decisions to take over from an earlier inspection; '' for none.

    It is ``named`` for this, or the one whose pages are re-used: that may be known by its evidence alone, and then
    there is nothing to take over. Raises ``UsageError`` for what cannot be an id, ``OperatorError`` for one that is
    named and not known to Redis.
    """
    if not earlier:
        return ()
    try:
        await Inspections(redis).get(earlier)
    except InspectionError as error:
        if not named:
            return ()
        problem = OperatorError if str(error).startswith("there is no") else UsageError
        msg = f"--carry: {error}"
        raise problem(msg) from None
    found = await carried(redis, earlier, as_of.date().isoformat(), targets, load(standard))
    if found.rows or found.expired or found.strange or named:
        left = f"; {found.expired} have run out, {found.strange} are of targets or clauses that are not inspected now"
        tell(f"{len(found.rows)} approvals of {earlier} still hold{left}")
    return found.rows
