"""The primary is killed in mid-crawl: Sentinel promotes the replica, the workers find it, every page is still seen.

Replication is asynchronous, so the replica may lack the last settlements. Their observations are lacking with them, in
one transaction; the leases expire, and those pages are fetched again.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import redis as sync_redis

from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.records import Task, TaskKind
from infra.redis.connection import connect
from tests.faults.claimer import ID, LIMITS
from tests.faults.servers import answers, asking, free_ports, running
from tests.faults.test_frontier_faults import done_at_least, ended, seen, start_claimer
from tests.infra.crawling import balanced
from tests.waiting import until

PAGES = 12_000
SERVICE = "inspections"


class Watched:
    """A primary with one replica, under the eyes of three sentinels."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.ports = free_ports(5)
        primary, replica, *sentinels = self.ports
        data = ("appendonly yes", 'save ""', "repl-diskless-sync yes", "repl-diskless-sync-delay 0")
        self.primary = stack.enter_context(running(folder / "primary", primary, *data))
        stack.enter_context(running(folder / "replica", replica, *data, f"replicaof 127.0.0.1 {primary}"))
        watch = (
            f"sentinel monitor {SERVICE} 127.0.0.1 {primary} 2",
            f"sentinel down-after-milliseconds {SERVICE} 1000",
            f"sentinel failover-timeout {SERVICE} 5000",
        )
        for number, port in enumerate(sentinels):
            stack.enter_context(running(folder / f"sentinel{number}", port, *watch, arguments=("--sentinel",)))

    @property
    def url(self) -> str:
        servers = ",".join(f"127.0.0.1:{port}" for port in self.ports[2:])
        return f"sentinel://{servers}/{SERVICE}"

    def is_up(self) -> bool:
        """The replica has caught up, and each sentinel knows it and the two other sentinels."""
        if not all(answers(port) for port in self.ports):
            return False
        with asking(self.ports[1]) as replica:
            synced = replica.info("replication")["master_link_status"] == "up"
        return synced and all(self._knows_all(port) for port in self.ports[2:])

    def _knows_all(self, port: int) -> bool:
        with asking(port) as sentinel:
            try:
                master = sentinel.sentinel_master(SERVICE)
            except sync_redis.ResponseError:
                return False
        return bool(master["num-slaves"] == 1 and master["num-other-sentinels"] == 2)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with ExitStack() as stack:
        yield Watched(tmp_path, stack)


async def test_a_crawl_outlives_its_primary(watched: Watched) -> None:
    await until(watched.is_up, timeout=20)
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
    watched.primary.kill()
    await asyncio.to_thread(watched.primary.wait)
    await until(lambda: promoted(watched), timeout=20)
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
    except sync_redis.RedisError:
        return False


def promoted(watched: Watched) -> bool:
    """Tell whether the replica is a primary now; while it becomes one it closes its connections."""
    with asking(watched.ports[1]) as replica, suppress(sync_redis.RedisError):
        return bool(replica.info("replication")["role"] == "master")
    return False
