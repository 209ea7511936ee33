"""Child processes of a benchmark: started apart, measured from outside, never left behind."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bench.failure import BenchFailure

ROOT = Path(__file__).parents[2]
#: Seconds that a process gets to print its first line.
_FIRST_LINE = 30


@asynccontextmanager
async def module(name: str, *arguments: str, settings: Mapping[str, str] | None = None) -> AsyncIterator[Process]:
    """Run ``python -m name``; it is killed when the block ends, unless it ended by itself.

    The environment is this process's without its ``XUNCHA_*`` variables, plus ``settings``.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XUNCHA_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", name, *arguments, cwd=ROOT, env=kept | dict(settings or {}), stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def first_line(process: Process) -> str:
    """Read what a process says when it is ready; raise ``BenchFailure`` when it says nothing."""
    assert process.stdout is not None
    async with asyncio.timeout(_FIRST_LINE):
        line = await process.stdout.readline()
    if not line:
        msg = f"process {process.pid} ended before it was ready"
        raise BenchFailure(msg)
    return line.decode().strip()


async def kill(process: Process) -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    await process.wait()


def cpu_seconds(process: Process) -> float:
    """User and system time that a process has used, all its threads (Linux: /proc)."""
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    except OSError:
        msg = f"no CPU time of process {process.pid}: it has ended, or this system has no /proc"
        raise BenchFailure(msg) from None
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
