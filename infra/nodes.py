"""The machines (节点) of a cluster: what each runs, and how many workers anybody wants of it.

An agent on each machine gives its sign of life here and reads here what it shall keep running; whoever scales writes
the number, and reads in the next sign of life what came of it. It is a state, never a message that can be missed.
"""

from dataclasses import dataclass
from typing import Any, Final

from redis.asyncio import Redis

from infra.clock import now_ms
from infra.inspections import SILENT_MS
from infra.records import RecordError, decode, encode
from infra.redis.keys import NODES, NODES_WANTED
from infra.redis.replies import texts

#: Workers that one machine can be asked to run.
MOST_WORKERS: Final = 512


class NodeError(ValueError):
    """What cannot be wanted of a machine; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeBeat:
    """A machine's sign of life."""

    name: str
    host: str
    pid: int
    """Of the agent."""
    cores: int
    started_at: int
    """Epoch milliseconds, as the next."""
    seen_at: int
    workers: tuple[str, ...] = ()
    """Names of the workers that run, the oldest first."""
    leaving: int = 0
    """Workers that were asked to end and have not yet."""
    failing: str = ""
    """Why workers die again and again; empty while they do not."""


class Nodes:
    """All machines of one Redis."""

    def __init__(self, redis: Redis, *, silent_ms: int = SILENT_MS) -> None:
        self._redis: Final = redis
        self._silent_ms: Final = silent_ms

    async def beat(self, beat: NodeBeat) -> None:
        """Note a machine's sign of life."""
        await self._redis.hset(NODES, beat.name, encode(beat))

    async def leave(self, name: str) -> None:
        """Forget the sign of life of an agent that ended in order; what is wanted of its machine stays."""
        await self._redis.hdel(NODES, name)

    async def live(self) -> list[NodeBeat]:
        """Give the machines whose agent lives, by name."""
        return [beat for beat in await self.known() if now_ms() - beat.seen_at <= self._silent_ms]

    async def known(self) -> list[NodeBeat]:
        """Give the last sign of life of every machine, by name: also where the agent was lost and took no leave."""
        rows: Any = await self._redis.hgetall(NODES)
        beats = []
        for name in sorted(rows):
            try:
                beats.append(decode(rows[name], NodeBeat))
            except RecordError:  # an agent of another version: it does not count
                continue
        return beats

    async def want(self, name: str, workers: int) -> None:
        """Let a machine run so many workers. Raises ``NodeError`` for a number that none can."""
        if not 0 <= workers <= MOST_WORKERS:
            msg = f"{workers} workers on {name}: a node runs 0 to {MOST_WORKERS}"
            raise NodeError(msg)
        await self._redis.hset(NODES_WANTED, name, str(workers))

    async def want_at_first(self, name: str, workers: int) -> int:
        """Let a machine run so many unless somebody has said already; give what is wanted."""
        await self._redis.hsetnx(NODES_WANTED, name, str(workers))
        return (await self.wanted()).get(name, workers)

    async def wanted(self) -> dict[str, int]:
        """Give what is wanted of every machine that was ever asked, live or not."""
        rows: Any = await self._redis.hgetall(NODES_WANTED)
        names, numbers = texts(rows), texts(rows.values())
        return {name: int(number) for name, number in zip(names, numbers, strict=True) if number.isdigit()}
