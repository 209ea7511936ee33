"""All inspections of this Redis, the newest first."""

import time
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections
from tui.topics import Detail, Topic

#: Seconds for which a list holds: each inspection is a question of its own.
_HOLDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class InspectionsTopic(Topic):
    """The list of inspections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionsDetail(Detail):
    """What was read."""

    rows: tuple[Inspection, ...] = ()


class InspectionsReader:
    """Reads the list every few seconds."""

    def __init__(self, redis: Redis) -> None:
        self._inspections = Inspections(redis)
        self._rows: tuple[Inspection, ...] = ()
        self._read_at = float("-inf")

    async def read(self, topic: Topic) -> InspectionsDetail:
        """Read it, or give what was read a moment ago."""
        if time.monotonic() - self._read_at > _HOLDS:
            self._rows = tuple(reversed(await self._inspections.list()))
            self._read_at = time.monotonic()
        return InspectionsDetail(topic=topic, rows=self._rows)
