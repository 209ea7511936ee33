"""Inspections in Redis with something to review: a blank column, a silent home page, an account."""

from collections.abc import Sequence

from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.records import Observation
from scoring.ledger import Ledger
from tests.scoring.building import ACCOUNT, HOME, SITE, blank, days_ago, feed, home, sound_site

PLACE = f"{HOME}监督检查/"
EMPTY = [*sound_site(), blank("监督检查")]
SILENT = [home(days_ago(30)), *EMPTY[1:]]


async def opened(
    redis: Redis, inspection: str = "q1", seen: Sequence[Observation] = SILENT, as_of: str = "2024-02-29"
) -> None:
    """Make an inspection of one site and one account as if their crawl were under way."""
    await Inspections(redis).create(id=inspection, as_of=as_of, standard="ezhou-2024", targets=[SITE, ACCOUNT])
    await Ledger(redis, inspection).fold([*seen, feed(days_ago(20))])
