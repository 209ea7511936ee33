"""One loop that reads the inspection and tells the app, for as long as the app lives.

It never ends on an error: a server that is away is asked again with a growing, jittered pause, and the app keeps what
it has. One reading follows the other, so a slow link slows the refresh down instead of piling readings up.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Protocol

from textual.message import Message

from tui.messages import SnapshotTaken, SourceLost
from tui.model import Snapshot
from tui.topics import Topic

LONGEST_PAUSE = 10.0
"""Seconds between two tries while the source is away."""
PATIENCE = 5.0
"""Seconds without an answer after which, and again after as many, the source counts as away."""


class SourceError(Exception):
    """The source cannot be read just now; the text is one line for the operator."""


class Source(Protocol):
    """Where snapshots come from."""

    async def snapshot(self, topic: Topic | None = None) -> Snapshot:
        """Read the inspection now, and the topic if there is one. Raises ``SourceError``."""
        ...


class Poller:
    """Reads ``source`` every ``period`` seconds and hands each result to ``post``."""

    def __init__(self, source: Source, *, period: float, post: Callable[[Message], object]) -> None:
        self._source = source
        self._period = period
        self._post = post
        self._topic: Topic | None = None
        self._turned = asyncio.Event()

    def turn_to(self, topic: Topic | None) -> None:
        """Read this topic from now on; another one than before is read at once."""
        if topic != self._topic:
            self._topic = topic
            self._turned.set()

    def read_from(self, source: Source) -> None:
        """Read another inspection from now on, at once; what an older reading still brings is dropped."""
        self._source = source
        self._turned.set()

    async def run(self) -> None:
        """Read until cancelled."""
        failures = 0
        while True:
            source = self._source
            try:
                self._turned.clear()
                snapshot = await self._answer(source)
            except SourceError as away:
                if source is not self._source:
                    continue
                failures += 1
                self._post(SourceLost(str(away)))
                await asyncio.sleep(self._pause(failures))
                continue
            if source is not self._source:
                continue
            failures = 0
            self._post(SnapshotTaken(snapshot))
            await self._rest()

    async def _answer(self, source: Source) -> Snapshot:
        """Read once, and say meanwhile when that takes long: a server that hangs refuses nothing and closes nothing."""
        reading = asyncio.create_task(source.snapshot(self._topic))
        begun = time.monotonic()
        try:
            while not (await asyncio.wait((reading,), timeout=PATIENCE))[0]:
                if source is self._source:
                    self._post(SourceLost(f"no answer for {time.monotonic() - begun:.0f} s"))
            return reading.result()
        finally:
            reading.cancel()

    async def _rest(self) -> None:
        """Wait for the time of the next reading, or until another topic is wanted."""
        try:
            await asyncio.wait_for(self._turned.wait(), self._period)
        except TimeoutError:
            return

    def _pause(self, failures: int) -> float:
        longest = min(LONGEST_PAUSE, self._period * 2.0 ** min(failures - 1, 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
