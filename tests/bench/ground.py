"""What every crawl of a benchmark stands on: the generated sites and one Redis, both local, both private."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from redis.asyncio import Redis

from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from tests.bench.failure import BenchFailure
from tests.bench.pages import HOSTS
from tests.bench.processes import first_line, module
from tests.bench.site import RECORD

#: Seconds between two looks at the sites' counter.
LOOK = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Sites on ``port``, Redis at ``redis_url``, and a folder for what crawlers write."""

    port: int
    redis_url: str
    redis: Redis
    folder: Path
    web: ClientSession

    def homes(self, sites: int) -> list[str]:
        """Home pages of the first so many sites."""
        return [f"http://{host}:{self.port}/" for host in HOSTS[:sites]]

    async def clear(self, *, delay_ms: int = 0) -> None:
        """Begin anew: no keys, no counts of commands, no pages asked for; sites take so long to answer."""
        await self.redis.flushall()
        await self.redis.config_resetstat()
        async with self.web.post(self._record, params={"delay_ms": delay_ms}) as answer:
            answer.raise_for_status()

    async def asked(self) -> int:
        """How many different pages the sites were asked for."""
        async with self.web.get(f"{self._record}/count") as answer:
            return int((await answer.json())["pages"])

    async def record(self) -> dict[str, Any]:
        """``requests``, ``pages``, and ``times`` by host: when each request came, in ``time.monotonic`` seconds."""
        async with self.web.get(self._record) as answer:
            record: dict[str, Any] = await answer.json()
            return record

    async def until_asked(self, pages: int, seconds: float) -> int:
        """Wait until so many different pages were asked for, or the time is over; give how many were."""
        deadline = time.monotonic() + seconds
        while (asked := await self.asked()) < pages and time.monotonic() < deadline:  # noqa: ASYNC110 - another process
            await asyncio.sleep(LOOK)
        return asked

    async def require_asked(self, pages: int, seconds: float) -> int:
        """Wait as ``until_asked`` does; raise ``BenchFailure`` when the time is over before."""
        asked = await self.until_asked(pages, seconds)
        if asked < pages:
            msg = f"only {asked} of {pages} pages were asked for within {seconds:.0f} s"
            raise BenchFailure(msg)
        return asked

    @property
    def _record(self) -> str:
        return f"http://127.0.0.1:{self.port}{RECORD}"


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """Lay the ground; everything on it is gone when the block ends."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xuncha-bench-")))
        server = stack.enter_context(EmbeddedRedis(folder / "redis"))
        redis = await stack.enter_async_context(connect(server.url))
        site = await stack.enter_async_context(module("tests.bench.site"))
        port = int(await first_line(site))
        web = await stack.enter_async_context(ClientSession())
        yield Ground(port=port, redis_url=server.url, redis=redis, folder=folder, web=web)


@asynccontextmanager
async def far_redis(base: Ground, milliseconds: int) -> AsyncIterator[str]:
    """Give a URL of the same Redis behind the proxy, whose round trip costs so many milliseconds more."""
    async with module("tests.bench.proxy", base.redis_url.removeprefix("unix://"), str(milliseconds)) as proxy:
        yield f"redis://127.0.0.1:{await first_line(proxy)}/0"
