"""Workers and servers killed without warning: every page is still seen, and the counts still agree."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import redis as sync_redis
from redis.asyncio import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.records import Task, TaskKind
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.stream import FIELD, ObservationStream
from tests.faults.claimer import ID, LIMITS, work
from tests.infra.crawling import balanced
from tests.waiting import until

PAGES = 8000


async def begin(redis: Redis) -> Frontier:
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[])
    frontier = Frontier(redis, ID, LIMITS)
    await frontier.offer(
        [Task(target="A", kind=TaskKind.ARTICLE, url=f"http://h{page % 9}.cn/{page}") for page in range(PAGES)]
    )
    await inspections.start(ID)
    return frontier


async def seen(redis: Redis) -> set[bytes]:
    rows: Any = await redis.xrange(Keys(ID).stream)
    return {fields[FIELD] for _, fields in rows}


async def start_claimer(url: str, name: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.claimer",
        url,
        name,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


async def kill_after(process: asyncio.subprocess.Process, lines: int) -> None:
    assert process.stdout is not None
    for _ in range(lines):
        assert await process.stdout.readline()
    process.kill()
    await process.communicate()
    assert process.returncode == -signal.SIGKILL


async def test_a_killed_workers_pages_are_seen_by_another(redis: Redis, redis_url: str) -> None:
    frontier = await begin(redis)
    await kill_after(await start_claimer(redis_url, "victim"), 5)
    progress = await balanced(frontier)
    assert 0 < progress.leased <= 16
    assert await frontier.reap(["victim"]) == progress.leased
    await work(redis, "heir")
    assert (await balanced(frontier)).done == PAGES
    assert len(await seen(redis)) == PAGES
    assert await ObservationStream(redis, ID).backlog() <= PAGES + 16


async def test_leases_of_a_killed_worker_expire_without_anybodys_help(redis: Redis, redis_url: str) -> None:
    frontier = await begin(redis)
    await kill_after(await start_claimer(redis_url, "victim"), 2)
    held = (await frontier.progress()).leased
    seconds, micros = await redis.time()
    assert await frontier.reap(now_ms=seconds * 1000 + micros // 1000 + LIMITS.lease_ms) == held > 0
    await balanced(frontier)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
async def test_a_server_that_goes_and_comes_back_has_lost_nothing(tmp_path: Path, blow: signal.Signals) -> None:
    with EmbeddedRedis(tmp_path) as first:
        redis = connect(first.url)
        frontier = await begin(redis)
        workers = [asyncio.create_task(work(redis, f"w{number}", room=4)) for number in range(2)]
        await until(lambda: done_at_least(frontier, PAGES // 4))
        os.kill((await redis.info("server"))["process_id"], blow)
        await until(lambda: not answers(first.url))
        first.revive()
        assert PAGES // 4 <= (await frontier.progress()).done < PAGES
        await until(lambda: ended(frontier), timeout=30)
        await asyncio.gather(*workers)
        assert (await balanced(frontier)).done == PAGES
        assert len(await seen(redis)) == PAGES
        await redis.aclose()


def answers(url: str) -> bool:
    with sync_redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0)) as client:
        try:
            return bool(client.ping())
        except RedisError:
            return False


async def done_at_least(frontier: Frontier, pages: int) -> bool:
    return (await frontier.progress()).done >= pages


async def ended(frontier: Frontier) -> bool:
    """All is settled. A claim whose reply the fall swallowed is nobody's: it expires."""
    await frontier.reap()
    return (await frontier.progress()).finished
