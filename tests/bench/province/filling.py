"""A province offered to a Redis of its own: every page of every site waits.

The append-only file is off: its cost is the disk's, and rewriting it would share the cores with what is measured.
"""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from tests.bench.province.crawl import fill
from tests.bench.province.sites import Site


@asynccontextmanager
async def server() -> AsyncIterator[str]:
    """Give the URL of an empty server that writes no file."""
    with tempfile.TemporaryDirectory(prefix="xuncha-province-") as folder, EmbeddedRedis(Path(folder)) as embedded:
        async with connect(embedded.url) as redis:
            await redis.config_set("appendonly", "no")
        yield embedded.url


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """Give so many processes that start afresh, without this one's memory."""
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


async def fill_all(url: str, pool: Executor, parts: int, sites: list[Site], seconds: float) -> tuple[int, float]:
    """Offer all pages by so many clients at once, or those for which ``seconds`` are enough; how many, how fast."""
    began = time.monotonic()
    loop = asyncio.get_running_loop()
    shares = [loop.run_in_executor(pool, fill, url, sites[part::parts], seconds) for part in range(parts)]
    new = sum(await asyncio.gather(*shares))
    return new, new / (time.monotonic() - began)
