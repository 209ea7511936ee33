"""Scrapy extension: ends the spider when nothing is left, which a scrapy-redis spider never does by itself."""

import asyncio
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

#: Seconds between two looks; a spider idle for so many looks is done.
LOOK = 0.5
LOOKS = 3


class CloseWhenIdle:
    """Looks whether the engine has anything to do, and whether Redis has."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._idle = 0
        self._ending: asyncio.Future[None] | None = None
        self._looking = create_looping_call(self._look)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension that ``EXTENSIONS`` names."""
        return cls(crawler)

    def _opened(self, spider: Spider) -> None:
        self._looking.start(LOOK, now=False)

    def _closed(self, spider: Spider) -> None:
        if self._looking.running:
            self._looking.stop()

    def _look(self) -> None:
        engine: Any = self._crawler.engine
        begun = self._crawler.stats.get_value("response_received_count", 0)
        self._idle = self._idle + 1 if begun and engine.spider_is_idle() else 0
        if self._idle == LOOKS:
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason="nothing left"))
