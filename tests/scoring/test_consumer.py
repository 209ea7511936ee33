"""The consumer against a real Redis: folding, scoring, poison, Redis away, and kill -9 in the middle of a batch."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspection, Inspections, State
from infra.leases import Result, Settlement
from infra.records import Observation, Outcome, Target, Task, TaskKind, encode
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.settings import Settings
from infra.stream import ObservationStream
from scoring.area import AREA
from scoring.consumer import Scorer
from scoring.ledger.folding import fold
from scoring.results import results
from scoring.review import Decision, Review, Reviews
from tests.scoring.building import ACCOUNT, HOME, SITE, article, blank, days_ago, feed, link, sound_site
from tests.waiting import until

SETTINGS = Settings(heartbeat_seconds=0.1)
FAULTY = [*sound_site(), blank("监督检查"), link("http://dead.gov.cn/", Outcome.DEAD, found_on=HOME)]


async def opened(redis: Redis, targets: list[Target], observations: list[Observation]) -> Inspection:
    """An inspection whose crawl is over: its observations wait in the stream."""
    inspections = Inspections(redis)
    await inspections.create(id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=targets)
    await ObservationStream(redis, "q1").add([encode(one) for one in observations])
    return await inspections.start("q1")


async def crawled(redis: Redis, observations: list[Observation]) -> None:
    """Settle one task for every page, as a worker would have."""
    frontier = Frontier(redis, "q1", Limits.from_settings(Settings(rate=1000, open_leases=64)))
    await frontier.offer([Task(target=one.target, kind=one.kind, url=one.url) for one in observations])
    while leases := await frontier.claim("w", 100):
        await frontier.settle("w", [Settlement(lease=lease.id, result=Result.DONE, status=200) for lease in leases])
    assert (await frontier.progress()).finished


async def scores(redis: Redis) -> dict[str, Any]:
    rows = await redis.hgetall(Keys("q1").scores)
    return {text(code): orjson.loads(row) for code, row in rows.items()}


def scorer(redis: Redis, name: str = "s1") -> Scorer:
    return Scorer(redis, "q1", SETTINGS, name=name)


async def running(redis: Redis, condition: Callable[[], Awaitable[bool]], name: str = "s1") -> None:
    """Run a consumer until something holds, then stop it."""
    one = scorer(redis, name)
    task = asyncio.create_task(one.run(once=False))
    await until(condition)
    one.stop()
    await task


async def test_a_drained_inspection_is_scored_and_finished(redis: Redis) -> None:
    await opened(redis, [SITE, ACCOUNT], [*FAULTY, feed(days_ago(20))])
    await crawled(redis, FAULTY)
    assert await scorer(redis).run()
    found = await scores(redis)
    assert found[SITE.code]["score"] == 97
    assert found[SITE.code]["complete"]
    assert found[SITE.code]["pages"]["done"] == len(FAULTY)
    assert found[ACCOUNT.code]["verdict"] == "pending"
    findings = orjson.loads(await redis.hget(Keys("q1").findings, ACCOUNT.code) or b"")
    assert [(one["clause"], one["state"]) for one in findings] == [("M2.1", "suspected")]
    assert (await Inspections(redis).get("q1")).state is State.FINISHED
    assert await ObservationStream(redis, "q1").backlog() == 0
    assert await Inspections(redis).workers("q1") == []


async def test_the_stored_card_is_what_a_report_works_out(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY)
    await crawled(redis, FAULTY)
    await scorer(redis).run()
    found = await results(redis, "q1")
    ((target, card),) = found.cards
    assert target == SITE
    assert orjson.loads(orjson.dumps(card.to_json())) == (await scores(redis))[SITE.code]
    assert {one.clause for one in found.findings} == {"D8.1", "D19.1"}
    assert found.standard.name == "ezhou-2024"
    assert (await results(redis, "q1", "national-2019")).standard.name == "national-2019"


async def test_scores_are_live_while_the_crawl_runs(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY[:-1])
    await frontier_with_waiting_task(redis)

    async def scored() -> bool:
        found = await scores(redis)
        return bool(found) and found[SITE.code]["score"] == 98

    await running(redis, scored)
    found = (await scores(redis))[SITE.code]
    assert (found["verdict"], found["complete"]) == ("pending", False)
    assert (await Inspections(redis).get("q1")).state is State.RUNNING


async def frontier_with_waiting_task(redis: Redis) -> None:
    frontier = Frontier(redis, "q1", Limits.from_settings(Settings()))
    await frontier.offer([Task(target=SITE.code, kind=TaskKind.HOME, url=HOME)])


async def test_a_decision_entered_during_the_run_changes_the_score(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY)
    await crawled(redis, FAULTY)
    await scorer(redis).run()
    await Reviews(redis, "q1").add([Review(target=SITE.code, clause="D11", decision=Decision.DEDUCT, by="程思源")])

    async def scored() -> bool:
        return bool((await scores(redis))[SITE.code]["score"] == 96)

    await running(redis, scored)


async def test_progress_alone_shows_in_the_card_too(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY)
    await frontier_with_waiting_task(redis)
    quiet = link(f"{HOME}x.html", Outcome.OK, found_on=HOME)
    task = Task(target=SITE.code, kind=TaskKind.OUTSIDE, url=quiet.url)
    frontier = Frontier(redis, "q1", Limits.from_settings(Settings(rate=1000, open_leases=64)))

    async def stepped() -> bool:
        found = await scores(redis)
        if found and not (await frontier.progress()).done:
            await frontier.offer([task])
            lease = next(one for one in await frontier.claim("w", 9) if one.task.url == quiet.url)
            await ObservationStream(redis, "q1").add([encode(quiet)])
            await frontier.settle("w", [Settlement(lease=lease.id, result=Result.DONE, status=200)])
        return bool(found) and found[SITE.code]["pages"]["done"] == 1

    await running(redis, stepped)
    assert not await redis.exists(Keys("q1").dirty)


async def test_poison_is_put_aside_and_the_rest_goes_on(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY)
    await crawled(redis, FAULTY)
    stream = ObservationStream(redis, "q1")
    await stream.add([b"{", encode(article(9, "工作动态", "someday")), b'{"v":9}', *map(encode, sound_site())])
    assert await scorer(redis).run()
    assert (await scores(redis))[SITE.code]["score"] == 97
    dead = await stream.dead_letters()
    assert len(dead) == 3
    assert any("someday" in one.reason for one in dead)
    assert sum("put aside" in line for line in await Inspections(redis).recent_log("q1")) == 3


async def test_two_consumers_share_the_work_and_agree(redis: Redis) -> None:
    many = [*FAULTY, *(article(n, "工作动态", days_ago(n % 9)) for n in range(1500))]
    await opened(redis, [SITE], many)
    await crawled(redis, FAULTY)
    assert all(await asyncio.gather(scorer(redis, "s1").run(), scorer(redis, "s2").run()))
    assert (await scores(redis))[SITE.code]["score"] == 97


async def test_a_stopped_inspection_is_scored_and_left_as_it_is(redis: Redis) -> None:
    await opened(redis, [SITE], FAULTY)
    await frontier_with_waiting_task(redis)
    await Inspections(redis).stop("q1")
    assert await scorer(redis).run()
    assert (await scores(redis))[SITE.code]["verdict"] == "pending"
    assert (await Inspections(redis).get("q1")).state is State.STOPPED


async def test_a_consumer_outlasts_redis(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        client = connect(server.url)
        await opened(client, [SITE], FAULTY[:3])
        await frontier_with_waiting_task(client)
        one = scorer(client)
        task = asyncio.create_task(one.run(once=False))
        await until(lambda: _scored(client))
        server.stop()
    with EmbeddedRedis(tmp_path) as server:
        assert not task.done()
        again = connect(server.url)
        await ObservationStream(again, "q1").add([encode(one) for one in FAULTY[3:]])
        await until(lambda: _score_is(again, 97), timeout=20)
        one.stop()
        await task
        await again.aclose()
        await client.aclose()


async def _scored(redis: Redis) -> bool:
    return bool(await scores(redis))


async def _score_is(redis: Redis, wanted: float) -> bool:
    return bool((await scores(redis))[SITE.code]["score"] == wanted)


async def test_killed_in_the_middle_of_a_batch_another_takes_over(redis: Redis, redis_url: str) -> None:
    many = [*FAULTY, *(article(n, "工作动态", days_ago(n % 9)) for n in range(3000))]
    await opened(redis, [SITE], many)
    await crawled(redis, FAULTY)
    environment = os.environ | {"XUNCHA_REDIS_URL": redis_url, "XUNCHA_HEARTBEAT_SECONDS": "0.1"}
    first = await started(environment, "--name", "first")
    try:
        await until(lambda: holds_pending(redis))
    finally:
        first.send_signal(signal.SIGKILL)
        await first.wait()
    held = await ObservationStream(redis, "q1").backlog()
    assert held > 0
    second = await started(environment, "--name", "second")
    _, errors = await asyncio.wait_for(second.communicate(), 30)
    assert (second.returncode, errors) == (0, b"")
    assert await ObservationStream(redis, "q1").backlog() == 0
    found = (await scores(redis))[SITE.code]
    assert (found["score"], found["complete"]) == (97, True)
    fields = {text(name): value for name, value in (await redis.hgetall(Keys("q1").ledger(SITE.code))).items()}
    assert fields == fold(many, "q1")[SITE.code].fields


async def test_the_office_is_published_at_the_end_and_again_once_a_word_changes_it(redis: Redis) -> None:
    await opened(redis, [SITE, replace(ACCOUNT, filed=False)], [*FAULTY, feed(days_ago(20))])
    await crawled(redis, FAULTY)
    assert not await scores(redis)
    assert await scorer(redis).run()
    office = (await scores(redis))[AREA.code]
    assert (office["complete"], office["score"]) == (True, 99)
    task = asyncio.create_task((one := scorer(redis)).run(once=False))
    await until(lambda: nothing_marked(redis))
    said = Review(target=AREA.code, clause="S4.2", decision=Decision.DEDUCT, text="一条留言超期", by="程思源")
    await Reviews(redis, "q1").add([said])
    await until(lambda: costs(redis, AREA.code, 97))
    one.stop()
    await task


async def nothing_marked(redis: Redis) -> bool:
    return not await redis.exists(Keys("q1").dirty)


async def costs(redis: Redis, code: str, score: int) -> bool:
    return bool((await scores(redis))[code]["score"] == score)


async def started(environment: dict[str, str], *more: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "scoring", "scorer", "--inspection", "q1", "--once", *more]
    return await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.PIPE)


async def holds_pending(redis: Redis) -> bool:
    """True while a consumer holds entries that it has not acknowledged."""
    try:
        pending: Any = await redis.xpending(Keys("q1").stream, "scorers")
    except Exception:  # noqa: BLE001 - no group yet
        return False
    return bool(pending["pending"])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["scorer", "--inspection", "nothing", "--once"], 1, b"scorer: there is no inspection nothing"),
        (["scorer", "--colour"], 2, b"unrecognized arguments"),
        (["judge"], 2, b"invalid choice"),
    ],
)
async def test_bad_use_is_one_clear_line(redis_url: str, arguments: list[str], code: int, told: bytes) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "scoring", *arguments,
        env=os.environ | {"XUNCHA_REDIS_URL": redis_url}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    assert process.returncode == code
    assert told in errors


async def test_sigterm_ends_a_waiting_scorer_at_once(redis: Redis, redis_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "scoring", "scorer", env=os.environ | {"XUNCHA_REDIS_URL": redis_url}
    )
    await opened(redis, [SITE], FAULTY)
    await frontier_with_waiting_task(redis)
    await until(lambda: _scored(redis))
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0
