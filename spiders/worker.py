"""The worker process: waits for an inspection, crawls it with Scrapy, and leaves without losing a page.

Everything runs on one event loop: Scrapy (without a reactor), the exchange with Redis, the heartbeat, and the
watch over the inspection's state. State is polled, never awaited as a message: what a worker misses it reads a
moment later.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from redis.asyncio import Redis
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from infra import metrics
from infra.browser import browser_of
from infra.clock import now_ms, parse_as_of
from infra.evidence import EvidenceError, EvidenceStore
from infra.frontier import Frontier, Limits
from infra.inspections import Inspection, Inspections, State
from infra.once import Once
from infra.records import Kind, Word
from infra.redirects import Redirects
from infra.redis.keys import Keys
from infra.robots import RobotsCache
from infra.settings import Settings
from infra.shards import Shards
from infra.words import Words, shipped
from spiders import garbage
from spiders.attachments.reader import FileReader
from spiders.browser.bounds import Bounds
from spiders.browser.pace import Pace
from spiders.browser.renderer import Renderer
from spiders.crawl import Crawl
from spiders.fetching.cutting import Downloads
from spiders.fetching.replay import Archive
from spiders.fetching.room import Room
from spiders.heartbeat import Heartbeat, Pulse, rest
from spiders.hosts.echoes import Echoes
from spiders.hosts.robots import Robots
from spiders.leases.exchange import AWAY, Exchange
from spiders.leases.recent import RecentLinks
from spiders.leases.rhythm import Rhythm
from spiders.leases.sent import Sent
from spiders.observing import Observer
from spiders.reading.links import canonical
from spiders.reading.wording import Wording
from spiders.reusing.reuse import Reuse
from spiders.settings import scrapy_settings
from spiders.site import SiteSpider

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds between two looks at an inspection's state.
LOOK = 0.5
#: Seconds that requests under way get to end by themselves when the worker leaves; then they are cut and given back.
GRACE = 2.0

_OVER = frozenset({State.STOPPED, State.FINISHED, State.CLOSED})


class _LeavingError(Exception):
    """The worker was asked to leave while it waited for Redis."""


class Worker:
    """One worker. ``metrics_port`` is where its metrics are served, for the heartbeat to tell."""

    def __init__(self, settings: Settings, redis: Redis, *, name: str, metrics_port: int) -> None:
        self._settings = settings
        self._redis = redis
        self._name = name
        self._pulse = Pulse(every=settings.heartbeat_seconds, metrics_port=metrics_port, started_at=now_ms())
        self._inspections = Inspections(redis)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Ask the worker to give its leases back and end; safe to call from a signal handler of the loop."""
        self._leaving.set()

    async def run(self, wanted: str | None, *, once: bool) -> None:
        """Serve inspections until asked to leave; with ``once`` until the first one served is over.

        ``wanted`` names the inspection; None takes any that runs. Raises ``InspectionError`` when there is no such one.
        """
        with suppress(_LeavingError):
            while (inspection := await self._next(wanted, once=once)) is not None:
                await self._serve(inspection)
                if once:
                    return

    async def _next(self, wanted: str | None, *, once: bool) -> Inspection | None:
        """Wait for an inspection that runs; None when asked to leave, or when the wanted one is over already."""
        while not self._leaving.is_set():
            if wanted is None:
                rows = await self._insist(self._inspections.list)
            else:
                rows = [await self._insist(lambda: self._inspections.get(wanted))]
            running = next((row for row in rows if row.state is State.RUNNING), None)
            if running is not None:
                return running
            if once and wanted is not None and rows[0].state in _OVER:
                return None
            await rest(LOOK, self._leaving)
        return None

    async def _serve(self, inspection: Inspection) -> None:
        """Crawl one inspection until it is over or the worker is asked to leave."""
        frontier = Frontier(self._redis, inspection.id, Limits.from_settings(self._settings))
        crawl = await self._crawl_of(inspection, frontier)
        runner = AsyncCrawlerRunner(scrapy_settings(self._settings))
        crawler = runner.create_crawler(SiteSpider)
        crawling = runner.crawl(crawler, crawl=crawl)
        over = asyncio.Event()
        heartbeat = Heartbeat(self._redis, inspection.id, frontier, crawl.exchange, self._pulse)
        caring = asyncio.create_task(heartbeat.keep(over), name="heartbeat")
        try:
            await self._until_over(inspection.id, crawling)
            await self._end(crawl, crawler, crawling)
        finally:
            over.set()
            crawl.evidence.close()
            if crawl.files is not None:
                await crawl.files.close()
            if crawl.browser is not None:
                await crawl.browser.close()
            if crawl.reuse is not None:
                crawl.reuse.close()
            await asyncio.wait([caring], timeout=1)
            caring.cancel()
            await heartbeat.end()

    async def _crawl_of(self, inspection: Inspection, frontier: Frontier) -> Crawl:
        settings = self._settings
        targets = await self._insist(lambda: self._inspections.targets(inspection.id))
        homes = {target.code: canonical(target.url) for target in targets if target.kind is Kind.SITE}
        limits, recent = Limits.from_settings(settings), RecentLinks()
        sent = Sent() if inspection.shards > 1 else None
        echoes = self._echoes(inspection.id, limits)
        as_of, words = parse_as_of(inspection.as_of), await self._words(inspection)
        return Crawl(
            settings=settings,
            exchange=Exchange(self._redis, frontier, Keys(inspection.id), self._name, recent, sent),
            rhythm=Rhythm(limits.delay_ms),
            observer=Observer(
                as_of=as_of,
                homes=homes,
                max_attempts=settings.max_attempts,
                recent=recent,
                images=settings.images,
                wording=Wording(words),
                echo_of=echoes.of,
                seed=inspection.id,
            ),
            evidence=EvidenceStore(settings.data_dir, inspection.id, self._name),
            downloads=Downloads(),
            room=Room(settings.body_room),
            files=FileReader(as_of=as_of.date(), words=words) if settings.attachments == "read" else None,
            robots=self._robots(inspection.id, limits) if settings.robots == "obey" else None,
            archive=await self._archive(inspection.id) if settings.replay else None,
            echoes=echoes,
            browser=self._browser(inspection.id, limits),
            redirects=Redirects(self._redis, inspection.id),
            reuse=await self._reuse(inspection) if inspection.reuses else None,
        )

    async def _words(self, inspection: Inspection) -> tuple[Word, ...]:
        """Learn which words are wrong at the inspection's time point."""
        own = await self._insist(Words(self._redis, inspection.id).all)
        as_of = parse_as_of(inspection.as_of)
        return tuple(word for word in (*own, *shipped()) if word.holds(as_of))

    async def _archive(self, inspection: str) -> Archive:
        """Learn what the archives hold. Raises ``EvidenceError`` for one that cannot be read."""
        damages: list[str] = []
        archive = await Archive.open(self._settings.replay, tell=damages.append)
        for line in damages:
            logger.warning(line)
            await self._insist(lambda line=line: self._inspections.log(inspection, line))  # type: ignore[misc]
        return archive

    async def _reuse(self, inspection: Inspection) -> Reuse | None:
        """Make ready what the earlier inspection kept on this machine, before anything is fetched."""
        earlier = inspection.reuses
        try:
            return await Reuse.open(earlier, self._settings, leaving=self._leaving.is_set)
        except EvidenceError as error:
            line = f"{self._name} re-uses nothing of inspection {earlier} and fetches every page whole: {error}"
            logger.warning(line)
            await self._insist(lambda: self._inspections.log(inspection.id, line))
            return None

    def _echoes(self, inspection: str, limits: Limits) -> Echoes:
        claim_ms = round(self._settings.timeout_seconds * 1500)
        cache = Once(self._redis, Keys(inspection).echo, claim_ms=claim_ms)
        return Echoes(cache, seed=inspection, delay=limits.delay_ms / 1000)

    def _browser(self, inspection: str, limits: Limits) -> Renderer | None:
        """Make a browser ready, which begins with the first page that needs it. Raises ``UnusableSettingError``."""
        program = browser_of(self._settings)
        if program is None:
            return None
        pace = Pace(self._redis, Shards(self._redis, inspection, limits), usual=limits.delay_ms / 1000)
        return Renderer(program, delay=pace.of, bounds=Bounds(page_bytes=self._settings.page_bytes))

    def _robots(self, inspection: str, limits: Limits) -> Robots:
        cache = RobotsCache(self._redis, inspection, Shards(self._redis, inspection, limits))
        return Robots(cache, delay=limits.delay_ms / 1000)

    async def _until_over(self, inspection: str, crawling: asyncio.Task[None]) -> None:
        while not self._leaving.is_set() and not crawling.done():
            with suppress(*AWAY):
                if (await self._inspections.get(inspection)).state in _OVER:
                    return
            await rest(LOOK, self._leaving)

    async def _end(self, crawl: Crawl, crawler: Crawler, crawling: asyncio.Task[None]) -> None:
        """Give back what was not begun, let end what soon will, cut the rest, deliver what was seen."""
        crawl.exchange.turn_back()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await crawl.exchange.at_rest.wait()
        crawl.downloads.cut()
        if crawl.files is not None:
            crawl.files.cut()
        if crawl.browser is not None:
            crawl.browser.cut()
        # Scrapy takes no notice of a stop before its engine runs.
        while not (crawling.done() or _is_running(crawler)):  # noqa: ASYNC110 - it sets no event then
            await asyncio.sleep(0.01)
        if not crawling.done():
            await crawler.stop_async()
        await crawling

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask Redis until it answers.

        Raises ``_LeavingError`` when the worker is asked to leave meanwhile.
        """
        wait = LOOK
        while not self._leaving.is_set():
            try:
                return await ask()
            except AWAY as error:
                metrics.ERRORS.labels(where="redis").inc()
                logger.debug("waiting for Redis: %s", error)
            await rest(wait, self._leaving)
            wait = min(wait * 2, 5.0)
        raise _LeavingError


def _is_running(crawler: Crawler) -> bool:
    engine = crawler._engine  # noqa: SLF001 - the public name complains while there is none
    return engine is not None and engine.running


async def serve(settings: Settings, redis: Redis, *, name: str, wanted: str | None, once: bool) -> None:
    """Run a worker until its work or a signal ends it. Raises ``InspectionError``, ``OSError`` (metrics port taken)."""
    port = metrics.serve(settings.metrics_port)
    garbage.settle()
    worker = Worker(settings, redis, name=name, metrics_port=port)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.leave)
    await worker.run(wanted, once=once)
