"""Scrapy's side of the frontier: scrapy-redis's Scheduler over leases instead of popped requests.

Scrapy asks for requests in the middle of its loop and must be answered at once, so what it is given was claimed
before, and what it hands over is sent later, by one task on the same loop. No request object exists for a URL
before its claim, and a lease is settled when its request has left the engine: callback, errback and pipelines
are then done.
"""

import asyncio
import logging
import time
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from scrapy_redis.scheduler import Scheduler
from twisted.internet.defer import Deferred

from infra import metrics
from infra.frontier import Lease
from spiders.crawl import Crawl, crawl_of
from spiders.site import SiteSpider

logger = logging.getLogger(__name__)

#: Seconds that Redis gets to take what is left when the spider closes.
FAREWELL = 3.0
#: Seconds that a trip under way gets to finish before.
LAST_TRIP = 2.0


class FrontierScheduler(Scheduler):  # type: ignore[misc]  # scrapy-redis publishes no types
    """Hands out leased requests and settles them.

    scrapy-redis's settings keep their names: ``SCHEDULER_PERSIST`` is always on, since the frontier belongs to the
    whole cluster; ``SCHEDULER_FLUSH_ON_START`` is refused for the same reason; ``SCHEDULER_IDLE_BEFORE_CLOSE`` has
    no effect, for a worker closes when the inspection ends and not when nothing is ready.
    """

    def __init__(self, crawler: Crawler, crawl: Crawl, *, flush_on_start: bool = False) -> None:
        if flush_on_start:
            msg = "SCHEDULER_FLUSH_ON_START: the frontier is shared; close the inspection and create a new one"
            raise ValueError(msg)
        super().__init__(server=None, persist=True)
        self._crawler = crawler
        self._exchange = crawl.exchange
        self._rhythm = crawl.rhythm
        self._concurrency = crawl.settings.concurrency
        self._renew_after = min(crawl.settings.heartbeat_seconds, crawl.settings.lease_seconds / 3)
        self._handed: dict[Request, Lease] = {}
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler that Scrapy's ``SCHEDULER`` setting names."""
        flush = crawler.settings.getbool("SCHEDULER_FLUSH_ON_START")
        return cls(crawler, crawl_of(crawler), flush_on_start=flush)

    def __len__(self) -> int:
        return self._exchange.prefetched + len(self._handed)

    def open(self, spider: Spider) -> None:
        """Begin to exchange leases for results."""
        if not isinstance(spider, SiteSpider):
            msg = f"{type(spider).__name__} does not make requests of leases"
            raise TypeError(msg)
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

    def has_pending_requests(self) -> bool:
        """Say yes, always: whether the inspection is over is not for one worker to tell."""
        return True

    def enqueue_request(self, request: Request) -> bool:
        """Refuse what comes from anywhere but a lease: it would bypass deduplication and politeness."""
        logger.error("a request outside the frontier is dropped: %s", request.url)
        return False

    def next_request(self) -> Request | None:
        """Give a request for a lease that was claimed before; None when there is none right now."""
        lease = self._exchange.take()
        if lease is None:
            return None
        request: Request = self.spider.request_for(lease)
        self._handed[request] = lease
        return request

    def flush(self) -> None:
        """Do nothing: the frontier is the cluster's, not this worker's."""

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
            claimed = await self._exchange.trip(self._concurrency - len(self._handed))
        self._rhythm.after(sent=sent, claimed=claimed, away=self._exchange.is_away)
        if claimed:
            self._wake_engine()

    def _settle_finished(self, in_progress: set[Request]) -> int:
        """Settle the leases whose requests have left the engine; returns how many."""
        finished = [request for request in self._handed if request not in in_progress]
        for request in finished:
            lease = self._handed.pop(request)
            if not self._exchange.release(lease):
                # Neither callback nor pipeline told anything: a fault of ours, which must not cost the page its place.
                self._exchange.tell(self.spider.report_of_silence(lease))
                self._exchange.release(lease)
        return len(finished)

    def _in_progress(self) -> set[Request]:
        slot: Any = self._crawler.engine._slot  # noqa: SLF001 - Scrapy has no public name for it
        return slot.inprogress if slot is not None else set()

    def _wake_engine(self) -> None:
        slot: Any = self._crawler.engine._slot  # noqa: SLF001
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()
