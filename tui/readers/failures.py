"""The pages that were given up, the newest first."""

from dataclasses import dataclass

from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.inspections import Inspections
from tui.failures import MOST_SHOWN, FailureRow
from tui.topics import Detail, Topic


@dataclass(frozen=True, slots=True)
class FailuresTopic(Topic):
    """All that was given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresDetail(Detail):
    """The newest failures, and how many there are."""

    rows: tuple[FailureRow, ...] = ()
    total: int = 0


class FailuresReader:
    """Reads failures; only what came since the last reading is turned into rows."""

    def __init__(self, redis: Redis, inspection: str, frontier: Frontier) -> None:
        self._inspections = Inspections(redis)
        self._id = inspection
        self._frontier = frontier
        self._names: dict[str, str] = {}
        self._rows: dict[tuple[int, str], FailureRow] = {}

    async def read(self, topic: Topic) -> FailuresDetail:
        """Read them now."""
        if not self._names:
            self._names = {target.code: target.name for target in await self._inspections.targets(self._id)}
        total = (await self._frontier.progress()).dead
        letters = await self._frontier.dead_letters(min(total, MOST_SHOWN)) if total else []
        known, self._rows = self._rows, {}
        for letter in letters:
            key = (letter.at, letter.task.url)
            self._rows[key] = known.get(key) or FailureRow.of(letter, self._names)
        return FailuresDetail(topic=topic, rows=tuple(self._rows.values()), total=total)
