"""The crawl frontier: which URL may be observed next, and by whom (DESIGN §4).

A queue a host, a lease for every task under way, counters that only the scripts change. Work is leased, never popped:
a task leaves Redis when the worker that holds its lease settles it; what a dead worker held goes back. Every operation
is one script call over a batch, and ``exchange`` is all that a worker needs in one round trip.

A paused target keeps its place: its tasks are put aside when they come up for a claim, still count as waiting, and
return to the head of their queues when it is resumed.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from redis.asyncio import Redis

from infra.groups import group_of
from infra.leases import DeadLetter, HostState, Lease, Limits, Progress, Result, Settlement
from infra.records import Task
from infra.redis.keys import Keys
from infra.redis.replies import texts
from infra.redis.scripts import Argument, Script, Scripts
from infra.steering import Priority, Steered, Steering
from infra.stream import FIELD
from infra.tasks_wire import band_of, fingerprint, host_of, pack, unpack
from infra.traps import pattern_of

__all__ = ["DeadLetter", "Frontier", "HostState", "Lease", "Limits", "Priority", "Progress", "Result", "Settlement"]

#: Tasks that one call of a maintenance script moves: a few milliseconds of Redis' time.
_BATCH: Final = 500
_LEASE_FIELDS: Final = 5


class Frontier:
    """The frontier of one inspection. ``now_ms`` on a method replaces the server's clock, for tests."""

    def __init__(self, redis: Redis, inspection: str, limits: Limits) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)
        self._limits: Final = limits
        self._scripts: Final = Scripts(redis, self._keys.prefix)
        self._steering: Final = Steering(redis, self._keys, self._scripts, limits.open_leases)
        self._held: Final[defaultdict[str, set[int]]] = defaultdict(set)

    async def offer(self, tasks: Sequence[Task], *, now_ms: int | None = None) -> int:
        """Add tasks that are not known yet (by target and URL); give how many were new."""
        return int(await self._scripts.call(Script.OFFER, *self._offer(tasks, now_ms))) if tasks else 0

    async def claim(self, worker: str, room: int, *, now_ms: int | None = None) -> list[Lease]:
        """Take up to ``room`` tasks; none while the inspection is not running or the scorer is behind."""
        return self._take(worker, await self._scripts.call(Script.CLAIM, *self._claim(worker, room, now_ms)))

    async def settle(self, worker: str, settlements: Sequence[Settlement], *, now_ms: int | None = None) -> int:
        """End leases; give how many were the worker's to end."""
        if not settlements:
            return 0
        accepted = int(await self._scripts.call(Script.SETTLE, *self._settle(worker, settlements, now_ms)))
        self._drop(worker, settlements)
        return accepted

    async def exchange(  # noqa: PLR0913 - what a worker sends and gets, in one
        self,
        worker: str,
        *,
        observations: Sequence[bytes],
        offers: Sequence[Task],
        settlements: Sequence[Settlement],
        room: int,
        now_ms: int | None = None,
    ) -> list[Lease]:
        """Send what was seen, offer what was found, settle what was held, claim what fits: one round trip.

        One transaction in that order: no lease is settled before its observation and its links are in Redis, whatever
        breaks between. If it has to be repeated (the reply was lost, or the server had forgotten the scripts), the
        observations merge, the offers are known and the leases are gone, so nothing counts twice.
        """
        calls: list[tuple[Script, list[Argument]]] = []
        if offers:
            calls.append((Script.OFFER, self._offer(offers, now_ms)))
        if settlements:
            calls.append((Script.SETTLE, self._settle(worker, settlements, now_ms)))
        if room > 0:
            calls.append((Script.CLAIM, self._claim(worker, room, now_ms)))
        replies = await self._transact(observations, calls)
        if Scripts.forgotten(replies):
            await self._scripts.load()
            replies = await self._transact(observations, calls)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        self._drop(worker, settlements)
        return self._take(worker, replies[-1]) if room > 0 else []

    async def renew(self, worker: str, *, now_ms: int | None = None) -> None:
        """Make the leases that this object claimed for the worker, and has not settled, last from now on.

        Others of the worker's name (a claim's reply was lost; its forerunner was killed) are left to expire.
        """
        held = self._held[worker]
        if held:
            await self._scripts.call(Script.RENEW, _clock(now_ms), worker, self._limits.lease_ms, *held)

    async def reap(self, dead_workers: Sequence[str] = (), *, now_ms: int | None = None) -> int:
        """End expired leases and those of dead workers; their tasks go back, the attempt counts. Give how many."""
        ended = await self._release("expired", now_ms)
        for worker in dead_workers:
            ended += await self._release(f"lost:{worker}", now_ms)
        return ended

    async def give_back(self, worker: str, *, now_ms: int | None = None) -> int:
        """Return all leases of a worker that stops; the attempt does not count. Give how many."""
        returned = await self._release(f"all:{worker}", now_ms)
        self._held.pop(worker, None)
        return returned

    async def progress(self) -> Progress:
        """Count the whole inspection's tasks."""
        return Progress.read(await self._redis.hgetall(self._keys.counts))

    async def target_progress(self, since_ms: int = 0) -> dict[str, Progress]:
        """Count each target's tasks; with ``since_ms`` only of targets that changed then or later."""
        codes = texts(await self._redis.zrange(self._keys.changed, since_ms, "+inf", byscore=True))
        async with self._redis.pipeline(transaction=False) as pipeline:
            for code in codes:
                pipeline.hgetall(self._keys.count(code))
            rows = await pipeline.execute()
        return {code: Progress.read(row) for code, row in zip(codes, rows, strict=True)}

    async def host_state(self, host: str) -> HostState:
        """Tell how the frontier stands with a host (``www.example.gov.cn`` or ``host:port``)."""
        return HostState.read(await self._redis.hgetall(self._keys.host(host)))

    async def dead_letters(self, limit: int = 100) -> list[DeadLetter]:
        """Give the newest dead letters, newest first."""
        rows = await self._redis.lrange(self._keys.dead, -limit, -1)
        return [_dead_letter(row) for row in reversed(rows)]

    async def retry_dead(self, *, now_ms: int | None = None) -> int:
        """Let all present dead letters wait again, with all their attempts; give how many."""
        retried, left = 0, await self._redis.llen(self._keys.dead)
        while left > 0:
            batch = min(left, _BATCH)
            moved = int(await self._scripts.call(Script.RETRY_DEAD, _clock(now_ms), self._limits.open_leases, batch))
            retried += moved
            left = left - batch if moved == batch else 0
        return retried

    async def pause_target(self, code: str) -> None:
        """Hand out no more tasks of a target; those under way end as they end."""
        await self._redis.sadd(self._keys.held, code)

    async def resume_target(self, code: str, *, now_ms: int | None = None) -> None:
        """Hand out a paused target's tasks again."""
        moved = _BATCH
        while moved == _BATCH:
            moved = int(
                await self._scripts.call(Script.RESUME_TARGET, _clock(now_ms), self._limits.open_leases, code, _BATCH)
            )

    async def paused_targets(self) -> set[str]:
        """Give the codes of the targets that are paused."""
        return set(texts(await self._redis.smembers(self._keys.held)))

    async def set_rate(self, code: str, per_second: float | None) -> None:
        """Ask a target's host so often; None: as all. See ``Steering.set_rate``."""
        await self._steering.set_rate(code, per_second)

    async def set_priority(self, code: str, priority: Priority) -> None:
        """Give a target's host its turn before, among or after the others. See ``Steering.set_priority``."""
        await self._steering.set_priority(code, priority)

    async def set_budget(self, code: str, pages: int | None) -> None:
        """Let a target have so many tasks; None: as all. See ``Steering.set_budget``."""
        await self._steering.set_budget(code, pages)

    async def steered(self, code: str) -> Steered:
        """Tell what is set for a target."""
        return await self._steering.steered(code)

    def _take(self, worker: str, reply: Sequence[bytes]) -> list[Lease]:
        leases = _leases(reply)
        self._held[worker].update(lease.id for lease in leases)
        return leases

    def _drop(self, worker: str, settlements: Sequence[Settlement]) -> None:
        self._held[worker].difference_update(one.lease for one in settlements)

    async def _transact(
        self, observations: Sequence[bytes], calls: Sequence[tuple[Script, list[Argument]]]
    ) -> list[Any]:
        async with self._redis.pipeline(transaction=True) as pipeline:
            for data in observations:
                pipeline.xadd(self._keys.stream, {FIELD: data})
            for script, arguments in calls:
                self._scripts.add(pipeline, script, *arguments)
            return list(await pipeline.execute(raise_on_error=False))

    async def _release(self, which: str, now_ms: int | None) -> int:
        limits, ended, batch = self._limits, 0, _BATCH
        while batch == _BATCH:
            batch = int(
                await self._scripts.call(
                    Script.RELEASE,
                    _clock(now_ms),
                    limits.delay_ms,
                    limits.open_leases,
                    limits.max_attempts,
                    _BATCH,
                    which,
                )
            )
            ended += batch
        return ended

    def _offer(self, tasks: Sequence[Task], now_ms: int | None) -> list[Argument]:
        limits = self._limits
        arguments: list[Argument] = [
            _clock(now_ms),
            limits.open_leases,
            limits.max_pages,
            limits.max_depth,
            limits.max_queries,
        ]
        for task in tasks:
            host = host_of(task.url)
            arguments += (*fingerprint(task), host, band_of(task), task.depth, task.target, pack(task, host))
            arguments.append(pattern_of(task.url))
        return arguments

    def _claim(self, worker: str, room: int, now_ms: int | None) -> list[Argument]:
        limits = self._limits
        return [
            _clock(now_ms),
            worker,
            room,
            limits.delay_ms,
            limits.open_leases,
            limits.lease_ms,
            limits.backlog,
            limits.max_attempts,
            limits.group_gap_ms,
            limits.group_open_leases,
        ]

    def _settle(self, worker: str, settlements: Sequence[Settlement], now_ms: int | None) -> list[Argument]:
        limits = self._limits
        arguments: list[Argument] = [
            _clock(now_ms),
            worker,
            limits.delay_ms,
            limits.open_leases,
            limits.max_attempts,
        ]
        for one in settlements:
            arguments += (one.lease, one.result, one.status, one.latency_ms, one.retry_after_ms, one.reason)
            arguments.append(group_of(one.address))
        return arguments


def _clock(now_ms: int | None) -> Argument:
    return "" if now_ms is None else now_ms


def _leases(reply: Sequence[bytes]) -> list[Lease]:
    leases = []
    for at in range(0, len(reply), _LEASE_FIELDS):
        number, attempt, host, target, text = reply[at : at + _LEASE_FIELDS]
        task = unpack(target.decode(), host.decode(), text.decode())
        leases.append(Lease(id=int(number), task=task, attempt=int(attempt)))
    return leases


def _dead_letter(packed: Any) -> DeadLetter:
    target, attempts, _, host, text, reason, at = msgspec.msgpack.decode(
        packed, type=tuple[str, int, int, str, str, str, int]
    )
    return DeadLetter(task=unpack(target, host, text), attempts=attempts, reason=reason, at=at)
