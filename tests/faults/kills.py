"""``python -m tests.faults.kills``: 20 workers killed, one by one, while three crawl a city of 20,000 pages.

Each is killed without warning (SIGKILL) at a random moment and replaced at once; with ``--restarts 2`` Redis is killed
too, and comes back from its append-only file. At the end every page is observed and settled, and the city itself has
counted how many pages were asked for more than once. Prints the figures.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Observation, Outcome, decode
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import FIELD
from tests.bench.processes import module
from tests.faults.city import City, served

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
    restarts: int = 0
    """Times that Redis is killed and started again."""
    away: float = 1.0
    """Seconds without Redis at each."""
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
    kills: int
    restarts: int
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

    def __init__(self, plan: Plan, city: City, folder: Path) -> None:
        self._plan = plan
        self._city = city
        self._folder = folder
        self._random = random.Random(plan.seed)
        self._asked = asyncio.Event()
        self._stack = AsyncExitStack()
        self._workers: list[asyncio.subprocess.Process] = []
        self._server = EmbeddedRedis(folder / "redis")
        city.asked = self._asked.set

    async def run(self) -> Outcomes:
        """Crawl and kill to the end."""
        began = time.monotonic()
        async with self._stack:
            self._stack.enter_context(self._server)
            redis = connect(self._server.url)
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
            "redis_url": self._server.url,
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
        moments = [(self._random.uniform(0.05, 0.92), self._kill) for _ in range(plan.kills)]
        moments += [((blow + 1) / (plan.restarts + 1), self._restart) for blow in range(plan.restarts)]
        for share, blow in sorted(moments, key=lambda moment: moment[0]):
            await self._until_asked(round(share * total))
            await blow()

    async def _kill(self) -> None:
        await self._replace_ended()
        victim = self._workers.pop(self._random.randrange(len(self._workers)))
        victim.kill()
        await victim.wait()
        await self._start()

    async def _replace_ended(self) -> None:
        """Do what a supervisor does: a worker that starts while Redis is away says so and ends."""
        for worker in [one for one in self._workers if one.returncode is not None]:
            self._workers.remove(worker)
            await self._start()

    async def _restart(self) -> None:
        async with connect(self._server.url) as redis:
            server: Any = await redis.info("server")
        os.kill(server["process_id"], signal.SIGKILL)
        await asyncio.sleep(self._plan.away)
        again = EmbeddedRedis(self._folder / "redis")
        await asyncio.to_thread(self._stack.enter_context, again)

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
            kills=plan.kills,
            restarts=plan.restarts,
            known=progress.known,
            settled=progress.settled,
            finished=progress.finished,
            seconds=round(seconds, 1),
        )


async def trial(plan: Plan) -> Outcomes:
    """Run a plan in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="xuncha-kills-") as folder:
        async with served(City(plan.sites, plan.pages)) as city:
            return await Trial(plan, city, Path(folder)).run()


def main() -> int:
    """Run at full size, or as the options say; 1 when anything was lost or over 1 % was asked for twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__.partition("\n\n")[0])
    for name in ("sites", "pages", "workers", "kills", "restarts", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan(), name))
    parser.add_argument("--rate", type=float, default=Plan().rate)
    outcomes = asyncio.run(trial(Plan(**vars(parser.parse_args()))))
    print(json.dumps(asdict(outcomes) | {"twice_percent": round(outcomes.twice_percent, 2), "whole": outcomes.whole}))
    return 0 if outcomes.whole and outcomes.twice_percent <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
