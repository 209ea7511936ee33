"""A target's budgets hold over all shards together, whatever hosts its links lead to."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.records import Task
from infra.shards import place_of
from tests.infra.crawling import ID, T0, balanced, limits, running, site, task

SHARDS = 3
HOME = "www.a.cn"
OUTSIDE = [f"h{number}.cn" for number in range(12)]


async def frontier_of(redis: Redis, **changes: int) -> Frontier:
    await redis.flushall()
    await running(redis, [site("A", HOME), site("B", "b.cn")], SHARDS)
    return Frontier(redis, ID, limits(**changes))


def links(page: int) -> list[Task]:
    """What a page of a link farm leads to: one page of its own, one of its twin, one of each neighbour."""
    hosts = [HOME, HOME.removeprefix("www."), *OUTSIDE]
    return [task(f"/{page}", host=host) for host in hosts]


def test_a_host_and_its_twin_are_in_one_shard_and_hosts_in_all() -> None:
    for host in (*OUTSIDE, "a.cn", "a.cn:8080", "政府.cn"):
        assert place_of(host, SHARDS) == place_of(f"www.{host}", SHARDS)
    assert {place_of(host, SHARDS) for host in OUTSIDE} == set(range(SHARDS))


async def test_pages_of_its_own_are_counted_to_the_page(redis: Redis) -> None:
    frontier = await frontier_of(redis, max_pages=7)
    pages = [task(f"/{page}", host=host) for page in range(9) for host in (HOME, HOME.removeprefix("www."))]
    assert await frontier.offer(pages, now_ms=T0) == 7
    assert await frontier.offer(pages, now_ms=T0) == 0
    progress = await balanced(frontier)
    assert (progress.known, progress.capped) == (7, 11 + 11)


async def test_links_to_all_shards_are_counted_together(redis: Redis) -> None:
    frontier = await frontier_of(redis, max_pages=50)
    for page in range(20):
        await frontier.offer([*links(page), task(f"/{page}", host="b.cn", target="B")], now_ms=T0)
    progress = await frontier.target_progress()
    assert 50 <= progress["A"].known < 50 + len(links(0))
    assert progress["A"].capped >= 20 * len(links(0)) - progress["A"].known
    assert progress["B"].known == 20, "no other target pays for it"


async def test_a_budget_of_ones_own_holds_over_all_shards_and_grows(redis: Redis) -> None:
    frontier = await frontier_of(redis)
    await frontier.set_budget("A", 0)
    assert await frontier.offer(links(0), now_ms=T0) == 0
    await frontier.set_budget("A", 10)
    for one in links(0) + links(1):
        await frontier.offer([one], now_ms=T0)
    assert (await frontier.progress()).known == 10, "to the task, where nothing else is offered at that moment"
    await frontier.set_budget("A", None)
    assert await frontier.offer(links(0) + links(1), now_ms=T0) == 2 * len(links(0)) - 10


async def test_a_worker_learns_what_the_budget_left_out_in_any_shard(redis: Redis) -> None:
    frontier, left_out = await frontier_of(redis, max_pages=1), list[Task]()
    await frontier.offer(links(0)[:1], now_ms=T0)
    await frontier.exchange("w", observations=[], offers=links(0), settlements=[], room=0, left_out=left_out, now_ms=T0)
    assert {one.url for one in left_out} == {one.url for one in links(0)[1:]}


async def test_a_calendar_is_counted_to_the_address_on_each_host(redis: Redis) -> None:
    frontier = await frontier_of(redis, max_queries=4)
    hosts = OUTSIDE[:5]
    for month in range(9):
        await frontier.offer([task(f"/cal?month={month}", host=host) for host in hosts], now_ms=T0)
    progress = await balanced(frontier)
    assert (progress.known, progress.capped) == (4 * len(hosts), 5 * len(hosts))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    budget=st.integers(0, 30),
    trips=st.lists(
        st.lists(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 9)), max_size=8), min_size=1, max_size=3),
        max_size=8,
    ),
)
async def test_no_more_than_what_is_offered_at_one_moment_goes_over(
    redis: Redis, budget: int, trips: list[list[list[tuple[int, int]]]]
) -> None:
    """Rounds of workers that offer at the same moment: what goes over is less than what all of them offered then."""
    frontier = await frontier_of(redis, max_pages=budget)
    for workers in trips:
        before = (await frontier.progress()).known
        offers = [[links(page)[host] for host, page in worker] for worker in workers]
        await asyncio.gather(*(frontier.offer(part, now_ms=T0) for part in offers))
        known = (await frontier.progress()).known
        assert known <= max(budget, before) + sum(map(len, offers))
        if before >= budget:
            assert known == before
    await balanced(frontier)
