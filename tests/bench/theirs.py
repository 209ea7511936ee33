"""Stock's crawler under measurement: start URLs in Redis, and real crawler processes."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from redis.asyncio import Redis

from tests.bench.ground import Ground
from tests.bench.ours import CONCURRENCY
from tests.bench.processes import module
from tests.bench.stock.spider import READ, StockSpider


async def begin(base: Ground, sites: int) -> None:
    """Put the home pages of the first so many sites where the spider takes its start URLs from."""
    await push(base, base.homes(sites))


async def push(base: Ground, urls: Iterable[str]) -> None:
    """Put URLs there."""
    await base.redis.rpush(StockSpider.redis_key, *(json.dumps({"url": url}) for url in urls))


@asynccontextmanager
async def crawlers(redis_url: str, number: int, **settings: object) -> AsyncIterator[list[Process]]:
    """Run so many stock crawlers; they are killed when the block ends, unless they ended by themselves.

    Each prints a line when its spider is open.
    """
    chosen = {"CONCURRENT_REQUESTS": CONCURRENCY, "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY} | settings
    arguments = [f"{name}={value}" for name, value in chosen.items()]
    async with AsyncExitStack() as stack:
        starting = (
            stack.enter_async_context(module("tests.bench.stock", redis_url, *arguments)) for _ in range(number)
        )
        yield list(await asyncio.gather(*starting))


async def read(redis: Redis) -> int:
    """How many different pages were read, where ``RECORD_READ`` was set."""
    return int(await redis.scard(READ))
