"""A dashboard before there is any inspection: nothing to show but the machines, and a form for the first one."""

from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.clock import now_ms
from infra.inspections import State
from infra.nodes import Nodes
from tui.model import Snapshot
from tui.poller import SourceError
from tui.source import node_of
from tui.topics import Topic

#: Stands where an inspection's id would; none is made with it.
NOBODY: Final = "-"


class EmptySource:
    """Reads what there is without an inspection."""

    def __init__(self, redis: Redis) -> None:
        self._nodes: Final = Nodes(redis)

    async def snapshot(self, topic: Topic | None = None) -> Snapshot:  # noqa: ARG002 - there is nothing to ask about
        """Read the machines; the inspection has no name. Raises ``SourceError``."""
        try:
            beats, wanted = await self._nodes.known(), await self._nodes.wanted()
        except (RedisError, OSError) as error:
            raise SourceError(str(error)) from error
        nodes = tuple(node_of(beat, wanted.get(beat.name, 0)) for beat in beats)
        return Snapshot(taken_at=now_ms(), inspection="", as_of="", standard="", state=State.NEW, nodes=nodes)
