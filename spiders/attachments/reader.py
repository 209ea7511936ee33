"""A worker's side of the process that reads files: bytes in, what they showed out, and never a wait for ever.

One file at a time; who comes meanwhile waits, and what waits is bounded by the room for large answers and by the
requests that may be under way. A file that crashes its reader, or holds it too long, is "could not be read".
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from infra import metrics
from infra.records import AttachmentSeen, RecordError, Word, decode, encode
from spiders.attachments.wire import Ask, Begin, Told

logger = logging.getLogger(__name__)

#: Seconds that one file gets, waiting for its turn not counted; its computing is bounded below that.
PATIENCE = 30.0
#: Seconds that a new process may take to be ready, on a machine that is busy.
START = 20.0
_LINE = 256 * 1024
_STEP = 1 << 20
#: What a process needs of the environment. Its parent's holds the password of Redis.
_INHERITED = ("PATH", "PYTHONPATH")
#: Tools that unpack look for members by name, in the locale's encoding.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
#: Signals that tell of a limit reached or a library's own fault.
_MEANING = {
    signal.SIGABRT: "SIGABRT (a crash, or too little memory)",
    signal.SIGSEGV: "SIGSEGV (a crash)",
    signal.SIGXCPU: "SIGXCPU (too much computing)",
}


class ReadingCutError(Exception):
    """A file that was not read because the worker is leaving; nothing was learnt about it."""


class FileReader:
    """Reads attachments in a process of its own, begun with the first one. All calls come from one event loop.

    Their texts are searched for ``words``.
    """

    def __init__(self, *, as_of: date, words: Iterable[Word] = (), patience: float = PATIENCE) -> None:
        self._begin = encode(Begin(as_of=as_of, words=tuple(words))) + b"\n"
        self._patience = patience
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._is_cut = False
        self.held: frozenset[str] = frozenset()
        """What keeps the present process from the network (``confinement``)."""

    @property
    def pid(self) -> int | None:
        """The process that reads, if there is one."""
        return self._process.pid if self._process is not None else None

    async def read(self, body: bytes) -> AttachmentSeen:
        """Read a file when it is its turn. Raises ``ReadingCutError`` once ``cut`` was called, and nothing else."""
        async with self._turn:
            if self._is_cut:
                raise ReadingCutError
            try:
                seen = await self._ask(body)
            except TimeoutError:
                await self._end()
                seen = _unread(f"it takes more than {self._patience:.0f} s")
            except (OSError, EOFError, RecordError, ValueError) as error:
                seen = _unread(_told_of(await self._end(), error))
            except BaseException:
                # Cancelled in the midst: what the process says next would be taken for the next file's.
                self._kill()
                self._process = None
                raise
            if self._is_cut:
                raise ReadingCutError
            return seen

    def cut(self) -> None:
        """End the reading under way, and that of all who wait."""
        self._is_cut = True
        self._kill()

    async def close(self) -> None:
        """End the process."""
        self.cut()
        async with self._turn:
            await self._end()

    async def _ask(self, body: bytes) -> AttachmentSeen:
        async with asyncio.timeout(START):
            process = self._process or await self._start()
        asks, answers = process.stdin, process.stdout
        if asks is None or answers is None:
            raise EOFError
        async with asyncio.timeout(self._patience):
            asks.write(encode(Ask(size=len(body))) + b"\n")
            view = memoryview(body)
            for start in range(0, len(body), _STEP):
                asks.write(view[start : start + _STEP])
                await asks.drain()
            line = await answers.readline()
        if not line:
            raise EOFError
        told = decode(line, Told)
        if told.last:
            await self._end()
        return told.seen

    async def _start(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "spiders.attachments.process",
            str(os.getpid()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_ENVIRONMENT | {name: os.environ[name] for name in _INHERITED if name in os.environ},
            start_new_session=True,
            limit=_LINE,
        )
        if self._is_cut:
            raise EOFError
        ready = await self._process.stdout.readline() if self._process.stdout is not None else b""
        if not ready.startswith(b"ready"):
            metrics.ERRORS.labels(where="attachments").inc()
            logger.error("the process that reads attachments does not start; they are not read")
            raise EOFError
        self.held = frozenset(ready.decode("ascii").split()[1:])
        if self._process.stdin is not None:
            self._process.stdin.write(self._begin)
            await self._process.stdin.drain()
        return self._process

    def _kill(self) -> None:
        """End the process and what it may have started, whatever they are doing."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _end(self) -> int:
        """End the process if it has not ended by itself; give its exit code, 0 without one."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            with suppress(TimeoutError):
                # One that crashed is about to be seen as ended, with its own code.
                async with asyncio.timeout(0.2):
                    await process.wait()
        if process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.stdin is not None:
            process.stdin.close()
        return await process.wait()


def _unread(reason: str) -> AttachmentSeen:
    return AttachmentSeen(readable=False, reason=f"could not be read: {reason}")


def _told_of(code: int, error: BaseException) -> str:
    """Say how a reading ended that brought no answer."""
    if code < 0:
        with suppress(ValueError):
            ended = signal.Signals(-code)
            return f"its reader was ended by {_MEANING.get(ended, ended.name)}"
    if isinstance(error, EOFError | ConnectionError) or code:
        return "its reader crashed"
    return f"its reader gave no answer ({type(error).__name__})"
