"""Scrapy's side of the frontier: scrapy-redis's Scheduler over leases instead of popped requests.

Scrapy asks for requests in the middle of its loop and must be answered at once, so what it is given was claimed
before, and what it hands over is sent later, by one task on the same loop. A lease is settled when its request has
left the engine: callback, errback and pipelines are then done. Which request a lease stands for, and what one comes
to of which nothing was told, is for the subclass to say.
"""

import asyncio
import logging
import time
from abc import abstractmethod
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from scrapy_redis.scheduler import Scheduler
from twisted.internet.defer import Deferred

from infra import metrics
from infra.frontier import Lease
from spiders.leases.exchange import Exchange
from spiders.leases.rhythm import Rhythm
from spiders.observing import Report

logger = logging.getLogger(__name__)

#: Seconds that Redis gets to take what is left when the spider closes.
FAREWELL = 3.0
#: Seconds that a trip under way gets to finish before.
LAST_TRIP = 2.0
#: Leases in hand for each request that may be under way. Half a batch waits, so that the engine, which ends some
#: requests between two trips, finds the next ones there; more would keep tasks from workers that could begin them.
AHEAD = 1.5


class LeasingScheduler(Scheduler):  # type: ignore[misc]  # scrapy-redis publishes no types
    """Hands out leased requests and settles them."""

    def __init__(
        self, crawler: Crawler, exchange: Exchange, rhythm: Rhythm, *, concurrency: int, renew_after: float
    ) -> None:
        super().__init__(server=None, persist=True)
        self._crawler = crawler
        self._exchange = exchange
        self._rhythm = rhythm
        self._concurrency = concurrency
        self._renew_after = renew_after
        self._handed: dict[Request, Lease] = {}
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    @abstractmethod
    def _request_for(self, lease: Lease) -> Request | None:
        """Make a lease's request; None when it is not one, and is settled otherwise."""

    @abstractmethod
    def _report_for(self, request: Request, lease: Lease) -> Report:
        """Say what a request came to that left the engine without a word of its own."""

    def _done_with(self, request: Request) -> None:
        """Learn that a request has left the engine, so that nothing of its answer is needed any more."""

    def __len__(self) -> int:
        return self._exchange.prefetched + len(self._handed)

    def open(self, spider: Spider) -> None:
        """Begin to exchange leases for results."""
        self.spider = spider
        self._task = asyncio.get_running_loop().create_task(self._keep_exchanging(), name="exchange")

    def close(self, reason: str) -> Deferred[None]:  # noqa: ARG002 - Scrapy's signature
        """Send what is left and give every lease back; ends within seconds also when Redis is away."""
        return deferred_from_coro(self._close())

    async def _close(self) -> None:
        self._closing = True
        self._exchange.stirred.set()
        if self._task is not None:
            # A trip under way is let finish; a cancellation in its midst may be swallowed by the Redis client.
            await asyncio.wait([self._task], timeout=LAST_TRIP)
            self._task.cancel()
        self._settle_finished(set())
        await self._exchange.leave(FAREWELL)

    def next_request(self) -> Request | None:
        """Give a request for a lease that was claimed before; None when there is none right now."""
        while (lease := self._exchange.take()) is not None:
            request = self._request_for(lease)
            if request is not None:
                self._handed[request] = lease
                return request
        return None

    async def _keep_exchanging(self) -> None:
        renewed = time.monotonic()
        while not self._closing:
            try:
                await self._rhythm.pause(self._exchange.stirred)
                await self._exchange_once()
                if time.monotonic() - renewed > self._renew_after:
                    await self._exchange.renew()
                    renewed = time.monotonic()
            except Exception:
                metrics.ERRORS.labels(where="exchange").inc()
                logger.exception("the exchange with Redis failed and goes on")
                await asyncio.sleep(1)

    async def _exchange_once(self) -> None:
        sent = self._settle_finished(self._in_progress())
        with metrics.REDIS_ROUNDTRIP.time():
            claimed = await self._exchange.trip(round(AHEAD * self._concurrency) - len(self._handed))
        self._rhythm.after(sent=sent, claimed=claimed, away=self._exchange.is_away)
        if claimed:
            self._wake_engine()

    def _settle_finished(self, in_progress: set[Request]) -> int:
        """Settle the leases whose requests have left the engine; returns how many."""
        finished = [request for request in self._handed if request not in in_progress]
        for request in finished:
            lease = self._handed.pop(request)
            self._done_with(request)
            if not self._exchange.release(lease):
                self._exchange.tell(self._report_for(request, lease))
                self._exchange.release(lease)
        return len(finished)

    def _in_progress(self) -> set[Request]:
        slot: Any = self._crawler.engine._slot  # noqa: SLF001 - Scrapy has no public name for it
        return slot.inprogress if slot is not None else set()

    def _wake_engine(self) -> None:
        slot: Any = self._crawler.engine._slot  # noqa: SLF001
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()
