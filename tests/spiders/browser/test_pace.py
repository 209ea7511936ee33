"""A page's scripts ask a host in the step that the cluster keeps with it."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.redis.connection import connect
from infra.robots import RobotsCache
from infra.shards import Shards
from spiders.browser.pace import Pace
from spiders.browser.turns import Turns
from tests.infra.crawling import ID, LIMITS, running, site


async def test_a_hosts_own_delay_is_what_its_operator_or_its_robots_txt_set(redis: Redis) -> None:
    await running(redis, [site("A", "www.a.cn"), site("B", "b.cn"), site("C", "c.cn")])
    shards = Shards(redis, ID, LIMITS)
    pace = Pace(redis, shards, usual=0.25)
    await Frontier(redis, ID, LIMITS).set_rate("A", 0.2)
    await RobotsCache(redis, ID, shards).slow_down("http://c.cn", 3000)
    assert [await pace.of(host) for host in ("www.a.cn", "a.cn", "b.cn", "c.cn")] == [5.0, 5.0, 0.25, 3.0]


async def test_while_redis_is_away_the_usual_delay_holds(tmp_path: Path) -> None:
    async with connect(f"unix://{tmp_path}/nobody.sock") as redis:
        assert await Pace(redis, Shards(redis, ID, LIMITS), usual=0.5).of("a.cn") == 0.5


async def test_a_host_is_asked_once_at_a_time_and_others_meanwhile() -> None:
    loop, told = asyncio.get_running_loop(), list[tuple[str, float, float]]()

    async def step(host: str) -> float:
        return 0.2 if host == "a" else 0.0

    turns = Turns(step)

    async def ask(host: str) -> None:
        async with turns.of(host, lambda _: None):
            began = loop.time()
            await asyncio.sleep(0.05)
            told.append((host, began, loop.time()))

    turns.asked("a")
    began = loop.time()
    await asyncio.gather(*(ask(host) for host in "aabab"))
    times = {host: [one[1:] for one in told if one[0] == host] for host in "ab"}
    assert times["a"][0][0] - began >= 0.19
    for host, least in (("a", 0.19), ("b", 0.0)):
        assert all(later[0] - earlier[1] >= least for earlier, later in zip(times[host], times[host][1:], strict=False))
    assert times["b"][-1][1] < times["a"][0][0], "the others did not wait"


async def test_who_will_not_wait_says_so_before_the_wait() -> None:
    async def step(_: str) -> float:
        return 1000.0

    def refuse(seconds: float) -> None:
        raise ValueError(round(seconds))

    turns = Turns(step)
    turns.asked("a")
    with pytest.raises(ValueError, match="1000"):
        async with turns.of("a", refuse):
            raise AssertionError
