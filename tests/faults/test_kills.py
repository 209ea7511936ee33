"""Workers and Redis killed at random while a city is crawled; at full size: ``python -m tests.faults.kills``."""

import pytest

from tests.faults.grounds import Opening, one_server, watched_pair
from tests.faults.kills import trial
from tests.faults.trial import Plan


@pytest.mark.parametrize(
    ("plan", "opening"),
    [
        (Plan(sites=20, pages=100, kills=5, rate=30, heartbeat=0.3), one_server()),
        (Plan(sites=20, pages=30, kills=4, falls=2, rate=15, heartbeat=0.3), one_server(away=0.3)),
        (Plan(sites=20, pages=40, kills=3, falls=1, rate=15, heartbeat=0.3), watched_pair(behind=0.3)),
    ],
    ids=["workers", "workers-and-redis", "workers-and-the-primary"],
)
async def test_nothing_is_lost_and_no_more_fetched_twice_than_was_held_or_unheard(plan: Plan, opening: Opening) -> None:
    outcomes = await trial(plan, opening)
    assert outcomes.whole, outcomes
    # A host has one open lease, so a worker holds no more than one a site; a fall may cost each worker's last batch.
    assert outcomes.twice <= plan.sites * (plan.kills + plan.falls) + outcomes.unheard, outcomes
