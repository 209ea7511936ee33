"""Few hosts and several workers: each worker that asks gets its part, and nothing that may be asked stays untaken."""

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier
from tests.infra.crawling import ID, T0, limits, running, settled, task

HOSTS = 40
#: Milliseconds after which a worker that did not ask again no longer counts.
SILENT = 3_000


async def small_city(redis: Redis) -> Frontier:
    await running(redis)
    frontier = Frontier(redis, ID, limits(delay_ms=40))
    await frontier.offer(
        [task(f"/{page}", host=f"h{number}.cn") for number in range(HOSTS) for page in range(9)], now_ms=T0
    )
    return frontier


async def test_a_worker_alone_takes_all(redis: Redis) -> None:
    assert len(await (await small_city(redis)).claim("w1", 96, now_ms=T0)) == HOSTS


async def test_who_holds_more_than_its_part_leaves_the_rest_to_others(redis: Redis) -> None:
    frontier = await small_city(redis)
    held = await frontier.claim("w1", 96, now_ms=T0)
    assert await frontier.claim("w2", 96, now_ms=T0) == []
    await frontier.settle("w1", settled(held[:30]), now_ms=T0 + 10)
    assert len(await frontier.claim("w1", 96, now_ms=T0 + 100)) == HOSTS // 2 - 10
    assert len(await frontier.claim("w2", 96, now_ms=T0 + 100)) == HOSTS // 2
    assert await frontier.claim("w1", 96, now_ms=T0 + 100) == []


async def test_who_no_longer_asks_no_longer_counts(redis: Redis) -> None:
    frontier = await small_city(redis)
    held = await frontier.claim("w1", 96, now_ms=T0)
    await frontier.claim("w2", 96, now_ms=T0)
    await frontier.settle("w1", settled(held), now_ms=T0 + 10)
    assert len(await frontier.claim("w1", 96, now_ms=T0 + SILENT)) == HOSTS


async def test_a_handful_is_not_shared(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits())
    await frontier.offer([task("/", host=f"h{number}.cn") for number in range(4)], now_ms=T0)
    await frontier.claim("w2", 0, now_ms=T0)
    await frontier.claim("w2", 1, now_ms=T0)
    assert len(await frontier.claim("w1", 96, now_ms=T0)) == 3


@pytest.mark.parametrize("before", [(), (7,), (40,), (1, 38), (13, 13, 13), (0, 0, 35), (20, 0, 20)])
async def test_when_all_have_asked_nothing_is_left(redis: Redis, before: tuple[int, ...]) -> None:
    frontier = await small_city(redis)
    for at, room in enumerate(before):
        await frontier.claim(f"w{at}", room, now_ms=T0 + at * SILENT)
    now = T0 + len(before) * SILENT
    workers = ("w0", "w1", "w2")
    for worker in workers:
        await frontier.claim(worker, 1, now_ms=now)
    for worker in workers:
        await frontier.claim(worker, 96, now_ms=now)
    assert (await frontier.progress()).leased == HOSTS
    held = [len(await frontier.held_by(worker)) for worker in workers]
    assert max(held) <= max(-(-HOSTS // 3), *before, 0)
