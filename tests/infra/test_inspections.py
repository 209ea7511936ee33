"""An inspection's life: only the changes that make sense, each with its audit line."""

import asyncio
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from infra.clock import now_ms
from infra.frontier import Frontier
from infra.inspections import Beat, Inspection, InspectionError, Inspections, State, first_tasks
from infra.records import Kind, Target, TaskKind
from infra.redis.keys import Keys
from infra.stream import ObservationStream
from tests.infra.crawling import LIMITS, settled

ID = "鄂州-2024q1"
SITE = Target(code="4207000001", name="市政府", kind=Kind.SITE, url="http://www.ezhou.gov.cn", unit="市政府办")
ACCOUNT = Target(code="微信:鄂州发布", name="鄂州发布", kind=Kind.ACCOUNT, unit="市委宣传部", feed="https://f.cn/a.xml")
BEAT = Beat(name="w1", pid=1, host="h", role="worker", started_at=1, seen_at=1)


@pytest.fixture
def inspections(redis: Redis) -> Inspections:
    return Inspections(redis)


async def create(inspections: Inspections, id: str = ID) -> Inspection:  # noqa: A002
    return await inspections.create(id=id, as_of="2024-02-29", standard="ezhou-2024", targets=[SITE, ACCOUNT])


async def test_it_is_made_once_and_read_back(inspections: Inspections) -> None:
    made = await create(inspections)
    assert (made.state, made.as_of, made.standard) == (State.NEW, "2024-02-29", "ezhou-2024")
    assert await inspections.get(ID) == made
    assert await inspections.targets(ID) == [SITE, ACCOUNT]
    with pytest.raises(InspectionError, match="exists already"):
        await create(inspections)
    await create(inspections, "second")
    # Made in the same millisecond, the two have no order.
    assert {one.id for one in await inspections.list()} == {ID, "second"}


@pytest.mark.parametrize("id_", ["", "a b", "a{b}", "x" * 65, "a:b"])
async def test_an_id_that_cannot_be_one_is_refused(inspections: Inspections, id_: str) -> None:
    with pytest.raises(InspectionError, match="inspection id"):
        await create(inspections, id_)


async def test_an_unknown_one_is_one_line(inspections: Inspections) -> None:
    for act in (inspections.get, inspections.start, inspections.close):
        with pytest.raises(InspectionError, match="there is no inspection nowhere"):
            await act("nowhere")


async def test_a_whole_life_leaves_a_line_for_each_step(inspections: Inspections) -> None:
    await create(inspections)
    started = await inspections.start(ID, by="周")
    assert started.started_at > 0
    await inspections.pause(ID)
    await inspections.resume(ID)
    await inspections.stop(ID)
    await inspections.start(ID)
    finished = await inspections.finish(ID, by="scorer")
    assert finished.finished_at >= finished.started_at
    assert (await inspections.close(ID)).state is State.CLOSED
    lines = [line.partition(" ")[2] for line in await inspections.audit(ID)]
    assert lines == [
        "created with 2 targets",
        "running by 周",
        "paused by operator",
        "running by operator",
        "stopped by operator",
        "running by operator",
        "finished by scorer",
        "closed by operator",
    ]


@pytest.mark.parametrize(
    ("way", "act"),
    [
        ((), "pause"),
        ((), "finish"),
        (("start",), "start"),
        (("start",), "resume"),
        (("start",), "close"),
        (("start", "finish"), "start"),
        (("start", "finish"), "stop"),
        (("close",), "start"),
    ],
)
async def test_a_change_that_makes_no_sense_changes_nothing(
    inspections: Inspections, way: tuple[str, ...], act: str
) -> None:
    await create(inspections)
    for step in way:
        await getattr(inspections, step)(ID)
    before, audit = await inspections.get(ID), await inspections.audit(ID)
    with pytest.raises(InspectionError, match=f"cannot {act} inspection {ID}: it is {before.state}"):
        await getattr(inspections, act)(ID)
    assert (await inspections.get(ID), await inspections.audit(ID)) == (before, audit)


async def test_of_two_at_once_one_wins(inspections: Inspections) -> None:
    await create(inspections)
    outcomes = await asyncio.gather(*(inspections.start(ID) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, Inspection) for one in outcomes) == 1
    assert len(await inspections.audit(ID)) == 2


async def test_silent_processes_are_told_from_living_ones(inspections: Inspections) -> None:
    await create(inspections)
    living = replace(BEAT, name="w2", seen_at=now_ms())
    await inspections.beat(ID, BEAT)
    await inspections.beat(ID, replace(living, rate=1.0))
    await inspections.beat(ID, living)
    assert await inspections.workers(ID) == [living]
    assert await inspections.silent(ID) == ["w1"]
    await inspections.leave(ID, "w1")
    assert await inspections.silent(ID) == []


async def test_a_beat_of_another_version_does_not_stop_the_reader(redis: Redis, inspections: Inspections) -> None:
    await create(inspections)
    await redis.hset(Keys(ID).beats, "odd", "{}")
    assert await inspections.workers(ID) == []


async def test_drained_means_settled_and_folded(redis: Redis, inspections: Inspections) -> None:
    await create(inspections)
    frontier, stream = Frontier(redis, ID, LIMITS), ObservationStream(redis, ID)
    await frontier.offer(first_tasks([SITE]))
    await inspections.start(ID)
    assert not await inspections.drained(ID)
    leases = await frontier.claim("w", 1)
    assert not await inspections.drained(ID)
    await frontier.exchange("w", observations=[b"{}"], offers=[], settlements=settled(leases), room=0)
    assert not await inspections.drained(ID)
    (entry,) = await stream.read("c", 1, 10)
    assert not await inspections.drained(ID)
    await stream.ack([entry.id])
    assert await inspections.drained(ID)


async def test_the_log_is_capped_clean_and_in_order(inspections: Inspections) -> None:
    await create(inspections)
    for number in range(3):
        await inspections.log(ID, f"line {number}\x1b[31m\n{'x' * 900}")
    lines = await inspections.recent_log(ID, 2)
    assert ["line 1" in lines[0], "line 2" in lines[1]] == [True, True]
    assert all("\x1b" not in line and "\n" not in line and len(line) < 560 for line in lines)


async def test_closing_frees_the_frontier_and_keeps_the_judgement(redis: Redis, inspections: Inspections) -> None:
    await create(inspections)
    await create(inspections, "other")
    other = Frontier(redis, "other", LIMITS)
    await other.offer(first_tasks([SITE]))
    frontier, keys = Frontier(redis, ID, LIMITS), Keys(ID)
    await frontier.offer(first_tasks([SITE, ACCOUNT]))
    await inspections.start(ID)
    await frontier.claim("w", 1)
    await ObservationStream(redis, ID).add([b"{}"])
    for name in (keys.scores, keys.findings, keys.ledger(SITE.code)):
        await redis.hset(name, "k", "v")
    await redis.rpush(keys.reviews, "r")
    await inspections.stop(ID)
    await inspections.close(ID)
    left = {bytes(name).decode().removeprefix(keys.prefix) for name in await redis.keys(keys.prefix + "*")}  # type: ignore[arg-type]
    assert left == {
        "meta", "targets", "order", "audit", "counts", "scores", "findings", "reviews",
        f"ledger:{SITE.code}", f"count:{SITE.code}", f"count:{ACCOUNT.code}",
    }  # fmt: skip
    assert (await other.progress()).waiting == 1


def test_a_frontier_starts_with_home_pages_and_feeds() -> None:
    silent = replace(ACCOUNT, code="x", feed="posts.csv")
    tasks = first_tasks([SITE, ACCOUNT, silent])
    assert [(one.target, one.kind, one.url) for one in tasks] == [
        (SITE.code, TaskKind.HOME, "http://www.ezhou.gov.cn/"),
        (ACCOUNT.code, TaskKind.FEED, "https://f.cn/a.xml"),
    ]
