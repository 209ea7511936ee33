"""First requests between a RedisSpider's list and the frontier.

A RedisSpider pops what others pushed to its ``redis_key``, and until our next trip to Redis no other process knows of
it. So it is moved to a list that bears the process's name, and leaves that when the frontier has it; what a killed
process leaves there goes back to where it came from. A spider that reads a set or a sorted set pops as it always did.
"""

from typing import Any

from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from scrapy import Spider

from infra.redis.keys import Keys


class Intake:
    """What one process took from its spider's list."""

    def __init__(self, server: BlockingRedis, redis: Redis, keys: Keys, worker: str) -> None:
        self._server = server
        self._redis = redis
        self._prefix = f"{keys.prefix}intake:"
        self._mine = self._prefix + worker
        self._source = ""
        self.taken = 0
        """Taken and not yet known to be in the frontier."""

    def guard(self, spider: Spider) -> None:
        """Stand between the spider and its list, if it reads one."""
        fetch: Any = getattr(spider, "fetch_data", None)
        if fetch is not None and fetch == getattr(spider, "pop_list_queue", None):
            self._source = spider.redis_key  # type: ignore[attr-defined]  # scrapy-redis publishes no types
            spider.fetch_data = self._fetch  # type: ignore[attr-defined]

    async def arrived(self, count: int) -> None:
        """Let go of the first ``count`` taken."""
        await self._redis.ltrim(self._mine, count, -1)
        self.taken -= count

    async def restore(self, worker: str) -> None:
        """Give back what a dead process took."""
        while self._source and await self._redis.lmove(self._prefix + worker, self._source, "RIGHT", "LEFT"):
            pass

    def _fetch(self, redis_key: str, batch_size: int) -> list[Any]:
        """Do what ``RedisMixin.pop_list_queue`` does, but move instead of pop. The spider enqueues before it yields."""
        with self._server.pipeline() as pipeline:
            for _ in range(batch_size):
                pipeline.lmove(redis_key, self._mine, "LEFT", "RIGHT")
            rows = [row for row in pipeline.execute() if row is not None]
        self.taken += len(rows)
        return rows
