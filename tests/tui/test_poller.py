import asyncio

from textual.message import Message

from tests.tui.samples import SampleSource, snapshot
from tests.waiting import until
from tui.messages import SnapshotTaken, SourceLost
from tui.poller import Poller


async def test_it_outlives_a_lost_source_and_never_reads_twice_at_once() -> None:
    source = SampleSource(snapshot())
    told: list[Message] = []
    poller = Poller(source, period=0.01, post=told.append)
    polling = asyncio.create_task(poller.run())
    await until(lambda: len(told) >= 2)
    source.away = "no route"
    await until(lambda: isinstance(told[-1], SourceLost))
    assert isinstance(told[-1], SourceLost)
    assert told[-1].reason == "no route"
    source.away = ""
    await until(lambda: isinstance(told[-1], SnapshotTaken))
    assert source.asked == len(told)
    polling.cancel()
    await asyncio.wait({polling}, timeout=5)
    assert polling.cancelled()


async def test_a_newer_reading_replaces_one_that_waits() -> None:
    first, second = SnapshotTaken(snapshot()), SnapshotTaken(snapshot())
    assert second.can_replace(first)
    assert not second.can_replace(SourceLost("x"))
