"""One loop that reads the inspection and tells the app, for as long as the app lives.

It never ends on an error: a server that is away is asked again with a growing, jittered pause, and the app keeps what
it has. One reading follows the other, so a slow link slows the refresh down instead of piling readings up.
"""

import asyncio
import random
from collections.abc import Callable
from typing import Protocol

from textual.message import Message

from tui.messages import SnapshotTaken, SourceLost
from tui.model import Snapshot

LONGEST_PAUSE = 10.0
"""Seconds between two tries while the source is away."""


class SourceError(Exception):
    """The source cannot be read just now; the text is one line for the operator."""


class Source(Protocol):
    """Where snapshots come from."""

    async def snapshot(self) -> Snapshot:
        """Read the inspection now. Raises ``SourceError``."""
        ...


class Poller:
    """Reads ``source`` every ``period`` seconds and hands each result to ``post``."""

    def __init__(self, source: Source, *, period: float, post: Callable[[Message], object]) -> None:
        self._source = source
        self._period = period
        self._post = post

    async def run(self) -> None:
        """Read until cancelled."""
        failures = 0
        while True:
            try:
                snapshot = await self._source.snapshot()
            except SourceError as away:
                failures += 1
                self._post(SourceLost(str(away)))
                await asyncio.sleep(self._pause(failures))
                continue
            failures = 0
            self._post(SnapshotTaken(snapshot))
            await asyncio.sleep(self._period)

    def _pause(self, failures: int) -> float:
        longest = min(LONGEST_PAUSE, self._period * 2.0 ** min(failures - 1, 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
