"""What the tour is played on: the demo city served on loopback, one Redis, a scorer and a node, each a real process.

Whatever the operator does, they do in the terminals; the stage only opens them, and looks up what is asked of Redis
when the tour must know what the screen should say.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from redis.asyncio import Redis

from infra.demo.city import DemoCity
from infra.demo.registry import NOTICE, write_inputs
from infra.demo.server import resolve_rows
from tests.bench.processes import first_line, module
from tests.tour.terminal import Size, Terminal, terminal

AS_OF: Final = "2024-02-29"
STANDARD: Final = "ezhou-2024"
#: As the machine calls itself on the screen.
NODE: Final = "rack-1"
_ROOT: Final = Path(__file__).parents[2]
_PROGRAM: Final = (sys.executable, "-m", "tui.cli")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The city and the process that serves it, where its registry lies, and how programs find their Redis."""

    city: DemoCity
    server: Process
    folder: Path
    registry: Path
    redis: Redis
    environment: dict[str, str]
    size: Size

    @property
    def node(self) -> str:
        """As the machine calls itself on the screen."""
        return NODE

    @property
    def notice(self) -> Path:
        """The notice's own words."""
        return self.registry.parent / NOTICE

    async def run(self, *arguments: str) -> str:
        """Run a command of ``xuncha`` to its end, and give what it printed."""
        process = await self._start(asyncio.subprocess.PIPE, *arguments)
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode().strip()

    @asynccontextmanager
    async def running(self, *arguments: str) -> AsyncIterator[Process]:
        """Run a command of ``xuncha`` beside the tour; it is asked to end when the block does."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = await self._start(log, *arguments)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()

    @contextmanager
    def city_hangs(self) -> Iterator[None]:
        """Let every request hang while the block runs, as behind a network that has gone: so pages are under way."""
        self.server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.server.send_signal(signal.SIGCONT)

    @asynccontextmanager
    async def dashboard(self, operator: str, *arguments: str) -> AsyncIterator[Terminal]:
        """Open a terminal before which ``operator`` sits, with the dashboard in it."""
        given = self.environment | {"LOGNAME": operator, "USER": operator}
        async with terminal(self.folder, self.size, [*_PROGRAM, "tui", *arguments], given) as opened:
            yield opened

    async def _start(self, output: "int | IO[bytes]", *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *_PROGRAM,
            *arguments,
            cwd=self.folder,
            env=os.environ | self.environment,
            stdin=DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )


@asynccontextmanager
async def stage(
    city: DemoCity, folder: Path, redis: Redis, url: str, *, size: Size, rate: float, small: bool
) -> AsyncIterator[Stage]:
    """Serve the city, lay its registry out, start the scorer and a node of one worker."""
    registry, _ = write_inputs(city, folder / "input")
    async with AsyncExitStack() as stack:
        options = ["--small"] if small else []
        server = await stack.enter_async_context(module("infra.demo", "serve", *options))
        resolve = ",".join(f'"{row}"' for row in resolve_rows(city, int(await first_line(server))))
        environment = {
            "XUNCHA_REDIS_URL": url,
            "XUNCHA_DATA_DIR": str(folder / "data"),
            "XUNCHA_RESOLVE": f"[{resolve}]",
            "XUNCHA_RATE": str(rate),
            "XUNCHA_HEARTBEAT_SECONDS": "1",
            # What a dead worker held becomes a failure at once, which the operator then retries.
            "XUNCHA_MAX_ATTEMPTS": "1",
            "PYTHONPATH": str(_ROOT),
        }
        made = Stage(
            city=city, server=server, folder=folder, registry=registry, redis=redis, environment=environment, size=size
        )
        await stack.enter_async_context(made.running("scorer"))
        await stack.enter_async_context(made.running("node", "--name", NODE, "--workers", "1"))
        yield made
