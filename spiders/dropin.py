"""Spiders written for scrapy-redis on our frontier, by ``SCHEDULER = "spiders.dropin.LeasedScheduler"`` alone.

A request is deduplicated by Scrapy's own fingerprint, waits in its host's queue, is leased to one process, and is
settled when it has left that process's engine. So what a killed process held is fetched by another, and a host sees
its ``DOWNLOAD_DELAY`` from the whole cluster. A request waits as a task whose text carries one line more than our own
tasks' do (``spiders.leases.requests_wire``): URL and host stand where the scripts and every reader of dead letters look
for them, the scripts need no second kind of queue, and tasks of inspections pay nothing for it.
"""

import asyncio
import logging
import os
import secrets
import socket
from contextlib import suppress
from typing import Any, Self

from redis import Redis as BlockingRedis
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from scrapy_redis import connection
from twisted.internet.defer import Deferred

from infra.clock import now_ms
from infra.frontier import Frontier, Lease, Result, Settlement
from infra.inspections import State
from infra.records import RequestTask, TaskKind
from infra.redis.connection import connect
from infra.redis.keys import Keys
from spiders import garbage, guards
from spiders.heartbeat import Heartbeat, Pulse
from spiders.leases import requests_wire
from spiders.leases.exchange import AWAY, Exchange
from spiders.leases.intake import Intake
from spiders.leases.leasing import LeasingScheduler
from spiders.leases.recent import RecentLinks
from spiders.leases.rhythm import Rhythm
from spiders.leases.terms import Terms, band_of, url_of
from spiders.observing import Report

logger = logging.getLogger(__name__)


class LeasedScheduler(LeasingScheduler):
    """scrapy-redis's scheduler for any spider, with leases.

    Its settings keep their names and meaning, but for these: ``SCHEDULER_QUEUE_CLASS``, ``SCHEDULER_SERIALIZER`` and
    ``DUPEFILTER_CLASS`` have no effect, and nor has ``SCHEDULER_IDLE_BEFORE_CLOSE`` (it never blocks). Priorities are
    kept exactly within a host: the larger first, then the older request, but for those that a process has claimed
    already. Hosts are served in turn, whatever their requests' priorities. Without ``SCHEDULER_PERSIST`` the last
    process to close clears the frontier. A request that another process knew already is dropped there, later than
    ``enqueue_request`` can say. Python's garbage collection is made rarer (``spiders.garbage``) unless
    ``SCHEDULER_SETTLE_GARBAGE`` is false. No budget cuts a foreign spider: what it follows is its own affair.
    """

    def __init__(self, crawler: Crawler, server: BlockingRedis, terms: Terms) -> None:
        worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        keys = Keys(terms.crawl)
        self._redis = connect(url_of(server))
        self._frontier = Frontier(self._redis, terms.crawl, terms.limits)
        self._recent = RecentLinks()
        exchange = Exchange(self._redis, self._frontier, keys, worker, self._recent)
        renew_after = min(terms.heartbeat, terms.limits.lease_ms / 3000)
        super().__init__(
            crawler, exchange, Rhythm(terms.limits.delay_ms), concurrency=terms.concurrency, renew_after=renew_after
        )
        settings = crawler.settings
        self.server = server
        self.persist = settings.getbool("SCHEDULER_PERSIST")
        self.flush_on_start = settings.getbool("SCHEDULER_FLUSH_ON_START")
        self.stats = crawler.stats
        self._keys = keys
        self._intake = Intake(server, self._redis, keys, worker)
        pulse = Pulse(every=terms.heartbeat, started_at=now_ms(), lost=self._intake.restore)
        self._heartbeat = Heartbeat(self._redis, terms.crawl, self._frontier, exchange, pulse)
        self._over = asyncio.Event()
        self._beating: asyncio.Task[None] | None = None
        self._answers: dict[Request, Settlement | None] = {}
        self._enqueued = 0
        self._dead = 0
        self._known = 0
        self._finished = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler that Scrapy's ``SCHEDULER`` setting names, over the Redis of scrapy-redis's settings."""
        spider = crawler.spider
        if spider is None:
            msg = "a scheduler is made for a spider that is there"
            raise TypeError(msg)
        server = connection.from_settings(crawler.settings)
        server.ping()
        return cls(crawler, server, Terms.of(crawler.settings, spider.name))

    def open(self, spider: Spider) -> None:
        """Begin; what an earlier process left waits in the frontier."""
        if self.flush_on_start:
            self.flush()
        self._intake.guard(spider)
        self.server.hsetnx(self._keys.meta, "state", State.RUNNING)
        self._crawler.signals.connect(self._note_asked, signals.request_reached_downloader)
        self._crawler.signals.connect(self._note_answer, signals.response_downloaded)
        super().open(spider)
        if self._crawler.settings.getbool("SCHEDULER_SETTLE_GARBAGE", True):
            garbage.settle()
        self._beating = asyncio.get_running_loop().create_task(self._heartbeat.keep(self._over), name="heartbeat")

    def close(self, reason: str) -> Deferred[None]:  # noqa: ARG002 - Scrapy's signature
        """Send what is left and give the leases back; without ``SCHEDULER_PERSIST`` the last one clears up."""
        return deferred_from_coro(self._leave())

    def has_pending_requests(self) -> bool:
        """Say no only when nothing waits and nobody holds a lease, so that what a killed process held is waited for."""
        return not (self._finished and self._exchange.is_empty)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request for the next trip to Redis, where it is dropped if it is known.

        False for one that this process knows to be known, and for one that cannot be kept in Redis; then a line of the
        log says why.
        """
        if self._finished:  # a crawl begins anew, perhaps over a frontier that somebody has cleared
            self._recent.forget()
            self._finished = False
        key = self._key_of(request)
        if (self.spider.name, key) in self._recent:
            self._count("known")
            return False
        try:
            self._exchange.offer(self._task_of(request, key))
        except requests_wire.RequestUnfitError as error:
            logger.error("dropped: %s", error)
            self._count("unfit")
            return False
        self._enqueued += 1
        self._count("enqueued/redis")
        return True

    def flush(self) -> None:
        """Forget all that waits, is leased or was seen, for every process."""
        pattern = self._keys.prefix.replace("[", "\\[") + "*"
        keys = list(self.server.scan_iter(match=pattern, count=1000))
        for at in range(0, len(keys), 1000):
            self.server.unlink(*keys[at : at + 1000])
        self._recent.forget()

    async def _leave(self) -> None:
        await super()._close()
        self._over.set()
        if self._beating is not None:
            await asyncio.wait([self._beating], timeout=1)
            self._beating.cancel()
        if self._exchange.is_empty:  # otherwise Redis is away, and the others will find that this process has gone
            with suppress(*AWAY):
                await self._intake.arrived(self._intake.taken)
            await self._heartbeat.end()
        with suppress(*AWAY):
            if not self.persist and not self.server.hlen(self._keys.beats):
                self.flush()
        await self._redis.aclose()

    async def _exchange_once(self) -> None:
        if self._is_ending():
            self._exchange.turn_back()
        taken = self._intake.taken
        await super()._exchange_once()
        if taken and self._exchange.is_sent:
            await self._intake.arrived(taken)
        if self._exchange.is_empty and not self._exchange.is_away:
            await self._look()

    def _is_ending(self) -> bool:
        """Whether Scrapy takes no more requests and lets end what is under way."""
        slot: Any = self._crawler.engine._slot  # noqa: SLF001 - Scrapy has no public name for it
        return slot is not None and slot.closing is not None

    async def _look(self) -> None:
        """See whether the crawl is over: then Scrapy may call the spider idle."""
        enqueued = self._enqueued
        try:
            progress = await self._frontier.progress()
        except AWAY:
            return
        if progress.known < self._known:  # somebody has flushed the frontier
            self._recent.forget()
        self._known = progress.known
        if progress.dead > self._dead:
            logger.error("%d requests were given up; they are kept as dead letters", progress.dead - self._dead)
        self._dead = progress.dead
        finished = progress.finished and enqueued == self._enqueued
        if finished and not self._finished:
            self._finished = True
            self._wake_engine()
        self._finished = finished

    def _key_of(self, request: Request) -> str:
        fingerprinter: Any = self._crawler.request_fingerprinter
        return secrets.token_hex(16) if request.dont_filter else fingerprinter.fingerprint(request).hex()

    def _task_of(self, request: Request, key: str) -> RequestTask:
        return RequestTask(
            target=self.spider.name,
            kind=TaskKind.ARTICLE,
            url=request.url,
            request=requests_wire.write(request, self.spider),
            key=key,
            band=band_of(request.priority),
        )

    def _request_for(self, lease: Lease) -> Request | None:
        line = lease.task.request if isinstance(lease.task, RequestTask) else ""
        try:
            request = requests_wire.read(lease.task.url, line, self.spider)
        except requests_wire.RequestUnfitError as error:
            logger.error("not fetched: %s", error)
            settlement = Settlement(lease=lease.id, result=Result.FAILED, status=200, reason=str(error))
            self._exchange.tell(Report(lease=lease, settlement=settlement))
            self._exchange.release(lease)
            return None
        self._count("dequeued/redis")
        return request

    def _report_for(self, request: Request, lease: Lease) -> Report:
        """Settle by what the downloader said last; retries and redirects are requests of their own by now."""
        # One that a middleware answered or refused before its host was asked says nothing about the host.
        unasked = Settlement(lease=lease.id, result=Result.DONE, status=200)
        silent = Settlement(lease=lease.id, result=Result.FAILED, reason="no answer")
        settlement = self._answers.pop(request, unasked) or silent
        return Report(lease=lease, settlement=settlement)

    def _note_asked(self, request: Request) -> None:
        if request in self._handed:
            self._answers[request] = None

    def _note_answer(self, response: Response, request: Request) -> None:
        lease = self._handed.get(request)
        if lease is None:
            return
        asked = response.headers.get("Retry-After") or b""
        ending = guards.of_status(response.status, retry_after=asked.decode("latin-1"))
        self._answers[request] = Settlement(
            lease=lease.id,
            result=Result.DONE,
            status=response.status,
            latency_ms=round(request.meta.get("download_latency", 0.0) * 1000),
            retry_after_ms=ending.retry_after_ms,
        )

    def _count(self, what: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"scheduler/{what}")
