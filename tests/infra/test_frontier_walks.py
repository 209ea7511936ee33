"""Random walks of several workers over one frontier: whatever they do, nothing is lost, doubled or hurried."""

import asyncio
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.frontier import Frontier, Lease, Priority, Result, Settlement
from infra.records import Task
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.shards import place_of
from infra.tasks_wire import host_of
from tests.infra.crawling import ID, T0, balanced, limits, running, site, task

LIMITS = limits(max_attempts=2, lease_ms=5_000, open_leases=2, delay_ms=500, group_gap_ms=300, group_open_leases=3)
WORKERS = ("w0", "w1", "w2")
HOSTS = ("a.cn", "b.cn", "c.cn")
ADDRESSES = ("", "", "198.51.100.1", "198.51.100.1", "198.51.100.2", "127.0.0.1")

worker = st.sampled_from(WORKERS)
number = st.integers(0, 23)
settling = st.tuples(
    st.just("settle"),
    worker,
    st.sampled_from(list(Result)),
    st.sampled_from([0, 200, 404, 503]),
    st.sampled_from(ADDRESSES),
)
step = st.one_of(
    st.tuples(st.just("offer"), st.lists(number, min_size=1, max_size=12)),
    st.tuples(st.just("claim"), worker, st.integers(1, 4)),
    st.tuples(st.just("claim"), worker, st.integers(1, 4)),
    settling,
    settling,
    st.tuples(st.just("wait"), st.integers(1, 1_200)),
    st.tuples(st.just("wait"), st.integers(1, 1_200)),
    st.tuples(st.just("wait"), st.integers(1_000, 7_000)),
    st.tuples(st.just("renew"), worker),
    st.tuples(st.just("reap"), st.lists(worker, max_size=2, unique=True)),
    st.tuples(st.just("give_back"), worker),
    st.tuples(st.just("pause"), st.sampled_from("AB")),
    st.tuples(st.just("resume"), st.sampled_from("AB")),
    st.tuples(st.just("retry_dead")),
    st.tuples(st.just("retry_some")),
    st.tuples(st.just("set_rate"), st.sampled_from("AB"), st.sampled_from([0.8, 4.0, 50.0, None])),
    st.tuples(st.just("set_priority"), st.sampled_from("AB"), st.sampled_from(list(Priority))),
    st.tuples(st.just("forget_scripts")),
)


def numbered(number: int) -> Task:
    return task(f"/{number}", host=HOSTS[number % 3], target="AB"[number % 2])


class Walk:
    """A frontier beside a plain account of what was asked of it."""

    def __init__(self, redis: Redis, shards: int) -> None:
        self.redis = redis
        self.shards = shards
        self.gap_ms = LIMITS.group_gap_ms * shards
        self.group_open = max(1, LIMITS.group_open_leases // shards)
        self.frontier = Frontier(redis, ID, LIMITS)
        self.now = T0
        self.offered: set[Task] = set()
        self.handed: dict[str, list[Lease]] = {name: [] for name in WORKERS}
        self.by_id: dict[int, Task] = {}
        self.ended: Counter[Task] = Counter()
        self.allowed: dict[str, int] = {}
        self.delay = dict.fromkeys(HOSTS, LIMITS.delay_ms)
        self.started: dict[str, int] = {}

    async def offer(self, numbers: list[int]) -> None:
        tasks = [numbered(one) for one in numbers]
        new = set(tasks) - self.offered
        assert await self.frontier.offer(tasks, now_ms=self.now) == len(new)
        self.offered |= new

    async def claim(self, name: str, room: int) -> None:
        paused = await self.frontier.paused_targets()
        groups = await self.groups()
        under_way = await self.under_way(groups)
        leases = await self.frontier.claim(name, room, now_ms=self.now)
        assert len(leases) <= room
        for lease in leases:
            assert lease.id not in self.by_id
            assert lease.task in self.offered
            assert lease.task.target not in paused
            assert self.now >= self.allowed.get(host_of(lease.task.url), 0)
            self.by_id[lease.id] = lease.task
            if group := groups[host_of(lease.task.url)]:
                assert under_way[group] < self.group_open
                assert self.now >= self.started.get(group, 0) + self.gap_ms
                under_way[group] += 1
                self.started[group] = self.now
        self.handed[name] += leases

    async def settle(self, name: str, result: Result, status: int, address: str = "") -> None:
        """The oldest lease that this worker believes it holds; it may have lost it long ago."""
        if not self.handed[name]:
            return
        lease = self.handed[name].pop(0)
        live = lease.id in await self.live()
        outcome = Settlement(lease=lease.id, result=result, status=status, reason="walk", address=address)
        assert await self.frontier.settle(name, [outcome], now_ms=self.now) == int(live)
        if live and result in {Result.DONE, Result.FAILED, Result.BLOCKED}:
            self.ended[lease.task] += 1
        if live and result is not Result.RETURNED:
            self.completed(lease.task)

    def completed(self, one: Task) -> None:
        host = host_of(one.url)
        self.allowed[host] = max(self.allowed.get(host, 0), self.now + self.delay[host])

    async def set_rate(self, target: str, rate: float | None) -> None:
        host = HOSTS["AB".index(target)]
        self.delay[host] = LIMITS.delay_ms if rate is None else round(1000 / rate)
        if rate is not None:
            self.allowed[host] = min(self.allowed.get(host, 0), self.now + self.delay[host])
        await self.frontier.set_rate(target, rate)

    async def set_priority(self, target: str, priority: Priority) -> None:
        await self.frontier.set_priority(target, priority)

    async def wait(self, milliseconds: int) -> None:
        self.now += milliseconds

    async def renew(self, name: str) -> None:
        await self.frontier.renew(name, now_ms=self.now)

    async def reap(self, names: list[str]) -> None:
        before = await self.live()
        ended = await self.frontier.reap(names, now_ms=self.now)
        gone = before - await self.live()
        assert len(gone) == ended
        for lease in gone:
            self.completed(self.by_id[lease])

    async def give_back(self, name: str) -> None:
        await self.frontier.give_back(name, now_ms=self.now)

    async def pause(self, target: str) -> None:
        await self.frontier.pause_target(target)

    async def resume(self, target: str) -> None:
        await self.frontier.resume_target(target, now_ms=self.now)

    async def retry_dead(self) -> None:
        await self.frontier.retry_dead(now_ms=self.now)

    async def retry_some(self) -> None:
        await self.frontier.retry_dead(lambda letter: letter.task.target == "A", now_ms=self.now)

    async def forget_scripts(self) -> None:
        await self.redis.script_flush()

    async def groups(self) -> dict[str, str]:
        """The key of each host's group: its shard's hash for it; '' for none."""
        keys = {}
        for host in HOSTS:
            group = (await self.frontier.host_state(host)).group
            keys[host] = self.keys(place_of(host, self.shards)).group(group) if group else ""
        return keys

    def keys(self, shard: int) -> Keys:
        return Keys(ID, shard if self.shards > 1 else None)

    async def under_way(self, groups: dict[str, str]) -> Counter[str]:
        return Counter(groups[host_of(self.by_id[lease].url)] for lease in await self.live())

    async def live(self) -> set[int]:
        ids = set()
        for shard in range(self.shards):
            numbers: Any = await self.redis.zrange(self.keys(shard).leases, 0, -1)
            ids |= {int(number) * self.shards + shard for number in numbers}
        return ids

    async def check(self) -> None:
        progress = await balanced(self.frontier)
        assert progress.known == len(self.offered)
        assert progress.done + progress.failed + progress.blocked - progress.dead == self.ended.total()
        live = [self.by_id[lease] for lease in await self.live()]
        assert progress.leased == len(live) == len(set(live))
        hosts = Counter(host_of(one.url) for one in live)
        for host in HOSTS:
            assert (await self.frontier.host_state(host)).open == hosts[host] <= LIMITS.open_leases
        groups = await self.groups()
        under_way = await self.under_way(groups)
        for group in set(groups.values()) - {""}:
            assert int(await self.redis.hget(group, "open") or 0) == under_way[group]

    async def finish(self) -> None:
        """Let one honest worker do what is left."""
        for target in "AB":
            await self.resume(target)
        for _ in range(1_000):
            self.now += 700_000
            await self.reap([])
            await self.retry_dead()
            await self.claim("w0", 8)
            while self.handed["w0"]:
                await self.settle("w0", Result.DONE, 200)
            progress = await self.frontier.progress()
            if progress.finished and progress.dead == 0:
                break
        await self.check()
        assert self.ended == Counter(self.offered)
        assert await self.frontier.dead_letters() == []


async def walk_through(url: str, steps: list[tuple[Any, ...]], shards: int) -> None:
    redis = connect(url)
    try:
        await redis.flushall()
        await running(redis, [site("A", HOSTS[0]), site("B", HOSTS[1])], shards)
        walk = Walk(redis, shards)
        for name, *arguments in steps:
            await getattr(walk, name)(*arguments)
            await walk.check()
        await walk.finish()
    finally:
        await redis.aclose()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, min_size=20, max_size=80))
def test_any_interleaving_keeps_the_account_and_ends(redis_server: EmbeddedRedis, steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(walk_through(redis_server.url, steps, shards=1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, min_size=20, max_size=80))
def test_the_same_over_two_shards(redis_server: EmbeddedRedis, steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(walk_through(redis_server.url, steps, shards=2))
