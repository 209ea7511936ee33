"""What robots.txt of a host says, fetched by one worker and known to the whole cluster."""

from typing import Final

from redis.asyncio import Redis

from infra.once import Once
from infra.redis.keys import Keys
from infra.shards import Shards
from infra.tasks_wire import host_of


class RobotsRefusedError(Exception):
    """A page that robots.txt keeps us from; the text says how."""


class RobotsCache(Once):
    """The robots.txt of one inspection's hosts."""

    def __init__(self, redis: Redis, inspection: str, shards: Shards) -> None:
        super().__init__(redis, Keys(inspection).robots)
        self._shards: Final = shards

    async def slow_down(self, origin: str, delay_ms: int) -> None:
        """Let the origin's host be asked no more often than this, unless an operator has set how often."""
        host = host_of(origin)
        shard = await self._shards.of_host(host)
        await self._redis.hsetnx(shard.keys.host(host), "delay", str(delay_ms))
