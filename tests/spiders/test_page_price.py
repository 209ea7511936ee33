"""What a page costs the worker beside its reading, where it can be counted."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.site_server import serve
from tests.spiders.worker_process import crawl, settings_for

#: Of Scrapy, the HTTP client, the Redis client and the test's site server together; a page makes 9 or so.
TASKS_A_PAGE = 25


async def test_a_page_starts_no_herd_of_tasks(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)
    started = 0

    def start(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **options: Any) -> asyncio.Task[Any]:
        nonlocal started
        started += 1
        return asyncio.Task(work, loop=loop, **options)

    async with serve(articles=40) as site:
        asyncio.get_running_loop().set_task_factory(start)  # type: ignore[arg-type]  # typeshed's protocol is not exported
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
    assert started / len(seen) < TASKS_A_PAGE
