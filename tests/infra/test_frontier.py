"""What the frontier hands out, in which order, how fast, and once only."""

import asyncio

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Progress, Result
from infra.inspections import Inspections
from infra.records import Task, TaskKind
from infra.redis.keys import Keys
from tests.infra.crawling import ID, LIMITS, T0, balanced, limits, paths, running, settled, task


@pytest.fixture
async def frontier(redis: Redis) -> Frontier:
    await running(redis)
    return Frontier(redis, ID, LIMITS)


async def test_a_task_is_known_once_a_target(frontier: Frontier) -> None:
    assert await frontier.offer([task("/1"), task("/1"), task("/2"), task("/1", target="B")], now_ms=T0) == 3
    assert await frontier.offer([task("/1")], now_ms=T0) == 0
    assert (await balanced(frontier)).waiting == 3
    assert (await frontier.target_progress())["B"].known == 1


async def test_a_lease_carries_the_task_unchanged(frontier: Frontier) -> None:
    tasks = [
        Task(target="微信 鄂州发布", kind=TaskKind.FEED, url="http://feed.cn/rss?名=1"),
        Task(target="B", kind=TaskKind.OUTSIDE, url="https://b.cn:8443/x/", found_on="http://www.a.gov.cn/y", depth=3),
        Task(
            target="A",
            kind=TaskKind.ARTICLE,
            url="https://c.cn/old.html",
            found_on="https://c.cn/l",
            depth=2,
            recent=False,
        ),
        Task(target="A", kind=TaskKind.HOME, url="HTTP://User@D.cn:80/"),
    ]
    await frontier.offer(tasks, now_ms=T0)
    leases = await frontier.claim("w", 10, now_ms=T0)
    assert sorted((lease.task for lease in leases), key=lambda one: one.url) == sorted(tasks, key=lambda one: one.url)
    assert {lease.attempt for lease in leases} == {1}


async def test_within_a_host_order_is_by_kind_then_age(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(delay_ms=1, open_leases=64))
    await frontier.offer(
        [
            task("/out", kind=TaskKind.OUTSIDE),
            task("/file", kind=TaskKind.ATTACHMENT),
            task("/archived", kind=TaskKind.ARCHIVED),
            task("/old", recent=0),
            task("/new1"),
            task("/new2"),
            task("/column", kind=TaskKind.COLUMN),
            task("/", kind=TaskKind.HOME),
        ],
        now_ms=T0,
    )
    leases = await frontier.claim("w", 10, now_ms=T0)
    assert paths(leases) == ["/", "/column", "/new1", "/new2", "/old", "/archived", "/file", "/out"]


async def test_the_delay_counts_from_completion(frontier: Frontier) -> None:
    await frontier.offer([task("/1"), task("/2")], now_ms=T0)
    first = await frontier.claim("w", 10, now_ms=T0)
    assert paths(first) == ["/1"]
    assert await frontier.claim("v", 10, now_ms=T0 + 5000) == []
    await frontier.settle("w", settled(first), now_ms=T0 + 5000)
    assert await frontier.claim("v", 10, now_ms=T0 + 5999) == []
    assert paths(await frontier.claim("v", 10, now_ms=T0 + 6000)) == ["/2"]


async def test_several_open_leases_still_keep_the_rate(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(open_leases=2))
    await frontier.offer([task("/1"), task("/2"), task("/3")], now_ms=T0)
    assert len(await frontier.claim("w", 10, now_ms=T0)) == 1
    assert await frontier.claim("w", 10, now_ms=T0 + 999) == []
    assert len(await frontier.claim("w", 10, now_ms=T0 + 1000)) == 1
    assert await frontier.claim("w", 10, now_ms=T0 + 9000) == []


async def test_a_fast_host_gives_several_tasks_a_claim_and_keeps_its_rate(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(delay_ms=10, open_leases=64))
    await frontier.offer([task(f"/{number}") for number in range(500)], now_ms=T0)
    got = 0
    for moment in range(T0, T0 + 1000, 50):
        leases = await frontier.claim("w", 64, now_ms=moment)
        await frontier.settle("w", settled(leases), now_ms=moment)
        got += len(leases)
    assert 90 <= got <= 111


async def test_a_fast_host_keeps_its_number_of_open_leases(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(delay_ms=1, open_leases=3))
    await frontier.offer([task(f"/{number}") for number in range(9)], now_ms=T0)
    assert len(await frontier.claim("w", 9, now_ms=T0)) == 3
    assert await frontier.claim("w", 9, now_ms=T0 + 500) == []


async def test_hosts_take_turns_by_next_allowed_time(frontier: Frontier) -> None:
    hosts = ["a.cn", "b.cn", "c.cn"]
    for number, host in enumerate(hosts):
        await frontier.offer([task(f"/{page}", host=host) for page in range(4)], now_ms=T0 + number)
    order = []
    for step in range(6):
        now = T0 + 10 + step * 1100
        (lease,) = await frontier.claim("w", 1, now_ms=now)
        order.append(lease.task.url.partition("//")[2].partition("/")[0])
        await frontier.settle("w", settled([lease]), now_ms=now)
    assert order == hosts * 2


@pytest.mark.parametrize("halt", ["pause", "stop"])
async def test_nothing_is_handed_out_unless_the_inspection_runs(redis: Redis, frontier: Frontier, halt: str) -> None:
    await frontier.offer([task("/1")], now_ms=T0)
    inspections = Inspections(redis)
    await getattr(inspections, halt)(ID)
    assert await frontier.claim("w", 1, now_ms=T0) == []
    await (inspections.resume(ID) if halt == "pause" else inspections.start(ID))
    assert len(await frontier.claim("w", 1, now_ms=T0)) == 1


async def test_nothing_is_handed_out_while_the_scorer_is_behind(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(backlog=2))
    seen = [b"{}"] * 3
    assert await frontier.exchange("w", observations=seen, offers=[task("/1")], settlements=[], room=5, now_ms=T0) == []
    await redis.xtrim(Keys(ID).stream, maxlen=2, approximate=False)
    assert len(await frontier.claim("w", 5, now_ms=T0)) == 1


async def test_only_the_holder_settles_and_only_once(frontier: Frontier) -> None:
    await frontier.offer([task("/1")], now_ms=T0)
    leases = await frontier.claim("w", 1, now_ms=T0)
    assert await frontier.settle("thief", settled(leases), now_ms=T0) == 0
    assert await frontier.settle("w", settled(leases), now_ms=T0) == 1
    assert await frontier.settle("w", settled(leases), now_ms=T0) == 0
    assert (await balanced(frontier)).done == 1


async def test_exchange_sends_settles_and_claims_in_one_transaction(redis: Redis, frontier: Frontier) -> None:
    home = task("/", kind=TaskKind.HOME)
    leases = await frontier.exchange("w", observations=[], offers=[home], settlements=[], room=4, now_ms=T0)
    again = await frontier.exchange(
        "w", observations=[b"seen"], offers=[task("/1")], settlements=settled(leases), room=4, now_ms=T0 + 1
    )
    assert again == []
    assert await balanced(frontier) == Progress(known=2, waiting=1, done=1)
    assert [fields for _, fields in await redis.xrange(Keys(ID).stream) or []] == [{b"o": b"seen"}]
    assert await frontier.exchange("w", observations=[], offers=[], settlements=[], room=0) == []


async def test_an_exchange_repeated_counts_nothing_twice(redis: Redis, frontier: Frontier) -> None:
    """What happens when a reply is lost: everything is sent again. The observation is there twice, and merges."""
    leases = await frontier.exchange("w", observations=[], offers=[task("/1")], settlements=[], room=1, now_ms=T0)
    for _ in range(2):
        await frontier.exchange(
            "w", observations=[b"x"], offers=[task("/2"), task("/3")], settlements=settled(leases), room=0, now_ms=T0
        )
    assert await balanced(frontier) == Progress(known=3, waiting=2, done=1)
    assert await redis.xlen(Keys(ID).stream) == 2


async def test_an_exchange_heals_a_server_that_forgot_the_scripts(redis: Redis, frontier: Frontier) -> None:
    leases = await frontier.exchange("w", observations=[], offers=[task("/1")], settlements=[], room=1, now_ms=T0)
    await redis.script_flush()
    offers = [task("/2", host="b.cn")]
    more = await frontier.exchange(
        "w", observations=[b"x"], offers=offers, settlements=settled(leases), room=5, now_ms=T0
    )
    assert paths(more) == ["/2"]
    assert await balanced(frontier) == Progress(known=2, leased=1, done=1)
    await redis.script_flush()
    assert await frontier.settle("w", settled(more), now_ms=T0) == 1


async def test_scripts_known_in_part_never_settle_before_the_links_are_in(redis: Redis, frontier: Frontier) -> None:
    """Another program may have loaded one of our scripts: the transaction is repeated as a whole."""
    leases = await frontier.exchange("w", observations=[], offers=[task("/1")], settlements=[], room=1, now_ms=T0)
    await redis.script_flush()
    source, _ = (await frontier._shards.all())[0].scripts._sources["settle"]  # type: ignore[index]
    await redis.script_load(source)
    await frontier.exchange("w", observations=[], offers=[task("/2")], settlements=settled(leases), room=0, now_ms=T0)
    assert await balanced(frontier) == Progress(known=2, waiting=1, done=1)


async def test_budgets_leave_out_and_say_so(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(max_pages=3, max_depth=2))
    deep = task("/deep", depth=3)
    assert await frontier.offer([deep, task("/1")], now_ms=T0) == 1
    assert await frontier.offer([task("/deep", depth=2), deep], now_ms=T0) == 1
    assert await frontier.offer([task("/3"), task("/4"), task("/1"), task("/4", target="B")], now_ms=T0) == 2
    by_target = await frontier.target_progress()
    assert (by_target["A"].known, by_target["A"].capped) == (3, 2)
    assert (by_target["B"].known, by_target["B"].capped) == (1, 0)


@pytest.mark.parametrize("shards", [1, 3])
async def test_an_exchange_names_the_offers_that_a_budget_left_out(redis: Redis, shards: int) -> None:
    await running(redis, shards=shards)
    frontier = Frontier(redis, ID, limits(max_depth=2))
    offers = [task("/1"), task("/deep", depth=3), task("/2", host="b.cn"), task("/deeper", host="b.cn", depth=4)]
    await frontier.offer([task("/2", host="b.cn")], now_ms=T0)
    left_out: list[Task] = []
    leases = await frontier.exchange(
        "w", observations=[b"x"], offers=offers, settlements=[], room=1, left_out=left_out, now_ms=T0
    )
    assert len(leases) == 1
    assert {one.url for one in left_out} == {offers[1].url, offers[3].url}
    left_out.clear()
    await frontier.exchange("w", observations=[], offers=offers[:1], settlements=[], room=0, left_out=left_out)
    assert left_out == []


async def test_only_changed_targets_are_told_when_asked_so(frontier: Frontier) -> None:
    await frontier.offer([task("/1"), task("/1", target="B")], now_ms=T0)
    await frontier.offer([task("/2", target="B")], now_ms=T0 + 1000)
    assert set(await frontier.target_progress(T0 + 1)) == {"B"}


async def test_addresses_without_a_host_reach_a_worker_that_can_refuse_them(frontier: Frontier) -> None:
    odd = ["http:///nohost", "javascript:alert(1)", "http://[::1]/x", "http://a b/ c\n"]
    await frontier.offer([Task(target="A", kind=TaskKind.OUTSIDE, url=url) for url in odd], now_ms=T0)
    now, got = T0, 0
    while leases := await frontier.claim("w", 5, now_ms=now):
        got += len(leases)
        await frontier.settle("w", settled(leases, Result.FAILED, 400), now_ms=now)
        now += 1000
    assert got == 4


async def test_workers_at_once_never_share_a_task(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(delay_ms=1, open_leases=4))
    await frontier.offer([task(f"/{n}", host=f"h{n % 7}.cn") for n in range(300)])
    seen: list[str] = []

    async def work(name: str) -> None:
        while not (await frontier.progress()).finished:
            leases = await frontier.claim(name, 8)
            seen.extend(lease.task.url for lease in leases)
            await frontier.exchange(name, observations=[], offers=[], settlements=settled(leases), room=0)

    await asyncio.gather(*(work(f"w{n}") for n in range(4)))
    assert len(seen) == len(set(seen)) == 300
    assert await balanced(frontier) == Progress(known=300, done=300)
