"""What is asked of a host once for the whole cluster: by one worker, and then known to all.

Who claims the question asks it; the others wait for what is kept. A claim ends by itself, so that a worker that dies
with it holds nobody up for long.
"""

from collections.abc import Callable
from typing import Any, Final

from redis.asyncio import Redis

#: Milliseconds after which a claim that nobody answered is anybody's again.
CLAIM_MS: Final = 60_000
_CLAIMED: Final = b"?"


class Once:
    """Answers by origin (``https://www.example.gov.cn``); ``key`` names where an origin's stands in Redis.

    A claim lasts ``claim_ms``; if its worker takes longer, another asks too, which does no harm.
    """

    def __init__(self, redis: Redis, key: Callable[[str], str], *, claim_ms: int = CLAIM_MS) -> None:
        self._redis: Final = redis
        self._key: Final = key
        self._claim_ms: Final = claim_ms

    async def read(self, origin: str) -> bytes | None:
        """Give what was kept for the origin; None while nobody has answered."""
        value: Any = await self._redis.get(self._key(origin))
        return None if value is None or value == _CLAIMED else value

    async def claim(self, origin: str) -> bool:
        """Tell whether it is the caller's to ask."""
        return bool(await self._redis.set(self._key(origin), _CLAIMED, nx=True, px=self._claim_ms))

    async def keep(self, origin: str, value: bytes, seconds: int) -> None:
        """Keep an answer for so long; it is anything but ``?``."""
        await self._redis.set(self._key(origin), value, ex=seconds)
