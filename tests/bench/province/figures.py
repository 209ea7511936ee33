"""What the province shows: memory, rates, fairness, politeness."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.tasks_wire import SEEN_BUCKETS
from tests.bench.province.crawl import INSPECTION, LIMITS, Served
from tests.bench.province.sites import Site

_GIB = 2**30
#: Seen sets looked at, of 65,536.
_SAMPLE = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the waiting province takes in Redis."""

    used_gib: float
    rss_gib: float
    bytes_per_seen: float
    bytes_per_waiting: float
    bytes_per_url: float
    """Everything, by URL known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """A second of real time, with all simulated workers at once."""

    offered_new: int
    offered_known: int
    """By one client."""
    claimed_and_settled: int
    redis_us_per_page: float
    """Redis' CPU time for one claim and one settlement, microseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Pages served among the hosts that had work from the first moment to the last."""

    hosts: int
    least: int
    mean: float
    most: int
    jain: float
    """1 when all were served alike, 1 / hosts when only one was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """Every host's requests in virtual time, from all workers."""

    early: int
    """Requests to a host before its delay was over, counted from the end of the one before."""
    host_rate_ratio: float
    """The busiest host's rate by its allowed rate."""


async def used_bytes(redis: Redis) -> int:
    """Memory that Redis counts as used."""
    info: Any = await redis.info("memory")
    return int(info["used_memory"])


async def cpu_seconds(redis: Redis) -> float:
    """CPU time of the server."""
    info: Any = await redis.info("cpu")
    return float(info["used_cpu_user"]) + float(info["used_cpu_sys"])


async def weigh(redis: Redis, empty: int, urls: int) -> Memory:
    """Weigh the seen sets (a sample), the queues (all) and the server as a whole."""
    keys = Keys(INSPECTION)
    step = SEEN_BUCKETS // _SAMPLE
    seen = await _usage(redis, [keys.seen(bucket) for bucket in range(0, SEEN_BUCKETS, step)]) * step
    queued = await _usage(
        redis, [key async for key in redis.scan_iter(match=keys.queue("*", 0)[:-3] + "*", count=1000)]
    )
    used = await used_bytes(redis)
    info: Any = await redis.info("memory")
    return Memory(
        used_gib=round(used / _GIB, 3),
        rss_gib=round(int(info["used_memory_rss"]) / _GIB, 3),
        bytes_per_seen=round(seen / urls, 1),
        bytes_per_waiting=round(queued / urls, 1),
        bytes_per_url=round((used - empty) / urls, 1),
    )


def fairness(served: list[Served], sites: list[Site]) -> Fairness:
    """Compare what the hosts got that never ran dry."""
    counts = dict.fromkeys((site.host for site in sites), 0)
    for one in served:
        counts[one.host] += 1
    shares = [counts[site.host] for site in sites if counts[site.host] < site.pages]
    squares = sum(share * share for share in shares)
    return Fairness(
        hosts=len(shares),
        least=min(shares),
        mean=round(sum(shares) / len(shares), 1),
        most=max(shares),
        jain=round(sum(shares) ** 2 / (len(shares) * squares), 4) if squares else 0.0,
    )


def politeness(served: list[Served]) -> Politeness:
    """Look at each host's requests in order."""
    visits: dict[str, list[Served]] = {}
    for one in sorted(served, key=lambda visit: visit.claimed_at):
        visits.setdefault(one.host, []).append(one)
    early, busiest = 0, 0.0
    for row in visits.values():
        early += sum(after.claimed_at < before.settled_at + LIMITS.delay_ms for before, after in pairwise(row))
        span = row[-1].claimed_at - row[0].claimed_at
        busiest = max(busiest, (len(row) - 1) * LIMITS.delay_ms / span if span else 0.0)
    return Politeness(early=early, host_rate_ratio=round(busiest, 3))


async def _usage(redis: Redis, keys: list[Any]) -> int:
    async with redis.pipeline(transaction=False) as pipeline:
        for key in keys:
            pipeline.memory_usage(key, samples=0)
        return sum(size or 0 for size in await pipeline.execute())
