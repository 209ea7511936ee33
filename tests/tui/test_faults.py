"""What happens to a dashboard when Redis dies, hangs or comes back, and when keys come faster than screens."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Kind, Target
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.settings import Settings
from tests.tui.pictures import is_aligned, shown
from tests.tui.samples import SampleGate, SampleSource, snapshot
from tests.waiting import until
from tui import poller
from tui.app import Left, XunchaApp
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.messages import SourceLost
from tui.views import VIEWS

ID = "2024-02-29-a1b2"
SITE = Target(code="4207000001", name="鄂州市教育局", kind=Kind.SITE, url="http://jyj.cn/", unit="教育局")
#: Readings that fail before Redis comes back: at a pause of ten seconds these would be a minute.
FAILURES = 6


@dataclass(slots=True)
class Watch:
    """A dashboard, the server that it reads, and how often a reading was said to fail."""

    app: XunchaApp
    pid: int
    lost: int = 0

    def note(self, message: Message) -> None:
        """Count, as a hook for the app's messages."""
        self.lost += isinstance(message, SourceLost)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path / "redis") as server:
        yield server


@asynccontextmanager
async def watching(
    server: EmbeddedRedis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Watch, Pilot[Left]]]:
    """Watch a small inspection; gives what is watched and the pilot."""
    monkeypatch.setattr(poller, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(poller, "PATIENCE", 0.05)
    async with connect(server.url) as redis:
        await Inspections(redis).create(id=ID, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=[SITE])
        await Frontier(redis, ID, Limits.from_settings(Settings())).offer(first_tasks([SITE]))
        pid = int((await redis.info("server"))["process_id"])
        ends = Dashboard(redis, ID, Settings(data_dir=folder), Operator(name="李雷"))
        app = XunchaApp(ends.source, ends.gate, words_for("zh"), period=0.05, view="sites", desk=ends)
        watch = Watch(app, pid)
        async with app.run_test(size=(80, 24), notifications=True, message_hook=watch.note) as pilot:
            await app.shown(2)
            await until(lambda: SITE.code in shown(app))
            yield watch, pilot


async def hold_out(watch: Watch, pilot: Pilot[Left]) -> None:
    """Go through all views while Redis is away, and press what would change something."""
    app = watch.app
    await until(lambda: watch.lost >= FAILURES, timeout=30)
    await until(lambda: "数据已旧" in shown(app))
    assert SITE.code in shown(app), "the last data stay on the screen"
    for view in VIEWS:
        await pilot.press(view.key)
        await pilot.pause()
        assert is_aligned(app), view.name
        await until(lambda: "数据已旧" in shown(app))
    await pilot.press("2", "p")
    await until(lambda: SITE.code in shown(app))


async def come_back(app: XunchaApp, pilot: Pilot[Left]) -> None:
    """See fresh data again, without a word of what was."""
    readings = app._readings
    await app.shown(readings + 2)
    await pilot.pause()
    await until(lambda: "数据已旧" not in shown(app))
    assert app.is_running
    assert is_aligned(app)


async def test_redis_is_killed_and_comes_back(
    server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watching(server, tmp_path, monkeypatch) as (watch, pilot):
        os.kill(watch.pid, signal.SIGKILL)
        await hold_out(watch, pilot)
        server.revive()
        await come_back(watch.app, pilot)
        assert SITE.code in shown(watch.app)


async def test_redis_hangs_and_goes_on(server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is stopped refuses nothing: the age must show long before its connection is given up."""
    async with watching(server, tmp_path, monkeypatch) as (watch, pilot):
        os.kill(watch.pid, signal.SIGSTOP)
        try:
            await hold_out(watch, pilot)
            assert "no answer for" in shown(watch.app)
        finally:
            os.kill(watch.pid, signal.SIGCONT)
        await come_back(watch.app, pilot)


async def test_what_is_typed_ahead_of_the_filter_line_is_a_filter_and_no_command() -> None:
    """Over a slow link several keys come in one packet: ``/pS`` must not pause the inspection and ask to stop it."""
    source = SampleSource(snapshot())
    gate = SampleGate(source)
    app = XunchaApp(source, gate, words_for("zh"), period=0.1, view="sites")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.shown(1)
        await pilot.pause()
        ahead = [("slash", "/"), ("p", "p"), ("S", "S"), ("slash", "/"), ("o", "o"), ("enter", None), ("j", "j")]
        for key, letter in ahead:
            app.post_message(events.Key(key, letter))
        line = app.screen.query_one(Input)
        await until(lambda: line.value == "pS/o")
        assert gate.acts == []
        assert app.screen.query_one("#filter").display
        assert not line.has_focus
