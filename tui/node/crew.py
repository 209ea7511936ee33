"""The workers of one machine as processes that outlive whoever started them.

They run in sessions of their own, and which they are stands in a file, so that an agent that comes after one that was
killed finds them at work and takes them over.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from tui.running.processes import Program, command_line, last_line

_ROSTER: Final = "workers.json"
#: Where Linux tells of processes; elsewhere `ps` is asked.
_PROC: Final = Path("/proc")
#: Bytes of a log beyond which the next worker of that name begins a new one.
_LONG_LOG: Final = 16 * 2**20


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """One worker process."""

    name: str
    pid: int
    started: float
    """Epoch seconds."""


class Crew:
    """Starts workers, tells which of them live, ends them."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder: Final = folder
        self._environment: Final = {**os.environ, **environment}
        self._children: Final[dict[int, subprocess.Popen[bytes]]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._hands: dict[str, Hand] = {hand.name: hand for hand in self._noted() if is_running(hand)}

    @property
    def hands(self) -> list[Hand]:
        """The workers as last known, the oldest first."""
        return sorted(self._hands.values(), key=lambda hand: (hand.started, hand.name))

    def start(self, name: str) -> Hand:
        """Start a worker that serves whatever inspection runs. Raises ``OSError`` when no process can be started."""
        log = self.log(name)
        if log.exists() and log.stat().st_size > _LONG_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("ab") as output:
            process = subprocess.Popen(
                command_line(Program.WORKER, "--name", name),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self._environment,
                start_new_session=True,
            )
        self._children[process.pid] = process
        hand = self._hands[name] = Hand(name=name, pid=process.pid, started=time.time())
        self._note()
        return hand

    def bury(self) -> list[Hand]:
        """Forget the workers that have ended since the last look, and give them."""
        gone = [hand for hand in self.hands if not self._lives(hand)]
        for hand in gone:
            del self._hands[hand.name]
            self._children.pop(hand.pid, None)
        if gone:
            self._note()
        return gone

    def end(self, hand: Hand, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a worker a signal, if it is still itself."""
        if self._lives(hand):
            with suppress(ProcessLookupError):
                os.kill(hand.pid, number)

    def log(self, name: str) -> Path:
        """Give where a worker writes what goes wrong."""
        return self._folder / f"{name}.log"

    def last_words(self, name: str) -> str:
        """Give the last line that a worker wrote."""
        return last_line(self.log(name))

    def _lives(self, hand: Hand) -> bool:
        """Ask the child itself where it is one: a process that only just began has no arguments yet."""
        child = self._children.get(hand.pid)
        return is_running(hand) if child is None else child.poll() is None

    def _noted(self) -> list[Hand]:
        """Read which workers there were; a roster that cannot be read names none."""
        try:
            return msgspec.json.decode((self._folder / _ROSTER).read_bytes(), type=list[Hand])
        except (OSError, msgspec.DecodeError):
            return []

    def _note(self) -> None:
        roster = self._folder / _ROSTER
        beside = roster.with_suffix(".part")
        beside.write_bytes(msgspec.json.encode(self.hands))
        beside.replace(roster)


def is_running(hand: Hand) -> bool:
    """Tell whether the process of that number is still the worker of that name: numbers are used again."""
    return hand.name in _arguments(hand.pid)


def _arguments(pid: int) -> list[str]:
    """Give what a process was started with; nothing for one that is gone, or has ended and is not yet buried."""
    if (_PROC / "self").exists():
        try:
            return (_PROC / str(pid) / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            return []
    told = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.split()
