"""How often a worker goes to Redis: at once when there is a reason, seldom when there is none, never in a spin.

Politeness makes a host wait a delay between two pages, so the next lease is seldom there at once. Asking at a tenth of
that delay costs a tenth of the rate at most; a worker that was given nothing for long asks once a second.
"""

import asyncio
import time
from contextlib import suppress

#: Seconds. Trips closer together than this would carry next to nothing.
SHORTEST = 0.02
#: Between trips under load, so that each carries many results.
BATCH = 0.05
LONGEST = 1.0
#: Results in one trip from which the load counts as heavy.
_MANY = 4
#: Seconds without a lease after which a worker counts as idle, at least.
_QUIET = 5.0


class Rhythm:
    """Waits between trips. ``delay_ms`` is what a host waits between two pages."""

    def __init__(self, delay_ms: int) -> None:
        self._ceiling = min(max(delay_ms / 10_000, BATCH), LONGEST)
        self._quiet = max(_QUIET, delay_ms / 100)
        self.interval = BATCH
        """Seconds until the next trip when nothing calls for one before."""
        self._gap = SHORTEST
        self._last_trip = 0.0
        self._last_lease = time.monotonic()

    async def pause(self, stirred: asyncio.Event) -> None:
        """Wait until the next trip is due or ``stirred`` is set, and for some distance from the last trip anyway."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.interval):
                await stirred.wait()
        rest = self._last_trip + self._gap - time.monotonic()
        if rest > 0:
            await asyncio.sleep(rest)

    def after(self, *, sent: int, claimed: int, away: bool) -> None:
        """Learn from a trip: how many results it took along, how many leases it brought, whether Redis was there."""
        self._last_trip = time.monotonic()
        self._gap = BATCH if sent >= _MANY else SHORTEST
        if claimed:
            self._last_lease = self._last_trip
        if away:
            self._gap = self.interval = min(max(self.interval * 2, BATCH), LONGEST)
        elif sent or claimed:
            self.interval = BATCH
        else:
            idle = self._last_trip - self._last_lease > self._quiet
            self.interval = min(self.interval * 1.5, LONGEST if idle else self._ceiling)
