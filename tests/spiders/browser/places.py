"""Where the browser is on this machine; tests that need one are skipped, with the reason, where there is none."""

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from infra.browser import browser_of
from infra.process import UnusableSettingError
from infra.settings import Settings


def _found() -> tuple[Path | None, str]:
    try:
        return browser_of(Settings(browser="on")), ""
    except UnusableSettingError as error:
        return None, str(error)


PROGRAM, WHY_NOT = _found()
needs_browser = pytest.mark.skipif(PROGRAM is None, reason=WHY_NOT)


def _lines() -> dict[int, tuple[int, str]]:
    """Every process of this machine by number: its parent's, and its command line."""
    found: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                parent = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
                found[int(entry.name)] = (int(parent), line)
    return found


def browsers(folder: Path) -> list[int]:
    """Processes of browsers whose profile lies in ``folder``, and their keepers."""
    return [number for number, (_, line) in _lines().items() if str(folder) in line]


def browsers_of(worker: int) -> list[int]:
    """Processes that a worker started, and those that they started, without the reader of attachments."""
    rows = _lines()
    found = [worker]
    for one in found:
        found += [number for number, (parent, line) in rows.items() if parent == one and "attachments" not in line]
    return found[1:]


def profile_of(processes: list[int]) -> Path:
    """The folder in which the browser among some processes keeps what it writes."""
    rows = _lines()
    lines = [rows[number][1] for number in processes if number in rows]
    return next(Path(found[1]) for line in lines if (found := re.search(r"--user-data-dir=(\S+)", line)))


def still_alive(processes: list[int]) -> list[int]:
    """Those that have not ended; one that waits for its parent to notice has."""
    alive = []
    for number in processes:
        with suppress(OSError):
            state = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
            alive += [number] if state not in ("Z", "X") else []
    return alive


def kill(mark: str, by: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to what this process started, by itself or by others, whose command line bears the mark."""
    rows = _lines()
    victims = [number for number in browsers_of(os.getpid()) if mark in rows.get(number, (0, ""))[1]]
    assert victims, f"no process of ours bears {mark}"
    for number in victims:
        with suppress(ProcessLookupError):
            os.kill(number, by)
