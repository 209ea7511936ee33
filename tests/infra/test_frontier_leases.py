"""How leases end: settled, expired, given back, tried again, buried, put aside."""

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Progress, Result
from infra.inspections import Inspections
from tests.infra.crawling import ID, LIMITS, T0, balanced, limits, paths, running, settled, task


@pytest.fixture
async def frontier(redis: Redis) -> Frontier:
    await running(redis)
    return Frontier(redis, ID, LIMITS)


async def test_an_expired_lease_goes_back_with_one_attempt_more(frontier: Frontier) -> None:
    await frontier.offer([task("/1"), task("/2")], now_ms=T0)
    leases = await frontier.claim("dies", 1, now_ms=T0)
    assert await frontier.reap(now_ms=T0 + 59_999) == 0
    assert await frontier.reap(now_ms=T0 + 60_000) == 1
    assert await frontier.settle("dies", settled(leases), now_ms=T0 + 60_001) == 0
    (lease,) = await frontier.claim("w", 1, now_ms=T0 + 61_000)
    assert (lease.task.url, lease.attempt) == (leases[0].task.url, 2)
    await balanced(frontier)


async def test_a_dead_workers_leases_go_back_at_once_and_a_poison_page_ends(frontier: Frontier) -> None:
    await frontier.offer([task("/poison")], now_ms=T0)
    now = T0
    for number in range(3):
        (lease,) = await frontier.claim(f"w{number}", 1, now_ms=now)
        assert lease.attempt == number + 1
        assert await frontier.reap([f"w{number}"], now_ms=now) == 1
        now += 2000
    assert await balanced(frontier) == Progress(known=1, failed=1, dead=1)
    (letter,) = await frontier.dead_letters()
    assert (letter.task, letter.attempts, letter.at) == (task("/poison"), 3, now - 2000)
    assert "worker died" in letter.reason


async def test_a_worker_that_stops_gives_back_without_an_attempt(frontier: Frontier) -> None:
    await frontier.offer([task("/1"), task("/2"), task("/3", host="b.cn")], now_ms=T0)
    leases = await frontier.claim("w", 5, now_ms=T0)
    assert await frontier.give_back("w", now_ms=T0) == 2
    await frontier.settle("w", settled(leases), now_ms=T0)
    assert (await balanced(frontier)).waiting == 3
    again = await frontier.claim("v", 5, now_ms=T0 + 1000)
    assert {lease.attempt for lease in again} == {1}
    assert sorted(paths(again)) == ["/1", "/3"]


async def test_renewing_keeps_what_this_object_claimed_and_nothing_else(redis: Redis, frontier: Frontier) -> None:
    forerunner = Frontier(redis, ID, LIMITS)
    await frontier.offer([task("/1", host="a.cn"), task("/2", host="b.cn")], now_ms=T0)
    await forerunner.claim("w", 1, now_ms=T0)
    mine = await frontier.claim("w", 1, now_ms=T0)
    await frontier.renew("w", now_ms=T0 + 30_000)
    assert await frontier.reap(now_ms=T0 + 60_000) == 1
    assert await frontier.settle("w", settled(mine), now_ms=T0 + 60_000) == 1
    await frontier.renew("w", now_ms=T0 + 60_000)


async def test_a_retry_waits_for_the_host_and_the_last_becomes_a_dead_letter(frontier: Frontier) -> None:
    await frontier.offer([task("/1")], now_ms=T0)
    now, waits = T0, []
    for _ in range(3):
        (lease,) = await frontier.claim("w", 1, now_ms=now)
        await frontier.settle("w", settled([lease], Result.RETRY, 0), now_ms=now)
        state = await frontier.host_state("www.a.gov.cn")
        waits.append(state.next - now)
        now = state.next
        await balanced(frontier)
    assert [round(wait / 1000 - 0.05) for wait in waits[:2]] == [1, 2]
    assert waits[2] > waits[1] > waits[0] >= 1000
    assert await frontier.progress() == Progress(known=1, failed=1, dead=1)
    assert [letter.reason for letter in await frontier.dead_letters()] == ["why"]
    assert await frontier.retry_dead(now_ms=now) == 1
    (lease,) = await frontier.claim("w", 1, now_ms=now)
    assert lease.attempt == 2, "what opens now must be told apart from what always did"
    assert await balanced(frontier) == Progress(known=1, leased=1)


async def test_a_retry_can_choose_and_leaves_the_others_in_their_order(frontier: Frontier) -> None:
    paths_of = [f"/{number}" for number in range(230)]  # more than one call looks at
    await frontier.offer([task(path, host=f"h{number}.cn") for number, path in enumerate(paths_of)], now_ms=T0)
    now = T0
    for _ in range(3):
        leases = await frontier.claim("w", 500, now_ms=now)
        await frontier.settle("w", settled(leases, Result.RETRY, 0), now_ms=now)
        now += 100_000
    before = [letter.task.url for letter in await frontier.dead_letters(500)]
    assert len(before) == 230
    assert await frontier.retry_dead(lambda letter: letter.task.url.endswith("7"), now_ms=now) == 23
    assert [letter.task.url for letter in await frontier.dead_letters(500)] == [
        url for url in before if not url.endswith("7")
    ]
    assert await frontier.retry_dead(lambda _: False, now_ms=now) == 0
    assert await balanced(frontier) == Progress(known=230, waiting=23, failed=207, dead=207)


async def test_retry_after_is_obeyed_and_bounded(frontier: Frontier) -> None:
    await frontier.offer([task("/1")], now_ms=T0)
    leases = await frontier.claim("w", 1, now_ms=T0)
    await frontier.settle("w", settled(leases, Result.RETRY, 503, retry_after_ms=120_000), now_ms=T0)
    assert await frontier.claim("w", 1, now_ms=T0 + 119_999) == []
    now = T0 + 150_000
    leases = await frontier.claim("w", 1, now_ms=now)
    await frontier.settle("w", settled(leases, Result.RETRY, 429, retry_after_ms=10**12), now_ms=now)
    assert (await frontier.host_state("www.a.gov.cn")).next <= now + 3_600_000 * 1.25


async def test_a_host_that_asks_for_quiet_gets_more_of_it_each_time_and_is_forgiven(frontier: Frontier) -> None:
    await frontier.offer([task(f"/{number}") for number in range(20)], now_ms=T0)
    now, waits = T0, []
    for status in (429, 429, 429, 200, 200):
        leases = await frontier.claim("w", 1, now_ms=now)
        result = Result.DONE if status == 200 else Result.BLOCKED
        await frontier.settle("w", settled(leases, result, status), now_ms=now)
        state = await frontier.host_state("www.a.gov.cn")
        waits.append(state.next - now)
        now = state.next
    assert 5_000 <= waits[0] < waits[1] < waits[2] <= 25_000
    assert waits[3:] == [1000, 1000]
    assert state.streak == 0
    assert await balanced(frontier) == Progress(known=20, waiting=15, done=2, blocked=3)


async def test_hosts_that_fail_together_do_not_come_back_together(frontier: Frontier) -> None:
    hosts = [f"h{number}.cn" for number in range(20)]
    await frontier.offer([task("/", host=host) for host in hosts], now_ms=T0)
    leases = await frontier.claim("w", 20, now_ms=T0)
    await frontier.settle("w", settled(leases, Result.RETRY, 503), now_ms=T0)
    assert len({(await frontier.host_state(host)).next for host in hosts}) > 15


async def test_tasks_of_a_host_that_stays_dead_are_tried_once_then_given_up(frontier: Frontier) -> None:
    await frontier.offer([task(f"/{number}") for number in range(200)], now_ms=T0)
    now, attempts = T0, []
    while leases := await frontier.claim("w", 1, now_ms=now):
        result = Result.RETRY if leases[0].attempt < LIMITS.max_attempts else Result.FAILED
        attempts.append(leases[0].attempt)
        await frontier.settle("w", settled(leases, result, 0), now_ms=now)
        now = (await frontier.host_state("www.a.gov.cn")).next
        await balanced(frontier)
    assert len(attempts) == 60
    assert set(attempts[5:]) == {3}
    progress = await frontier.progress()
    assert progress.finished
    assert progress.failed == 200
    assert progress.dead == 200 - attempts.count(3)
    assert "60 times in a row" in (await frontier.dead_letters(1))[0].reason
    assert await frontier.retry_dead(now_ms=now) == progress.dead
    assert (await frontier.host_state("www.a.gov.cn")).streak == 0
    await balanced(frontier)


async def test_a_paused_target_waits_and_others_of_its_host_go_on(frontier: Frontier) -> None:
    await frontier.offer([task(f"/a{n}") for n in range(3)] + [task("/b", target="B")], now_ms=T0)
    await frontier.pause_target("A")
    assert await frontier.paused_targets() == {"A"}
    leases = await frontier.claim("w", 5, now_ms=T0)
    assert paths(leases) == ["/b"]
    assert (await balanced(frontier)).waiting == 3
    await frontier.settle("w", settled(leases), now_ms=T0)
    assert await frontier.claim("w", 5, now_ms=T0 + 5000) == []
    await frontier.resume_target("A", now_ms=T0 + 5000)
    assert await frontier.paused_targets() == set()
    order, now = [], T0 + 5000
    while leases := await frontier.claim("w", 5, now_ms=now):
        order += paths(leases)
        await frontier.settle("w", settled(leases), now_ms=now)
        now += 1000
    assert order == ["/a0", "/a1", "/a2"]
    assert (await balanced(frontier)).finished


async def test_a_large_paused_target_is_put_aside_in_steps(redis: Redis) -> None:
    await running(redis)
    frontier = Frontier(redis, ID, limits(max_pages=10_000))
    await frontier.offer([task(f"/{n}") for n in range(2500)] + [task("/b", target="B")], now_ms=T0)
    await frontier.pause_target("A")
    claims = [paths(await frontier.claim("w", 5, now_ms=T0)) for _ in range(3)]
    assert claims == [[], [], ["/b"]]
    await frontier.resume_target("A", now_ms=T0)
    assert (await frontier.host_state("www.a.gov.cn")).waiting == 2500
    await balanced(frontier)


async def test_after_closing_late_workers_do_no_harm(redis: Redis, frontier: Frontier) -> None:
    await frontier.offer([task("/1")], now_ms=T0)
    leases = await frontier.claim("w", 1, now_ms=T0)
    inspections = Inspections(redis)
    await inspections.stop(ID)
    await inspections.close(ID)
    assert await frontier.exchange("w", observations=[], offers=[task("/2")], settlements=settled(leases), room=3) == []
    assert await frontier.give_back("w") == 0
    assert await frontier.reap(["w"]) == 0
