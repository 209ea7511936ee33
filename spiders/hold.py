"""A pause that a worker makes because it cannot do its work, and what the operator is told of it.

The inspection's log gets a line when the trouble begins and one when it is over, not one for each try between.
"""

import logging
import time
from collections import deque

from infra.inspections import Inspections

logger = logging.getLogger(__name__)


class Hold:
    """The pauses of one worker in one inspection."""

    def __init__(self, inspections: Inspections, inspection: str, worker: str) -> None:
        self._inspections = inspections
        self._inspection = inspection
        self._worker = worker
        self._until = 0.0
        self._in_trouble = False
        self._lines: deque[str] = deque()

    @property
    def is_on(self) -> bool:
        """Whether nothing is to be begun now."""
        return time.monotonic() < self._until

    @property
    def is_told(self) -> bool:
        """Whether the operator knows of it all."""
        return not self._lines

    def begin(self, seconds: float, reason: str) -> None:
        """Pause for so long; the trouble lasts until ``end``, however many pauses it takes."""
        if not self.is_on:
            logger.error("crawling pauses for %.0f s: %s", seconds, reason)
        if not self._in_trouble:
            self._lines.append(f"ALARM: {self._worker} has stopped crawling and tries every {seconds:.0f} s: {reason}")
        self._in_trouble = True
        self._until = time.monotonic() + seconds

    def end(self) -> None:
        """Note that the work can be done."""
        if self._in_trouble:
            self._lines.append(f"{self._worker} crawls again")
        self._in_trouble = False

    async def tell(self) -> None:
        """Write what the operator does not know yet. Raises what the client raises, and keeps the line then."""
        while self._lines:
            await self._inspections.log(self._inspection, self._lines[0])
            self._lines.popleft()
