"""The gate through which inspections are made, and their notices written, from the dashboard.

Like ``tui.control``: a read-only gate refuses, an act counts as done when what Redis says afterwards agrees, and each
leaves an audit line. Both take time, so both run in a thread with a loop and a connection of its own: the dashboard
goes on drawing.
"""

# ruff: noqa: PLC0415 - the judgement is imported when it is asked for, not with every dashboard

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections, State
from infra.redis.connection import RedisUnavailable
from infra.settings import Settings
from infra.tables import RowsError, TableError
from tui.access import client
from tui.checking import Draft
from tui.control import CommandError, ReadOnlyError
from tui.errors import InterruptedRunError, OperatorError

if TYPE_CHECKING:
    from tui.running.reporting import Progress, Published, Step

T = TypeVar("T")


class RoundControl:
    """The gate of one operator; ``inspection`` is the one that is watched, of which notices are written.

    ``settings`` say where Redis is (``redis_url``), and how far targets must be checked (``min_coverage``).
    """

    def __init__(self, inspection: str, settings: Settings, *, operator: str, read_only: bool = False) -> None:
        self._inspection: Final = inspection
        self._settings: Final = settings
        self._operator: Final = operator
        self._read_only: Final = read_only

    async def open(self, draft: Draft) -> tuple[Inspection, int]:
        """Make the inspection that a draft describes and start it; give it as read back, and its number of targets.

        Raises ``ReadOnlyError``, or ``CommandError`` with what is wrong.
        """
        self._refuse("a new inspection")

        async def work(redis: Redis) -> tuple[Inspection, int]:
            from tui.running.opening import open_inspection
            from tui.running.prepare import prepare

            left_out: list[str] = []
            opening = prepare(draft.given, self._settings, left_out.append)
            made = await open_inspection(redis, self._settings, opening, left_out.append)
            inspections = Inspections(redis)
            for line in left_out:
                await inspections.log(made.id, line)
            await inspections.start(made.id, by=self._operator)
            found = await inspections.get(made.id)
            if found.state is not State.RUNNING:
                msg = f"inspection {found.id} was made but is {found.state}"
                raise CommandError(msg)
            return found, len(opening.targets)

        return await self._apart(work)

    async def report(self, out: Path, notice: Path | None, *, draft: bool, progress: "Progress") -> "Published":
        """Write the notice into a folder, or say what is missing; ``progress`` is told on the caller's loop.

        Where too little is checked nothing is written, but for a ``draft``. Cancelling ends it between two steps.
        Raises ``ReadOnlyError``, or ``CommandError`` with one line.
        """
        self._refuse("a notice")
        loop, ended = asyncio.get_running_loop(), threading.Event()

        def tell(step: "Step", done: int, whole: int) -> None:
            if ended.is_set():
                msg = "the notice was given up"
                raise InterruptedRunError(msg)
            loop.call_soon_threadsafe(progress, step, done, whole)

        async def work(redis: Redis) -> "Published":
            from scoring.reports.gate import FINAL_FROM
            from tui.options import load_notice
            from tui.running.reporting import Publishing, publish

            least = FINAL_FROM if self._settings.min_coverage is None else self._settings.min_coverage
            publishing = Publishing(notice=load_notice(notice), min_coverage=least, anyway=draft)
            published = await publish(redis, self._inspection, out, publishing, tell)
            if published.files:
                kind = "draft of the notice" if published.lacking else "notice"
                await Inspections(redis).note(self._inspection, f"{kind} written to {out}", by=self._operator)
            return published

        try:
            return await self._apart(work)
        except asyncio.CancelledError:
            ended.set()
            raise

    def _refuse(self, what: str) -> None:
        if self._read_only:
            msg = f"read-only: {what} refused"
            raise ReadOnlyError(msg)

    async def _apart(self, work: Callable[[Redis], Awaitable[T]]) -> T:
        """Run it in a thread with a loop and a client of its own. Raises ``CommandError`` for what can go wrong."""
        if self._settings.redis_url is None:
            msg = "this dashboard does not know how to reach Redis once more"
            raise CommandError(msg)
        url = self._settings.redis_url.get_secret_value()

        async def connected() -> T:
            async with client(url) as redis:
                return await work(redis)

        try:
            return await asyncio.to_thread(lambda: asyncio.run(connected()))
        except (OperatorError, RowsError, TableError, RedisUnavailable) as error:
            first, *_ = str(error).splitlines() or [type(error).__name__]  # the form lists the rest
            raise CommandError(first) from error
