"""Item pipeline: from a report to kept evidence, counted metrics and the outbox.

The last step of a page inside Scrapy. When it is done the request leaves the engine, and only then is the
lease settled.
"""

import logging
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from infra import metrics
from infra.evidence import EvidenceError
from infra.frontier import Result
from infra.records import Observation, Outcome, TaskKind
from spiders.browser.reporting import Rendered
from spiders.crawl import Crawl, crawl_of
from spiders.leases.exchange import returned
from spiders.observing import Answer, Report

logger = logging.getLogger(__name__)

#: Seconds that crawling rests when evidence cannot be kept; then it is tried again.
EVIDENCE_PAUSE = 10.0
#: What a page may be for its bytes to bear a finding later: lists by their dates, errors and challenges by themselves.
_BEARING = frozenset({"home", "column", "mailbox", "endpoint", "error", "challenge"})
_BEARING_KINDS = frozenset({TaskKind.HOME, TaskKind.COLUMN, TaskKind.FEED, TaskKind.SEARCH})


class Posting:
    """Posts reports. A page whose evidence cannot be kept is given back and crawling pauses (DESIGN §8)."""

    def __init__(self, crawl: Crawl) -> None:
        self._exchange = crawl.exchange
        self._evidence = crawl.evidence
        self._policy = crawl.settings.evidence

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline that ``ITEM_PIPELINES`` names."""
        return cls(crawl_of(crawler))

    def process_item(self, report: Report) -> Report:
        """Keep, count and hand over one report."""
        try:
            report = self._with_evidence(report)
        except EvidenceError as error:
            self._exchange.hold(EVIDENCE_PAUSE, str(error))
            metrics.ERRORS.labels(where="evidence").inc()
            report = returned(report)
        self._count(report)
        self._exchange.tell(report)
        return report

    def _with_evidence(self, report: Report) -> Report:
        observation, answer = report.observation, report.answer
        if observation is None or answer is None or not self._wants(observation, answer):
            return report
        if answer.unchanged is not None:
            digest, location = self._evidence.keep_unchanged(answer.unchanged)
        else:
            digest, location = self._evidence.keep(
                observation.url, answer.status, answer.headers.items(), answer.body, each=self._policy == "all"
            )
        if isinstance(report, Rendered):
            digest, location = self._evidence.keep_rendered(observation.url, report.markup, digest)
        self._exchange.go_on()
        return replace(report, observation=replace(observation, digest=digest, evidence=location))

    def _wants(self, observation: Observation, answer: Answer) -> bool:
        """Whether an answer is kept: all that were read to their end, or those whose body may bear a finding."""
        if self._policy == "all":
            return bool(answer.body) or (answer.whole and answer.status > 0)
        if self._policy == "none" or not answer.body:
            return False
        if observation.outcome in (Outcome.DEAD, Outcome.BLOCKED) or observation.kind in _BEARING_KINDS:
            return True
        if observation.attachment is not None:
            return bool(observation.attachment.suspicions)
        page = observation.page
        return page is not None and (page.kind in _BEARING or bool(page.suspicions))

    @staticmethod
    def _count(report: Report) -> None:
        if report.answer is None or report.settlement.result is Result.RETURNED:
            return
        kind = report.lease.task.kind.value
        outcome = report.observation.outcome.value if report.observation is not None else "retry"
        received = len(report.answer.body)
        if report.answer.unchanged is not None:
            outcome, received = "unchanged", 0
        metrics.FETCH_REQUESTS.labels(outcome=outcome, kind=kind).inc()
        metrics.FETCH_DURATION.labels(kind=kind).observe(report.answer.latency_ms / 1000)
        metrics.FETCH_BYTES.inc(received)
