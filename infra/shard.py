"""One shard of a frontier: the scripts over the keys of one hash tag.

Hosts are dealt out to shards, so all that a script touches for a host, its queues, leases and group among them, stands
in one slot of a Redis Cluster. What belongs to the inspection (its state, the stream) does not, unless the shard is the
only one; with several, the caller tells the state it has read.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from redis.asyncio import Redis

from infra.groups import group_of
from infra.leases import DeadLetter, HostState, Lease, Limits, Offered, Progress, Settlement
from infra.records import Task
from infra.redis.keys import Keys
from infra.redis.replies import texts
from infra.redis.scripts import Argument, Script, Scripts
from infra.stream import FIELD
from infra.tasks_wire import band_of, fingerprint, host_of, pack, unpack
from infra.traps import pattern_of

#: Tasks that one call of a maintenance script moves: a few milliseconds of Redis' time.
_BATCH: Final = 500
_LEASE_FIELDS: Final = 5


class Shard:
    """Shard ``at`` of ``of``. Lease ids are told so that the remainder by ``of`` names the shard.

    ``state`` is the inspection's, '' where the script shall read it itself; ``now_ms`` None is the server's clock.
    """

    def __init__(self, redis: Redis, inspection: str, limits: Limits, at: int, of: int) -> None:
        self._redis: Final = redis
        self._limits: Final = limits
        self._at: Final = at
        self._of: Final = of
        self.keys: Final = Keys(inspection, at if of > 1 else None)
        self.scripts: Final = Scripts(redis, self.keys.prefix)

    async def offer(
        self, tasks: Sequence[Task], state: str, now_ms: int | None, elsewhere: Mapping[str, int] | None = None
    ) -> Offered:
        """Add tasks that are not known yet. ``elsewhere``: how many tasks other shards hold of each target."""
        if not tasks:
            return Offered(new=0)
        return _offered(tasks, await self.scripts.call(Script.OFFER, *self._offer(tasks, state, now_ms, elsewhere)))

    async def claim(self, worker: str, room: int, state: str, now_ms: int | None) -> list[Lease]:
        """Take up to ``room`` tasks."""
        return self._leases(await self.scripts.call(Script.CLAIM, *self._claim(worker, room, state, now_ms)))

    async def settle(self, worker: str, settlements: Sequence[Settlement], now_ms: int | None) -> int:
        """End leases; give how many were the worker's to end."""
        if not settlements:
            return 0
        return int(await self.scripts.call(Script.SETTLE, *self._settle(worker, settlements, now_ms)))

    async def exchange(  # noqa: PLR0913 - what a worker sends and gets, in one
        self,
        worker: str,
        *,
        observations: Sequence[bytes],
        offers: Sequence[Task],
        settlements: Sequence[Settlement],
        room: int,
        state: str,
        now_ms: int | None,
    ) -> tuple[Offered, list[Lease]]:
        """Do all of it in this order, in one transaction; observations only where the shard is alone."""
        calls: list[tuple[Script, list[Argument]]] = []
        if offers:
            calls.append((Script.OFFER, self._offer(offers, state, now_ms)))
        if settlements:
            calls.append((Script.SETTLE, self._settle(worker, settlements, now_ms)))
        if room > 0:
            calls.append((Script.CLAIM, self._claim(worker, room, state, now_ms)))
        replies = await self._transact(observations, calls)
        if Scripts.forgotten(replies):
            await self.scripts.load()
            replies = await self._transact(observations, calls)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        offered = _offered(offers, replies[len(observations)]) if offers else Offered(new=0)
        return offered, self._leases(replies[-1]) if room > 0 else []

    async def renew(self, worker: str, held: Sequence[int], now_ms: int | None) -> None:
        """Make these leases of the worker last from now on."""
        if held:
            ids = [lease // self._of for lease in held]
            await self.scripts.call(Script.RENEW, _clock(now_ms), worker, self._limits.lease_ms, *ids)

    async def held_by(self, worker: str) -> set[int]:
        """Give the leases that stand in the worker's name."""
        return {int(one) * self._of + self._at for one in texts(await self._redis.smembers(self.keys.worker(worker)))}

    async def release(self, which: str, now_ms: int | None) -> int:
        """End leases without an outcome, as ``release.lua`` names them; give how many."""
        limits, ended, batch = self._limits, 0, _BATCH
        arguments = (_clock(now_ms), limits.delay_ms, limits.open_leases, limits.max_attempts, _BATCH, which)
        while batch == _BATCH:
            batch = int(await self.scripts.call(Script.RELEASE, *arguments))
            ended += batch
        return ended

    async def retry_dead(self, wanted: Callable[[DeadLetter], bool] | None, now_ms: int | None) -> int:
        """Let the present dead letters that are wanted (None: all) wait again; give how many."""
        retried, left = 0, await self._redis.llen(self.keys.dead)
        while left > 0:
            batch = min(left, _BATCH)
            chosen: list[bytes] = []
            if wanted is not None:
                rows: Any = await self._redis.lrange(self.keys.dead, 0, batch - 1)
                chosen = [row for row in rows if wanted(_dead_letter(row))] or [b""]
            arguments = (_clock(now_ms), self._limits.open_leases, batch, *chosen)
            moved, looked = await self.scripts.call(Script.RETRY_DEAD, *arguments)
            retried += int(moved)
            left = left - batch if looked == batch else 0
        return retried

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """Give the newest dead letters, newest first."""
        return [_dead_letter(row) for row in reversed(await self._redis.lrange(self.keys.dead, -limit, -1))]

    async def hold(self, code: str) -> None:
        """Hand out no more tasks of a target."""
        await self._redis.sadd(self.keys.held, code)

    async def let_go(self, code: str, now_ms: int | None) -> None:
        """Hand out a target's tasks again."""
        arguments, moved = (_clock(now_ms), self._limits.open_leases, code, _BATCH), _BATCH
        while moved == _BATCH:
            moved = int(await self.scripts.call(Script.RESUME_TARGET, *arguments))

    async def held(self) -> set[str]:
        """Give the targets that are paused."""
        return set(texts(await self._redis.smembers(self.keys.held)))

    async def progress(self) -> Progress:
        """Count the shard's tasks."""
        return Progress.read(await self._redis.hgetall(self.keys.counts))

    async def changed(self, since_ms: int) -> list[str]:
        """Give the targets that changed then or later."""
        return texts(await self._redis.zrange(self.keys.changed, since_ms, "+inf", byscore=True))

    async def counts(self, codes: Sequence[str]) -> list[Progress]:
        """Count each target's tasks in the shard."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            for code in codes:
                pipeline.hgetall(self.keys.count(code))
            return [Progress.read(row) for row in (await pipeline.execute() if codes else ())]

    async def known(self, codes: Sequence[str]) -> list[int]:
        """Tell how many tasks of each target stand in the shard."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            for code in codes:
                pipeline.hget(self.keys.count(code), "known")
            return [int(number or 0) for number in (await pipeline.execute() if codes else ())]

    async def host_state(self, host: str) -> HostState:
        """Tell how the shard stands with a host of its own."""
        return HostState.read(await self._redis.hgetall(self.keys.host(host)))

    async def _transact(
        self, observations: Sequence[bytes], calls: Sequence[tuple[Script, list[Argument]]]
    ) -> list[Any]:
        async with self._redis.pipeline(transaction=True) as pipeline:
            for data in observations:
                pipeline.xadd(self.keys.stream, {FIELD: data})
            for script, arguments in calls:
                self.scripts.add(pipeline, script, *arguments)
            return list(await pipeline.execute(raise_on_error=False))

    def _offer(
        self, tasks: Sequence[Task], state: str, now_ms: int | None, elsewhere: Mapping[str, int] | None = None
    ) -> list[Argument]:
        limits = self._limits
        arguments: list[Argument] = [
            _clock(now_ms),
            limits.open_leases,
            limits.max_pages,
            limits.max_depth,
            limits.max_queries,
            state,
            msgspec.msgpack.encode(elsewhere) if elsewhere else "",
        ]
        for task in tasks:
            host = host_of(task.url)
            arguments += (*fingerprint(task), host, band_of(task), task.depth, task.target, pack(task, host))
            arguments.append(pattern_of(task.url))
        return arguments

    def _claim(self, worker: str, room: int, state: str, now_ms: int | None) -> list[Argument]:
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
            # Hosts behind one address may stand in several shards, of which none knows the others' leases.
            limits.group_gap_ms * self._of,
            max(1, limits.group_open_leases // self._of),
            state,
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
            lease = one.lease // self._of
            arguments += (lease, one.result, one.status, one.latency_ms, one.retry_after_ms, one.reason)
            arguments.append(group_of(one.address))
        return arguments

    def _leases(self, reply: Sequence[bytes]) -> list[Lease]:
        leases = []
        for start in range(0, len(reply), _LEASE_FIELDS):
            number, attempt, host, target, text = reply[start : start + _LEASE_FIELDS]
            task = unpack(target.decode(), host.decode(), text.decode())
            leases.append(Lease(id=int(number) * self._of + self._at, task=task, attempt=int(attempt)))
        return leases


def _offered(tasks: Sequence[Task], reply: Sequence[int]) -> Offered:
    new, *left_out = reply
    return Offered(new=new, left_out=[tasks[at] for at in left_out])


def _clock(now_ms: int | None) -> Argument:
    return "" if now_ms is None else now_ms


def _dead_letter(packed: Any) -> DeadLetter:
    target, attempts, _, host, text, reason, at = msgspec.msgpack.decode(
        packed, type=tuple[str, int, int, str, str, str, int]
    )
    return DeadLetter(task=unpack(target, host, text), attempts=attempts, reason=reason, at=at)
