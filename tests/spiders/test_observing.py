"""What is reported of answers that are neither pages nor failures."""

from dataclasses import replace

from scrapy.exceptions import DownloadCancelledError

from infra.clock import parse_as_of
from infra.frontier import Lease, Result
from infra.records import Outcome, SuspicionKind, Task, TaskKind
from infra.robots import RobotsRefusedError
from spiders.fetching.packing import PackingError
from spiders.observing import Answer, Observer, Report
from tests.site_server import CHALLENGE

URL = "http://www.a.gov.cn/xw/"
OBSERVER = Observer(as_of=parse_as_of("2024-02-29"), homes={}, max_attempts=3)


def lease(kind: TaskKind = TaskKind.COLUMN) -> Lease:
    return Lease(id=1, attempt=1, task=Task(target="t", kind=kind, url=URL))


def ended(report: Report) -> tuple[Outcome, int, str, Result, int]:
    seen = report.observation
    assert seen is not None
    return seen.outcome, seen.status, seen.reason, report.settlement.result, report.settlement.status


def test_a_challenge_in_place_of_a_feed_is_blocked_and_no_broken_feed() -> None:
    answer = Answer(status=200, headers={}, body=CHALLENGE.encode(), latency_ms=1)
    told = ended(OBSERVER.of_answer(lease(TaskKind.FEED), answer))
    assert told == (Outcome.BLOCKED, 200, "challenge page (cookie)", Result.BLOCKED, 200)


def test_a_host_that_answers_with_what_is_not_read_has_not_failed() -> None:
    told = ended(OBSERVER.of_failure(lease(), PackingError("br was not asked for"), 1, status=200))
    reason = "its packed body cannot be read: br was not asked for"
    assert told == (Outcome.UNSURE, 200, reason, Result.FAILED, 200)


def test_a_host_that_was_not_asked_has_not_failed() -> None:
    told = ended(OBSERVER.of_failure(lease(), RobotsRefusedError("robots.txt disallows it"), 1))
    assert told == (Outcome.REFUSED, 0, "robots.txt disallows it", Result.FAILED, -1)


def test_what_is_noteworthy_of_a_sound_answer_is_told() -> None:
    body = "<html><body><p>内容</p></body></html>".encode()
    answer = Answer(
        status=200, headers={}, body=body, latency_ms=1, note="an odd length", tls="TLSv1", tls_obsolete=True
    )
    seen = OBSERVER.of_answer(lease(), answer).observation
    assert seen is not None
    assert (seen.outcome, seen.reason, seen.tls, seen.tls_obsolete) == (Outcome.OK, "an odd length", "TLSv1", True)


def test_an_identity_number_on_a_page_is_suspected_and_masked() -> None:
    body = "<html><body><h1>公示</h1><p>姓名：张某，身份证号：11010519491231002X。</p></body></html>".encode()
    answer = Answer(status=200, headers={}, body=body, latency_ms=1)
    seen = OBSERVER.of_answer(lease(TaskKind.ARTICLE), answer).observation
    assert seen is not None
    assert seen.page is not None
    (found,) = seen.page.suspicions
    assert (found.kind, found.sample, found.where) == (SuspicionKind.ID_CARD, "1101************2X", "body, line 2")


def test_a_file_that_is_not_read_is_there_all_the_same_at_its_last_attempt() -> None:
    observer, file = Observer(as_of=parse_as_of("2024-02-29"), homes={}, max_attempts=1), lease(TaskKind.ATTACHMENT)
    too_slow, too_large = TimeoutError(), DownloadCancelledError()
    for error, reason in ((too_slow, "no complete answer in time"), (too_large, "too large to be read")):
        told = ended(observer.of_failure(file, error, 1, status=200))
        assert told == (Outcome.OK, 200, reason, Result.DONE, 200)
    assert ended(observer.of_failure(file, too_slow, 1))[0] is Outcome.UNSURE
    assert ended(OBSERVER.of_failure(file, too_large, 1, status=200))[0] is Outcome.OK
    assert OBSERVER.of_failure(file, too_slow, 1, status=200).observation is None


def test_what_stands_behind_a_redirect_is_looked_at_again_before_it_is_dead() -> None:
    gone = Answer(status=404, headers={}, body=b"", latency_ms=1)
    first = OBSERVER.of_found_behind(lease(), 302, f"{URL}behind.html", gone)
    assert [(one.settlement.result, one.observation) for one in first] == [(Result.RETRY, None)]
    again = replace(lease(), attempt=2)
    page, redirect = OBSERVER.of_found_behind(again, 302, f"{URL}behind.html", gone)
    assert ended(page)[:2] == (Outcome.DEAD, 404)
    assert ended(redirect)[:2] == (Outcome.REDIRECT, 302)
