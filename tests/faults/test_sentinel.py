"""The primary is killed in mid-crawl: Sentinel promotes the replica, the workers find it, every page is still seen.

Replication is asynchronous, so the replica may lack the last settlements. Their observations are lacking with them, in
one transaction; the leases expire, and those pages are fetched again.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.records import Task, TaskKind
from infra.redis.connection import connect
from tests.faults.claimer import ID, LIMITS
from tests.faults.sentinel import Watched
from tests.faults.test_frontier_faults import done_at_least, ended, seen, start_claimer
from tests.infra.crawling import balanced
from tests.waiting import until

PAGES = 12_000


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with ExitStack() as stack:
        yield Watched(tmp_path, stack)


async def test_a_crawl_outlives_its_primary(watched: Watched) -> None:
    await until(watched.is_whole, timeout=20)
    redis = connect(watched.url)
    frontier = Frontier(redis, ID, LIMITS)
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[])
    pages = [Task(target="A", kind=TaskKind.ARTICLE, url=f"http://h{page % 9}.cn/{page}") for page in range(PAGES)]
    for at in range(0, PAGES, 1000):
        await frontier.offer(pages[at : at + 1000])
    await inspections.start(ID)
    assert await redis.wait(1, 5000) == 1
    workers = [await start_claimer(watched.url, name) for name in ("w1", "w2")]
    waiting = [asyncio.create_task(worker.communicate()) for worker in workers]

    await until(lambda: done_at_least(frontier, PAGES // 8))
    assert (await frontier.progress()).done < PAGES // 2, "it is in mid-crawl"
    watched.fall()
    await until(watched.is_promoted, timeout=20)
    await until(lambda: ended_meanwhile(frontier), timeout=20)
    await asyncio.gather(*waiting)
    assert [worker.returncode for worker in workers] == [0, 0]
    progress = await balanced(frontier)
    assert (progress.known, progress.done) == (PAGES, PAGES)
    assert len(await seen(redis)) == PAGES
    await redis.aclose()


async def ended_meanwhile(frontier: Frontier) -> bool:
    """All is settled; not yet while the sentinels have no primary to name."""
    try:
        return await ended(frontier)
    except RedisError:
        return False
