"""A worker's side of what is asked of a host once for the whole cluster: ask, or wait for who does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from infra.once import Once
from spiders.leases.exchange import AWAY

#: Seconds between two looks while another worker asks, and while Redis is away.
LOOK: Final = 0.2
_AWAY: Final = 1.0


async def known_once(cache: Once, origin: str, ask: Callable[[], Awaitable[bytes]]) -> bytes:
    """Give what is kept for an origin; ``ask`` finds it out, and keeps it, if nobody else does. Waits for Redis."""
    while True:
        try:
            value = await cache.read(origin)
            if value is not None:
                return value
            if await cache.claim(origin):
                return await ask()
        except AWAY:
            await asyncio.sleep(_AWAY)
        await asyncio.sleep(LOOK)
