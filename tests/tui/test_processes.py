import asyncio
import sys
from pathlib import Path

import pytest

from tests.waiting import until
from tui.errors import OperatorError
from tui.running import processes
from tui.running.processes import Processes, Program, last_line

DIES = "import sys; print('ValueError: no such port'); sys.exit(3)"
STAYS = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
ENDS = "pass"


def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> tuple[Processes, list[str], list[str]]:
    """Processes that run ``script`` in the place of a program."""
    told: list[str] = []
    died: list[str] = []

    async def note(name: str) -> None:
        died.append(name)

    monkeypatch.setattr(processes, "tethered", lambda _program, *_rest: [sys.executable, "-c", script])
    made = Processes(inspection="i", environment={}, logs=tmp_path / "logs", tell=told.append, died=note)
    return made, told, died


async def test_one_that_dies_again_and_again_is_given_up_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LAST_PAUSE", 0.01)
    children, told, died = made(tmp_path, monkeypatch, DIES)
    children.keep(Program.WORKER)
    with pytest.raises(OperatorError, match="died 5 times within a minute: ValueError: no such port"):
        await children.ended()
    assert len(died) == 4
    assert len(set(died)) == 4
    assert sum("exit code 3" in line for line in told) == 4
    await children.stop()


async def test_one_that_does_not_listen_is_killed_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.3)
    children, told, _ = made(tmp_path, monkeypatch, STAYS)
    children.keep(Program.SCORER)
    await until(lambda: any(last_line(child.log) == "up" for child in children.running))
    await asyncio.wait_for(children.stop(), 5)
    assert children.running == ()
    assert any("was killed" in line for line in told)


async def test_one_that_ends_by_itself_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children, told, died = made(tmp_path, monkeypatch, ENDS)
    children.keep(Program.WORKER, 2)
    await asyncio.wait_for(children.ended(), 10)
    assert died == []
    assert sum("started" in line for line in told) == 2
    await children.stop()
