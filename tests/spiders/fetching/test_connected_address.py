"""The frontier learns where a host was reached from the worker that connected to it; of loopback it learns nothing."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.redis.keys import Keys
from tests.site_server import HOST, serve
from tests.spiders.worker_process import INSPECTION, crawl, settings_for


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


async def learnt(redis: Redis, redis_url: str, folder: Path) -> object:
    async with serve(articles=2) as site:
        await crawl(site, redis, settings_for(site, redis_url, folder))
        return await redis.hget(Keys(INSPECTION).host(HOST), "place")


async def test_the_address_comes_with_the_settlements(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.shard.group_of", str)  # as if loopback were any address
    assert await learnt(redis, redis_url, tmp_path) == b"127.0.0.1"


async def test_a_host_overridden_to_loopback_has_no_group(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    assert await learnt(redis, redis_url, tmp_path) is None
