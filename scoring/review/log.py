"""The log of decisions of one inspection, in Redis: append-only, each row bound to the one before it.

The rows lie in the order they came; the same row again changes nothing. What a row is bound by is in ``chain``; here
stands how two writers at once do not fork it: the rows are appended by a script that refuses them when the log has
grown since they were sealed, and then they are sealed anew.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
from redis.asyncio import Redis

from infra.clock import moment_of_ms, now_ms
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.redis.scripts import Script, Scripts
from scoring.review.chain import Entry, Head, Stamp, Verdict, head_of, sealed, verify
from scoring.review.decision import EVERYONE, Review
from scoring.review.table import ReviewError


class Reviews:
    """The decisions of one inspection."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._redis: Final = redis
        self._id: Final = inspection
        self._keys: Final = Keys(inspection)
        self._scripts: Final = Scripts(redis, self._keys.prefix)

    async def add(self, rows: Sequence[Review], *, by: str = "operator") -> int:
        """Enter decisions after those already there, all in one step; give how many were new."""
        return len(await self.enter(rows, by=by))

    async def enter(self, rows: Sequence[Review], *, by: str = "operator") -> list[Entry]:
        """Enter decisions that are not there yet, all in one step; give them as rows of the log.

        ``by`` is the login name that enters them. Raises ``ReviewError`` when a row of the log cannot be read.
        """
        stamp = Stamp(inspection=self._id, at=moment_of_ms(now_ms()).isoformat(timespec="milliseconds"), by=by)
        lines: list[bytes] = []
        while True:  # each turn beyond the first means that another writer's rows went in
            lines += await self.lines(len(lines))
            known = {as_review(line, number) for number, line in enumerate(lines, 1)}
            new = [row for row in dict.fromkeys(rows) if row not in known]
            if not new:
                return []
            fresh, head = sealed(new, head_of(lines), stamp)
            if await self._append(lines, fresh, head, await self._touched(new)):
                return [as_entry(line) for line in fresh]

    async def all(self) -> list[Review]:
        """Give every decision, oldest first. Raises ``ReviewError`` for a row that cannot be read."""
        return [as_review(line, number) for number, line in enumerate(await self.lines(), 1)]

    async def entries(self) -> list[Entry]:
        """Give every decision as a row of the log, oldest first. Raises ``ReviewError`` as ``all`` does."""
        return [as_entry(line, number) for number, line in enumerate(await self.lines(), 1)]

    async def lines(self, since: int = 0) -> list[bytes]:
        """Give the rows after the first ``since``, as they are kept."""
        return [row for row in await self._redis.lrange(self._keys.reviews, since, -1) if isinstance(row, bytes)]

    async def audited(self) -> tuple[list[bytes], Verdict]:
        """Give all rows as they are kept, and whether they are what was entered, to the end."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.lrange(self._keys.reviews, 0, -1)
            pipeline.get(self._keys.reviews_head)
            lines, head = await pipeline.execute()
        rows, _, digest = text(head or b"").partition(" ")
        return lines, verify(lines, Head(rows=int(rows), digest=digest) if head else None)

    async def _append(self, seen: Sequence[bytes], fresh: Sequence[bytes], head: Head, codes: Sequence[str]) -> bool:
        last = seen[-1] if seen else b""
        end = f"{head.rows} {head.digest}"
        return bool(await self._scripts.call(Script.ENTER, len(seen), last, end, len(fresh), *fresh, *codes))

    async def _touched(self, rows: Sequence[Review]) -> list[str]:
        """Give the targets that have to be scored anew."""
        if any(row.target == EVERYONE for row in rows):
            return [text(code) for code in await self._redis.hkeys(self._keys.targets)]
        return sorted({row.target for row in rows})


def as_review(line: bytes, number: int = 0) -> Review:
    """Read a row of the log as a decision, with or without a seal; ``number`` is told when it cannot be read."""
    try:
        return msgspec.json.decode(line, type=Review)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"row {number} of the review log cannot be read ({error}); `xuncha review log --verify` looks at all"
        raise ReviewError(msg) from None


def as_entry(line: bytes, number: int = 0) -> Entry:
    """Read a row of the log whole; as ``as_review``."""
    as_review(line, number)
    return msgspec.json.decode(line, type=Entry)
