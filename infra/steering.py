"""What an operator sets for one target while the crawl runs: its rate, its turn, its budget, whether it is held.

Each is state that the scripts read when they offer and claim, never a message that a worker could miss. Rate and turn
belong to the host of the target's home page (with its ``www.`` twin), and so to every target on that host.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from redis.asyncio import Redis

from infra.leases import HostState
from infra.records import Kind, Target, decode
from infra.redis.keys import Keys
from infra.redis.scripts import Script
from infra.shards import Shards, place_of
from infra.tasks_wire import host_of

#: Requests a second that can be set for a host, the least and the most.
RATES: Final = (0.001, 1000)


class Priority(StrEnum):
    """A host's turn among those that may be asked now. Its own delay and its group's hold whatever it is."""

    FIRST = "first"
    NORMAL = "normal"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steered:
    """What is set for a target."""

    rate: float | None = None
    """Requests a second to its host; None: as for all."""
    priority: Priority = Priority.NORMAL
    budget: int | None = None
    """Tasks; None: as for all."""
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is set for a target, and how its host stands."""

    steered: Steered
    host: HostState


class Steering:
    """Sets and tells. ``open_leases`` is the limit of a host, by which it has a place among the ready."""

    def __init__(self, redis: Redis, inspection: str, open_leases: int, shards: Shards) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)
        self._open_leases: Final = open_leases
        self._shards: Final = shards

    async def set_rate(self, code: str, per_second: float | None) -> None:
        """Ask the target's host so often (0.001 to 1000); None: as often as all. A back-off under way is kept.

        Raises ``ValueError`` for a rate out of range, ``LookupError`` for a target that the inspection does not have.
        """
        least, most = RATES
        if per_second is not None and not least <= per_second <= most:
            msg = f"rate {per_second} of target {code}: {least} to {most} requests a second"
            raise ValueError(msg)
        await self._steer(code, "delay", "" if per_second is None else max(1, round(1000 / per_second)))

    async def set_priority(self, code: str, priority: Priority) -> None:
        """Give the target's host its turn before all others that may be asked, among them, or after them.

        Raises ``LookupError`` for a target that the inspection does not have.
        """
        await self._steer(code, "rank", "" if priority is Priority.NORMAL else f"-{priority}")

    async def set_budget(self, code: str, pages: int | None) -> None:
        """Let the target have so many tasks; None: as many as all.

        What a smaller budget left out comes when it is met again.
        Raises ``ValueError`` for a negative number, ``LookupError`` for a target that the inspection does not have.
        """
        await self._target(code)
        if pages is not None and pages < 0:
            msg = f"budget {pages} of target {code}: 0 or more tasks"
            raise ValueError(msg)
        for shard in await self._shards.all():
            if pages is None:
                await self._redis.hdel(shard.keys.count(code), "budget")
            else:
                await self._redis.hset(shard.keys.count(code), "budget", str(pages))

    async def steered(self, code: str) -> Steered:
        """Tell what is set for the target; raise ``LookupError`` when the inspection does not have it."""
        [standing] = await self.standing([await self._target(code)])
        return standing.steered

    async def standing(self, targets: Sequence[Target]) -> list[Standing]:
        """Tell of each target what is set for it and how the host of its home page stands."""
        shards, found = await self._shards.all(), dict[str, Standing]()
        homes = [(one.code, _hosts(one)[0]) for one in targets]
        for at, shard in enumerate(shards):
            part = [(code, host) for code, host in homes if place_of(host, len(shards)) == at]
            async with self._redis.pipeline(transaction=False) as pipeline:
                for code, host in part:
                    pipeline.hgetall(shard.keys.host(host))
                    pipeline.hget(shard.keys.count(code), "budget")
                    pipeline.sismember(shard.keys.held, code)
                replies = await pipeline.execute() if part else []
            found |= {code: _standing(*replies[3 * row : 3 * row + 3]) for row, (code, _) in enumerate(part)}
        return [found[one.code] for one in targets]

    async def _steer(self, code: str, field: str, value: str | int) -> None:
        for host in _hosts(await self._target(code)):
            shard = await self._shards.of_host(host)
            await shard.scripts.call(Script.STEER, "", self._open_leases, field, value, host)

    async def _target(self, code: str) -> Target:
        row: Any = await self._redis.hget(self._keys.targets, code)
        if row is None:
            msg = f"inspection {self._keys.inspection} has no target {code}"
            raise LookupError(msg)
        return decode(row, Target)


def _standing(host: dict[bytes, bytes], budget: bytes | None, paused: int) -> Standing:
    delay, rank = host.get(b"delay"), host.get(b"rank")
    steered = Steered(
        rate=1000 / int(delay) if delay else None,
        priority=Priority(rank.decode().removeprefix("-")) if rank else Priority.NORMAL,
        budget=None if budget is None else int(budget),
        paused=bool(paused),
    )
    return Standing(steered=steered, host=HostState.read(host))


def _hosts(target: Target) -> list[str]:
    host = host_of(target.url if target.kind is Kind.SITE else target.feed)
    return [host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"]
