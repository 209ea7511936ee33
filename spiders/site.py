"""The site spider: one lease, one request, one report.

It follows nothing by itself. Redirects, retries and links all become settlements and tasks of the frontier, which
alone knows what the whole cluster has seen and what a host may be asked now.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from infra.frontier import Lease
from infra.records import AttachmentSeen, TaskKind
from spiders.attachments.reader import ReadingCutError
from spiders.browser.asking import fetch_by
from spiders.browser.renderer import RenderCutError
from spiders.browser.reporting import needs_browser, rendered
from spiders.crawl import Crawl
from spiders.fetching.asking import headers_of
from spiders.fetching.cutting import DownloadCutError
from spiders.fetching.download import BEGINNING, ECHO, FETCH_SECONDS, MALFORMED, MENDED, STATUS, STOPPED
from spiders.fetching.ipv6 import IPV6, WANTED
from spiders.fetching.replay import RECEIVED
from spiders.fetching.second_look import is_second_look
from spiders.fetching.tls import OBSOLETE_TLS, TLS_VERSION
from spiders.fetching.walls import LED_ON
from spiders.guards import TOO_LARGE, is_page, size_cap
from spiders.hosts.echoes import TurnTakenError
from spiders.leases.exchange import returned
from spiders.lost import FILES, ON_SITE
from spiders.observing import Answer, Report
from spiders.reading.dark import is_stranger
from spiders.reusing.conditions import CONDITION, UNCHANGED
from spiders.reusing.reuse import AskWholeError, is_sound

logger = logging.getLogger(__name__)

_LEASE = "lease"
#: Kinds of which the answer's head says enough: that it is there, and how large it is.
_HEAD_ENOUGH = frozenset({TaskKind.OUTSIDE, TaskKind.ATTACHMENT, TaskKind.IMAGE})
#: Times an ordinary request's seconds that a file's body may take: some are fifty times as long as a page.
_FILE_PATIENCE = 4
_NOTES = {
    MENDED: "its end is there, though the answer was cut off before the length it announced",
    MALFORMED: "its server breaks the rules of HTTP; read as browsers read it",
}


class SiteSpider(Spider):
    """Turns leases into requests, and answers and failures into reports."""

    name = "site"

    def __init__(self, *, crawl: Crawl, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl
        self.downloads = crawl.downloads
        self.room = crawl.room
        self.robots = crawl.robots
        self.redirects = crawl.redirects
        self.echoes = crawl.echoes
        self._answered = self.answered if crawl.browser is None else self.scripted_answered

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SiteSpider":
        """Make the spider, and let it stop downloads at their headers."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stop_at_headers, signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Start with nothing: the frontier holds the first tasks too."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, lease: Lease) -> Request:
        """Make the request of a lease. Two leases never share a request."""
        task, settings = lease.task, self.crawl.settings
        is_file = task.kind is TaskKind.ATTACHMENT and self.crawl.files is not None
        meta: dict[str, Any] = {
            _LEASE: lease,
            "download_timeout": settings.timeout_seconds * (_FILE_PATIENCE if is_file else 1),
            "download_maxsize": size_cap(task.kind, settings),
        }
        if task.kind in ON_SITE:
            meta[ECHO] = True
        if task.kind is TaskKind.HOME:
            meta[WANTED] = True
        headers = headers_of(lease)
        condition = self.crawl.reuse.condition(lease) if self.crawl.reuse is not None else None
        if condition is not None:
            meta[CONDITION] = condition
            headers |= condition.headers
        callback = self.file_answered if is_file else self._answered
        return Request(task.url, callback=callback, errback=self.failed, headers=headers, meta=meta, dont_filter=True)

    def answered(self, response: Response) -> Iterator[Report]:
        """Report an answer."""
        answer, lease, led_on = answer_of(response), response.meta[_LEASE], response.meta.get(LED_ON)
        if led_on is not None:
            yield from self.crawl.observer.of_found_behind(lease, led_on, response.url, answer)
            return
        report = self.crawl.observer.of_answer(lease, answer)
        yield report if answer.unchanged is None else self._of_kept(report)

    async def scripted_answered(self, response: Response) -> AsyncIterator[Report]:
        """Report an answer, and where only a browser shows its list, what it shows there."""
        for report in self.answered(response):
            if self.crawl.browser is None or not needs_browser(report):
                yield report
                continue
            render = partial(self.crawl.browser.render, fetch=fetch_by(self.crawler, self.crawl.room))
            try:
                yield await rendered(report, self.crawl.observer, render)
            except RenderCutError:
                yield returned(report)
                return  # what led to the page is told when it is seen

    async def file_answered(self, response: Response) -> AsyncIterator[Report]:
        """Report an attachment, read in a process of its own; one that a leaving worker cuts is given back."""
        answer, lease, led_on = answer_of(response), response.meta[_LEASE], response.meta.get(LED_ON)
        seen = AttachmentSeen(readable=False, reason=TOO_LARGE)
        is_cut = False
        if answer.whole and self.crawl.files is not None and 200 <= answer.status < 300:
            try:
                seen = await self.crawl.files.read(answer.body)
            except ReadingCutError:
                is_cut = True
        observer = self.crawl.observer
        if led_on is not None and not is_cut:
            for found in observer.of_found_behind(lease, led_on, response.url, answer, seen):
                yield found
            return
        report = observer.of_answer(lease, answer, attachment=seen)
        if is_cut:
            report = returned(report)
        elif answer.unchanged is not None:
            report = self._of_kept(report)
        yield report

    def failed(self, failure: Failure) -> Iterator[Report]:
        """Report that there was no answer; what this worker cut itself, or must ask for anew, is given back."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        lease: Lease = request.meta[_LEASE]
        latency_ms = round(request.meta.get(FETCH_SECONDS, 0.0) * 1000)
        error = failure.value or RuntimeError("failed without a reason")
        status = request.meta.get(STATUS, 0)
        report = self.crawl.observer.of_failure(lease, error, latency_ms, status=status)
        yield returned(report) if isinstance(error, DownloadCutError | AskWholeError | TurnTakenError) else report

    def _of_kept(self, report: Report) -> Report:
        """Give a page back that its server calls unchanged where what was kept of it is no page to rely on."""
        if is_sound(report.observation):
            return report
        if self.crawl.reuse is not None:
            self.crawl.reuse.fetch_whole(report.lease.task.url, "what is kept shows an error, a challenge or nothing")
        return returned(report)

    def report_of_silence(self, lease: Lease) -> Report:
        """Report a lease of which nothing came back although its request is done with."""
        return self.crawl.observer.of_defect(lease, RuntimeError("no report came of its request"))

    def stop_at_headers(self, request: Request, headers: Headers, body_length: int | None = None) -> None:
        """Spare the body where nobody reads it (signal ``headers_received``)."""
        lease: Lease | None = request.meta.get(_LEASE)
        if lease is None or lease.task.kind not in _HEAD_ENOUGH:
            return
        if lease.task.kind is TaskKind.ATTACHMENT and self._wants_file(request, body_length):
            return
        # The words of an error, of a page in a file's place and of a stranger's page tell what it is.
        if _is_worth_a_look(lease, request.meta[STATUS], headers):
            request.meta[BEGINNING] = True
            return
        raise StopDownload(fail=False)

    def _wants_file(self, request: Request, length: int | None) -> bool:
        """Whether a file's body is fetched: somebody reads or keeps it, it is there, and it is not known too large."""
        settings = self.crawl.settings
        wanted = self.crawl.files is not None or settings.evidence == "all"
        return wanted and 200 <= request.meta[STATUS] < 300 and (length or 0) <= settings.attachment_bytes


def _is_worth_a_look(lease: Lease, status: int, headers: Headers) -> bool:
    if not 200 <= status < 300:
        return is_second_look(lease)
    if not is_page((headers.get("Content-Type") or b"").decode("latin-1")):
        return False
    task = lease.task
    return task.kind in FILES or (task.kind is TaskKind.OUTSIDE and is_stranger(task.url, task.found_on))


def answer_of(response: Response) -> Answer:
    """Give what a response is to its readers."""
    meta = response.meta
    return Answer(
        status=response.status,
        headers={
            key.decode("latin-1").lower(): values[-1].decode("utf-8", "replace")
            for key, values in response.headers.items()
            if values
        },
        body=response.body,
        latency_ms=round(meta.get(FETCH_SECONDS, 0.0) * 1000),
        whole=STOPPED not in response.flags,
        tls=meta.get(TLS_VERSION, ""),
        tls_obsolete=meta.get(OBSOLETE_TLS, False) and TLS_VERSION in meta,
        note="; ".join(_NOTES[flag] for flag in response.flags if flag in _NOTES),
        address=str(response.ip_address or ""),
        unchanged=meta.get(UNCHANGED),
        received_at=meta.get(RECEIVED, 0),
        ipv6=meta.get(IPV6),
    )
