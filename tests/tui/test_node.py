"""The agent of a machine: real workers, real deaths, and what Redis says of them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.nodes import NodeError, Nodes
from infra.records import Kind, Target, Task, TaskKind
from infra.settings import Settings
from tests.waiting import until
from tui.control import CommandError, ReadOnlyError
from tui.node import agent as agents
from tui.node import crew as crews
from tui.node.agent import NodeAgent
from tui.node.crew import Crew, Hand, is_running
from tui.scaling import NodeControl

NAME = "rack-1"
DIES = "import sys; print('ValueError: no such disk', file=sys.stderr); sys.exit(3)"
STAYS = "import sys, signal, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
SITE = Target(code="1", name="一", kind=Kind.SITE, url="http://www.a.gov.cn/", unit="一")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents, "LOOK", 0.02)
    monkeypatch.setattr(agents, "LONGEST_PAUSE", 0.05)


def run_instead(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let workers be a script; the name stays an argument, by which they are known."""
    monkeypatch.setattr(crews, "command_line", lambda _, *rest: [sys.executable, "-c", script, *rest])


def settings_for(redis_url: str, folder: Path) -> Settings:
    return Settings(redis_url=SecretStr(redis_url), data_dir=folder)


@asynccontextmanager
async def running(
    redis: Redis, redis_url: str, folder: Path, *, workers: int = 2, told: list[str] | None = None
) -> AsyncIterator[NodeAgent]:
    lines = [] if told is None else told
    agent = NodeAgent(redis, settings_for(redis_url, folder), name=NAME, folder=folder / "node", tell=lines.append)
    task = asyncio.create_task(agent.run(workers))
    try:
        yield agent
    finally:
        agent.drain()
        await asyncio.wait_for(task, 15)


def workers_are(redis: Redis, number: int) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return [len(beat.workers) for beat in await Nodes(redis).live()] == [number]

    return look


def pids(folder: Path) -> dict[str, int]:
    return {hand.name: hand.pid for hand in Crew(folder / "node", {}).hands}


async def test_a_machine_runs_as_many_workers_as_is_wanted_of_it(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_instead(monkeypatch, STAYS)
    gate = NodeControl(redis, operator="程思源")
    await Inspections(redis).create(id="i", as_of="2024-02-29", standard="ezhou-2024", targets=[SITE])
    await Frontier(redis, "i", Limits.from_settings(Settings())).offer(
        [Task(target="1", kind=TaskKind.HOME, url=SITE.url)]
    )
    await Inspections(redis).start("i")
    async with running(redis, redis_url, tmp_path):
        await until(workers_are(redis, 2))
        await until(lambda: len(pids(tmp_path)) == 2)
        oldest, _ = pids(tmp_path).items()
        scaled = await gate.scale(NAME, 4)
        assert (scaled.before, scaled.wanted) == (2, 4)
        await until(workers_are(redis, 4))
        await gate.scale(NAME, 1)
        await until(lambda: len(pids(tmp_path)) == 1)
        assert pids(tmp_path) == dict([oldest])
    assert await Nodes(redis).live() == []
    assert not is_running(Hand(name=oldest[0], pid=oldest[1], started=0))
    assert [line for line in await Inspections(redis).audit("i") if "scaled from 2 to 4 workers by 程思源" in line]
    async with running(redis, redis_url, tmp_path, workers=9):  # what somebody said holds over a restart
        await until(workers_are(redis, 1))


async def test_a_worker_that_is_killed_is_replaced_and_what_it_held_is_free_at_once(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_instead(monkeypatch, STAYS)
    inspections, frontier = Inspections(redis), Frontier(redis, "i", Limits.from_settings(Settings()))
    await inspections.create(id="i", as_of="2024-02-29", standard="ezhou-2024", targets=[SITE])
    await frontier.offer([Task(target="1", kind=TaskKind.HOME, url=SITE.url)])
    await inspections.start("i")
    async with running(redis, redis_url, tmp_path, workers=1):
        await until(workers_are(redis, 1))
        await until(lambda: len(pids(tmp_path)) == 1)
        ((name, pid),) = pids(tmp_path).items()
        assert await frontier.claim(name, 1)
        os.kill(pid, signal.SIGKILL)
        await until(lambda: bool(pids(tmp_path)) and name not in pids(tmp_path))
        await until(lambda: _waits(frontier))


async def _waits(frontier: Frontier) -> bool:
    progress = await frontier.progress()
    return (progress.waiting, progress.leased) == (1, 0)


async def test_workers_that_die_again_and_again_are_started_less_often_and_the_node_says_why(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_instead(monkeypatch, DIES)
    told: list[str] = []

    async def says_why() -> bool:
        return any("no such disk" in beat.failing for beat in await Nodes(redis).live())

    async with running(redis, redis_url, tmp_path, workers=1, told=told):
        await until(says_why)
    pauses = [line.partition("another in ")[2].partition(" s")[0] for line in told if "another in" in line]
    assert pauses[:3] == ["0.1", "0.1", "0.1"]  # the longest pause is set to that here


async def test_a_worker_that_does_not_listen_is_killed_after_its_grace(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_instead(monkeypatch, STUBBORN)
    monkeypatch.setattr(agents, "GRACE", 0.2)
    async with running(redis, redis_url, tmp_path, workers=1):
        await until(workers_are(redis, 1))
        await Nodes(redis).want(NAME, 0)
        await until(lambda: pids(tmp_path) == {})


async def test_what_no_machine_can_is_refused(redis: Redis) -> None:
    with pytest.raises(NodeError, match="600 workers on rack-1: a node runs 0 to 512"):
        await Nodes(redis).want(NAME, 600)
    with pytest.raises(CommandError, match="no node 'rack-2' has reported"):
        await NodeControl(redis, operator="x").scale("rack-2", 1)
    with pytest.raises(ReadOnlyError):
        await NodeControl(redis, operator="x", read_only=True).scale(NAME, 1)
    assert await Nodes(redis).wanted() == {}


async def test_an_agent_that_is_killed_leaves_its_workers_at_work_and_the_next_takes_them_over(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    """The whole program, with real workers."""
    command = [sys.executable, "-m", "tui.cli", "node", "--name", NAME, "--workers", "2"]
    environment = os.environ | settings_for(redis_url, tmp_path).as_environment()
    folder = tmp_path / "node" / NAME

    def hands() -> dict[str, int]:
        return {hand.name: hand.pid for hand in Crew(folder, {}).hands}

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)

    first = start()
    started: dict[str, int] = {}
    try:
        await until(workers_are(redis, 2), 20)
        await until(lambda: len(hands()) == 2)
        started = hands()
        first.kill()
        first.wait()
        assert hands() == started
        second = start()
        await until(lambda: _beats(redis, second.pid), 20)
        assert hands() == started
        third = start()
        _, refused = third.communicate(timeout=20)
        assert (third.returncode, b"another agent keeps the workers of rack-1" in refused) == (1, True)
        second.terminate()
        _, said = second.communicate(timeout=20)
        assert second.returncode == 0
        assert "took over 2 workers" in said.decode()
        assert hands() == {}
    finally:
        for pid in started.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if first.stderr is not None:
            first.stderr.close()
    assert await Nodes(redis).live() == []


async def _beats(redis: Redis, pid: int) -> bool:
    return [beat.pid for beat in await Nodes(redis).live()] == [pid]
