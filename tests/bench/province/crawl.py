"""Simulated workers: clients of the frontier that fetch nothing, in processes of their own.

Their clock is virtual and the same in all processes; it runs ``speed`` times as fast as the real one.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from redis.asyncio import Redis

from infra.frontier import Frontier, Limits, Settlement
from infra.inspections import Inspections
from infra.leases import Lease, Result
from infra.records import Task
from infra.redis.connection import connect
from infra.settings import Settings
from tests.bench.province.sites import LARGEST, Site

INSPECTION = "province"
#: One request a second a host, one open lease: the defaults.
LIMITS = Limits.from_settings(Settings(max_pages=LARGEST))
#: Tasks in one call, about the links that a worker gathers between two exchanges.
OFFERED_AT_ONCE = 500
#: Requests under way a simulated worker.
ROOM = 32
#: Seconds, real, between two exchanges of a worker: as the real one's under load.
REST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Virtual milliseconds."""

    speed: float
    start: float
    """Real time at which it showed ``start`` itself, in seconds since the epoch."""

    def now_ms(self) -> int:
        return round((self.start + (time.time() - self.start) * self.speed) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One page that a worker had, in virtual milliseconds."""

    host: str
    claimed_at: int
    settled_at: int


async def begin(redis: Redis) -> None:
    """Make the inspection and let it run."""
    inspections = Inspections(redis)
    await inspections.create(id=INSPECTION, as_of="2024-02-29", standard="national-2019", targets=[])
    await inspections.start(INSPECTION)


def fill(url: str, sites: list[Site], seconds: float) -> int:
    """Offer every page of the sites, those of many sites mixed, while the time lasts; give how many were new."""
    end = time.monotonic() + seconds

    async def offering() -> int:
        redis = connect(url)
        frontier = Frontier(redis, INSPECTION, LIMITS)
        new = 0
        for batch in _batches(sites):
            new += await frontier.offer(batch)
            if time.monotonic() > end:
                break
        await redis.aclose()
        return new

    return asyncio.run(offering())


async def offer_known(redis: Redis, sites: list[Site], number: int) -> float:
    """Offer pages again that wait already; give how many a second."""
    frontier = Frontier(redis, INSPECTION, LIMITS)
    batches = list(islice(_batches(sites), number // OFFERED_AT_ONCE + 1))
    began = time.monotonic()
    new = sum([await frontier.offer(batch) for batch in batches])
    if new:
        msg = f"{new} of the pages offered again were taken for new"
        raise AssertionError(msg)
    return sum(map(len, batches)) / (time.monotonic() - began)


def crawl(url: str, name: str, workers: int, clock: Clock, seconds: float) -> list[Served]:
    """Let so many workers claim and settle for so many seconds; give every page that was settled."""

    async def crawling() -> list[Served]:
        redis = connect(url)
        end = time.monotonic() + seconds
        work = (_work(redis, f"{name}-{number}", clock, end) for number in range(workers))
        rows = await asyncio.gather(*work)
        await redis.aclose()
        return [one for row in rows for one in row]

    return asyncio.run(crawling())


async def _work(redis: Redis, name: str, clock: Clock, end: float) -> list[Served]:
    frontier = Frontier(redis, INSPECTION, LIMITS)
    served: list[Served] = []
    held: list[tuple[Lease, int]] = []
    while time.monotonic() < end:
        now = clock.now_ms()
        done = [Settlement(lease=lease.id, result=Result.DONE, status=200, latency_ms=80) for lease, _ in held]
        leases = await frontier.exchange(name, observations=[], offers=[], settlements=done, room=ROOM, now_ms=now)
        served += [Served(host=lease.task.url.split("/")[2], claimed_at=at, settled_at=now) for lease, at in held]
        held = [(lease, now) for lease in leases]
        await asyncio.sleep(REST)
    return served


def _batches(sites: list[Site]) -> Iterator[list[Task]]:
    """Mix the pages of many sites, a few of each at a time, as a crawl does."""
    pages = {site.number: site.tasks() for site in sites}
    batch: list[Task] = []
    while pages:
        for number in list(pages):
            some = list(islice(pages[number], 50))
            batch += some
            if len(some) < 50:
                del pages[number]
            if len(batch) >= OFFERED_AT_ONCE:
                yield batch
                batch = []
    if batch:
        yield batch
