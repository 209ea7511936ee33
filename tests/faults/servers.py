"""Redis servers on loopback ports for tests that stop some of them. Each belongs to the test and ends with it."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from infra.redis.embedded import locate


def free_ports(count: int, below: int = 65536) -> list[int]:
    """Ports that nobody listens on; all different."""
    ports: list[int] = []
    while len(ports) < count:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < below and port not in ports:
            ports.append(port)
    return ports


def answers(port: int) -> bool:
    with asking(port) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def asking(port: int) -> redis.Redis:
    return redis.Redis(port=port, socket_timeout=3, decode_responses=True, retry=Retry(NoBackoff(), 0))


def append_only_file(folder: Path) -> Path:
    """Find a server's file; Redis 7 has several in a folder of their own, and appends to the largest here."""
    return max(folder.rglob("appendonly*.aof"), key=lambda one: one.stat().st_size)


@contextmanager
def running(folder: Path, port: int, *lines: str, arguments: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A server with these lines of configuration; killed on leaving, if a test has not done so before."""
    folder.mkdir(parents=True)
    config = folder / "redis.conf"
    config.write_text("\n".join((f"port {port}", "bind 127.0.0.1", f'dir "{folder}"', *lines, "")), encoding="utf-8")
    process = subprocess.Popen(
        [str(locate()), str(config), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
