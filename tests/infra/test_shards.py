"""A frontier in several shards does what one does: same account, same order of what is sent, same control."""

from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from infra.frontier import Frontier, Progress, Result
from infra.redis.connection import RedisUnavailable, connect
from infra.redis.keys import Keys
from infra.shards import place_of
from infra.stream import ObservationStream
from infra.tally import Tally
from tests.infra.crawling import ID, LIMITS, T0, balanced, limits, paths, running, settled, site, task

SHARDS = 4
HOSTS = [f"h{number}.cn" for number in range(24)]


@pytest.fixture
async def frontier(redis: Redis) -> Frontier:
    await running(redis, [site("A", HOSTS[0])], SHARDS)
    return Frontier(redis, ID, LIMITS)


async def fill(frontier: Frontier, pages: int = 2) -> None:
    tasks = [task(f"/{page}", host=host) for host in HOSTS for page in range(pages)]
    assert await frontier.offer(tasks, now_ms=T0) == len(tasks)
    assert await frontier.offer(tasks, now_ms=T0) == 0


async def test_hosts_are_dealt_out_and_claims_take_from_all(redis: Redis, frontier: Frontier) -> None:
    await fill(frontier)
    held = [int(await redis.zcard(Keys(ID, shard).ready)) for shard in range(SHARDS)]
    assert sum(held) == len(HOSTS)
    assert min(held) > 0
    leases = await frontier.claim("w", SHARDS, now_ms=T0)
    assert len({place_of(lease.task.url.split("/")[2], SHARDS) for lease in leases}) == SHARDS
    assert len({lease.id for lease in leases}) == len(leases) == SHARDS
    assert await frontier.held_by("w") == {lease.id for lease in leases}
    rest = await frontier.claim("w", 99, now_ms=T0)
    assert len(rest) == len(HOSTS) - SHARDS
    assert await frontier.settle("w", settled([*leases, *rest]), now_ms=T0) == len(HOSTS)
    assert await frontier.settle("w", settled(leases), now_ms=T0) == 0
    assert await balanced(frontier) == Progress(known=48, waiting=24, done=24)


async def test_a_small_claim_finds_the_one_host_that_is_ready(frontier: Frontier) -> None:
    await frontier.offer([task(f"/{page}", host="lonely.cn") for page in range(9)], now_ms=T0)
    for step in range(9):
        leases = await frontier.claim("w", 1, now_ms=T0 + step * 1000)
        assert paths(leases) == [f"/{step}"]
        await frontier.settle("w", settled(leases), now_ms=T0 + step * 1000)


async def test_a_claim_never_exceeds_its_room(frontier: Frontier) -> None:
    await fill(frontier)
    sizes = [len(await frontier.claim("w", room, now_ms=T0)) for room in (1, 2, 3, 5, 7, 0, 6)]
    assert sizes == [1, 2, 3, 5, 7, 0, 6]


async def test_what_was_seen_is_sent_before_links_and_links_before_settlements(
    redis: Redis, frontier: Frontier
) -> None:
    await fill(frontier, 1)
    leases = await frontier.claim("w", 99, now_ms=T0)
    keys = [Keys(ID, shard) for shard in range(SHARDS)]
    await redis.set(keys[2].count("A"), "an offer to this shard fails on this")
    offers = [task("/new", host=host) for host in HOSTS]
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        await frontier.exchange(
            "w", observations=[b"seen"], offers=offers, settlements=settled(leases), room=9, now_ms=T0
        )
    assert await redis.xlen(Keys(ID).stream) == 1
    assert await frontier.held_by("w") == {lease.id for lease in leases}, "nothing is settled before all links are in"


async def test_state_and_backlog_hold_for_every_shard(redis: Redis) -> None:
    inspections = await running(redis, shards=SHARDS)
    frontier = Frontier(redis, ID, limits(backlog=1))
    await fill(frontier)
    await inspections.pause(ID)
    assert await frontier.claim("w", 99, now_ms=T0) == []
    await inspections.resume(ID)
    for _ in range(2):
        await frontier.exchange("w", observations=[b"x"], offers=[], settlements=[], room=0)
    assert await frontier.claim("w", 99, now_ms=T0) == []
    await redis.xtrim(Keys(ID).stream, maxlen=1, approximate=False)
    assert len(await frontier.claim("w", 99, now_ms=T0)) == len(HOSTS)


async def test_leases_letters_and_pauses_of_all_shards(frontier: Frontier) -> None:
    await fill(frontier, 1)
    await frontier.pause_target("A")
    assert await frontier.paused_targets() == {"A"}
    assert await frontier.claim("w", 99, now_ms=T0) == []
    await frontier.resume_target("A", now_ms=T0)
    leases = await frontier.claim("w", 99, now_ms=T0)
    await frontier.renew("w", now_ms=T0 + 30_000)
    assert await frontier.reap(now_ms=T0 + 60_000) == 0
    assert await frontier.reap(now_ms=T0 + 90_000) == len(leases) == 24
    leases = await frontier.claim("w", 99, now_ms=T0 + 100_000)
    assert await frontier.give_back("w", now_ms=T0 + 100_000) == 24
    for step in range(2):
        now = T0 + 1_000_000 * (step + 1)
        leases = await frontier.claim("w", 99, now_ms=now)
        await frontier.settle("w", settled(leases, Result.RETRY, 0), now_ms=now)
    assert len(await frontier.dead_letters(5)) == 5
    assert (await balanced(frontier)).dead == 24
    assert await frontier.retry_dead(now_ms=now) == 24
    assert (await balanced(frontier)).waiting == 24


async def test_steering_finds_the_targets_shard(frontier: Frontier) -> None:
    await frontier.set_rate("A", 0.5)
    await frontier.set_budget("A", 1)
    assert (await frontier.steered("A")).rate == pytest.approx(0.5)
    assert await frontier.offer([task(f"/{page}", host=HOSTS[0]) for page in range(3)], now_ms=T0) == 1
    leases = await frontier.claim("w", 9, now_ms=T0)
    await frontier.settle("w", settled(leases), now_ms=T0)
    assert (await frontier.host_state(HOSTS[0])).next == T0 + 2000


async def test_drained_is_told_of_all_shards_and_closing_frees_them(redis: Redis) -> None:
    inspections = await running(redis, shards=SHARDS)
    frontier = Frontier(redis, ID, LIMITS)
    await fill(frontier, 1)
    assert not await inspections.drained(ID)
    leases = await frontier.claim("w", 99, now_ms=T0)
    await frontier.exchange("w", observations=[b"x"], offers=[], settlements=settled(leases), room=0, now_ms=T0)
    assert not await inspections.drained(ID), "an observation is not folded"
    (progress,), folded = await Tally(redis, ID, SHARDS).targets(["A"])
    assert (progress.done, folded) == (24, False)
    stream = ObservationStream(redis, ID)
    await stream.ack([entry.id for entry in await stream.read("s", 9, 0)])
    assert await inspections.drained(ID)
    await inspections.finish(ID)
    await inspections.close(ID)
    left: list[Any] = [key async for key in redis.scan_iter(match=f"xuncha:{{{ID}:*")]
    assert all(b":count" in key for key in left)
    assert (await frontier.progress()).done == 24
    assert await frontier.offer([task("/late")], now_ms=T0) == 0


async def test_one_shard_costs_one_transaction_an_exchange(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, LIMITS)
    await frontier.offer([task("/1")], now_ms=T0)
    await redis.config_resetstat()
    await frontier.exchange("w", observations=[b"x"], offers=[task("/2")], settlements=[], room=9, now_ms=T0)
    stats: dict[str, Any] = await redis.info("commandstats")
    calls = {name.removeprefix("cmdstat_"): row["calls"] for name, row in stats.items()}
    assert {name: calls[name] for name in ("multi", "exec", "evalsha", "xadd")} == {
        "multi": 1,
        "exec": 1,
        "evalsha": 2,
        "xadd": 1,
    }


@pytest.mark.parametrize("url", ["redis+cluster://", "redis+cluster://h:1/0", "unix+cluster://h:1"])
def test_a_cluster_url_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(RedisUnavailable, match="expected redis"):
        connect(url)
