"""From what a server answered, or failed to answer, to what is reported of it. Observes and never judges.

No Scrapy and no Redis: a lease and an answer in, a report out. Whatever goes wrong with one page stays with
that page: the report then says ``unsure`` and why, and the crawl goes on.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from infra.clock import now_ms
from infra.frontier import Lease, Result, Settlement
from infra.plaintext import plain
from infra.records import AttachmentSeen, FeedSeen, Observation, Outcome, PageSeen, Task, TaskKind
from spiders import feed, guards, lost
from spiders.fetching.answers import Answer
from spiders.glances import GLANCES
from spiders.guards import Ending
from spiders.reading.cms.registry import is_endpoint
from spiders.reading.echo import Echo
from spiders.reading.files.personal import in_page
from spiders.reading.links import MAX_LINKS, Resolver
from spiders.reading.page import Page, read
from spiders.reading.wording import Wording
from spiders.tasks import FOLLOWED, pictures_of, redirected, tasks_of
from spiders.trials import trials_of

__all__ = ["Answer", "Observer", "Report"]

#: Characters of a reason: one line on the operator's screen.
MAX_REASON = 300
#: Status of a settlement by which the frontier holds nothing against the host.
NOT_ASKED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one lease came to; without an observation when the task is to be tried again."""

    lease: Lease
    settlement: Settlement
    observation: Observation | None = None
    tasks: Sequence[Task] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What an answer shows beyond how it ended."""

    page: PageSeen | None = None
    feed: FeedSeen | None = None
    attachment: AttachmentSeen | None = None
    tasks: Sequence[Task] = ()
    location: str = ""


_NOTHING = _Seen()


class Observer:
    """Makes reports. ``homes`` gives each target's home page, canonical; ``recent`` the links that need no task.

    ``images`` says whether the pictures of pages are verified, ``wording`` for which words their texts are searched,
    ``echo_of`` what the site of an address shows for nothing. ``seed`` decides which titles are searched for.
    """

    def __init__(  # noqa: PLR0913 - keywords, each a thing that every page is read by
        self,
        *,
        as_of: datetime,
        homes: Mapping[str, str],
        max_attempts: int,
        recent: Container[tuple[str, str]] = (),
        images: bool = True,
        wording: Wording | None = None,
        echo_of: Callable[[str], Echo | None] = lambda _: None,
        seed: str = "",
    ) -> None:
        self._as_of = as_of
        self._homes = homes
        self._max_attempts = max_attempts
        self._recent = recent
        self._images = images
        self._wording = wording or Wording(())
        self._echo_of = echo_of
        self._seed = seed

    def of_answer(self, lease: Lease, answer: Answer, *, attachment: AttachmentSeen | None = None) -> Report:
        """Report an answer; an error of our own while reading it is reported as ``unsure``, never raised.

        ``attachment`` is what was read of a file whose task this is.
        """
        ending = guards.of_status(answer.status, retry_after=answer.headers.get("retry-after", ""))
        try:
            if ending.outcome is Outcome.OK and attachment is not None:
                return self._of_file(lease, answer, attachment)
            if ending.outcome is Outcome.OK:
                return self._of_opened(lease, answer)
            if ending.outcome is Outcome.REDIRECT:
                return self._of_redirect(lease, answer)
        except Exception as error:  # noqa: BLE001 - one page must never stop the crawl, whatever it holds
            return self.of_defect(lease, error, answer)
        if ending.outcome is Outcome.DEAD and is_endpoint(lease.task.url):
            # No page links there, and what was asked may have been asked wrongly: no dead link, no certain fault.
            ending = replace(ending, outcome=Outcome.UNSURE, reason=f"{ending.reason} to what a page's script asks")
        return self._ended(lease, ending, answer)

    def of_found_behind(
        self, lease: Lease, status: int, url: str, answer: Answer, attachment: AttachmentSeen | None = None
    ) -> tuple[Report, ...]:
        """Report an answer that stands at ``url``, behind the redirect (``status``) that the task led to, and that.

        The frontier knows ``url`` and hands it out no more, so that this lease is the last to see it: an answer that is
        to be looked at again is looked at by way of the redirect.
        """
        task = lease.task
        onward = redirected(task, url, home=self._homes.get(task.target, task.url))
        found = self.of_answer(replace(lease, task=onward), answer, attachment=attachment)
        if found.observation is None:
            return (found,)
        redirect = Answer(status=status, headers={}, body=b"", latency_ms=answer.latency_ms, address=answer.address)
        return (
            found,
            self._ended(lease, Ending(outcome=Outcome.REDIRECT), redirect, _Seen(location=url)),
        )

    def of_failure(self, lease: Lease, error: BaseException, latency_ms: int, *, status: int = 0) -> Report:
        """Report that there was no answer, or that its body is none to read; ``status`` is that of its head."""
        ending = guards.of_failure(error)
        # A host that answers with what we do not want has not failed; one that breaks off has.
        known = 0 if ending.again else status
        answer = Answer(status=known, headers={}, body=b"", latency_ms=latency_ms, whole=False)
        is_last = lease.attempt >= self._max_attempts or not ending.again
        if lease.task.kind is TaskKind.ATTACHMENT and 200 <= status < 300 and is_last:
            # It is there, which is all that its link needs; only its text stays unknown.
            reason = guards.TOO_LARGE if guards.is_too_large(error) else ending.reason
            unread = AttachmentSeen(readable=False, reason=reason)
            return self._of_file(lease, replace(answer, status=status), unread)
        return self._ended(lease, ending, answer)

    def of_defect(self, lease: Lease, error: BaseException, answer: Answer | None = None) -> Report:
        """Report that this program could not deal with a page."""
        ending = Ending(outcome=Outcome.UNSURE, reason=f"could not be read: {type(error).__name__}: {error}")
        return self._ended(lease, ending, answer or Answer(status=0, headers={}, body=b"", latency_ms=0, whole=False))

    def _of_opened(self, lease: Lease, answer: Answer) -> Report:
        kind = lease.task.kind
        if kind is TaskKind.FEED:
            return self._of_feed(lease, answer)
        if kind in lost.FILES and answer.is_page:
            return self._ended(lease, self._of_page_for_file(lease, answer) or guards.OK, answer)
        if kind in GLANCES and answer.is_page:
            ending, page = GLANCES[kind](answer, lease.task.url)
            return self._ended(lease, ending, answer, _Seen(page=page))
        if kind not in FOLLOWED or not answer.is_readable:
            return self._ended(lease, guards.OK, answer)
        return self._of_page(lease, answer)

    def _of_page(self, lease: Lease, answer: Answer) -> Report:
        task, echo = lease.task, self._echo_of(lease.task.url)
        page = read(
            answer.body,
            task.url,
            charset=answer.charset,
            as_of=self._as_of,
            fetched=answer.received,
            found_on=task.found_on,
            imprinted=echo is not None and bool(echo.imprint),
        )
        if page.challenge:
            return self._ended(lease, guards.challenged(page.challenge), answer, _Seen(page=page.seen(self._as_of)))
        if page.forward:
            return self._leads_on(lease, page.forward, answer)
        gone = lost.of_page(task, page, echo)
        if gone is not None and gone.outcome is Outcome.DEAD:
            return self._ended(lease, gone, answer, _Seen(page=page.seen(self._as_of)))
        home = self._homes.get(task.target, task.url)
        tasks = tasks_of(page, task, home=home, as_of=self._as_of, recent=self._recent)
        tasks += trials_of(page, task, seed=self._seed, recent=self._recent)
        if self._images:
            tasks += pictures_of(page, task, recent=self._recent)
        ending = gone or replace(guards.OK, reason=page.pages.barred)
        if len(page.links) >= MAX_LINKS:
            ending = replace(ending, reason=f"only the first {MAX_LINKS:,} of its links are followed")
        return self._ended(lease, ending, answer, _Seen(page=self._features(page), tasks=tasks))

    def _features(self, page: Page) -> PageSeen:
        seen = page.seen(self._as_of)
        found = self._wording.look(title=page.title, text=page.text) + in_page(page.text, self._as_of.date())
        return replace(seen, suspicions=seen.suspicions + found) if found else seen

    def _of_file(self, lease: Lease, answer: Answer, attachment: AttachmentSeen) -> Report:
        """Report a file that was answered for; a page in its place may be a challenge, or say that it is gone."""
        if attachment.type == "html" and (ending := self._of_page_for_file(lease, answer)) is not None:
            return self._ended(lease, ending, answer)
        ending = guards.OK if attachment.readable else replace(guards.OK, reason=attachment.reason)
        return self._ended(lease, ending, answer, _Seen(attachment=attachment))

    def _of_page_for_file(self, lease: Lease, answer: Answer) -> Ending | None:
        """Tell how a fetch ended that gave a page where a file was expected; None when it may lead on to the file."""
        page = read(answer.body, lease.task.url, charset=answer.charset, imprinted=True)
        if page.challenge:
            return guards.challenged(page.challenge)
        return lost.of_file(lease.task, page, self._echo_of(lease.task.url))

    def _of_feed(self, lease: Lease, answer: Answer) -> Report:
        try:
            posts = feed.read(answer.body, self._as_of, wording=self._wording, url=lease.task.url)
        except feed.FeedError as error:
            challenge = read(answer.body, lease.task.url).challenge
            if challenge:
                return self._ended(lease, guards.challenged(challenge), answer)
            return self._ended(lease, Ending(outcome=Outcome.UNSURE, reason=str(error)), answer)
        return self._ended(lease, guards.OK, answer, _Seen(feed=posts))

    def _of_redirect(self, lease: Lease, answer: Answer) -> Report:
        task = lease.task
        written = answer.headers.get("location", "")
        location = Resolver(task.url)(written)
        if not location:
            ending = Ending(outcome=Outcome.REFUSED, reason=f"redirects to {written[:200]!r}, which is no web address")
            return self._ended(lease, ending, answer)
        if location == task.url:
            ending = Ending(outcome=Outcome.UNSURE, reason="redirects to itself")
            return self._ended(lease, ending, answer, _Seen(location=location))
        return self._leads_on(lease, location, answer)

    def _leads_on(self, lease: Lease, location: str, answer: Answer) -> Report:
        """Report a page that only leads to another address, by its status or by its own words."""
        task = lease.task
        gone = lost.of_redirect(task, location, self._echo_of(task.url))
        if gone is not None:
            return self._ended(lease, gone, answer, _Seen(location=location))
        onward = redirected(task, location, home=self._homes.get(task.target, task.url))
        return self._ended(lease, Ending(outcome=Outcome.REDIRECT), answer, _Seen(tasks=(onward,), location=location))

    def _ended(
        self,
        lease: Lease,
        ending: Ending,
        answer: Answer,
        seen: _Seen = _NOTHING,
    ) -> Report:
        reason = plain(ending.reason or answer.note, MAX_REASON)
        settlement = Settlement(
            lease=lease.id,
            result=_result(ending.outcome),
            status=answer.status if ending.asked else NOT_ASKED,
            latency_ms=answer.latency_ms,
            retry_after_ms=ending.retry_after_ms,
            reason=reason,
            address=answer.address,
        )
        if lease.attempt < self._max_attempts and (ending.again or (ending.doubtful and lease.attempt == 1)):
            return Report(lease=lease, settlement=replace(settlement, result=Result.RETRY), answer=answer)
        task = lease.task
        observation = Observation(
            target=task.target,
            url=task.url,
            kind=task.kind,
            found_on=task.found_on,
            depth=task.depth,
            attempt=lease.attempt,
            seen_at=answer.received_at or now_ms(),
            outcome=ending.outcome,
            status=answer.status,
            reason=reason,
            latency_ms=answer.latency_ms,
            size=answer.size,
            unchanged_since=answer.unchanged.record.received.isoformat() if answer.unchanged is not None else "",
            location=seen.location,
            tls=answer.tls,
            tls_obsolete=answer.tls_obsolete,
            ipv6=answer.ipv6,
            page=seen.page,
            feed=seen.feed,
            attachment=seen.attachment,
        )
        return Report(lease=lease, settlement=settlement, observation=observation, tasks=seen.tasks, answer=answer)


def _result(outcome: Outcome) -> Result:
    match outcome:
        case Outcome.OK | Outcome.REDIRECT:
            return Result.DONE
        case Outcome.BLOCKED:
            return Result.BLOCKED
    return Result.FAILED
