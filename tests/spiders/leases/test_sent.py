"""What a worker sent lately: all of the last seconds, bounded, given once; and when the exchange sends it again."""

import os
import signal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.frontier import Frontier, Result, Settlement
from infra.inspections import Inspections
from infra.records import Observation, Outcome, Task, TaskKind
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.stream import ObservationStream
from spiders.leases.exchange import Exchange
from spiders.leases.recent import RecentLinks
from spiders.leases.sent import Sent
from spiders.observing import Report
from tests.faults.test_frontier_faults import answers
from tests.infra.crawling import ID, LIMITS, balanced, running
from tests.waiting import until


def link(number: int) -> Task:
    return Task(target="A", kind=TaskKind.OUTSIDE, url=f"http://h{number % 9}.cn/{number}")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_it_keeps_the_last_seconds_as_far_as_there_is_room(walk: list[tuple[int, int, int]]) -> None:
    sent, told, now = Sent(kept=10, most_offers=12, most_bytes=12), list[tuple[float, list[bytes], list[Task]]](), 0.0
    for seconds, seen, links in walk:
        now += seconds
        trip = ([b"x"] * seen, [link(number) for number in range(links)])
        sent.note(*trip, at=now)
        told.append((now, *trip))
    observations, offers = sent.take()
    young = [trip for trip in told if trip[0] >= now - 10]
    assert len(observations) <= 12
    assert len(offers) <= 12
    for kept, of in (
        (observations, [one for trip in young for one in trip[1]]),
        (offers, [o for t in young for o in t[2]]),
    ):
        assert kept == of[len(of) - len(kept) :], "the newest are kept, in their order"
    if sum(len(trip[1]) for trip in young) <= 12 and sum(len(trip[2]) for trip in young) <= 12:
        assert len(offers) == sum(len(trip[2]) for trip in young)
    assert sent.take() == ([], [])


def test_a_trip_too_large_for_it_is_kept_until_the_next() -> None:
    sent = Sent(most_offers=3)
    sent.note([], [link(number) for number in range(5)], at=1)
    sent.note([], [], at=2)
    assert len(sent.take()[1]) == 5


async def settle_one(exchange: Exchange, *links: Task) -> None:
    """Fetch a page that bears the links, and tell of it."""
    lease = exchange.take()
    assert lease is not None
    seen = Observation(target="A", url=lease.task.url, kind=lease.task.kind, seen_at=1, outcome=Outcome.OK)
    settlement = Settlement(lease=lease.id, result=Result.DONE, status=200)
    exchange.tell(Report(lease=lease, settlement=settlement, observation=seen, tasks=links))
    exchange.release(lease)
    await exchange.trip(0)


async def begin(redis: Redis, shards: int, sent: Sent | None) -> tuple[Frontier, Exchange]:
    await running(redis, shards=shards)
    frontier = Frontier(redis, ID, LIMITS)
    exchange = Exchange(redis, frontier, Keys(ID), "w", RecentLinks(), sent)
    exchange.offer(link(0))
    await exchange.trip(0)
    await exchange.trip(1)
    return frontier, exchange


async def test_while_connections_last_nothing_is_sent_twice(redis: Redis) -> None:
    frontier, exchange = await begin(redis, 3, Sent())
    await settle_one(exchange, *map(link, range(1, 20)))
    while not exchange.is_sent:  # the client has opened its connections meanwhile
        await exchange.trip(0)
    backlog = await ObservationStream(redis, ID).backlog()
    await exchange.trip(1)
    assert exchange.is_sent
    assert await ObservationStream(redis, ID).backlog() == backlog
    assert (await balanced(frontier)).known == 20


async def test_after_a_break_all_is_sent_once_more_and_counts_once(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis:
            frontier, exchange = await begin(redis, 3, Sent())
            await settle_one(exchange, *map(link, range(1, 20)))
            while not exchange.is_sent:
                await exchange.trip(0)
            backlog = await ObservationStream(redis, ID).backlog()
            os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)
            await until(lambda: not answers(server.url))
            await exchange.trip(1)
            assert (exchange.is_away, exchange.is_sent) == (True, False), "what was confirmed is in doubt"
            server.revive()
            assert await exchange.leave(10)
            progress = await balanced(frontier)
            assert (progress.known, progress.done, progress.capped) == (20, 1, 0)
            assert await ObservationStream(redis, ID).backlog() > backlog
            assert not (await Inspections(redis).drained(ID))


async def test_one_shard_is_forgotten_whole_and_needs_none(redis: Redis) -> None:
    _, exchange = await begin(redis, 1, None)
    await redis.client_kill_filter(_type="normal", skipme=False)
    await settle_one(exchange, link(1))
    assert exchange.is_sent
