"""A crawl under fire: worker processes killed at random moments, and the Redis they stand on made to fall.

Each killed worker is replaced at once. At the end every page is observed and settled, and the city itself has counted
how many pages were asked for more than once.
"""

import asyncio
import random
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Observation, Outcome, decode
from infra.redis.connection import connect
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import FIELD
from tests.bench.processes import module
from tests.faults.city import City
from tests.faults.grounds import Ground

INSPECTION = "kills"
#: Seconds without any page asked for after which a run that is not finished has failed.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large, and how rough."""

    sites: int = 40
    pages: int = 500
    """Of a site."""
    workers: int = 3
    kills: int = 20
    falls: int = 0
    """Times that Redis falls; the next of the kills strikes before it is there again."""
    rate: float = 4.0
    """Requests a second a host."""
    heartbeat: float = 1.0
    """Seconds; a silent worker is missed after four."""
    seed: int = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What came of it."""

    pages: int
    observed: int
    """Pages of which the stream holds a good observation."""
    missing: int
    twice: int
    """Requests for a page beyond its first, as the city counted them."""
    unheard: int
    """Requests that came while a replica was already cut off from the primary that was about to fall."""
    kills: int
    falls: int
    known: int
    settled: int
    finished: bool
    seconds: float

    @property
    def twice_percent(self) -> float:
        return 100 * self.twice / self.pages

    @property
    def whole(self) -> bool:
        """Nothing lost, nothing left."""
        return self.finished and self.missing == 0 and self.observed == self.pages and self.known == self.settled


class Trial:
    """One run of a plan."""

    def __init__(self, plan: Plan, city: City, ground: Ground, folder: Path) -> None:
        self._plan = plan
        self._city = city
        self._ground = ground
        self._folder = folder
        self._random = random.Random(plan.seed)
        self._asked = asyncio.Event()
        self._stack = AsyncExitStack()
        self._workers: list[asyncio.subprocess.Process] = []
        self._unheard = 0
        city.asked = self._asked.set

    async def run(self) -> Outcomes:
        """Crawl and kill to the end."""
        began = time.monotonic()
        async with self._stack:
            redis = connect(self._ground.url)
            self._stack.push_async_callback(redis.aclose)
            frontier = await self._begin(redis)
            for _ in range(self._plan.workers):
                await self._start()
            await self._blows()
            await self._until_finished(frontier)
            return await self._outcomes(redis, frontier, time.monotonic() - began)

    @property
    def _settings(self) -> Settings:
        values: dict[str, object] = {
            "redis_url": self._ground.url,
            "data_dir": self._folder,
            "resolve": self._city.resolve,
            "rate": self._plan.rate,
            "group_rate": 1000.0,  # the whole city lives at one address
            "group_open_leases": 1024,
            "heartbeat_seconds": self._plan.heartbeat,
            "backlog_limit": 10**6,  # nobody scores here
            "evidence": "none",
        }
        return Settings.model_validate(values)

    async def _begin(self, redis: Redis) -> Frontier:
        targets = self._city.targets
        inspections = Inspections(redis)
        await inspections.create(id=INSPECTION, as_of="2024-02-29", standard="national-2019", targets=targets)
        frontier = Frontier(redis, INSPECTION, Limits.from_settings(self._settings))
        await frontier.offer(first_tasks(targets))
        await inspections.start(INSPECTION)
        return frontier

    async def _start(self) -> None:
        starting = module("spiders", "worker", "--once", settings=self._settings.as_environment())
        self._workers.append(await self._stack.enter_async_context(starting))

    async def _blows(self) -> None:
        """Deal every blow when its share of the city was asked for."""
        plan, total = self._plan, self._plan.sites * self._plan.pages
        moments = [(self._random.uniform(0.05, 0.92), self._kill) for _ in range(plan.kills - plan.falls)]
        moments += [((blow + 1) / (plan.falls + 1), self._fall) for blow in range(plan.falls)]
        for share, blow in sorted(moments, key=lambda moment: moment[0]):
            await self._until_asked(round(share * total))
            await blow()

    async def _kill(self) -> None:
        await self._replace_ended()
        victim = self._workers.pop(self._random.randrange(len(self._workers)))
        victim.kill()
        await victim.wait()
        await self._start()

    async def _fall(self) -> None:
        asked = self._city.hits.total()
        await self._ground.fall()
        self._unheard += self._city.hits.total() - asked
        await self._kill()
        await self._ground.rise()

    async def _replace_ended(self) -> None:
        """Do what a supervisor does: a worker that starts while Redis is away says so and ends."""
        for worker in [one for one in self._workers if one.returncode is not None]:
            self._workers.remove(worker)
            await self._start()

    async def _until_asked(self, pages: int) -> None:
        while len(self._city.hits) < pages:
            self._asked.clear()
            await self._replace_ended()
            async with asyncio.timeout(PATIENCE):
                await self._asked.wait()

    async def _until_finished(self, frontier: Frontier) -> None:
        quiet_since, hits = time.monotonic(), 0
        while time.monotonic() - quiet_since < PATIENCE:
            await self._replace_ended()
            if self._city.hits.total() != hits:
                quiet_since, hits = time.monotonic(), self._city.hits.total()
            try:
                progress = await frontier.progress()
            except RedisError:
                continue
            if progress.finished and progress.known > self._plan.sites:
                return
            await asyncio.sleep(0.1)

    async def _outcomes(self, redis: Redis, frontier: Frontier, seconds: float) -> Outcomes:
        plan, hits = self._plan, self._city.hits
        rows: Any = await redis.xrange(Keys(INSPECTION).stream)
        seen = [decode(fields[FIELD], Observation) for _, fields in rows]
        good = {row.url.removeprefix("http://") for row in seen if row.outcome is Outcome.OK}
        progress = await frontier.progress()
        return Outcomes(
            pages=plan.sites * plan.pages,
            observed=len(good & self._city.everything),
            missing=len(self._city.everything - hits.keys()),
            twice=hits.total() - len(hits),
            unheard=self._unheard,
            kills=plan.kills,
            falls=plan.falls,
            known=progress.known,
            settled=progress.settled,
            finished=progress.finished,
            seconds=round(seconds, 1),
        )
