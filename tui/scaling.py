"""The gate through which machines are scaled, by a command or a screen.

Like ``tui.control``: a read-only gate refuses, an act counts as done when what Redis says afterwards agrees, and each
leaves an audit line with the operator's name in every inspection that runs.
"""

from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.inspections import Inspections, State
from infra.nodes import Nodes
from tui.control import CommandError, ReadOnlyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """What is wanted of a machine, as read back, and what ran at that moment; its agent follows within seconds."""

    node: str
    before: int
    wanted: int
    running: int


class NodeControl:
    """The gate of all machines; ``operator`` stands in the audit lines."""

    def __init__(self, redis: Redis, *, operator: str, read_only: bool = False) -> None:
        self._nodes: Final = Nodes(redis)
        self._inspections: Final = Inspections(redis)
        self._operator: Final = operator
        self._read_only: Final = read_only

    async def step(self, node: str, by: int) -> Scaled:
        """Let a machine run so many workers more than is wanted of it now; errors as of ``scale``.

        Below none there is nothing: a step down from it changes nothing.
        """
        try:
            before = 0 if self._read_only else (await self._nodes.wanted()).get(node, 0)
        except (RedisError, OSError) as error:
            raise CommandError(str(error)) from error
        return await self.scale(node, max(0, before + by))

    async def scale(self, node: str, workers: int) -> Scaled:
        """Let a machine run so many workers and read back what is wanted of it now.

        Raises ``ReadOnlyError``, or ``CommandError`` when there is no such machine, the number is none that it can
        run, or Redis is away.
        """
        if self._read_only:
            msg = f"read-only: scaling of {node} refused"
            raise ReadOnlyError(msg)
        try:
            live = {beat.name: beat for beat in await self._nodes.live()}
            if node not in live:
                msg = f"no node {node!r} has reported; `xuncha node list` shows those that have"
                raise CommandError(msg)
            before = (await self._nodes.wanted()).get(node, 0)
            await self._nodes.want(node, workers)
            await self._note(f"node {node} scaled from {before} to {workers} workers")
            wanted = (await self._nodes.wanted()).get(node, 0)
        except (RedisError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if wanted != workers:
            msg = f"{workers} workers had no effect on {node}: {wanted} are wanted"
            raise CommandError(msg)
        return Scaled(node=node, before=before, wanted=wanted, running=len(live[node].workers))

    async def _note(self, line: str) -> None:
        for one in await self._inspections.list():
            if one.state in (State.RUNNING, State.PAUSED):
                await self._inspections.note(one.id, line, by=self._operator)
