"""What was written to a hash of live results since the last look: only that crosses the wire, only that is decoded.

The scorer tells in a stream which targets it wrote (``scoring.live``). The first look reads all, and so does one after
which the stream no longer knows what came in between.
"""

from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Any, Final

from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.redis.replies import text, texts

#: Targets asked for at once: the screen must be able to answer a key in between.
_CHUNK: Final = 20


class Written:
    """One hash of an inspection, target → JSON. Its memory is what was told; one instance serves one reader."""

    def __init__(self, redis: Redis, inspection: str, hash_: str, *, at_once: int = _CHUNK) -> None:
        self._redis = redis
        self._feed = Keys(inspection).written
        self._hash = hash_
        self._at_once = at_once
        self._last = ""
        self._due: dict[str, None] = {}
        self._stamps: dict[str, int] = {}

    async def changed(self) -> AsyncIterator[tuple[str, bytes]]:
        """Give the targets whose value is another than at the last look. Raises ``RedisError``, loses nothing by it."""
        await self._look()
        while self._due:
            codes = list(islice(self._due, self._at_once))
            values: Any = await self._redis.hmget(self._hash, codes)
            for code, value in zip(codes, values, strict=True):
                self._due.pop(code, None)
                if value is not None and self._stamps.get(code) != (stamp := hash(value)):
                    self._stamps[code] = stamp
                    yield code, value

    async def _look(self) -> None:
        """Learn which targets were written."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.xrange(self._feed, count=1)
            if self._last:
                pipeline.xrange(self._feed, min=f"({self._last}")
            else:
                pipeline.xrevrange(self._feed, count=1)
            first, entries = await pipeline.execute()
        gap = not self._last or (first and _order(text(first[0][0])) > _order(self._last))
        self._note(texts(await self._redis.hkeys(self._hash)) if gap else _codes(entries))
        newest = [text(id_) for id_, _ in entries]
        self._last = max(newest, key=_order, default=self._last or "0-0")

    def _note(self, codes: Iterable[str]) -> None:
        self._due.update(dict.fromkeys(codes))


def _codes(entries: Iterable[Any]) -> Iterable[str]:
    return (text(code) for _, fields in entries for code in fields)


def _order(id_: str) -> tuple[int, int]:
    milliseconds, _, number = id_.partition("-")
    return int(milliseconds), int(number or 0)
