"""How a command reaches Redis and the inspection it is about."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from pydantic import SecretStr
from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections, State
from infra.redis.connection import connect, ping
from infra.redis.server import redis_server
from infra.settings import Settings
from tui.errors import OperatorError

T = TypeVar("T")


@asynccontextmanager
async def client(url: str) -> AsyncIterator[Redis]:
    """Open a client to a server that answers. Raises ``RedisUnavailable``."""
    await ping(url)
    redis = connect(url)
    try:
        yield redis
    finally:
        await redis.aclose()


def with_redis(settings: Settings, work: Callable[[Redis], Awaitable[T]]) -> T:
    """Run one piece of work that needs Redis, from a command that is not async."""
    return with_server(settings, lambda redis, _: work(redis))


def with_server(settings: Settings, work: Callable[[Redis, Settings], Awaitable[T]]) -> T:
    """Do as ``with_redis``; ``work`` also gets settings that name the server in use, for another connection to it."""

    async def connected(url: str) -> T:
        async with client(url) as redis:
            return await work(redis, settings.model_copy(update={"redis_url": SecretStr(url)}))

    with redis_server(settings) as server:
        return asyncio.run(connected(server.url))


async def find_inspection(redis: Redis, wanted: str | None) -> Inspection:
    """Give the inspection of that id; without one the newest that is still open, else the newest.

    Raises ``OperatorError`` when there is none.
    """
    inspections = Inspections(redis)
    known = sorted(await inspections.list(), key=lambda inspection: inspection.created_at, reverse=True)
    if wanted is not None:
        found = next((inspection for inspection in known if inspection.id == wanted), None)
        if found is None:
            msg = f"no inspection {wanted!r}; `xuncha inspection list` shows those there are"
            raise OperatorError(msg)
        return found
    if not known:
        msg = "there is no inspection; `xuncha run` or `xuncha inspection new` makes one"
        raise OperatorError(msg)
    underway = (State.RUNNING, State.PAUSED)
    return next((inspection for inspection in known if inspection.state in underway), known[0])
