"""Workers and scorers as processes of this machine: started, kept alive, ended.

The hands start the eyes and the judgement as programs and never import them. A process that dies is replaced by one
with a new name, so that what the dead one held is known to be free; one that dies again and again is given up.
"""

import asyncio
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tui.errors import OperatorError

DEATHS_ALLOWED = 5
"""So many deaths of one process within ``DEATHS_WINDOW`` seconds, and it is given up."""
DEATHS_WINDOW = 60.0
GRACE = 8.0
"""Seconds between the request to end and the end by force; the whole exit has ten."""
LAST_PAUSE = 5.0


class Program(StrEnum):
    """What can be started."""

    WORKER = "worker"
    SCORER = "scorer"


_MODULES = {Program.WORKER: "spiders", Program.SCORER: "scoring"}


def command_line(program: Program, *arguments: str) -> list[str]:
    """Give the command that runs a program with this Python."""
    return [sys.executable, "-m", _MODULES[program], str(program), *arguments]


def tethered(program: Program, *arguments: str) -> list[str]:
    """Give the command that runs a program which ends with this process, however this process ends."""
    return [sys.executable, "-m", "infra.tether", str(os.getpid()), _MODULES[program], str(program), *arguments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One running process."""

    name: str
    process: asyncio.subprocess.Process
    log: Path


class Processes:
    """The processes of one inspection on this machine.

    ``environment`` is added to this process's own; ``tell`` gets one line for the log; ``died`` is awaited with the
    name of a process that ended by accident, before another takes its place.
    """

    def __init__(
        self,
        *,
        inspection: str,
        environment: Mapping[str, str],
        logs: Path,
        tell: Callable[[str], None],
        died: Callable[[str], Awaitable[None]],
    ) -> None:
        self._inspection = inspection
        self._environment = {**os.environ, **environment}
        self._first_port = int(self._environment.get("XUNCHA_METRICS_PORT", "0"))
        self.logs = logs
        self._tell = tell
        self._died = died
        self._children: dict[str, Child] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False

    @property
    def running(self) -> tuple[Child, ...]:
        """The processes that are alive."""
        return tuple(self._children.values())

    def keep(self, program: Program, count: int = 1) -> None:
        """Start ``count`` processes and replace each that dies, until it ends by itself or ``stop`` is called."""
        self.logs.mkdir(parents=True, exist_ok=True)
        first = len(self._keepers) + 1
        for number in range(first, first + count):
            place = f"{program}-{os.getpid()}-{number}"
            # One port cannot serve several processes: from the given one upwards, or any free one.
            port = self._first_port + number - 1 if self._first_port else 0
            self._keepers.append(asyncio.create_task(self._keep(program, place, port), name=place))

    async def ended(self) -> None:
        """Wait until every process has ended by itself. Raises ``OperatorError`` when one was given up."""
        if self._keepers:
            # Not gather: whoever is cancelled while waiting here must not take the keepers along.
            done, _ = await asyncio.wait(self._keepers, return_when=asyncio.FIRST_EXCEPTION)
            for keeper in done:
                keeper.result()

    async def stop(self) -> None:
        """Ask every process to end, wait for ``GRACE`` seconds, end by force what is left. Never raises."""
        self._stopping = True
        self._signal(signal.SIGTERM)
        left = await self._wait(GRACE)
        if left:
            self._tell(f"{', '.join(left)} did not end within {GRACE:.0f} s and was killed; its leases will expire")
            self._signal(signal.SIGKILL)
            await self._wait(1.0)
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    def _signal(self, number: signal.Signals) -> None:
        for child in self.running:
            with suppress(ProcessLookupError):
                child.process.send_signal(number)

    async def _wait(self, seconds: float) -> list[str]:
        """Wait for the children at most so long; give the names of those that still run."""
        waits = [asyncio.create_task(child.process.wait()) for child in self.running]
        if waits:
            _, pending = await asyncio.wait(waits, timeout=seconds)
            for wait in pending:
                wait.cancel()
        return [child.name for child in self.running if child.process.returncode is None]

    async def _keep(self, program: Program, place: str, port: int) -> None:
        deaths: deque[float] = deque(maxlen=DEATHS_ALLOWED)
        generation = 0
        while not self._stopping:
            generation += 1
            name = place if generation == 1 else f"{place}.{generation}"
            child = await self._start(program, name, port)
            code = await child.process.wait()
            del self._children[name]
            if code == 0 or self._stopping:
                return
            deaths.append(time.monotonic())
            if len(deaths) == DEATHS_ALLOWED and deaths[-1] - deaths[0] < DEATHS_WINDOW:
                msg = f"{program} died {DEATHS_ALLOWED} times within a minute: {last_line(child.log)} (see {child.log})"
                raise OperatorError(msg)
            self._tell(f"{name} died ({_cause(code)}), starting another; its log is {child.log}")
            await self._died(name)
            await asyncio.sleep(min(LAST_PAUSE, 0.25 * 2 ** len(deaths)))

    async def _start(self, program: Program, name: str, port: int) -> Child:
        log = self.logs / f"{name}.log"
        arguments = ("--inspection", self._inspection, "--name", name, "--once")
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *tethered(program, *arguments),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**self._environment, "XUNCHA_METRICS_PORT": str(port)},
                # A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
                process_group=0,
            )
        child = Child(name=name, process=process, log=log)
        self._children[name] = child
        self._tell(f"{name} started, process {process.pid}")
        return child


def _cause(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def last_line(log: Path) -> str:
    """Give the last line that a process wrote, which is where Python names an error."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 4096))
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return "no log"
    return next((line.strip() for line in reversed(lines) if line.strip()), "it wrote nothing")
