import orjson
import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits, Result, Settlement
from infra.inspections import Inspections, State, first_tasks
from infra.records import Kind, Target, Task, TaskKind
from infra.redis.connection import connect
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import ObservationStream
from tui.poller import SourceError
from tui.source import Rates, RedisSource

ID = "2024-02-29-a1b2"
LIMITS = Limits.from_settings(Settings(rate=1000, open_leases=10))
TARGETS = [
    Target(code="4207000001", name="[/x]甲", kind=Kind.SITE, url="http://a.gov.cn/", unit="甲"),
    Target(code="4207000002", name="乙", kind=Kind.SITE, url="http://b.gov.cn/", unit="乙"),
    Target(code="acc-1", name="丙", kind=Kind.ACCOUNT, unit="甲"),
]


async def opened(redis: Redis) -> Frontier:
    await Inspections(redis).create(id=ID, as_of="2024-02-29T23:59:59+08:00", standard="national-2019", targets=TARGETS)
    frontier = Frontier(redis, ID, LIMITS)
    await frontier.offer(first_tasks(TARGETS))
    return frontier


async def write(redis: Redis, code: str, card: bytes) -> None:
    """Write a scorecard, and tell of it, as ``scoring.live`` does."""
    await redis.hset(Keys(ID).scores, code, card)
    await redis.xadd(Keys(ID).written, {code: b""})


async def test_a_snapshot_says_what_redis_holds(redis: Redis) -> None:
    frontier = await opened(redis)
    source = RedisSource(redis, ID, frontier)
    before = await source.snapshot()
    assert (before.state, before.counts.known, before.counts.waiting) == (State.NEW, 2, 2)
    assert [site.name for site in before.sites] == ["[/x]甲", "乙"]
    assert (len(before.accounts), before.sites_finished, before.eta_seconds) == (1, 0, None)

    await Inspections(redis).start(ID)
    await Inspections(redis).log(ID, "a line")
    leases = await frontier.claim("w", 10)
    first = next(lease for lease in leases if lease.task.target == "4207000001")
    await frontier.settle("w", [Settlement(lease=first.id, result=Result.DONE, status=200)])
    await ObservationStream(redis, ID).add([b"{}"])
    card = {"verdict": "pending", "score": 97.5, "range": [60, 110.5], "coverage": 0.25, "vetoes": ["V3"], "more": 1}
    await write(redis, "4207000001", orjson.dumps(card))
    after = await source.snapshot()
    assert (after.state, after.counts.done, after.counts.leased, after.backlog) == (State.RUNNING, 1, 1, 1)
    assert after.sites[0].counts.finished
    assert after.sites_finished == 1
    score = after.sites[0].score
    assert score is not None
    assert (score.value, score.low, score.high, score.vetoes) == (97.5, 60, 110.5, ("V3",))
    assert after.sites[1].score is None
    assert after.log[-1].endswith("a line")
    assert len(after.rates) == 1


async def test_a_scorecard_that_changes_later_is_seen(redis: Redis) -> None:
    frontier = await opened(redis)
    source = RedisSource(redis, ID, frontier)
    await source.snapshot()
    for value in (90, 80):
        card = {"verdict": "qualified", "score": value, "range": [value, value], "coverage": 1, "vetoes": []}
        await write(redis, "4207000002", orjson.dumps(card))
        score = (await source.snapshot()).sites[1].score
        assert score is not None
        assert score.value == value


async def test_a_scorecard_that_cannot_be_read_does_not_end_the_view(redis: Redis) -> None:
    frontier = await opened(redis)
    await redis.hset(Keys(ID).scores, "4207000001", b"not json")
    score = (await RedisSource(redis, ID, frontier).snapshot()).sites[0].score
    assert score is not None
    assert score.verdict == "?"


async def test_what_is_as_before_is_the_very_same_row(redis: Redis) -> None:
    frontier = await opened(redis)
    source = RedisSource(redis, ID, frontier)
    first, second = await source.snapshot(), await source.snapshot()
    assert second.sites is first.sites
    card = {"verdict": "qualified", "score": 90, "range": [90, 90], "coverage": 1, "vetoes": []}
    await write(redis, "4207000002", orjson.dumps(card))
    third = await source.snapshot()
    assert third.sites[0] is first.sites[0]
    assert third.sites[1] is not first.sites[1]
    assert third.accounts is first.accounts


async def test_counters_that_change_between_two_readings_are_read_again(redis: Redis) -> None:
    frontier = await opened(redis)
    source = RedisSource(redis, ID, frontier)
    await source.snapshot()
    await frontier.offer(
        [Task(target="4207000002", kind=TaskKind.COLUMN, url=f"http://b.gov.cn/{number}/") for number in range(5)]
    )
    assert (await source.snapshot()).sites[1].counts.known == 6


async def test_a_server_that_is_not_there_is_one_line() -> None:
    redis = connect("unix:///nowhere/redis.sock")
    source = RedisSource(redis, ID, Frontier(redis, ID, LIMITS))
    with pytest.raises(SourceError) as caught:
        await source.snapshot()
    await redis.aclose()
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_rates_never_fall_below_zero() -> None:
    rates = Rates()
    for settled in (0, 10, 5, 50):
        rates.note(settled)
    assert len(rates.values) == 3
    assert min(rates.values) >= 0
