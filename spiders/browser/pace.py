"""How long a host is left alone between two requests, as the whole cluster holds it: its own delay, or that of all.

A host's own delay is what an operator has set for it, or what its robots.txt asks for (``infra.steering``,
``infra.robots``); both are obeyed by every claim, and so by a page's scripts.
"""

from typing import Final

from redis.asyncio import Redis

from infra.shards import Shards
from spiders.leases.exchange import AWAY


class Pace:
    """The delays of one inspection's hosts; ``usual`` is that of a host without its own, in seconds."""

    def __init__(self, redis: Redis, shards: Shards, *, usual: float) -> None:
        self._redis: Final = redis
        self._shards: Final = shards
        self._usual: Final = usual

    async def of(self, host: str) -> float:
        """Give a host's delay in seconds (``tasks_wire.host_of`` names it); the usual one while Redis is away."""
        try:
            shard = await self._shards.of_host(host)
            own = await self._redis.hget(shard.keys.host(host), "delay")
        except AWAY:
            return self._usual
        return int(own) / 1000 if own else self._usual
