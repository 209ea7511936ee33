"""The room that large answers share: bounded, fair, and given back."""

import asyncio

from spiders.fetching.room import Room
from tests.waiting import until


async def test_who_finds_no_room_waits_in_turn() -> None:
    room = Room(100)
    assert await room.enter("a", 60) < 0.1
    order: list[str] = []

    async def come(who: str, size: int) -> None:
        await room.enter(who, size)
        order.append(who)

    large, small = asyncio.create_task(come("large", 90)), asyncio.create_task(come("small", 10))
    await asyncio.sleep(0)
    assert order == []
    room.leave("a")
    await asyncio.gather(large, small)
    assert order == ["large", "small"]
    assert room.free == 0


async def test_more_than_there_is_means_all_there_is() -> None:
    room = Room(100)
    await room.enter("a", 1_000_000)
    assert room.free == 0
    room.keep("a", 30)
    assert room.free == 70
    room.keep("a", 50)
    assert room.free == 70
    room.leave("a")
    room.leave("a")
    room.leave("nobody")
    assert room.free == 100


async def test_room_is_lent_once_to_each() -> None:
    room = Room(100)
    await room.enter("a", 60)
    assert await room.enter("a", 60) == 0
    assert room.free == 40


async def test_who_stops_waiting_takes_nothing() -> None:
    room = Room(100)
    await room.enter("a", 100)
    waiting = asyncio.create_task(room.enter("b", 50))
    await asyncio.sleep(0)
    waiting.cancel()
    await until(waiting.done)
    room.leave("a")
    assert room.free == 100
    assert await room.enter("c", 100) < 0.1
