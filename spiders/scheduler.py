"""The scheduler of our own workers: what they fetch comes from the frontier alone.

No request object exists for a URL before its claim, and none enters but by a lease.
"""

import logging
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from infra.frontier import Lease
from spiders.crawl import Crawl, crawl_of
from spiders.leases.leasing import LeasingScheduler
from spiders.observing import Report
from spiders.site import SiteSpider

logger = logging.getLogger(__name__)


class FrontierScheduler(LeasingScheduler):
    """Makes a site spider's requests of leases.

    scrapy-redis's settings keep their names: ``SCHEDULER_PERSIST`` is always on, since the frontier belongs to the
    whole cluster; ``SCHEDULER_FLUSH_ON_START`` is refused for the same reason; ``SCHEDULER_IDLE_BEFORE_CLOSE`` has
    no effect, for a worker closes when the inspection ends and not when nothing is ready.
    """

    spider: SiteSpider

    def __init__(self, crawler: Crawler, crawl: Crawl, *, flush_on_start: bool = False) -> None:
        if flush_on_start:
            msg = "SCHEDULER_FLUSH_ON_START: the frontier is shared; close the inspection and create a new one"
            raise ValueError(msg)
        settings = crawl.settings
        self._room = crawl.room
        super().__init__(
            crawler,
            crawl.exchange,
            crawl.rhythm,
            concurrency=settings.concurrency,
            renew_after=min(settings.heartbeat_seconds, settings.lease_seconds / 3),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler that Scrapy's ``SCHEDULER`` setting names."""
        flush = crawler.settings.getbool("SCHEDULER_FLUSH_ON_START")
        return cls(crawler, crawl_of(crawler), flush_on_start=flush)

    def open(self, spider: Spider) -> None:
        """Begin, for a site spider."""
        if not isinstance(spider, SiteSpider):
            msg = f"{type(spider).__name__} does not make requests of leases"
            raise TypeError(msg)
        super().open(spider)

    def has_pending_requests(self) -> bool:
        """Say yes, always: whether the inspection is over is not for one worker to tell."""
        return True

    def enqueue_request(self, request: Request) -> bool:
        """Refuse what comes from anywhere but a lease: it would bypass deduplication and politeness."""
        logger.error("a request outside the frontier is dropped: %s", request.url)
        return False

    def flush(self) -> None:
        """Do nothing: the frontier is the cluster's, not this worker's."""

    def _request_for(self, lease: Lease) -> Request:
        return self.spider.request_for(lease)

    def _done_with(self, request: Request) -> None:
        self._room.leave(request)

    def _report_for(self, request: Request, lease: Lease) -> Report:  # noqa: ARG002 - the lease says it all
        """Say so when neither callback nor pipeline told anything: a fault of ours, which must not cost the page."""
        return self.spider.report_of_silence(lease)
