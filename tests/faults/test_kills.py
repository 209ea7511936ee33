"""Workers and Redis killed at random while a city is crawled; at full size: ``python -m tests.faults.kills``."""

import pytest

from tests.faults.kills import Plan, trial


@pytest.mark.parametrize(
    "plan",
    [
        Plan(sites=20, pages=100, kills=5, rate=30, heartbeat=0.3),
        Plan(sites=20, pages=30, kills=2, restarts=2, rate=15, heartbeat=0.3, away=0.3),
    ],
    ids=["workers", "workers-and-redis"],
)
async def test_nothing_is_lost_and_no_more_fetched_twice_than_the_killed_held(plan: Plan) -> None:
    outcomes = await trial(plan)
    assert outcomes.whole, outcomes
    # A host has one open lease, so a worker holds no more than one a site; a restart may cost each worker's last batch.
    assert outcomes.twice <= plan.sites * (plan.kills + plan.restarts), outcomes
