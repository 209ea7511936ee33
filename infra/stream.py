"""Observations on their way from the workers to the scorers: a Redis stream with one consumer group.

Delivery is at least once, which is enough since facts merge. An observation is removed in the same step in which it is
acknowledged, so the stream's length is the backlog, exactly, and nothing undelivered or unacknowledged is ever trimmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from infra.redis.connection import SOCKET_TIMEOUT
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.redis.scripts import Script, Scripts

#: The one field of an entry: an ``Observation`` as JSON.
FIELD: Final = b"o"
GROUP: Final = "scorers"
#: Dead letters kept; the oldest fall out first.
_DEAD_KEPT: Final = 10_000
_LONGEST_BLOCK_MS: Final = round(SOCKET_TIMEOUT * 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One delivery of one observation."""

    id: bytes
    data: bytes
    deliveries: int
    """1 the first time; more when a consumer failed on it or died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadObservation:
    """An observation that no consumer could fold."""

    data: bytes
    reason: str


class ObservationStream:
    """The stream of one inspection. ``idle_ms``: how long an entry may stay with a silent consumer."""

    def __init__(self, redis: Redis, inspection: str, *, idle_ms: int = 30_000) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)
        self._scripts: Final = Scripts(redis, self._keys.prefix)
        self._idle_ms: Final = idle_ms

    async def add(self, observations: Sequence[bytes]) -> None:
        """Append observations in one round trip."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            for data in observations:
                pipeline.xadd(self._keys.stream, {FIELD: data})
            if len(pipeline):
                await pipeline.execute()

    async def read(self, consumer: str, count: int, block_ms: int) -> list[Entry]:
        """Give up to ``count`` entries.

        The consumer's own unacknowledged ones with those of silent consumers; if there are none, new ones, for which
        it waits up to ``block_ms`` (at most half the socket's timeout).
        """
        try:
            return await self._old(consumer, count) or await self._new(consumer, count, block_ms)
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
        await self._create_group()
        return await self._new(consumer, count, block_ms)

    async def ack(self, ids: Sequence[bytes]) -> None:
        """Acknowledge and remove entries whose facts are stored."""
        if ids:
            await self._scripts.call(Script.ACK, GROUP, *ids)

    async def trim(self) -> int:
        """Remove what stands behind all acknowledgements (an operator's XACK leaves such); give how many.

        Never past the oldest pending or the last delivered entry.
        """
        groups = await self._groups()
        if not groups:
            return 0
        edge: bytes = groups[0]["last-delivered-id"]
        if groups[0]["pending"]:
            edge = (await self._redis.xpending(self._keys.stream, GROUP))["min"]
        return int(await self._redis.xtrim(self._keys.stream, minid=edge, approximate=False))

    async def backlog(self) -> int:
        """Count the observations that are not folded yet: undelivered and unacknowledged."""
        return int(await self._redis.xlen(self._keys.stream))

    async def dead_letter(self, entry: Entry, reason: str) -> None:
        """Put an entry aside with the reason, and take it from the stream, in one step."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.xadd(
                self._keys.stream_dead,
                {FIELD: entry.data, b"reason": reason.encode("utf-8", "replace")},
                maxlen=_DEAD_KEPT,
            )
            pipeline.xack(self._keys.stream, GROUP, entry.id)
            pipeline.xdel(self._keys.stream, entry.id)
            await pipeline.execute()

    async def dead_letters(self, limit: int = 100) -> list[DeadObservation]:
        """Give the newest dead letters, newest first."""
        rows: Any = await self._redis.xrevrange(self._keys.stream_dead, count=limit)
        return [DeadObservation(data=fields[FIELD], reason=text(fields[b"reason"])) for _, fields in rows]

    async def _old(self, consumer: str, count: int) -> list[Entry]:
        """Entries delivered before: this consumer's, then those of consumers that fell silent; one round trip."""
        stream = self._keys.stream
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.xreadgroup(GROUP, consumer, {stream: "0"}, count=count)
            pipeline.xautoclaim(stream, GROUP, consumer, self._idle_ms, "0", count=count)
            own, claimed = await pipeline.execute()
        rows = {id_: fields for id_, fields in (_entries(own) + claimed[1]) if id_}
        gone = [id_ for id_, fields in rows.items() if not fields]
        if gone:
            await self._redis.xack(stream, GROUP, *gone)
        return await self._with_deliveries(consumer, {id_: fields for id_, fields in rows.items() if fields})

    async def _with_deliveries(self, consumer: str, rows: dict[bytes, Any]) -> list[Entry]:
        if not rows:
            return []
        pending: Any = await self._redis.xpending_range(self._keys.stream, GROUP, "-", "+", len(rows), consumer)
        deliveries = {row["message_id"]: row["times_delivered"] for row in pending}
        return [Entry(id=id_, data=fields[FIELD], deliveries=deliveries.get(id_, 1)) for id_, fields in rows.items()]

    async def _new(self, consumer: str, count: int, block_ms: int) -> list[Entry]:
        block = min(block_ms, _LONGEST_BLOCK_MS) or None
        rows = await self._redis.xreadgroup(GROUP, consumer, {self._keys.stream: ">"}, count=count, block=block)
        return [Entry(id=id_, data=fields[FIELD], deliveries=1) for id_, fields in _entries(rows)]

    async def _create_group(self) -> None:
        try:
            await self._redis.xgroup_create(self._keys.stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    async def _groups(self) -> list[dict[str, Any]]:
        try:
            return list(await self._redis.xinfo_groups(self._keys.stream))
        except ResponseError:
            return []


def _entries(reply: Any) -> list[tuple[bytes, Any]]:
    return list(reply[0][1]) if reply else []
