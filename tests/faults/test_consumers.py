"""Scorers killed at random while observations stream in; at full size: ``python -m tests.faults.consumers``."""

from tests.faults.consumers import trial
from tests.faults.flood import Plan


async def test_facts_and_scores_are_those_of_a_flood_in_which_nobody_was_killed() -> None:
    plan = Plan(observations=6_000, sites=4, kills=4)
    outcomes = await trial(plan)
    assert outcomes.whole, outcomes
    assert outcomes.held > 0, "nobody was killed in the middle of a batch"
