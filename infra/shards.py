"""All shards of a frontier: how many there are, which holds a host, and what must be asked of all of them at once.

An inspection keeps the number it was created with; whoever works on it reads that number once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from zlib import crc32

from redis.asyncio import Redis

from infra.leases import Limits, Settlement
from infra.records import Task
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.shard import Shard
from infra.stream import FIELD
from infra.tasks_wire import host_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What stands before a claim and is not in a shard's slot."""

    state: str
    behind: bool
    """The scorer is: nothing is claimed."""


class Shards:
    """The shards of one inspection's frontier."""

    def __init__(self, redis: Redis, inspection: str, limits: Limits) -> None:
        self._redis: Final = redis
        self._inspection: Final = inspection
        self._limits: Final = limits
        self._keys: Final = Keys(inspection)
        self._all: tuple[Shard, ...] = ()
        self._turn = 0

    async def all(self) -> Sequence[Shard]:
        """Give the shards; one for an inspection that is not there yet."""
        if self._all:
            return self._all
        state, number = await self._redis.hmget(self._keys.meta, ["state", "shards"])
        count = int(number or 1)
        shards = tuple(Shard(self._redis, self._inspection, self._limits, at, count) for at in range(count))
        if state is not None:
            self._all = shards
        return shards

    async def of_host(self, host: str) -> Shard:
        """Give the shard that holds a host."""
        shards = await self.all()
        return shards[place_of(host, len(shards))]

    async def gate(self, observations: Sequence[bytes] = ()) -> Gate:
        """Send observations and read what every claim must: the inspection's state and the stream's length."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            for data in observations:
                pipeline.xadd(self._keys.stream, {FIELD: data})
            pipeline.hget(self._keys.meta, "state")
            pipeline.xlen(self._keys.stream)
            *_, state, backlog = await pipeline.execute()
        return Gate(state=text(state or b"gone"), behind=backlog > self._limits.backlog)

    async def elsewhere(self, codes: Iterable[str]) -> list[dict[str, int]]:
        """Tell for each shard how many tasks of these targets all others hold.

        What a script needs to keep a target's budget, and cannot see: it counts in its own slot. Of a target's pages
        most stand in one shard, with its host; links to other hosts, which are verified and not followed, in any.
        """
        codes = list(dict.fromkeys(codes))
        known = await together(shard.known(codes) for shard in await self.all())
        totals = [sum(numbers) for numbers in zip(*known, strict=True)]
        return [
            {code: total - own for code, total, own in zip(codes, totals, part, strict=True) if total > own}
            for part in known
        ]

    def shares(self, room: int, count: int) -> list[int]:
        """Divide ``room`` among the shards; who gets one more than others takes turns."""
        share, rest = divmod(max(0, room), count)
        first, self._turn = self._turn, (self._turn + 1) % count
        return [share + ((at - first) % count < rest) for at in range(count)]


def place_of(host: str, count: int) -> int:
    """Give the number of the shard that holds a host; its ``www.`` twin is in the same, and so most of a target."""
    return crc32(host.removeprefix("www.").encode("utf-8", "surrogatepass")) % count


def by_host(tasks: Iterable[Task], count: int) -> dict[int, list[Task]]:
    """Sort tasks by the shard that holds their host."""
    parts: defaultdict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        parts[place_of(host_of(task.url), count)].append(task)
    return parts


def by_lease(settlements: Iterable[Settlement], count: int) -> dict[int, list[Settlement]]:
    """Sort settlements by the shard whose leases they end."""
    parts: defaultdict[int, list[Settlement]] = defaultdict(list)
    for one in settlements:
        parts[one.lease % count].append(one)
    return parts


async def together(calls: Iterable[Awaitable[T]]) -> list[T]:
    """Make calls at once; wait for all of them, then raise what the first to fail raised."""
    replies = await asyncio.gather(*calls, return_exceptions=True)
    results = []
    for reply in replies:
        if isinstance(reply, BaseException):
            raise reply
        results.append(reply)
    return results
