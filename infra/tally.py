"""Counters that can be believed to hold at one moment, of a frontier in one shard or several.

One shard is read in one transaction. Of several, each is read at its own moment, and between two of them a task may
pass from one to the other: all may look finished and none be. So they are read twice. A task is known before the lease
that found it ends, and known tasks are never fewer; so if all counters are the same both times and nothing waits or is
under way in any, that was so of all of them at the moment between.
"""

from collections.abc import Sequence
from typing import Any, Final

from redis.asyncio import Redis

from infra.leases import Progress
from infra.redis.keys import Keys


class Tally:
    """Reads the counters of one inspection's frontier, and with them whether all observations are folded.

    An observation stands in the stream before its lease ends, so a target without a task in an empty stream has all its
    facts folded.
    """

    def __init__(self, redis: Redis, inspection: str, shards: int) -> None:
        self._redis: Final = redis
        self._main: Final = Keys(inspection)
        self._shards: Final = [Keys(inspection, at) for at in range(shards)] if shards > 1 else [self._main]

    async def whole(self) -> tuple[Progress, bool]:
        """Count the inspection's tasks; and True when the stream was empty when that was so."""
        (whole,), drained = await self._believed(["counts"])
        return whole, drained

    async def targets(self, codes: Sequence[str]) -> tuple[list[Progress], bool]:
        """Count each target's tasks; and True when the stream was empty when that was so."""
        return await self._believed([f"count:{code}" for code in codes])

    async def _believed(self, names: Sequence[str]) -> tuple[list[Progress], bool]:
        if len(self._shards) == 1:
            async with self._redis.pipeline(transaction=True) as pipeline:
                for name in names:
                    pipeline.hgetall(self._main.prefix + name)
                pipeline.xlen(self._main.stream)
                *rows, backlog = await pipeline.execute()
            return [Progress.read(row) for row in rows], backlog == 0
        before = await self._read(names)
        after = await self._read(names)
        drained = before == after and await self._redis.xlen(self._main.stream) == 0
        totals = [Progress.total([Progress.read(row) for row in parts]) for parts in zip(*after, strict=True)]
        return totals, drained

    async def _read(self, names: Sequence[str]) -> list[Any]:
        """Read the hashes of each shard, one shard after the other."""
        rows = []
        for keys in self._shards:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for name in names:
                    pipeline.hgetall(keys.prefix + name)
                rows.append(await pipeline.execute() if names else [])
        return rows
