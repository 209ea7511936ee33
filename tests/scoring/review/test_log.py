"""The log in Redis: kept in order, entered by whom, and never forked by writers that come at once."""

import asyncio

import msgspec
import pytest
import time_machine
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.redis.connection import connect
from infra.redis.keys import Keys
from infra.redis.replies import text
from scoring.review import Decision, Review, ReviewError, Reviews
from scoring.review.chain import Soundness
from tests.scoring.building import ACCOUNT, SITE

WORD = Review(target=SITE.code, clause="V3", decision=Decision.CONFIRM, by="程思源")


def words(name: str, number: int) -> list[Review]:
    return [msgspec.structs.replace(WORD, by=name, text=str(one)) for one in range(number)]


async def opened(redis: Redis) -> Reviews:
    await Inspections(redis).create(id="q1", as_of="2024-02-29", standard="ezhou-2024", targets=[SITE, ACCOUNT])
    return Reviews(redis, "q1")


async def test_a_row_says_who_entered_it_and_when(redis: Redis) -> None:
    reviews = await opened(redis)
    with time_machine.travel("2024-03-05T02:00:00Z", tick=False):
        (entry,) = await reviews.enter([WORD], by="cheng")
    assert (entry.seq, entry.entered_by, entry.by, entry.inspection) == (1, "cheng", "程思源", "q1")
    assert entry.entered_at == "2024-03-05T10:00:00.000+08:00"
    assert await reviews.entries() == [entry]
    assert await reviews.all() == [WORD]
    assert not await reviews.enter([WORD, WORD])
    assert text(await redis.get(Keys("q1").reviews_head)) == f"1 {entry.hash}"


async def test_writers_at_once_do_not_fork_the_chain(redis: Redis, redis_url: str) -> None:
    """Eight clients with ten rows each, entered one by one: every row is there once, each behind another."""
    await opened(redis)
    clients = [connect(redis_url) for _ in range(8)]

    async def write(client: Redis, name: str) -> None:
        for one in words(name, 10):
            assert await Reviews(client, "q1").add([one]) == 1

    try:
        await asyncio.gather(*(write(client, f"审核员{at}") for at, client in enumerate(clients)))
    finally:
        for client in clients:
            await client.aclose()
    lines, verdict = await Reviews(redis, "q1").audited()
    assert (verdict.soundness, verdict.rows) == (Soundness.OK, 80)
    assert len(set(lines)) == 80
    said = await Reviews(redis, "q1").all()
    for at in range(8):
        assert [one.text for one in said if one.by == f"审核员{at}"] == [str(one) for one in range(10)]


async def test_a_decision_that_two_enter_at_once_is_there_once(redis: Redis) -> None:
    reviews = await opened(redis)
    entered = await asyncio.gather(*(reviews.add([WORD]) for _ in range(6)))
    assert sorted(entered) == [0, 0, 0, 0, 0, 1]


async def test_what_was_tampered_with_is_told_and_not_scored_by(redis: Redis) -> None:
    reviews = await opened(redis)
    await reviews.add(words("A", 4))
    key = Keys("q1").reviews
    await redis.rpop(key)
    assert (await reviews.audited())[1].broken == 4, "the end is known"
    row = await redis.lindex(key, 1)
    assert isinstance(row, bytes)
    await redis.lset(key, 1, row.replace(b"V3", b"V2"))  # type: ignore[arg-type]
    assert (await reviews.audited())[1].broken == 2
    await redis.lset(key, 1, "{")
    with pytest.raises(ReviewError, match=r"row 2 of the review log cannot be read .*--verify"):
        await reviews.all()
    with pytest.raises(ReviewError, match="row 2"):
        await reviews.add([WORD])


async def test_rows_of_an_older_version_are_read_and_followed(redis: Redis) -> None:
    reviews = await opened(redis)
    old = words("A", 2)
    await redis.rpush(Keys("q1").reviews, *(msgspec.json.encode(one) for one in old))
    assert (await reviews.audited())[1].soundness is Soundness.UNSEALED
    assert await reviews.add([*old, WORD]) == 1
    assert await reviews.all() == [*old, WORD]
    verdict = (await reviews.audited())[1]
    assert (verdict.soundness, verdict.rows, verdict.unsealed) == (Soundness.OK, 3, 2)
    assert [one.seq for one in await reviews.entries()] == [0, 0, 3]


async def test_a_closed_inspection_keeps_its_log_and_takes_appeals(redis: Redis) -> None:
    reviews = await opened(redis)
    await reviews.add([WORD])
    await Inspections(redis).close("q1")
    assert await reviews.add(words("B", 1)) == 1
    assert (await reviews.audited())[1].soundness is Soundness.OK
