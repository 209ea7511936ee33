"""What an operator sets for one target is obeyed by the next claim or offer, and no other target's."""

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Priority, Result, Settlement
from infra.steering import Steered
from infra.traps import pattern_of
from tests.infra.crawling import ID, LIMITS, T0, balanced, limits, running, settled, site, task


@pytest.fixture
async def frontier(redis: Redis) -> Frontier:
    await running(redis, [site("A", "www.a.cn"), site("B", "b.cn")])
    return Frontier(redis, ID, LIMITS)


async def gaps(frontier: Frontier, host: str, pages: int, now: int) -> list[int]:
    """Milliseconds between the end of a page and the moment from which the next may be claimed."""
    await frontier.offer([task(f"/{now}/{page}", host=host) for page in range(pages)], now_ms=now)
    waits = []
    for _ in range(pages):
        (lease,) = await frontier.claim("w", 1, now_ms=now)
        await frontier.settle("w", settled([lease]), now_ms=now)
        state = await frontier.host_state(host)
        waits.append(state.next - now)
        now = state.next
    return waits


async def test_a_rate_is_that_of_the_targets_host_and_its_twin_until_it_is_lifted(frontier: Frontier) -> None:
    await frontier.set_rate("A", 0.2)
    assert await gaps(frontier, "a.cn", 2, T0) == [5000, 5000]
    assert await gaps(frontier, "www.a.cn", 2, T0) == [5000, 5000]
    assert await gaps(frontier, "b.cn", 2, T0) == [1000, 1000]
    assert (await frontier.steered("A")).rate == pytest.approx(0.2)
    await frontier.set_rate("A", None)
    assert await gaps(frontier, "a.cn", 1, T0 + 99_000) == [1000]
    assert await frontier.steered("A") == Steered()


async def test_a_faster_rate_holds_at_once_but_ends_no_back_off(redis: Redis) -> None:
    await running(redis, [site("A", "a.cn")])
    frontier = Frontier(redis, ID, limits(delay_ms=600_000))
    now = (await redis.time())[0] * 1000
    await frontier.offer([task(f"/{page}", host="a.cn") for page in range(9)], now_ms=now)
    leases = await frontier.claim("w", 1, now_ms=now)
    await frontier.settle("w", settled(leases), now_ms=now)
    await frontier.set_rate("A", 10)
    leases = await frontier.claim("w", 1, now_ms=now + 5000)
    assert len(leases) == 1
    await frontier.settle("w", settled(leases, Result.RETRY, 503, retry_after_ms=60_000), now_ms=now + 5000)
    await frontier.set_rate("A", 1000)
    assert await frontier.claim("w", 1, now_ms=now + 60_000) == []


async def test_who_is_first_is_handed_out_first_and_who_is_last_last(frontier: Frontier) -> None:
    hosts = ["b.cn", "www.a.cn", "c.cn", "d.cn"]
    for late, host in enumerate(hosts):
        await frontier.offer([task(f"/{page}", host=host) for page in range(3)], now_ms=T0 + late)

    async def order(now: int) -> list[str]:
        turns = []
        for _ in hosts:
            (lease,) = await frontier.claim("w", 1, now_ms=now)
            turns.append(lease.task.url.split("/")[2])
            await frontier.settle("w", settled([lease]), now_ms=now)
        return turns

    assert await order(T0 + 10) == hosts
    await frontier.set_priority("A", Priority.FIRST)
    await frontier.set_priority("B", Priority.LAST)
    assert await order(T0 + 2000) == ["www.a.cn", "c.cn", "d.cn", "b.cn"]
    assert (await frontier.steered("B")).priority is Priority.LAST
    await frontier.set_priority("A", Priority.NORMAL)
    await frontier.set_priority("B", Priority.NORMAL)
    assert set(await order(T0 + 4000)) == set(hosts)
    assert (await balanced(frontier)).finished


async def test_the_first_of_a_group_has_its_turn_before_the_others_of_the_group(redis: Redis) -> None:
    await running(redis, [site("A", "h3.cn"), site("B", "h0.cn")])
    frontier = Frontier(redis, ID, limits(group_gap_ms=500))
    await frontier.offer([task(f"/{page}", host=f"h{host}.cn") for host in range(4) for page in range(9)], now_ms=T0)
    now = T0
    leases = await frontier.claim("w", 4, now_ms=now)
    turns: list[str] = []
    await frontier.set_priority("A", Priority.FIRST)
    for _ in range(9):
        outcomes = [
            Settlement(lease=lease.id, result=Result.DONE, status=200, address="203.0.113.7") for lease in leases
        ]
        await frontier.settle("w", outcomes, now_ms=now)
        if not turns:
            await frontier.set_priority("B", Priority.LAST)
        now += 500
        leases = await frontier.claim("w", 9, now_ms=now)
        turns += [lease.task.url.split("/")[2] for lease in leases]
        await balanced(frontier)
    assert turns.count("h3.cn") == 4, "as often as its own delay allows"
    assert "h0.cn" not in turns


async def test_a_budget_of_ones_own(frontier: Frontier) -> None:
    await frontier.set_budget("A", 2)
    assert await frontier.offer([task(f"/{page}", target=one) for one in "AB" for page in range(5)], now_ms=T0) == 7
    assert (await frontier.target_progress())["A"].capped == 3
    await frontier.set_budget("A", 4)
    assert await frontier.offer([task(f"/{page}") for page in range(5)], now_ms=T0) == 2
    await frontier.set_budget("A", None)
    assert await frontier.offer([task(f"/{page}") for page in range(5)], now_ms=T0) == 1
    await balanced(frontier)


async def test_what_cannot_be_set_is_refused(frontier: Frontier) -> None:
    for rate in (0, -1, 1001, float("nan")):
        with pytest.raises(ValueError, match="requests a second"):
            await frontier.set_rate("A", rate)
    with pytest.raises(ValueError, match="0 or more"):
        await frontier.set_budget("A", -1)
    with pytest.raises(LookupError, match="no target X"):
        await frontier.set_rate("X", 1)
    with pytest.raises(LookupError, match="no target X"):
        await frontier.set_budget("X", 1)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("/cal?year=2024&month=1", "/cal?month=12&year=1970", True),
        ("/cal?20240101", "/cal?20240102", True),
        ("/list?id=1", "/list?id=1&page=2", False),
        ("/list?id=1", "/view?id=1", False),
        ("/a.do;jsessionid=1F", "/a.do;jsessionid=2E", True),
        ("/a.do;jsessionid=1F", "/b.do;jsessionid=1F", False),
        ("/(S(abc123))/a.aspx", "/(S(xyz789))/a.aspx", True),
        ("/a.do;jsessionid=1F?x=1", "/a.do;jsessionid=2E?x=2", True),
    ],
)
def test_which_addresses_are_alike(one: str, other: str, alike: bool) -> None:
    patterns = [pattern_of(f"http://a.cn{path}") for path in (one, other)]
    assert "" not in patterns
    assert (patterns[0] == patterns[1]) is alike


@pytest.mark.parametrize("path", ["/", "/a/b.html", "/2024/05/t1.html", "/news(1).html", "/a#x?y"])
def test_plain_paths_have_no_pattern(path: str) -> None:
    assert pattern_of(f"http://a.cn{path}") == ""


async def test_a_calendar_ends_and_says_so(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(max_queries=20))
    known = 0
    for month in range(30):
        links = [task(f"/cal?y={2024 + month // 12}&m={month % 12}&d={day}") for day in range(2)]
        known += await frontier.offer([*links, task(f"/article/{month}.html")], now_ms=T0)
    assert known == 20 + 30
    progress = await balanced(frontier)
    assert (progress.known, progress.capped) == (50, 40)
    assert await frontier.offer([task("/cal?y=1&m=1&d=1", target="B")], now_ms=T0) == 1
    assert await frontier.offer([task("/cal?y=2024&m=0&d=0")], now_ms=T0) == 0
    assert (await frontier.progress()).capped == 40, "what is known is not capped"
