"""A worker's sign of life, and its eye on the others'.

At every beat it takes back the leases of workers that fell silent: what a killed one held is fetched by another.
"""

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from redis.asyncio import Redis

from infra import metrics
from infra.clock import now_ms
from infra.frontier import Frontier
from infra.inspections import Beat, Inspections
from infra.memory import resident_bytes
from infra.stream import ObservationStream
from spiders.leases.exchange import AWAY, Exchange

#: Heartbeats without which a process is taken for dead.
SILENT_BEATS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What stays the same from beat to beat."""

    every: float
    """Seconds."""
    started_at: int
    """Epoch milliseconds."""
    metrics_port: int = 0
    lost: Callable[[str], Awaitable[None]] | None = None
    """What is to be done for a worker that fell silent, beside taking its leases back."""


class Heartbeat:
    """The beats of one worker in one crawl."""

    def __init__(self, redis: Redis, crawl: str, frontier: Frontier, exchange: Exchange, pulse: Pulse) -> None:
        self._inspections = Inspections(redis, silent_ms=round(pulse.every * SILENT_BEATS * 1000))
        self._stream = ObservationStream(redis, crawl)
        self._crawl = crawl
        self._frontier = frontier
        self._exchange = exchange
        self._pulse = pulse

    async def keep(self, over: asyncio.Event) -> None:
        """Beat, take the leases of workers that fell silent back, and measure, until ``over`` is set."""
        beats_in_a_row, fetched, at = 0, 0, time.monotonic()
        while not over.is_set():
            now = time.monotonic()
            rate = (self._exchange.fetched - fetched) / max(now - at, 0.001)
            fetched, at = self._exchange.fetched, now
            try:
                await self._inspections.beat(self._crawl, self._beat(rate, fetched))
                # After Redis was away every beat is old; only one that beat throughout may call others dead.
                beats_in_a_row += 1
                if beats_in_a_row > SILENT_BEATS:
                    await self._reap()
                await self._measure()
            except AWAY:
                beats_in_a_row = 0
                metrics.ERRORS.labels(where="heartbeat").inc()
            await rest(self._pulse.every, over)

    async def end(self) -> None:
        """Take the beat away, so that nobody takes this worker for dead; gives up after a second."""
        with suppress(TimeoutError, *AWAY):
            async with asyncio.timeout(1):
                await self._inspections.leave(self._crawl, self._exchange.worker)

    async def _reap(self) -> None:
        silent = await self._inspections.silent(self._crawl)
        ended = await self._frontier.reap(silent)
        for name in silent:
            if self._pulse.lost is not None:
                await self._pulse.lost(name)
            await self._inspections.leave(self._crawl, name)
        if ended:
            await self._inspections.log(self._crawl, f"{ended} leases taken back from {', '.join(silent) or 'expired'}")

    async def _measure(self) -> None:
        progress = await self._frontier.progress()
        for state in ("waiting", "leased", "done", "failed", "blocked", "dead"):
            metrics.FRONTIER_TASKS.labels(state=state).set(getattr(progress, state))
        metrics.STREAM_BACKLOG.set(await self._stream.backlog())

    def _beat(self, rate: float, fetched: int) -> Beat:
        return Beat(
            name=self._exchange.worker,
            pid=os.getpid(),
            host=socket.gethostname(),
            role="worker",
            started_at=self._pulse.started_at,
            seen_at=now_ms(),
            metrics_port=self._pulse.metrics_port,
            rate=round(rate, 2),
            fetched=fetched,
            rss_bytes=resident_bytes(),
        )


async def rest(seconds: float, until: asyncio.Event) -> None:
    """Sleep, but no longer than until the event is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await until.wait()
