"""What robots.txt of a host says, fetched by one worker and known to the whole cluster.

A key an origin (``https://www.example.gov.cn``). Who claims it fetches; the others wait for what is kept. A claim ends
by itself, so that a worker that dies with it holds nobody up for long.
"""

from typing import Any, Final

from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.shards import Shards
from infra.tasks_wire import host_of

#: Milliseconds after which a claim that nobody answered is anybody's again.
_CLAIM_MS: Final = 60_000
_CLAIMED: Final = b"?"


class RobotsRefusedError(Exception):
    """A page that robots.txt keeps us from; the text says how."""


class RobotsCache:
    """The robots.txt of one inspection's hosts."""

    def __init__(self, redis: Redis, inspection: str, shards: Shards) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)
        self._shards: Final = shards

    async def read(self, origin: str) -> bytes | None:
        """Give what was kept for the origin; None while nobody has answered."""
        value: Any = await self._redis.get(self._keys.robots(origin))
        return None if value is None or value == _CLAIMED else value

    async def claim(self, origin: str) -> bool:
        """Tell whether it is the caller's to fetch."""
        return bool(await self._redis.set(self._keys.robots(origin), _CLAIMED, nx=True, px=_CLAIM_MS))

    async def keep(self, origin: str, value: bytes, seconds: int) -> None:
        """Keep an answer for so long."""
        await self._redis.set(self._keys.robots(origin), value, ex=seconds)

    async def slow_down(self, origin: str, delay_ms: int) -> None:
        """Let the origin's host be asked no more often than this, unless an operator has set how often."""
        host = host_of(origin)
        shard = await self._shards.of_host(host)
        await self._redis.hsetnx(shard.keys.host(host), "delay", str(delay_ms))
