"""Hosts behind one address are asked as one: no faster, and no more at once, than the group's limits."""

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits, Result, Settlement
from infra.groups import group_of
from infra.redis.keys import Keys
from tests.infra.crawling import ID, T0, balanced, limits, running, task

PLATFORM = "203.0.113.7"
GROUPED = limits(delay_ms=100, group_gap_ms=250, group_open_leases=2)


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("127.8.8.8", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
        ("www.a.gov.cn", ""),
    ],
)
def test_which_addresses_make_a_group(address: str, group: str) -> None:
    assert group_of(address) == group


def name_of(host: int) -> str:
    return f"h{host}.cn"


async def platform(redis: Redis, hosts: int, address: str, with_limits: Limits = GROUPED) -> tuple[Frontier, int]:
    """Hosts of which each was reached once at the address, and has three tasks more; and the time it is."""
    await running(redis)
    frontier = Frontier(redis, ID, with_limits)
    await frontier.offer(
        [task(f"/{page}", host=name_of(host)) for host in range(hosts) for page in range(4)], now_ms=T0
    )
    leases = await frontier.claim("w", hosts, now_ms=T0)
    assert len(leases) == hosts, "nothing is known of their address yet"
    await frontier.settle("w", reached([lease.id for lease in leases], address), now_ms=T0)
    return frontier, T0 + 1000


def reached(leases: list[int], address: str, result: Result = Result.DONE) -> list[Settlement]:
    return [Settlement(lease=lease, result=result, status=200, address=address) for lease in leases]


async def test_hosts_behind_one_address_share_a_gap_and_a_number_of_leases(redis: Redis) -> None:
    frontier, now = await platform(redis, 5, PLATFORM)
    assert {(await frontier.host_state(name_of(host))).group for host in range(5)} == {PLATFORM}
    first = await frontier.claim("w", 9, now_ms=now)
    assert len(first) == 1
    assert await frontier.claim("v", 9, now_ms=now + 249) == []
    assert len(await frontier.claim("v", 9, now_ms=now + 250)) == 1
    assert await frontier.claim("w", 9, now_ms=now + 5000) == [], "two leases of the group are open"
    await frontier.settle("w", reached([first[0].id], PLATFORM), now_ms=now + 5000)
    assert len(await frontier.claim("w", 9, now_ms=now + 5000)) == 1
    await balanced(frontier)


async def test_on_loopback_each_host_is_paced_alone(redis: Redis) -> None:
    frontier, now = await platform(redis, 5, "127.0.0.1")
    assert len(await frontier.claim("w", 9, now_ms=now)) == 5


async def test_one_host_alone_at_its_address_is_no_group(redis: Redis) -> None:
    frontier, now = await platform(redis, 1, PLATFORM)
    (lease,) = await frontier.claim("w", 9, now_ms=now)
    assert (await frontier.host_state(name_of(0))).group == ""
    await frontier.settle("w", reached([lease.id], "203.0.113.8"), now_ms=now)
    await frontier.offer([task("/", host="late.cn")], now_ms=now)
    lease = next(one for one in await frontier.claim("w", 9, now_ms=now) if "late" in one.task.url)
    await frontier.settle("w", reached([lease.id], PLATFORM), now_ms=now)
    assert (await frontier.host_state("late.cn")).group == "", "the other has moved away from there"


async def test_a_host_that_moves_takes_its_leases_along(redis: Redis) -> None:
    with_limits = limits(delay_ms=100, open_leases=2, group_gap_ms=100, group_open_leases=9)
    frontier, now = await platform(redis, 3, PLATFORM, with_limits)
    leases = []
    for step in range(6):
        leases += await frontier.claim("w", 1, now_ms=now + step * 100)
    mine = [lease for lease in leases if name_of(0) in lease.task.url]
    assert len(leases) == 6
    await frontier.settle("w", reached([mine[0].id], "2001:db8::1"), now_ms=now)
    keys = Keys(ID)
    assert (await frontier.host_state(name_of(0))).group == ""
    assert await redis.hget(keys.group(PLATFORM), "open") == b"4"
    await frontier.give_back("w", now_ms=now)
    assert await redis.hget(keys.group(PLATFORM), "open") == b"0"
    await balanced(frontier)


@pytest.mark.parametrize("gap_ms", [10, 50, 200])
async def test_the_groups_rate_holds_over_time_and_everything_ends(redis: Redis, gap_ms: int) -> None:
    frontier, now = await platform(redis, 30, PLATFORM, limits(delay_ms=1000, group_gap_ms=gap_ms))
    started: list[int] = []
    while not (await frontier.progress()).finished:
        leases = await frontier.claim("w", 64, now_ms=now)
        await frontier.settle("w", reached([lease.id for lease in leases], PLATFORM), now_ms=now)
        started += [now] * len(leases)
        now += 20
    assert len(started) == 90
    ahead = 100 if gap_ms < 100 else 0
    for count, moment in enumerate(started):
        assert count * gap_ms <= moment - started[0] + ahead
    assert started[-1] - started[0] <= max(90 * gap_ms, 3 * 1000) + 300


async def test_a_large_platform_does_not_starve_hosts_elsewhere_nor_its_own(redis: Redis) -> None:
    frontier, now = await platform(redis, 40, PLATFORM, limits(delay_ms=1000, group_gap_ms=100))
    elsewhere = [f"o{number}.cn" for number in range(8)]
    await frontier.offer([task(f"/{page}", host=host) for host in elsewhere for page in range(9)], now_ms=now)
    turns: dict[str, int] = {}
    for moment in range(now, now + 8000, 100):
        leases = await frontier.claim("w", 2, now_ms=moment)
        for lease in leases:
            host = lease.task.url.split("/")[2]
            turns[host] = turns.get(host, 0) + 1
        await frontier.settle("w", reached([lease.id for lease in leases], ""), now_ms=moment)
    assert all(turns[host] >= 7 for host in elsewhere), "each could be asked eight times"
    assert {turns[name_of(host)] for host in range(40)} <= {1, 2, 3}


async def test_a_group_all_of_whose_hosts_are_paused_holds_nobody_up(redis: Redis) -> None:
    frontier, now = await platform(redis, 4, PLATFORM)
    await frontier.offer([task("/b", host="other.cn", target="B")], now_ms=now)
    await frontier.pause_target("A")
    claims = [lease for step in range(20) for lease in await frontier.claim("w", 1, now_ms=now + step * 250)]
    assert [lease.task.target for lease in claims] == ["B"]
    await frontier.resume_target("A", now_ms=now + 6000)
    assert len(await frontier.claim("w", 9, now_ms=now + 6000)) == 1
    await balanced(frontier)
