"""``python -m tests.bench.watcher FILE``: the dashboard on the great inspection, as a process in a terminal of its own.

It is the whole program but for one thing: when the first reading is there, the moment is written to FILE
(``time.monotonic`` seconds, one clock for all processes of a machine).
"""

import asyncio
import sys
import time
from pathlib import Path

from infra.settings import Settings
from tests.bench.great_inspection import INSPECTION
from tui.access import client
from tui.app import XunchaApp
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.model import Snapshot
from tui.poller import Source
from tui.topics import Topic


class _Stamped:
    """A source that tells when its first reading was there."""

    def __init__(self, source: Source, file: Path) -> None:
        self._source = source
        self._file = file
        self._told = False

    async def snapshot(self, topic: Topic | None = None) -> Snapshot:
        snapshot = await self._source.snapshot(topic)
        if not self._told:
            self._told = True
            self._file.write_text(repr(time.monotonic()))
        return snapshot


async def watch(file: Path) -> None:
    """Show the list of sites until ended."""
    settings = Settings()
    assert settings.redis_url is not None
    async with client(settings.redis_url.get_secret_value()) as redis:
        ends = Dashboard(redis, INSPECTION, settings, Operator(name="bench"))
        source = _Stamped(ends.source, file)
        await XunchaApp(source, ends.gate, words_for("zh"), view="sites").run_async()


if __name__ == "__main__":
    asyncio.run(watch(Path(sys.argv[1])))
