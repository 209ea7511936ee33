"""A page that its reader could not see for its scripts, shown in the browser and read again: from report to report.

It is the same reader and the same rules that see it then. Of the first sight stay the status, the times, the size and
the encoding of what the server sent; titles, dates, entries and links are those that visitors see. What the browser
does not come to show, or shows without a list, stays unread, and its observation says why.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from infra import metrics
from infra.plaintext import plain
from infra.records import Outcome
from spiders.browser.renderer import Scripted
from spiders.browser.visit import NotShownError
from spiders.fetching.answers import Answer
from spiders.observing import MAX_REASON, Observer, Report
from spiders.reading.encoding import decode
from spiders.reading.page import read

#: Kinds of page that are a list, or begin with one.
_LISTS: Final = frozenset({"home", "column", "mailbox"})
_NO_LIST: Final = "its list needs a browser, and is not seen in one either"

#: Shows a page; raises ``NotShownError`` and ``RenderCutError``.
Render = Callable[[Scripted], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered(Report):
    """A report of a page as the browser showed it; ``answer`` is still what the server sent."""

    markup: bytes
    """What was judged, in UTF-8."""


def needs_browser(report: Report) -> bool:
    """Whether a page's list is for a browser alone to show: no script of it asks an endpoint that is read anyway."""
    observation, answer = report.observation, report.answer
    if observation is None or answer is None or observation.outcome is not Outcome.OK:
        return False
    page = observation.page
    if page is None or page.readable or page.kind not in _LISTS:
        return False
    return not read(answer.body, observation.url, charset=answer.charset).pages.asked


async def rendered(report: Report, observer: Observer, render: Render) -> Report:
    """Have a page shown that needs it, and report what is seen then. Raises ``RenderCutError``."""
    answer = report.answer
    if answer is None:
        return report
    document = decode(answer.body, answer.charset).text.encode("utf-8", "replace")
    try:
        markup = await render(Scripted(url=report.lease.task.url, document=document))
    except NotShownError as error:
        metrics.PAGES_RENDERED.labels(outcome="failed").inc()
        return _unread(report, f"its list needs a browser: {error}")
    seen = observer.of_answer(report.lease, _shown(answer, markup))
    first, page = report.observation, seen.observation.page if seen.observation is not None else None
    if first is None or first.page is None or seen.observation is None or page is None or not page.readable:
        metrics.PAGES_RENDERED.labels(outcome="unread").inc()
        return _unread(report, _NO_LIST)
    metrics.PAGES_RENDERED.labels(outcome="read").inc()
    page = replace(page, rendered=True, encoding=first.page.encoding, encoding_declared=first.page.encoding_declared)
    return Rendered(
        lease=report.lease,
        settlement=seen.settlement,
        observation=replace(seen.observation, size=first.size, page=page),
        tasks=seen.tasks,
        answer=answer,
        markup=markup,
    )


def _shown(answer: Answer, markup: bytes) -> Answer:
    return replace(answer, body=markup, headers={"content-type": "text/html; charset=utf-8"})


def _unread(report: Report, why: str) -> Report:
    """Say of a page why it stays unread; what else was to be said of it goes before."""
    if report.observation is None:
        return report
    reason = plain("; ".join(filter(None, (report.observation.reason, why))), MAX_REASON)
    return replace(
        report,
        observation=replace(report.observation, reason=reason),
        settlement=replace(report.settlement, reason=reason),
    )
