"""Observations are delivered at least once, removed only when they are folded, and never silently."""

import pytest
from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.stream import GROUP, ObservationStream

ID = "2024q1"


@pytest.fixture
def stream(redis: Redis) -> ObservationStream:
    return ObservationStream(redis, ID, idle_ms=0)


async def test_what_was_added_comes_in_order_and_goes_when_acknowledged(stream: ObservationStream) -> None:
    await stream.add([b"1", b"2", b"3"])
    first = await stream.read("c", 2, 10)
    assert [(entry.data, entry.deliveries) for entry in first] == [(b"1", 1), (b"2", 1)]
    assert await stream.backlog() == 3
    await stream.ack([entry.id for entry in first])
    assert await stream.backlog() == 1
    assert [entry.data for entry in await stream.read("c", 2, 10)] == [b"3"]


async def test_an_empty_stream_gives_nothing(stream: ObservationStream) -> None:
    await stream.add([])
    await stream.ack([])
    assert await stream.read("c", 5, 1) == []
    assert await stream.trim() == 0
    assert await stream.backlog() == 0


async def test_what_a_consumer_did_not_acknowledge_comes_again_and_is_counted(stream: ObservationStream) -> None:
    await stream.add([b"poison"])
    seen = [(await stream.read("c", 5, 10))[0].deliveries for _ in range(4)]
    assert seen[0] == 1
    assert seen == sorted(set(seen))


async def test_a_dead_consumers_entries_go_to_another(redis: Redis) -> None:
    patient = ObservationStream(redis, ID, idle_ms=60_000)
    await patient.add([b"1", b"2"])
    assert len(await patient.read("dies", 1, 10)) == 1
    assert [entry.data for entry in await patient.read("heir", 5, 10)] == [b"2"]
    hasty = ObservationStream(redis, ID, idle_ms=0)
    assert {entry.data for entry in await hasty.read("heir", 5, 10)} == {b"1", b"2"}
    assert await patient.read("dies", 5, 1) == []


async def test_an_own_entry_is_not_hidden_by_others_before_it(redis: Redis) -> None:
    """Deliveries are read per entry, whatever else is pending."""
    patient = ObservationStream(redis, ID, idle_ms=60_000)
    await patient.add([b"%d" % number for number in range(6)])
    first = await patient.read("c", 3, 10)
    await patient.read("c", 3, 10)
    await patient.ack([first[0].id])
    again = await patient.read("c", 5, 10)
    assert [entry.data for entry in again] == [b"1", b"2"]
    assert all(entry.deliveries == 3 for entry in again)


async def test_acknowledging_twice_is_harmless(stream: ObservationStream) -> None:
    await stream.add([b"1", b"2"])
    (entry, _) = await stream.read("c", 5, 10)
    await stream.ack([entry.id, entry.id])
    await stream.ack([entry.id])
    assert await stream.backlog() == 1


async def test_a_dead_letter_leaves_the_stream_with_its_reason(redis: Redis, stream: ObservationStream) -> None:
    await stream.add([b"\xff", b"good"])
    (bad, good) = await stream.read("c", 5, 10)
    await stream.dead_letter(bad, "not an Observation: 坏")
    assert await stream.backlog() == 1
    assert [(one.data, one.reason) for one in await stream.dead_letters()] == [(b"\xff", "not an Observation: 坏")]
    assert [entry.id for entry in await stream.read("c", 5, 10)] == [good.id]
    assert (await redis.xpending(Keys(ID).stream, GROUP))["pending"] == 1


async def test_trimming_never_passes_what_is_pending_or_undelivered(redis: Redis, stream: ObservationStream) -> None:
    await stream.add([b"%d" % number for number in range(6)])
    first, second, *_ = await stream.read("c", 4, 10)
    await redis.xack(Keys(ID).stream, GROUP, first.id)
    assert await stream.trim() == 1
    assert await stream.trim() == 0
    assert {entry.data for entry in await stream.read("c", 9, 10)} == {b"1", b"2", b"3"}
    await redis.xack(Keys(ID).stream, GROUP, *[entry.id for entry in await stream.read("c", 9, 10)])
    await stream.trim()
    assert [entry.data for entry in await stream.read("c", 9, 10)] == [b"4", b"5"]
    assert second.id not in {entry.id for entry in await stream.read("c", 9, 10)}


async def test_entries_survive_before_anyone_reads(redis: Redis) -> None:
    await ObservationStream(redis, ID).add([b"early"])
    assert [entry.data for entry in await ObservationStream(redis, ID).read("late", 5, 10)] == [b"early"]
