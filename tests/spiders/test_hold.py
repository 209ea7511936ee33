"""A worker that cannot keep evidence pauses, says so once where the operator looks, loses nothing, and goes on."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.records import Outcome
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from spiders import posting
from spiders.leases.exchange import Exchange
from spiders.worker import Worker
from tests.infra.crawling import ID, LIMITS, running
from tests.site_server import serve
from tests.spiders.worker_process import (
    INSPECTION,
    observations,
    running_inspection,
    settings_for,
    site_target,
)
from tests.waiting import until


async def log(redis: Redis, inspection: str = ID) -> list[str]:
    return [line.partition(" ")[2] for line in await Inspections(redis).recent_log(inspection)]


async def test_a_trouble_is_told_once_and_its_end_once(redis: Redis) -> None:
    await running(redis)
    exchange = Exchange(redis, Frontier(redis, ID, LIMITS), Keys(ID), "w1")
    exchange.go_on()
    for _ in range(3):
        exchange.hold(0, "evidence cannot be written to /d: No space left on device")
        await exchange.trip(0)
    told = [
        "ALARM: w1 has stopped crawling and tries every 0 s: evidence cannot be written to /d: No space left on device"
    ]
    assert await log(redis) == told
    exchange.go_on()
    exchange.go_on()
    await exchange.trip(0)
    assert await log(redis) == [*told, "w1 crawls again"]
    exchange.hold(0, "again")
    await exchange.trip(0)
    assert len(await log(redis)) == 3


async def test_a_trouble_while_redis_is_away_is_told_when_it_is_back(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis:
            await running(redis)
            exchange = Exchange(redis, Frontier(redis, ID, LIMITS), Keys(ID), "w1")
            server.stop()
            exchange.hold(60, "disk full")
            await exchange.trip(0)
            assert exchange.is_away
            server.revive()
            await exchange.trip(0)
            assert len(await log(redis)) == 1


async def test_without_a_place_for_evidence_crawling_pauses_and_no_page_is_lost(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "EVIDENCE_PAUSE", 0.1)
    in_the_way = tmp_path / "evidence"
    in_the_way.write_bytes(b"")
    async with serve(articles=5) as site:
        settings = settings_for(site, redis_url, tmp_path, evidence="all")
        frontier = await running_inspection(redis, settings, site_target(site))
        crawling = asyncio.create_task(Worker(settings, redis, name="w1", metrics_port=0).run(INSPECTION, once=True))

        async def is_tried_again() -> bool:
            return site.hits["/"] > 2 and len(await log(redis, INSPECTION)) > 0

        await until(is_tried_again)
        [alarm] = await log(redis, INSPECTION)
        assert alarm.startswith("ALARM: w1 has stopped crawling")
        assert f"evidence cannot be written to {in_the_way / INSPECTION}" in alarm
        progress = await frontier.progress()
        assert (progress.known, progress.settled) == (1, 0)
        assert await observations(redis) == []

        in_the_way.unlink()

        async def is_finished() -> bool:
            progress = await frontier.progress()
            return progress.known > 1 and progress.finished

        await until(is_finished, timeout=20)
        await Inspections(redis).finish(INSPECTION)
        await asyncio.wait_for(crawling, 10)
        assert (await log(redis, INSPECTION))[1:] == ["w1 crawls again"]
        seen = [row for row in await observations(redis) if row.outcome is Outcome.OK]
        assert len(seen) == len(site.pages)
        assert all(row.attempt == 1 for row in seen), "a page given back unfetched counts no attempt"
        store = EvidenceStore(tmp_path, INSPECTION, "reader")
        for row in seen:
            assert store.read(row.evidence)
