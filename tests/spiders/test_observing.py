"""What is reported of answers that are neither pages nor failures."""

from infra.clock import parse_as_of
from infra.frontier import Lease, Result
from infra.records import Outcome, Task, TaskKind
from infra.robots import RobotsRefusedError
from spiders.observing import Answer, Observer, Report
from spiders.packing import PackingError
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
