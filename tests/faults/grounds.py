"""What a crawl under fire stands on: a Redis that falls and is there again, in one way or another."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from tests.faults.sentinel import Watched
from tests.waiting import until


class Ground(Protocol):
    """``url`` leads to Redis whichever server that is."""

    @property
    def url(self) -> str: ...

    async def fall(self) -> None:
        """Kill the server without warning."""

    async def rise(self) -> None:
        """Return when Redis is there again."""


#: Opens a ground in a folder of its own.
Opening = Callable[[Path], AbstractAsyncContextManager[Ground]]


class OneServer:
    """The embedded server, which comes back ``away`` seconds after its fall with what its file holds."""

    def __init__(self, server: EmbeddedRedis, away: float) -> None:
        self._server = server
        self._away = away

    @property
    def url(self) -> str:
        return self._server.url

    async def fall(self) -> None:
        async with connect(self.url) as redis:
            told: Any = await redis.info("server")
        os.kill(told["process_id"], signal.SIGKILL)

    async def rise(self) -> None:
        await asyncio.sleep(self._away)
        await asyncio.to_thread(self._server.revive)


class WatchedPair:
    """A primary whose replica is promoted, ``behind`` seconds of the primary's last confirmations being lost."""

    def __init__(self, watched: Watched, behind: float) -> None:
        self._watched = watched
        self._behind = behind

    @property
    def url(self) -> str:
        return self._watched.url

    async def fall(self) -> None:
        await until(lambda: asyncio.to_thread(self._watched.is_whole), timeout=30)
        if self._behind:
            await asyncio.to_thread(self._watched.cut_off)
            await asyncio.sleep(self._behind)
        await asyncio.to_thread(self._watched.fall)

    async def rise(self) -> None:
        await until(lambda: asyncio.to_thread(self._watched.is_promoted), timeout=60)
        self._watched.join()


def one_server(away: float = 1.0) -> Opening:
    """An embedded server alone."""

    @asynccontextmanager
    async def opened(folder: Path) -> AsyncIterator[OneServer]:
        with EmbeddedRedis(folder) as server:
            yield OneServer(server, away)

    return opened


def watched_pair(behind: float = 0.0) -> Opening:
    """A primary and a replica behind Sentinel."""

    @asynccontextmanager
    async def opened(folder: Path) -> AsyncIterator[WatchedPair]:
        with ExitStack() as stack:
            watched = Watched(folder, stack)
            await until(lambda: asyncio.to_thread(watched.is_whole), timeout=30)
            yield WatchedPair(watched, behind)

    return opened
