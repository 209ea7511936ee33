"""What a page costs the worker beside its reading, where it can be counted."""

import asyncio
import subprocess
import sys
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


#: A page that fails leaves a cycle of some hundred objects: its error's frames and tasks.
_CYCLES = """
import gc, weakref
from spiders import garbage, worker

class Failure:
    def __init__(self):
        self.itself, self.frames = self, [[] for _ in range(100)]

garbage.settle()
assert gc.get_freeze_count() > 50_000, "what stays is set aside"
looks = gc.get_stats()[0]["collections"]
alive = []
for number in range(500):
    alive.append(weakref.ref(Failure()))
print(sum(one() is not None for one in alive), gc.get_stats()[0]["collections"] - looks)
"""


def test_garbage_is_looked_for_seldom_and_still_found() -> None:
    told = subprocess.run([sys.executable, "-c", _CYCLES], capture_output=True, text=True, check=True, timeout=30)
    alive, looks = map(int, told.stdout.split())
    assert alive < 100
    assert 0 < looks < 20
