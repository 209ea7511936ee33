"""What the dashboard costs at 14,000 sites and 100,000 findings, in a terminal of 80×24.

The whole program on a pseudo-terminal, read by nobody but this. A second writes what changes once a second: 200 sites,
as frontier and scorer do. ``first_paint_ms``: from the first reading to the first site's code among the bytes that
the terminal is sent. ``refresh_ms``: CPU time of a reading and what it redraws, user and system, over readings counted
by Redis. ``key_p95_ms``: from a key (to the last row, to the first) until that row's code is among the bytes.
``dashboard_mib``: the most memory that it held. ``wire_kib_s``: bytes sent a second while nobody
presses a key, of the list of sites or of the overview, whichever is more.
"""

import asyncio
import fcntl
import os
import pty
import re
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.great_inspection import CHANGED, FINDINGS, SITES, GreatInspection, code_of
from tests.bench.ground import Ground
from tests.bench.processes import ROOT, cpu_seconds
from tests.bench.report import RUNS, Row, row
from tests.waiting import until

KEYS: Final = ("first_paint_ms", "refresh_ms", "key_p95_ms", "dashboard_mib", "wire_kib_s")
#: Seconds of one run without keys, and presses after that.
SECONDS: Final = 10.0
PRESSES: Final = 40
#: Seconds that 14,000 sites may take to be read the first time.
_READING: Final = 60.0
_FIRST, _LAST = code_of(0).encode(), code_of(SITES - 1).encode()


@dataclass(slots=True)
class _Figures:
    """What every run gave, by row."""

    taken: dict[str, list[float]] = field(
        default_factory=lambda: {key: [] for key in (*KEYS, "key_p50_ms", "sites_kib_s")}
    )

    def note(self, key: str, value: float) -> None:
        self.taken[key].append(value)


async def measure(base: Ground) -> dict[str, Row]:
    """Fill Redis once, and watch it in turns."""
    await base.clear()
    great, figures = GreatInspection(base.redis), _Figures()
    await great.lay()
    for number in range(RUNS):
        await _run(base, great, figures, base.folder / f"first-{number}")
    taken, note = figures.taken, f"{SITES} sites, {FINDINGS} findings, {CHANGED} sites changed a second, 80x24"
    detail = {"key_p95_ms": {"p50_ms": taken["key_p50_ms"]}, "wire_kib_s": {"sites": taken["sites_kib_s"]}}
    return {key: row(taken[key], note=note, detail=detail.get(key)) for key in KEYS}


async def _run(base: Ground, great: GreatInspection, figures: _Figures, file: Path) -> None:
    async with _terminal(base, file) as terminal:
        painted = await terminal.seen(_FIRST, _READING)
        figures.note("first_paint_ms", 1000 * (painted - await asyncio.to_thread(_moment, file)))
        changing = asyncio.create_task(_change(great))
        try:
            await _watch(base, terminal, figures)
            pressed = [await _press(terminal, number) for number in range(PRESSES)]
            sites, overview = terminal.rate / 1024, await _overview(terminal) / 1024
        finally:
            changing.cancel()
            with suppress(asyncio.CancelledError):
                await changing
        figures.note("key_p95_ms", 1000 * statistics.quantiles(pressed, n=20, method="inclusive")[-1])
        figures.note("wire_kib_s", max(sites, overview))
        figures.note("sites_kib_s", sites)
        figures.note("key_p50_ms", 1000 * statistics.median(pressed))
        figures.note("dashboard_mib", _peak_bytes(terminal.process.pid) / 2**20)


def _moment(file: Path) -> float:
    return float(file.read_text(encoding="ascii"))


async def _change(great: GreatInspection) -> None:
    while True:
        await great.change()
        await asyncio.sleep(1)


async def _watch(base: Ground, terminal: "_Terminal", figures: _Figures) -> None:
    """Take CPU time and bytes of some seconds without keys, after the first readings."""
    await asyncio.sleep(2)
    readings, cpu, sent, begun = await _readings(base), cpu_seconds(terminal.process), terminal.sent, time.monotonic()
    await asyncio.sleep(SECONDS)
    read = await _readings(base) - readings
    figures.note("refresh_ms", 1000 * (cpu_seconds(terminal.process) - cpu) / max(1, read))
    terminal.rate = (terminal.sent - sent) / (time.monotonic() - begun)


async def _overview(terminal: "_Terminal") -> float:
    """Turn to the overview, where the most moves, and give the bytes a second that it takes."""
    terminal.press(b"1")
    await asyncio.sleep(2)
    sent, begun = terminal.sent, time.monotonic()
    await asyncio.sleep(SECONDS / 2)
    return (terminal.sent - sent) / (time.monotonic() - begun)


async def _press(terminal: "_Terminal", number: int) -> float:
    """Go to the other end of the list; seconds until its row is on the wire. Presses fall anywhere between readings."""
    await asyncio.sleep(0.13 + 0.037 * (number % 7))
    key, row_ = (b"g", _FIRST) if number % 2 else (b"G", _LAST)
    begun = terminal.press(key)
    return await terminal.seen(row_, 10.0) - begun


async def _readings(base: Ground) -> int:
    """Readings that all dashboards of this Redis have begun: each asks it for the time once."""
    stats = await base.redis.info("commandstats")
    return int(stats.get("cmdstat_time", {}).get("calls", 0))


def _peak_bytes(pid: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) * 1024


@dataclass(slots=True)
class _Terminal:
    """A process on a pseudo-terminal. ``sent`` counts the bytes it wrote there."""

    process: asyncio.subprocess.Process
    master: int
    sent: int = 0
    rate: float = 0.0
    """Bytes a second while nobody pressed a key."""
    _tail: bytes = b""

    def press(self, key: bytes) -> float:
        """Press a key; what was written before does not count as an answer. Gives the moment."""
        self._tail = b""
        os.write(self.master, key)
        return time.monotonic()

    def read(self) -> None:
        """Take what is there."""
        with suppress(BlockingIOError, OSError):
            data = os.read(self.master, 2**16)
            self.sent += len(data)
            self._tail = self._tail[-(2**18) :] + data

    async def seen(self, part: bytes, seconds: float) -> float:
        """Wait until ``part`` was written; give the moment at which it was read."""
        await until(lambda: part in self._tail, timeout=seconds)
        return time.monotonic()


@asynccontextmanager
async def _terminal(base: Ground, file: Path) -> AsyncIterator[_Terminal]:
    """Run the dashboard in a terminal of 80×24."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.set_blocking(master, False)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XUNCHA_")}
    given = {"XUNCHA_REDIS_URL": base.redis_url, "XUNCHA_DATA_DIR": str(base.folder / "data")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.watcher", str(file)),
        cwd=ROOT,
        env=kept | given | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    terminal = _Terminal(process, master)
    asyncio.get_running_loop().add_reader(master, terminal.read)
    try:
        yield terminal
    finally:
        asyncio.get_running_loop().remove_reader(master)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()
        os.close(master)
