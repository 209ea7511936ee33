"""Alarms: just under each threshold nothing is said, at it one line that says what to do, in both languages."""

from dataclasses import replace

import pytest

from infra.inspections import State
from infra.leases import Progress
from tests.tui.samples import HOSTILE, site, snapshot
from tui.alarms import Alarm, AlarmKind, alarms, told
from tui.failures import FailureKind
from tui.locale import LANGUAGES
from tui.model import NodeRow, Snapshot, WorkerRow
from tui.readers.overview import Memory, OverviewDetail, OverviewTopic
from tui.text import width

LIMIT = 1000
GIB = 2**30
WORKER = WorkerRow(name="worker-1", role="worker", silent_seconds=1)
SCORER = WorkerRow(name="scorer-1", role="scorer", silent_seconds=1)


def well(state: State = State.RUNNING, **changes: object) -> Snapshot:
    """An inspection with which nothing is the matter, but for ``changes``."""
    held = replace(snapshot(sites=3, state=state), workers=(WORKER, SCORER), detail=known())
    return replace(held, **changes)  # type: ignore[arg-type]


def known(**changes: object) -> OverviewDetail:
    detail = OverviewDetail(topic=OverviewTopic(), memory=Memory(used=GIB, limit=4 * GIB), backlog_limit=LIMIT)
    return replace(detail, **changes)  # type: ignore[arg-type]


def kinds(held: Snapshot) -> list[AlarmKind]:
    return [alarm.kind for alarm in alarms(held)]


def test_nothing_is_said_while_all_is_well() -> None:
    assert alarms(well()) == ()
    assert alarms(well(detail=None)) == (), "on another screen nothing of this is read"


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        (Memory(used=849, limit=1000), []),
        (Memory(used=850, limit=1000), [AlarmKind.MEMORY]),
        (Memory(used=10**12, limit=0), []),
        (Memory(used=10**12, limit=0, policy="allkeys-lru"), []),
        (Memory(used=1, limit=1000, policy="allkeys-lru"), [AlarmKind.EVICTING]),
        (Memory(used=1, limit=1000, policy="volatile-ttl"), []),
        (None, []),
    ],
)
def test_redis_is_told_of_before_it_is_full(memory: Memory | None, expected: list[AlarmKind]) -> None:
    assert kinds(well(detail=known(memory=memory))) == expected


@pytest.mark.parametrize(
    ("workers", "expected"),
    [
        ((SCORER,), [AlarmKind.NO_WORKER]),
        ((WORKER,), [AlarmKind.NO_SCORER]),
        ((), [AlarmKind.NO_WORKER, AlarmKind.NO_SCORER]),
        ((replace(WORKER, silent_seconds=12), SCORER), []),
        ((replace(WORKER, silent_seconds=12.1), SCORER), [AlarmKind.SILENT]),
    ],
)
def test_who_is_missing_is_told_while_the_inspection_runs(
    workers: tuple[WorkerRow, ...], expected: list[AlarmKind]
) -> None:
    assert kinds(well(workers=workers)) == expected
    assert kinds(well(State.FINISHED, workers=workers)) == []


@pytest.mark.parametrize(
    ("backlogs", "expected"),
    [
        ((LIMIT,) * 10, []),
        ((LIMIT + 1,) * 10, [AlarmKind.BACKLOG]),
        ((LIMIT + 1,) * 9, []),
        ((*(LIMIT + 2,) * 9, LIMIT + 1), []),
        ((*(LIMIT + 1,) * 9, LIMIT + 2), [AlarmKind.BACKLOG]),
    ],
)
def test_a_backlog_counts_when_it_is_over_its_limit_and_does_not_fall(
    backlogs: tuple[int, ...], expected: list[AlarmKind]
) -> None:
    assert kinds(well(backlogs=backlogs, backlog=backlogs[-1])) == expected


def test_a_worker_that_said_it_cannot_crawl_is_told_of_until_it_says_that_it_can() -> None:
    line = "2024-02-29T10:00:00+08:00 ALARM: w1 has stopped crawling and tries every 30 s: disk [/x] full: 0 bytes"
    [alarm] = alarms(well(log=(line, "2024-02-29T10:00:01+08:00 w2 crawls again")))
    assert alarm == Alarm(kind=AlarmKind.STOPPED, values=("w1", "disk [/x] full: 0 bytes"))
    assert alarms(well(log=(line, "2024-02-29T10:00:01+08:00 w1 crawls again"))) == ()
    assert alarms(well(State.FINISHED, log=(line,))) == ()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (NodeRow(name="n", silent_seconds=20), []),
        (NodeRow(name="n", silent_seconds=20.1), [AlarmKind.NODE_GONE]),
        (NodeRow(name="n", silent_seconds=86_399, failing="x"), [AlarmKind.NODE_GONE]),
        (NodeRow(name="n", silent_seconds=86_400, failing="x"), []),
        (NodeRow(name="n", failing="3 workers died in a row"), [AlarmKind.NODE_FAILING]),
    ],
)
def test_a_machine_that_is_lost_or_failing_is_told_of(node: NodeRow, expected: list[AlarmKind]) -> None:
    assert kinds(well(nodes=(node,))) == expected


@pytest.mark.parametrize(
    ("counts", "is_blocked"),
    [
        (Progress(known=30, done=10, blocked=9), False),
        (Progress(known=30, done=11, blocked=10), False),
        (Progress(known=30, done=10, blocked=10), True),
        (Progress(known=1, blocked=1), True),
        (Progress(known=2, done=1, blocked=1), False),
        (Progress(known=1), False),
    ],
)
def test_a_site_that_refuses_half_of_many_or_all_is_told_of(counts: Progress, is_blocked: bool) -> None:
    held = well(sites=(site(1), site(2, counts=counts)))
    assert kinds(held) == [AlarmKind.BLOCKED] * is_blocked
    assert kinds(replace(held, state=State.CLOSED)) == []


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        (((FailureKind.TIMEOUT, 49),), []),
        (((FailureKind.TIMEOUT, 50),), [Alarm(kind=AlarmKind.FAILURES, values=("50", "timeout"))]),
        (((FailureKind.TIMEOUT, 50), (FailureKind.TLS, 49), (FailureKind.CUT, 2)), []),
    ],
)
def test_many_failures_of_one_kind_are_told_of(
    failures: tuple[tuple[FailureKind, int], ...], expected: list[Alarm]
) -> None:
    assert list(alarms(well(detail=known(failures=failures)))) == expected


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_every_alarm_says_what_to_do_in_one_line_of_a_small_terminal(lang: str) -> None:
    words = LANGUAGES[lang]
    samples = {
        AlarmKind.MEMORY: ("92", "1.8G", "2.0G"),
        AlarmKind.EVICTING: ("allkeys-lru",),
        AlarmKind.STOPPED: ("rack-1-3f2a1c", "no room on the disk"),
        AlarmKind.SILENT: ("rack-1-3f2a1c", "13s"),
        AlarmKind.NODE_GONE: ("rack-1", "3m05s"),
        AlarmKind.NODE_FAILING: ("rack-1", "3 workers died in a row"),
        AlarmKind.BACKLOG: ("21034", "20000"),
        AlarmKind.BLOCKED: ("12", "鄂州市教育局"),
        AlarmKind.FAILURES: ("140", FailureKind.TIMEOUT),
    }
    assert set(words.desk.alarms) == set(AlarmKind)
    assert set(words.desk.failure_kinds) == set(FailureKind)
    for kind in AlarmKind:
        line = told(Alarm(kind=kind, values=samples.get(kind, ())), words)
        assert width(line) <= 76, line
        assert "{" not in line


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_the_other_single_lines_fit_a_small_terminal_too(lang: str) -> None:
    desk = LANGUAGES[lang].desk
    for line in (desk.no_nodes, desk.no_crew, desk.crew.format(12, 384, 16)):
        assert width(line) <= 78, line


def test_foreign_text_in_an_alarm_is_harmless_and_the_worst_comes_first() -> None:
    node = NodeRow(name=HOSTILE[3], failing=HOSTILE[6])
    held = well(nodes=(node,), workers=(), detail=known(memory=Memory(used=999, limit=1000)))
    assert kinds(held) == [AlarmKind.MEMORY, AlarmKind.NO_WORKER, AlarmKind.NO_SCORER, AlarmKind.NODE_FAILING]
    line = told(alarms(held)[-1], LANGUAGES["zh"])
    assert "\x1b" not in line
    assert "\n" not in line
