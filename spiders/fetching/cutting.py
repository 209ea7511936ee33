"""Downloads that can be ended within a moment: a worker that must leave cuts what is under way instead of waiting."""

import asyncio


class DownloadCutError(Exception):
    """A download that the worker itself ended because it is leaving; nothing was learnt about the page."""


class Downloads:
    """The downloads under way in this process, so that they can be cut all at once."""

    def __init__(self) -> None:
        self._clocks: set[asyncio.Timeout] = set()
        self._closed = False

    def open(self) -> asyncio.Timeout:
        """Give a download a clock that has no end until ``cut`` is called."""
        clock = asyncio.timeout(0 if self._closed else None)
        self._clocks.add(clock)
        return clock

    def done(self, clock: asyncio.Timeout) -> None:
        """Forget a download that has ended."""
        self._clocks.discard(clock)

    def cut(self) -> None:
        """End every download now, and each one that begins from here on."""
        if self._closed:
            return
        self._closed = True
        now = asyncio.get_running_loop().time()
        for clock in self._clocks:
            clock.reschedule(now)
