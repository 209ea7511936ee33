"""A worker as a process of its own, as operators run it, and an inspection for it to serve."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Kind, Observation, Target, decode
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import FIELD
from spiders.worker import Worker
from tests.site_server import HOST, SiteServer
from tests.waiting import until

INSPECTION = "2024q1"
CODE = "4207000001"


def settings_for(site: SiteServer, redis_url: str, folder: Path, **changes: object) -> Settings:
    """Settings under which a worker may crawl the test site quickly."""
    values: dict[str, object] = {
        "redis_url": redis_url,
        "data_dir": folder,
        "resolve": (site.resolve,),
        "rate": 500.0,
        "open_leases": 4,
        "heartbeat_seconds": 0.5,
        "timeout_seconds": 5.0,
        "concurrency": 8,
    }
    return Settings.model_validate(values | changes)


def site_target(site: SiteServer) -> Target:
    return Target(code=CODE, name="莲湖市人民政府", kind=Kind.SITE, url=site.home, unit="莲湖市人民政府办公室")


async def running_inspection(redis: Redis, settings: Settings, *targets: Target) -> Frontier:
    """Create an inspection over the targets, seed its frontier and start it."""
    inspections = Inspections(redis)
    await inspections.create(id=INSPECTION, as_of="2024-02-29", standard="national-2019", targets=targets)
    frontier = Frontier(redis, INSPECTION, Limits.from_settings(settings))
    await frontier.offer(first_tasks(targets))
    await inspections.start(INSPECTION)
    return frontier


async def observations(redis: Redis) -> list[Observation]:
    """Everything in the stream, oldest first."""
    rows: Any = await redis.xrange(Keys(INSPECTION).stream)
    return [decode(fields[FIELD], Observation) for _, fields in rows]


@asynccontextmanager
async def worker_process(settings: Settings, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run ``python -m spiders worker``; it is killed when the block ends, unless it ended by itself."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XUNCHA_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "spiders",
        "worker",
        *arguments,
        env=environment | settings.as_environment(),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def crawl(site: SiteServer, redis: Redis, settings: Settings) -> dict[str, Observation]:
    """Crawl the whole test site with a worker in this process; give what was seen, by path (or URL off the site)."""
    rows = await crawl_all(site, redis, settings)
    assert len({row.url for row in rows}) == len(rows), "a page was observed twice"
    return {row.url.removeprefix(f"http://{HOST}"): row for row in rows}


async def crawl_all(site: SiteServer, redis: Redis, settings: Settings) -> list[Observation]:
    """Do the same; give every observation, oldest first."""
    frontier = await running_inspection(redis, settings, site_target(site))
    worker = Worker(settings, redis, name="w", metrics_port=0)
    running = asyncio.create_task(worker.run(INSPECTION, once=True))

    async def finished() -> bool:
        assert not running.done(), "the worker ended by itself"
        return (await frontier.progress()).finished

    await until(finished, timeout=30)
    await Inspections(redis).finish(INSPECTION)
    await asyncio.wait_for(running, 10)
    return await observations(redis)
