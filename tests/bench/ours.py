"""Our crawler under measurement: an inspection over generated sites, and real worker processes."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from pydantic import SecretStr

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Kind, Observation, Target, decode
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import FIELD
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS
from tests.bench.processes import module
from tests.waiting import until

INSPECTION = "bench"
#: Requests under way a worker: our default, and what stock is given too.
CONCURRENCY = 32


def settings(base: Ground, **changes: object) -> Settings:
    """Settings of an operator in a hurry: hosts may be asked so often that politeness does not bind."""
    values: dict[str, object] = {
        "redis_url": SecretStr(base.redis_url),
        "data_dir": base.folder,
        "resolve": tuple(f"{host}:127.0.0.1:{base.port}" for host in HOSTS),
        "rate": 1000.0,
        "open_leases": 16,
        "concurrency": CONCURRENCY,
    }
    return Settings.model_validate(values | changes)


async def running(base: Ground, chosen: Settings, sites: int, *, seeded: bool = True) -> Frontier:
    """Make an inspection over the first so many sites and start it; ``seeded`` with their home pages waiting."""
    targets = _targets(base, sites)
    inspections = Inspections(base.redis)
    await inspections.create(id=INSPECTION, as_of="2024-02-29", standard="national-2019", targets=targets)
    frontier = Frontier(base.redis, INSPECTION, Limits.from_settings(chosen))
    if seeded:
        await frontier.offer(first_tasks(targets))
    await inspections.start(INSPECTION)
    return frontier


async def seed(base: Ground, frontier: Frontier, sites: int) -> None:
    """Let the home pages of the first so many sites wait."""
    await frontier.offer(first_tasks(_targets(base, sites)))


async def all_up(base: Ground, number: int, seconds: float = 60) -> None:
    """Wait until so many workers have sent a sign of life."""

    async def up() -> bool:
        return len(await Inspections(base.redis).workers(INSPECTION)) >= number

    await until(up, seconds)


@asynccontextmanager
async def workers(chosen: Settings, number: int) -> AsyncIterator[list[Process]]:
    """Run ``python -m spiders worker --once`` so many times; they are killed when the block ends."""
    async with AsyncExitStack() as stack:
        starting = (
            stack.enter_async_context(module("spiders", "worker", "--once", settings=chosen.as_environment()))
            for _ in range(number)
        )
        yield list(await asyncio.gather(*starting))


async def seen(base: Ground) -> list[str]:
    """The URL of every observation, in order."""
    rows: Any = await base.redis.xrange(Keys(INSPECTION).stream)
    return [decode(fields[FIELD], Observation).url for _, fields in rows]


def _targets(base: Ground, sites: int) -> list[Target]:
    return [
        Target(code=f"42070000{number:02d}", name=url, kind=Kind.SITE, url=url, unit="bench")
        for number, url in enumerate(base.homes(sites))
    ]
