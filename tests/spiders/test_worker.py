"""The worker as operators run it: a process, a real Redis, a real site; killed, stopped, cut off from Redis."""

import asyncio
import signal
import time
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.inspections import Inspection, Inspections
from infra.records import Outcome, Task, TaskKind, encode
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from spiders.crawl import Crawl
from spiders.reading.echo import Echo
from spiders.worker import Worker
from tests.site_server import HOST, serve
from tests.spiders.worker_process import (
    CODE,
    INSPECTION,
    observations,
    running_inspection,
    settings_for,
    site_target,
    worker_process,
)
from tests.waiting import until


async def finished(frontier: Frontier) -> bool:
    progress = await frontier.progress()
    return progress.known > 1 and progress.finished


async def paths_seen(redis: Redis) -> list[str]:
    return [row.url.removeprefix(f"http://{HOST}") for row in await observations(redis) if row.outcome is Outcome.OK]


async def test_a_whole_site_is_observed_once_and_the_worker_ends_with_the_inspection(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=26) as site:
        settings = settings_for(site, redis_url, tmp_path)
        frontier = await running_inspection(redis, settings, site_target(site))
        async with worker_process(settings, "--once") as process:
            await until(lambda: finished(frontier), timeout=20)
            await Inspections(redis).finish(INSPECTION)
            _, log = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0
        assert log == b""
        seen = await paths_seen(redis)
        assert sorted(seen) == sorted(site.pages)
        assert max(site.hits.values()) == 1
        assert (await frontier.progress()).done == len(site.pages)


async def test_two_workers_and_one_of_them_killed_half_way_still_see_every_page(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=60) as site:
        site.latency = 0.02
        settings = settings_for(site, redis_url, tmp_path, lease_seconds=2, concurrency=4, open_leases=6)
        frontier = await running_inspection(redis, settings, site_target(site))
        async with worker_process(settings, "--name", "a") as victim, worker_process(settings, "--name", "b"):
            await until(lambda: len(site.times) > 15, timeout=20)
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
            await until(lambda: finished(frontier), timeout=20)
        seen = await paths_seen(redis)
        assert set(seen) == site.pages
        assert len(seen) - len(site.pages) <= settings.concurrency
        assert (await frontier.progress()).done == len(site.pages)
        assert await frontier.dead_letters() == []


async def test_sigterm_gives_the_leases_back_at_once(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=40) as site:
        site.latency = 30
        settings = settings_for(site, redis_url, tmp_path, timeout_seconds=60)
        frontier = await running_inspection(redis, settings, site_target(site))
        async with worker_process(settings) as process:
            await until(lambda: bool(site.times), timeout=20)
            assert (await frontier.progress()).leased == 1
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), 10)
            assert process.returncode == 0, log
            assert time.monotonic() - began < 8
        progress = await frontier.progress()
        assert (progress.leased, progress.waiting) == (0, 1)
        assert await observations(redis) == []
        [lease] = await frontier.claim("next", 5)
        assert lease.attempt == 1
        assert await Inspections(redis).workers(INSPECTION) == []


class LeavesAtOnce(Worker):
    """A worker that is asked to leave in the moment in which its crawl is to begin."""

    async def _crawl_of(self, inspection: Inspection, frontier: Frontier) -> Crawl:
        crawl = await super()._crawl_of(inspection, frontier)
        self.leave()
        return crawl


async def test_a_worker_leaves_also_when_its_crawl_has_not_quite_begun(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve() as site:
        settings = settings_for(site, redis_url, tmp_path)
        frontier = await running_inspection(redis, settings, site_target(site))
        worker = LeavesAtOnce(settings, redis, name="w", metrics_port=0)
        await asyncio.wait_for(worker.run(INSPECTION, once=True), 10)
        assert (await frontier.progress()).leased == 0


async def test_leases_are_claimed_ahead_by_half_of_what_may_be_under_way(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=30) as site:
        site.latency = 60
        settings = settings_for(site, redis_url, tmp_path, concurrency=4, open_leases=16, timeout_seconds=60)
        # What the site shows for nothing is known: else all but one would wait until that is asked.
        await redis.set(Keys(INSPECTION).echo(f"http://{HOST}"), encode(Echo()))
        frontier = await running_inspection(redis, settings, site_target(site))
        pages = [Task(target=CODE, kind=TaskKind.ARTICLE, url=f"http://{HOST}{path}") for path in site.pages]
        await frontier.offer(pages)

        async def sees(leased: int) -> bool:
            return (await frontier.progress()).leased == leased and len(site.times) == settings.concurrency

        async def beat() -> int:
            return max((row.seen_at for row in await Inspections(redis).workers(INSPECTION)), default=0)

        async with worker_process(settings):
            await until(lambda: sees(6), timeout=20)
            before = await beat()

            async def beats_again() -> bool:
                return await beat() > before

            await until(beats_again)
            assert await sees(6), "and no more than that"


async def test_redis_away_for_some_seconds(tmp_path: Path) -> None:
    async with serve(articles=60) as site:
        site.latency = 0.05
        folder = tmp_path / "redis"
        with EmbeddedRedis(folder) as server:
            client = connect(server.url)
            settings = settings_for(site, server.url, tmp_path, concurrency=2, open_leases=2)
            frontier = await running_inspection(client, settings, site_target(site))
            async with worker_process(settings, "--once") as process:
                await until(lambda: len(site.times) > 10, timeout=20)
                assert process.stderr is not None
                server.stop()
                fetched = len(site.times)
                assert b"Redis is away" in await asyncio.wait_for(process.stderr.readline(), 10)
                assert len(site.times) - fetched <= 2 * settings.concurrency
                with EmbeddedRedis(folder):
                    await until(lambda: finished(frontier), timeout=20)
                    await Inspections(client).finish(INSPECTION)
                    _, log = await asyncio.wait_for(process.communicate(), 10)
                    seen = await paths_seen(client)
            await client.aclose()
    assert process.returncode == 0
    assert set(seen) == site.pages
    [line] = log.decode().splitlines()
    assert "Redis is back" in line


async def test_the_heartbeat_tells_where_the_metrics_are(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=5) as site:
        settings = settings_for(site, redis_url, tmp_path)
        frontier = await running_inspection(redis, settings, site_target(site))
        async with worker_process(settings, "--inspection", INSPECTION, "--name", "w1"):
            await until(lambda: finished(frontier), timeout=20)

            async def counted() -> bool:
                beats = await Inspections(redis).workers(INSPECTION)
                return bool(beats) and beats[0].fetched == len(site.pages)

            await until(counted)
            [beat] = await Inspections(redis).workers(INSPECTION)
            assert (beat.name, beat.role) == ("w1", "worker")
            assert beat.rss_bytes > 10 * 2**20
            page = await asyncio.to_thread(_metrics_page, beat.metrics_port)
        assert 'xuncha_fetch_requests_total{kind="home",outcome="ok"} 1.0' in page
        assert f'xuncha_frontier_tasks{{state="done"}} {len(site.pages):.1f}' in page


def _metrics_page(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        return str(answer.read().decode())


async def test_a_paused_inspection_is_not_crawled_and_goes_on_when_resumed(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=30) as site:
        site.latency = 0.03
        settings = settings_for(site, redis_url, tmp_path, concurrency=2, open_leases=2)
        frontier = await running_inspection(redis, settings, site_target(site))
        inspections = Inspections(redis)
        async with worker_process(settings, "--once") as process:
            await until(lambda: len(site.times) > 5, timeout=20)
            await inspections.pause(INSPECTION)

            async def at_rest() -> bool:
                return (await frontier.progress()).leased == 0

            await until(at_rest)
            assert (await frontier.progress()).waiting > 0
            await inspections.resume(INSPECTION)
            await until(lambda: finished(frontier), timeout=20)
            await inspections.stop(INSPECTION)
            assert await asyncio.wait_for(process.wait(), 10) == 0
        assert set(await paths_seen(redis)) == site.pages


async def test_an_unknown_inspection_is_one_clear_line(redis_url: str, tmp_path: Path) -> None:
    async with serve() as site:
        async with worker_process(settings_for(site, redis_url, tmp_path), "--inspection", "nowhere") as process:
            _, log = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 1
        assert log.decode() == "worker: there is no inspection nowhere\n"


async def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    async with serve() as site:
        settings = settings_for(site, f"unix://{tmp_path}/none.sock", tmp_path)
        async with worker_process(settings) as process:
            _, log = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 1
        assert log.decode().startswith("worker: Redis at unix://")
        assert len(log.decode().splitlines()) == 1


async def test_two_workers_together_keep_the_rate_of_one_host(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=10) as site:
        settings = settings_for(site, redis_url, tmp_path, rate=8, open_leases=1)
        frontier = await running_inspection(redis, settings, site_target(site))
        async with worker_process(settings, "--name", "a"), worker_process(settings, "--name", "b"):
            await until(lambda: finished(frontier), timeout=20)
        moments = sorted(moment for _, moment in site.times)
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert min(gaps) >= 0.95 / settings.rate


async def test_a_worker_waits_for_an_inspection_and_after_it_for_the_next(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=3) as site:
        settings = settings_for(site, redis_url, tmp_path)
        async with worker_process(settings) as process:
            frontier = await running_inspection(redis, settings, site_target(site))
            await until(lambda: finished(frontier), timeout=20)
            inspections = Inspections(redis)
            await inspections.finish(INSPECTION)

            async def has_left() -> bool:
                return not await inspections.workers(INSPECTION)

            await until(has_left)
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), 5)
        assert (process.returncode, log) == (0, b"")
