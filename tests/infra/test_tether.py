"""A program that is tied to its parent ends with it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.waiting import until

PARENT = """
import os, subprocess, sys, time
server = ["http.server", "--bind", "127.0.0.1", "0"]
tied = [sys.executable, "-m", "infra.tether", sys.argv[1] or str(os.getpid()), *server]
print(subprocess.Popen(tied, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def start(parent: str) -> tuple[asyncio.subprocess.Process, int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, parent, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    return process, int(await process.stdout.readline())


def is_serving(pid: int) -> bool:
    """Whether the child got so far as to listen."""
    inodes = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    return any(name.startswith("socket:") for name in inodes)


async def test_it_ends_when_its_parent_is_killed() -> None:
    process, child = await start("")
    await until(lambda: is_serving(child))
    assert is_alive(child)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    await until(lambda: not is_alive(child))


async def test_it_does_not_begin_for_a_parent_that_is_gone() -> None:
    process, child = await start("1" if os.getpid() != 1 else "2")
    await until(lambda: not is_alive(child))
    process.kill()
    await process.wait()
