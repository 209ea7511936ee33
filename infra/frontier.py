"""The crawl frontier: which URL may be observed next, and by whom (DESIGN §4).

A queue a host, a lease for every task under way, counters that only the scripts change. Work is leased, never popped:
a task leaves Redis when the worker that holds its lease settles it; what a dead worker held goes back. Every operation
is one script call over a batch, and ``exchange`` is all that a worker needs in one round trip (with several shards,
four: each script then runs where its hosts are).

A target's budget is kept to the task by one shard. Several are told before each offer what the others hold: a target
may then go over its budget by the links that are offered at the same moment, never by more.

A paused target keeps its place: its tasks are put aside when they come up for a claim, still count as waiting, and
return to the head of their queues when it is resumed.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from redis.asyncio import Redis

from infra.leases import DeadLetter, HostState, Lease, Limits, Offered, Progress, Result, Settlement
from infra.records import Target, Task
from infra.shard import Shard
from infra.shards import Gate, Shards, by_host, by_lease, together
from infra.steering import Priority, Standing, Steered, Steering

__all__ = ["DeadLetter", "Frontier", "HostState", "Lease", "Limits", "Priority", "Progress", "Result", "Settlement"]

#: Leaves the state to the script, which finds it in its own slot.
_OWN: Final = ""


class Frontier:
    """The frontier of one inspection. ``now_ms`` on a method replaces the server's clock, for tests."""

    def __init__(self, redis: Redis, inspection: str, limits: Limits) -> None:
        self._shards: Final = Shards(redis, inspection, limits)
        self._steering: Final = Steering(redis, inspection, limits.open_leases, self._shards)
        self._held: Final[defaultdict[str, set[int]]] = defaultdict(set)

    async def offer(self, tasks: Sequence[Task], *, now_ms: int | None = None) -> int:
        """Add tasks that are not known yet (by target and URL); give how many were new."""
        shards = await self._shards.all()
        if len(shards) == 1:
            return (await shards[0].offer(tasks, _OWN, now_ms)).new
        parts = await self._offer_parts(shards, tasks, (await self._shards.gate()).state, now_ms)
        return sum(part.new for part in parts)

    async def claim(self, worker: str, room: int, *, now_ms: int | None = None) -> list[Lease]:
        """Take up to ``room`` tasks; none while the inspection is not running or the scorer is behind."""
        return await self.exchange(worker, observations=(), offers=(), settlements=(), room=room, now_ms=now_ms)

    async def settle(self, worker: str, settlements: Sequence[Settlement], *, now_ms: int | None = None) -> int:
        """End leases; give how many were the worker's to end."""
        shards = await self._shards.all()
        parts = by_lease(settlements, len(shards))
        accepted = sum(await together(shards[at].settle(worker, part, now_ms) for at, part in parts.items()))
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
        left_out: list[Task] | None = None,
        now_ms: int | None = None,
    ) -> list[Lease]:
        """Send what was seen, offer what was found, settle what was held, claim what fits: one round trip.

        In that order: no lease is settled before its observation and its links are in Redis, whatever breaks between.
        One shard does it in one transaction, several in steps. If it has to be repeated (the reply was lost, or the
        server had forgotten the scripts), the observations merge, the offers are known and the leases are gone, so
        nothing counts twice. ``left_out`` is given the offers that a budget left out, which stay unknown.
        """
        shards = await self._shards.all()
        if len(shards) == 1:
            offered, leases = await shards[0].exchange(
                worker,
                observations=observations,
                offers=offers,
                settlements=settlements,
                room=room,
                state=_OWN,
                now_ms=now_ms,
            )
            parts = [offered]
        else:
            gate = await self._shards.gate(observations)
            parts = await self._offer_parts(shards, offers, gate.state, now_ms)
            leases = await self._settle_and_claim(worker, settlements, room, gate, now_ms)
        self._drop(worker, settlements)
        self._held[worker].update(lease.id for lease in leases)
        if left_out is not None:
            left_out += [task for part in parts for task in part.left_out]
        return leases

    async def renew(self, worker: str, *, now_ms: int | None = None) -> None:
        """Make the leases that this object claimed for the worker, and has not settled, last from now on.

        Others of the worker's name (a claim's reply was lost; its forerunner was killed) are left to expire.
        """
        shards, held = await self._shards.all(), self._held[worker]
        parts = [[lease for lease in held if lease % len(shards) == at] for at in range(len(shards))]
        await together(shard.renew(worker, part, now_ms) for shard, part in zip(shards, parts, strict=True))

    async def held_by(self, worker: str) -> set[int]:
        """Give the leases that stand in the worker's name, whether it knows of them or not."""
        return set[int]().union(*await together(shard.held_by(worker) for shard in await self._shards.all()))

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
        """Count the whole inspection's tasks; of several shards, each at its own moment (see ``Tally``)."""
        return Progress.total(await together(shard.progress() for shard in await self._shards.all()))

    async def target_progress(self, since_ms: int = 0) -> dict[str, Progress]:
        """Count each target's tasks; with ``since_ms`` only of targets that changed then or later."""
        shards = await self._shards.all()
        changed = await together(shard.changed(since_ms) for shard in shards)
        codes = list(dict.fromkeys(code for part in changed for code in part))
        rows = await together(shard.counts(codes) for shard in shards)
        return {code: Progress.total(parts) for code, *parts in zip(codes, *rows, strict=True)}

    async def host_state(self, host: str) -> HostState:
        """Tell how the frontier stands with a host (``www.example.gov.cn`` or ``host:port``)."""
        return await (await self._shards.of_host(host)).host_state(host)

    async def dead_letters(self, limit: int = 100) -> list[DeadLetter]:
        """Give the newest dead letters, newest first."""
        parts = await together(shard.dead_letters(limit) for shard in await self._shards.all())
        letters = [letter for part in parts for letter in part]
        return sorted(letters, key=lambda letter: letter.at, reverse=True)[:limit]

    async def retry_dead(self, wanted: Callable[[DeadLetter], bool] | None = None, *, now_ms: int | None = None) -> int:
        """Let the present dead letters that are wanted wait again, with all their attempts; give how many.

        ``wanted`` says of each whether it is; None: all are.
        """
        return sum(await together(shard.retry_dead(wanted, now_ms) for shard in await self._shards.all()))

    async def pause_target(self, code: str) -> None:
        """Hand out no more tasks of a target; those under way end as they end."""
        await together(shard.hold(code) for shard in await self._shards.all())

    async def resume_target(self, code: str, *, now_ms: int | None = None) -> None:
        """Hand out a paused target's tasks again."""
        await together(shard.let_go(code, now_ms) for shard in await self._shards.all())

    async def paused_targets(self) -> set[str]:
        """Give the codes of the targets that are paused."""
        return set[str]().union(*await together(shard.held() for shard in await self._shards.all()))

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

    async def standing(self, targets: Sequence[Target]) -> list[Standing]:
        """Tell of each target what is set for it and how its host stands."""
        return await self._steering.standing(targets)

    async def _offer_parts(
        self, shards: Sequence[Shard], tasks: Sequence[Task], state: str, now_ms: int | None
    ) -> list[Offered]:
        parts, elsewhere = by_host(tasks, len(shards)), await self._shards.elsewhere(task.target for task in tasks)
        return await together(shards[at].offer(part, state, now_ms, elsewhere[at]) for at, part in parts.items())

    async def _settle_and_claim(
        self, worker: str, settlements: Sequence[Settlement], room: int, gate: Gate, now_ms: int | None
    ) -> list[Lease]:
        """Ask all shards at once, each for its share; then those that could give more, for what is left."""
        shards, room = await self._shards.all(), 0 if gate.behind else room
        parts, shares = by_lease(settlements, len(shards)), self._shards.shares(room, len(shards))
        claimed = await together(
            shard.exchange(
                worker,
                observations=(),
                offers=(),
                settlements=parts.get(at, ()),
                room=shares[at],
                state=gate.state,
                now_ms=now_ms,
            )
            for at, shard in enumerate(shards)
        )
        leases = [lease for _, part in claimed for lease in part]
        for shard, (_, part), share in zip(shards, claimed, shares, strict=True):
            left = room - len(leases)
            if left > 0 and len(part) == share:
                leases += await shard.claim(worker, left, gate.state, now_ms)
        return leases

    def _drop(self, worker: str, settlements: Sequence[Settlement]) -> None:
        self._held[worker].difference_update(one.lease for one in settlements)

    async def _release(self, which: str, now_ms: int | None) -> int:
        return sum(await together(shard.release(which, now_ms) for shard in await self._shards.all()))
