"""When a host may be asked by the scripts of a page: one request at a time, and no sooner than the crawl would.

While a page is shown, its lease is held, so with one open lease a host (the default) nobody else asks its host. What
the page's scripts ask for follows in the crawl's own step: a host is left alone for the delay between two requests,
counted from the end of the one before, as the frontier counts it (DESIGN §4).
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Final

#: Gives the seconds that a host is left alone between two requests.
Delay = Callable[[str], Awaitable[float]]

_REMEMBERED: Final = 1_000


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked_at: float = -inf
    """When the last request ended."""


class Turns:
    """The turns of all pages that a worker shows."""

    def __init__(self, delay: Delay) -> None:
        self._delay = delay
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def asked(self, host: str) -> None:
        """Note that the host has just been asked otherwise: for the page itself."""
        self._of(host).asked_at = asyncio.get_running_loop().time()

    @asynccontextmanager
    async def of(self, host: str, note: Callable[[float], None]) -> AsyncIterator[None]:
        """Wait for the host's turn, and have it within the block.

        ``note`` is told how many seconds the delay asks to wait before they are waited, and may raise instead.
        """
        loop, one = asyncio.get_running_loop(), self._of(host)
        async with one.lock:
            pause = max(0.0, one.asked_at + await self._delay(host) - loop.time())
            note(pause)
            await asyncio.sleep(pause)
            try:
                yield
            finally:
                one.asked_at = loop.time()

    def _of(self, host: str) -> _Host:
        one = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        while len(self._hosts) > _REMEMBERED:
            self._hosts.popitem(last=False)
        return one
