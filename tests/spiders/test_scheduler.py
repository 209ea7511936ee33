"""The exchange between a worker and the frontier, and the scheduler that Scrapy sees, over a real Redis."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from redis.asyncio import Redis
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.settings import Settings as ScrapySettings

from infra.clock import parse_as_of
from infra.evidence import EvidenceStore
from infra.frontier import Frontier, Lease, Limits, Result, Settlement
from infra.inspections import Inspections
from infra.records import Observation, Outcome, Task, TaskKind
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import ObservationStream
from spiders.crawl import Crawl, crawl_of
from spiders.fetching.cutting import Downloads
from spiders.fetching.room import Room
from spiders.leases.exchange import MAX_OBSERVATIONS, OFFERS_A_TRIP, Exchange, returned
from spiders.leases.rhythm import BATCH, LONGEST, Rhythm
from spiders.observing import Observer, Report
from spiders.scheduler import FrontierScheduler
from spiders.site import SiteSpider

ID = "r1"


async def frontier_of(redis: Redis, hosts: int, *, lease_ms: int = 60_000, max_pages: int = 1000) -> Frontier:
    limits = Limits(
        delay_ms=1,
        open_leases=1,
        lease_ms=lease_ms,
        max_attempts=3,
        max_pages=max_pages,
        max_depth=30,
        backlog=10_000,
    )
    frontier = Frontier(redis, ID, limits)
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[])
    await frontier.offer([Task(target="t", kind=TaskKind.HOME, url=f"http://h{n}.cn/") for n in range(hosts)])
    await inspections.start(ID)
    return frontier


def exchange_of(redis: Redis, frontier: Frontier) -> Exchange:
    return Exchange(redis, frontier, Keys(ID), "w")


def report(lease: Lease, *links: str, result: Result = Result.DONE) -> Report:
    seen = Observation(target="t", url=lease.task.url, kind=lease.task.kind, seen_at=1, outcome=Outcome.OK)
    tasks = [Task(target="t", kind=TaskKind.ARTICLE, url=url) for url in links]
    return Report(lease=lease, settlement=Settlement(lease=lease.id, result=result), observation=seen, tasks=tasks)


async def test_a_trip_takes_results_along_and_brings_leases(redis: Redis) -> None:
    frontier = await frontier_of(redis, 3)
    exchange = exchange_of(redis, frontier)
    assert await exchange.trip(2) == 2
    lease = exchange.take()
    assert lease is not None
    exchange.tell(report(lease, "http://new.cn/a"))
    assert exchange.release(lease)
    assert await exchange.trip(1) == 0, "one lease is still prefetched, so there is no room for another"
    progress = await frontier.progress()
    assert (progress.done, progress.leased, progress.waiting) == (1, 1, 2)
    assert await ObservationStream(redis, ID).backlog() == 1
    assert exchange.fetched == 1


async def test_a_lease_of_which_nothing_was_told_is_not_settled_silently(redis: Redis) -> None:
    exchange = exchange_of(redis, await frontier_of(redis, 1))
    await exchange.trip(1)
    lease = exchange.take()
    assert lease is not None
    assert not exchange.release(lease)


async def test_what_is_told_is_settled_only_after_the_request_is_done_with(redis: Redis) -> None:
    frontier = await frontier_of(redis, 1)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    lease = exchange.take()
    assert lease is not None
    exchange.tell(report(lease))
    await exchange.trip(0)
    assert (await frontier.progress()).leased == 1
    assert not exchange.at_rest.is_set()
    exchange.release(lease)
    assert exchange.at_rest.is_set()
    await exchange.trip(0)
    assert (await frontier.progress()).leased == 0


async def test_a_claim_whose_reply_was_lost_is_given_back_at_the_next_renewal(redis: Redis) -> None:
    frontier = await frontier_of(redis, 3)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    lost = await frontier.claim("w", 2)
    assert len(lost) == 2
    await exchange.renew()
    progress = await frontier.progress()
    assert (progress.leased, progress.waiting) == (1, 2)
    assert await frontier.settle("w", [Settlement(lease=lost[0].id, result=Result.DONE)]) == 0


async def test_renewal_keeps_leases_and_does_not_return_what_waits_to_be_settled(redis: Redis) -> None:
    frontier = await frontier_of(redis, 1, lease_ms=300)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    lease = exchange.take()
    assert lease is not None
    exchange.tell(report(lease))
    exchange.release(lease)
    await exchange.renew()
    await exchange.trip(0)
    assert (await frontier.progress()).done == 1


async def test_leaving_gives_everything_back_and_delivers_what_was_seen(redis: Redis) -> None:
    frontier = await frontier_of(redis, 4)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(4)
    first, second = exchange.take(), exchange.take()
    assert first is not None
    assert second is not None
    exchange.tell(report(first))
    exchange.release(first)
    assert await exchange.leave(5)
    progress = await frontier.progress()
    assert (progress.done, progress.leased, progress.waiting) == (1, 0, 3)
    assert exchange.take() is None
    assert all(lease.attempt == 1 for lease in await frontier.claim("other", 4))


async def test_nothing_is_handed_out_while_too_much_waits_to_be_sent(redis: Redis) -> None:
    exchange = exchange_of(redis, await frontier_of(redis, 2))
    await exchange.trip(2)
    lease = exchange.take()
    assert lease is not None
    for _ in range(MAX_OBSERVATIONS):
        exchange.tell(report(lease))
    assert exchange.take() is None
    await exchange.trip(0)
    assert exchange.take() is not None


async def test_while_the_crawl_is_held_nothing_is_claimed_or_handed_out(redis: Redis) -> None:
    frontier = await frontier_of(redis, 2)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    exchange.hold(60, "evidence cannot be written")
    assert exchange.take() is None
    assert await exchange.trip(2) == 0
    assert (await frontier.progress()).leased == 1


async def test_results_outlast_the_absence_of_redis(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        redis = connect(server.url)
        frontier = await frontier_of(redis, 2)
        exchange = exchange_of(redis, frontier)
        await exchange.trip(1)
        lease = exchange.take()
        assert lease is not None
        exchange.tell(report(lease, "http://new.cn/"))
        exchange.release(lease)
        server.stop()
        assert await exchange.trip(1) == 0
        away = exchange.is_away
        await exchange.renew()
        assert not await exchange.leave(0.3), "it must not wait for a server that is away"
        with EmbeddedRedis(tmp_path):
            await exchange.trip(0)
            assert (away, exchange.is_away) == (True, False)
            progress = await frontier.progress()
            assert (progress.done, progress.known) == (1, 3)
            assert await ObservationStream(redis, ID).backlog() == 1
        await redis.aclose()


async def test_a_report_given_back_leaves_no_trace(redis: Redis) -> None:
    frontier = await frontier_of(redis, 1)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    lease = exchange.take()
    assert lease is not None
    exchange.tell(returned(report(lease, "http://new.cn/")))
    exchange.release(lease)
    await exchange.trip(0)
    progress = await frontier.progress()
    assert (progress.known, progress.waiting, exchange.fetched) == (1, 1, 0)
    assert await ObservationStream(redis, ID).backlog() == 0


async def test_many_offers_go_in_several_trips_and_their_leases_last(redis: Redis) -> None:
    frontier = await frontier_of(redis, 1, max_pages=2 * OFFERS_A_TRIP)
    exchange = exchange_of(redis, frontier)
    await exchange.trip(1)
    lease = exchange.take()
    assert lease is not None
    tasks = [replace(lease.task, url=f"http://h.cn/{n}") for n in range(OFFERS_A_TRIP + 10)]
    exchange.tell(Report(lease=lease, settlement=Settlement(lease=lease.id, result=Result.DONE), tasks=tasks))
    exchange.release(lease)
    await exchange.trip(0)
    assert exchange.stirred.is_set()
    progress = await frontier.progress()
    assert (progress.known, progress.leased, progress.done) == (OFFERS_A_TRIP + 1, 1, 0)
    await exchange.trip(0)
    progress = await frontier.progress()
    assert (progress.known, progress.leased, progress.done) == (OFFERS_A_TRIP + 11, 0, 1)


def scheduler_of(redis: Redis, frontier: Frontier, folder: Path, **scrapy: object) -> FrontierScheduler:
    settings = Settings(data_dir=folder)
    crawl = Crawl(
        settings=settings,
        exchange=exchange_of(redis, frontier),
        rhythm=Rhythm(1000),
        observer=Observer(as_of=parse_as_of("2024-02-29"), homes={}, max_attempts=3),
        evidence=EvidenceStore(folder, ID, "w"),
        downloads=Downloads(),
        room=Room(2**20),
    )
    crawler = Crawler(SiteSpider, ScrapySettings(dict(scrapy)))
    crawler.spider = SiteSpider.from_crawler(crawler, crawl=crawl)
    return FrontierScheduler.from_crawler(crawler)


async def test_the_scheduler_answers_at_once_and_never_closes_an_idle_spider(redis: Redis, tmp_path: Path) -> None:
    scheduler = scheduler_of(redis, await frontier_of(redis, 1), tmp_path)
    assert scheduler.next_request() is None
    assert scheduler.has_pending_requests() is True
    assert len(scheduler) == 0


async def test_requests_from_outside_the_frontier_are_refused(redis: Redis, tmp_path: Path) -> None:
    scheduler = scheduler_of(redis, await frontier_of(redis, 1), tmp_path)
    assert scheduler.enqueue_request(Request("http://stray.cn/")) is False


async def test_a_shared_frontier_is_not_flushed_by_a_worker(redis: Redis, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SCHEDULER_FLUSH_ON_START"):
        scheduler_of(redis, await frontier_of(redis, 1), tmp_path, SCHEDULER_FLUSH_ON_START=True)


def test_a_spider_without_a_frontier_says_how_to_start_one() -> None:
    with pytest.raises(TypeError, match="python -m spiders worker"):
        crawl_of(Crawler(SiteSpider))


def test_an_idle_worker_asks_seldom_and_a_polite_one_at_a_tenth_of_the_delay() -> None:
    rhythm = Rhythm(1000)
    rhythm.after(sent=5, claimed=5, away=False)
    assert rhythm.interval == BATCH
    for _ in range(20):
        rhythm.after(sent=0, claimed=0, away=False)
    assert rhythm.interval == pytest.approx(0.1)
    rhythm._last_lease = time.monotonic() - 60
    for _ in range(20):
        rhythm.after(sent=0, claimed=0, away=False)
    assert rhythm.interval == LONGEST


def test_redis_away_is_asked_less_and_less_often() -> None:
    rhythm = Rhythm(1)
    waits = []
    for _ in range(8):
        rhythm.after(sent=3, claimed=0, away=True)
        waits.append(rhythm.interval)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST


async def test_a_stir_ends_the_wait_and_trips_keep_their_distance() -> None:
    rhythm = Rhythm(10_000)
    for _ in range(20):
        rhythm.after(sent=0, claimed=0, away=False)
    stirred = asyncio.Event()
    stirred.set()
    began = time.monotonic()
    await rhythm.pause(stirred)
    assert time.monotonic() - began < rhythm.interval
