"""Observations poured into the stream while consumers are killed: what came of it, against nobody being killed.

A killed consumer is replaced at once and leaves what it held unacknowledged, folded or not. Each site has one task
under way until the last observation is in the stream, so that no score is final before.
"""

import asyncio
import itertools
import random
import time
from asyncio.subprocess import Process
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, State, first_tasks
from infra.leases import Lease, Result, Settlement
from infra.records import Target, encode
from infra.redis.connection import connect
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.settings import Settings
from infra.stream import GROUP, ObservationStream
from scoring.consumer import BATCH
from tests.bench.processes import kill, module
from tests.scoring.building import SITE
from tests.scoring.great_site import great_site, mixed
from tests.waiting import until

INSPECTION = "flood"
#: Entries that wait in the stream at most; a producer feels the same back-pressure.
_BACKLOG = 8 * BATCH
#: Seconds in which whatever is awaited must come.
_PATIENCE = 180.0
_WORKER = "feeder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large, and how rough."""

    observations: int = 200_000
    """About so many; a site is whole."""
    sites: int = 10
    consumers: int = 2
    kills: int = 20
    heartbeat: float = 0.3
    """Seconds; what a consumer silent for four of these held goes to another."""
    seed: int = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a flood left in Redis."""

    ledgers: dict[str, dict[str, bytes]]
    """By target: the fields of its facts."""
    samples: dict[str, list[tuple[str, float]]]
    scores: dict[str, bytes]
    findings: dict[str, bytes]
    finished: bool
    observations: int
    held: int
    """Entries that killed consumers had read and not acknowledged."""
    seconds: float


class Flood:
    """One run of a plan over one Redis."""

    def __init__(self, plan: Plan, url: str) -> None:
        self._plan = plan
        self._url = url
        self._random = random.Random(plan.seed)
        self._consumers: dict[str, Process] = {}
        self._started = self._held = self._poured = 0
        self._stack = AsyncExitStack()

    async def run(self) -> Scored:
        """Pour everything in, kill by plan, and wait until all is scored."""
        began = time.monotonic()
        async with self._stack:
            redis = await self._stack.enter_async_context(connect(self._url))
            await redis.flushall()
            targets = sites(self._plan)
            frontier, leases = await _begin(redis, targets)
            for _ in range(self._plan.consumers):
                await self._start()
            await self._pour(redis, pages(self._plan, targets))
            await frontier.settle(_WORKER, [Settlement(lease=one.id, result=Result.DONE, status=200) for one in leases])
            await until(lambda: _is_finished(redis), timeout=_PATIENCE)
            await self._until_left()
            return await self._left(redis, time.monotonic() - began)

    async def _pour(self, redis: Redis, waiting: Iterator[bytes]) -> None:
        stream = ObservationStream(redis, INSPECTION)
        blows = sorted(self._random.randrange(self._plan.observations) for _ in range(self._plan.kills))
        while batch := list(itertools.islice(waiting, BATCH)):
            await stream.add(batch)
            self._poured += len(batch)
            while blows and blows[0] < self._poured:
                blows.pop(0)
                await self._kill(redis)
            await until(lambda: _has_room(stream), timeout=_PATIENCE)

    async def _start(self) -> None:
        self._started += 1
        name = f"c{self._started}"
        values: dict[str, object] = {"redis_url": self._url, "heartbeat_seconds": self._plan.heartbeat}
        settings = Settings.model_validate(values).as_environment()
        arguments = ("scorer", "--inspection", INSPECTION, "--once", "--name", name)
        self._consumers[name] = await self._stack.enter_async_context(module("scoring", *arguments, settings=settings))

    async def _kill(self, redis: Redis) -> None:
        """Kill one that holds something, as soon as any does."""
        found: list[str] = []

        async def one_holds() -> bool:
            found[:] = [name for name, held in (await _holding(redis)).items() if held and name in self._consumers]
            return bool(found)

        await until(one_holds, timeout=_PATIENCE)
        name = self._random.choice(found)
        await kill(self._consumers.pop(name))
        self._held += (await _holding(redis)).get(name, 0)
        await self._start()

    async def _until_left(self) -> None:
        async with asyncio.timeout(_PATIENCE):
            for one in self._consumers.values():
                await one.wait()

    async def _left(self, redis: Redis, seconds: float) -> Scored:
        keys = Keys(INSPECTION)
        codes = [target.code for target in sites(self._plan)]
        names = sorted([text(name) async for name in redis.scan_iter(match=f"{keys.prefix}sample:*")])
        return Scored(
            ledgers={code: await _fields(redis, keys.ledger(code)) for code in codes},
            samples={name: await _ranks(redis, name) for name in names},
            scores=await _fields(redis, keys.scores),
            findings=await _fields(redis, keys.findings),
            finished=(await Inspections(redis).get(INSPECTION)).state is State.FINISHED,
            observations=self._poured,
            held=self._held,
            seconds=round(seconds, 1),
        )


def sites(plan: Plan) -> list[Target]:
    """The targets of a plan; every third without services."""
    return [
        replace(SITE, code=f"42{n:04d}0001", name=f"第{n}网站", url=f"http://s{n}.gov.cn/", has_service=n % 3 > 0)
        for n in range(plan.sites)
    ]


def pages(plan: Plan, targets: Sequence[Target]) -> Iterator[bytes]:
    """What workers would send of all sites, sites mixed; never all of it in memory."""
    each = max(plan.observations // plan.sites * 10 // 13, 20)
    crawls = [
        great_site(target, each, max(each // 100, 9), seed=plan.seed + number) for number, target in enumerate(targets)
    ]
    return map(encode, mixed(crawls, plan.seed))


async def _begin(redis: Redis, targets: Sequence[Target]) -> tuple[Frontier, list[Lease]]:
    """Open the inspection, with the home page of every site under way."""
    inspections = Inspections(redis)
    await inspections.create(id=INSPECTION, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=targets)
    frontier = Frontier(redis, INSPECTION, Limits.from_settings(Settings(rate=1000, open_leases=64, lease_seconds=600)))
    await frontier.offer(first_tasks(targets))
    await inspections.start(INSPECTION)
    leases = await frontier.claim(_WORKER, len(targets))
    assert len(leases) == len(targets)
    return frontier, leases


async def _has_room(stream: ObservationStream) -> bool:
    return await stream.backlog() < _BACKLOG


async def _is_finished(redis: Redis) -> bool:
    return (await Inspections(redis).get(INSPECTION)).state is State.FINISHED


async def _holding(redis: Redis) -> dict[str, int]:
    """How many entries each consumer has read and not acknowledged."""
    try:
        pending: Any = await redis.xpending(Keys(INSPECTION).stream, GROUP)
    except Exception:  # noqa: BLE001 - no group before the first consumer reads
        return {}
    return {text(row["name"]): int(row["pending"]) for row in pending["consumers"]}


async def _fields(redis: Redis, key: str) -> dict[str, bytes]:
    rows: Any = await redis.hgetall(key)
    return {text(name): value for name, value in rows.items()}


async def _ranks(redis: Redis, key: str) -> list[tuple[str, float]]:
    rows: Any = await redis.zrange(key, 0, -1, withscores=True)
    return [(text(name), rank) for name, rank in rows]
