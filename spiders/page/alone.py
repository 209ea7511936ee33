"""One page fetched by itself, for ``xuncha page URL``: by the handler, the limits and the headers of a worker.

No frontier and no Redis: one request on a crawler of its own. So the address guard, the caps, the second attempt with
old encryption, cookie walls and the second look in a browser's words are those of a crawl, not copies of them.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from twisted.python.failure import Failure

from infra.leases import Lease
from infra.records import Outcome, Task, TaskKind
from infra.redirects import MOST
from infra.robots import RobotsCache
from infra.settings import Settings
from spiders import guards
from spiders.fetching.answers import Answer
from spiders.fetching.asking import headers_of
from spiders.guards import Ending
from spiders.hosts.robots import Robots
from spiders.reading.links import Resolver
from spiders.settings import scrapy_settings
from spiders.site import answer_of

#: Looks at one address: the second as a visitor's browser asks.
_LOOKS = 2


class FetchError(Exception):
    """A page that could not be had; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it was answered, at the address where it was found."""

    url: str
    answer: Answer
    redirects: tuple[str, ...] = ()
    """The addresses that led there, the one asked for first; empty without redirects."""

    def to_json(self) -> dict[str, Any]:
        """What ``--json`` tells of the fetch, under ``fetched``."""
        return {
            "url": self.url,
            "redirects": list(self.redirects),
            "status": self.answer.status,
            "address": self.answer.address or None,
            "tls": self.answer.tls or None,
            "tls_obsolete": self.answer.tls_obsolete,
            "note": self.answer.note or None,
            "latency_ms": self.answer.latency_ms,
            "size": self.answer.size,
        }


async def fetch(url: str, settings: Settings) -> Fetched:
    """Fetch the page at a canonical address, following redirects as a browser does. Raises ``FetchError``."""
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    runner = AsyncCrawlerRunner(_alone(settings))
    crawler = runner.create_crawler(LoneSpider)
    await runner.crawl(crawler, url=url, worker=settings)
    spider = crawler.spider
    if not isinstance(spider, LoneSpider) or spider.found is None:
        reason = spider.reason if isinstance(spider, LoneSpider) else ""
        msg = f"{url}: {reason or 'no answer came of it'}"
        raise FetchError(msg)
    return spider.found


def _alone(settings: Settings) -> dict[str, Any]:
    """A worker's Scrapy settings, with nothing that asks Redis."""
    network = settings.model_copy(update={"replay": ()})
    own = scrapy_settings(network)
    kept = {name: order for name, order in own["DOWNLOADER_MIDDLEWARES"].items() if name.startswith("scrapy.")}
    return own | {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "ITEM_PIPELINES": {},
        "DOWNLOADER_MIDDLEWARES": kept,
        "LOG_ENABLED": False,
    }


class LoneSpider(Spider):
    """Asks for one page, and goes where it is led."""

    name = "alone"

    def __init__(self, *, url: str, worker: Settings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._worker = worker
        self._way = [url]
        self.robots = Robots(_Unkept(), delay=1 / worker.rate) if worker.robots == "obey" else None
        self.found: Fetched | None = None
        self.reason = ""

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield self._request(self._way[0])

    def _request(self, url: str, look: int = 1) -> Request:
        task = Task(target="", kind=TaskKind.COLUMN, url=url, found_on=self._way[-2] if len(self._way) > 1 else "")
        meta = {
            "download_timeout": self._worker.timeout_seconds,
            "download_maxsize": guards.size_cap(task.kind, self._worker),
            "look": look,
        }
        headers = headers_of(Lease(id=0, task=task, attempt=look))
        return Request(url, self._answered, headers=headers, meta=meta, errback=self._failed, dont_filter=True)

    def _answered(self, response: Response) -> Iterator[Request]:
        answer = answer_of(response)
        ending = guards.of_status(answer.status, retry_after=answer.headers.get("retry-after", ""))
        if ending.outcome is Outcome.REDIRECT:
            yield from self._led_on(response, answer)
        elif ending.outcome is not Outcome.OK:
            yield from self._ended(ending, response.meta["look"])
        elif not answer.is_readable:
            kind = answer.headers.get("content-type", "").partition(";")[0].strip()
            self.reason = f"a file, not a page ({kind or 'by its first bytes'})"
        else:
            led = tuple(url for url in dict.fromkeys(self._way) if url != response.url)
            self.found = Fetched(url=response.url, answer=answer, redirects=led)

    def _led_on(self, response: Response, answer: Answer) -> Iterator[Request]:
        location = Resolver(response.url)(answer.headers.get("location", ""))
        if not location:
            self.reason = f"HTTP {answer.status} that leads to no address"
        elif location in self._way or len(self._way) > MOST:
            self.reason = f"redirect loop: leads to {location}"
        else:
            self._way.append(location)
            yield self._request(location)

    def _failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value or RuntimeError("failed without a reason")
        yield from self._ended(guards.of_failure(error), request.meta["look"])

    def _ended(self, ending: Ending, look: int) -> Iterator[Request]:
        """Look once more in a browser's words at what may be turned away for ours, else say why there is no page."""
        if ending.doubtful and look < _LOOKS:
            yield self._request(self._way[-1], look + 1)
            return
        led = f" (at {self._way[-1]})" if len(self._way) > 1 else ""
        self.reason = f"{ending.outcome}: {ending.reason}{led}"


class _Unkept(RobotsCache):
    """What robots.txt says, for one page: nobody else asks, so nothing is kept."""

    def __init__(self) -> None:
        """Need no Redis."""

    async def read(self, origin: str) -> bytes | None:  # noqa: ARG002
        """Nothing was kept."""
        return None

    async def claim(self, origin: str) -> bool:  # noqa: ARG002
        """It is always the caller's to ask."""
        return True

    async def keep(self, origin: str, value: bytes, seconds: int) -> None:
        """Forget it."""

    async def slow_down(self, origin: str, delay_ms: int) -> None:
        """Nothing follows that could be slowed down."""
