"""One way to reach Redis: a URL in, an async client out.

Schemes: ``redis://``, ``rediss://`` (TLS), ``unix://``, ``sentinel://host:port,host:port/service?db=0``, and
``redis+cluster://host:port,host:port`` or ``rediss+cluster://``. A call that finds the server away is tried again a few
times with jittered back-off; whoever must outlast a longer absence waits and calls again.
"""

import asyncio
import builtins
from collections.abc import Iterable
from typing import Any, ClassVar, Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ConnectionError,  # noqa: A004 - redis's own, which is what its client raises
    RedisError,
    TimeoutError,  # noqa: A004
)

from infra.redis.cluster import open_cluster

#: Seconds. Longer than any blocking read (``ObservationStream.read`` caps its block below it).
SOCKET_TIMEOUT: Final = 10.0
CONNECT_TIMEOUT: Final = 3.0
RETRIES: Final = 3


class RedisUnavailable(Exception):  # noqa: N818 - a state of the world, named as the operator reads it
    """The server cannot be used; the message is one line that says which and why."""


def connect(url: str) -> Redis:
    """Open a client (lazily: nothing is sent yet). Replies are bytes.

    Raises ``RedisUnavailable`` for a URL that cannot be read.
    """
    options: dict[str, Any] = {  # an untyped corner of redis-py: its factories take these as **kwargs
        "decode_responses": False,
        "protocol": 2,
        "socket_timeout": SOCKET_TIMEOUT,
        "socket_connect_timeout": CONNECT_TIMEOUT,
        "health_check_interval": 30,
        "retry": Retry(ExponentialWithJitterBackoff(cap=1.0, base=0.05), RETRIES),
        "retry_on_error": [ConnectionError, TimeoutError, BusyLoadingError],
    }
    try:
        if "+cluster://" in url:
            return _cluster(url, options)
        client = _behind_sentinel(url, options) if url.startswith("sentinel://") else Redis.from_url(url, **options)
    except (ValueError, RedisError) as error:
        msg = f"Redis URL {redacted(url)}: {error}"
        raise RedisUnavailable(msg) from None
    pool = client.connection_pool
    pool.connection_class = type("Cancellable", (_Cancellable, pool.connection_class), {})
    return client


def breaks(redis: Redis) -> int:
    """Tell how often connections of a client of ``connect`` were opened or closed so far.

    While the number stays the same, every server that confirmed something to this client is still the one it was and
    has forgotten nothing: none restarts, or hands over to another, without closing its connections. A break shows when
    the client next uses the connection, and the client may mend it without an error.
    """
    client: object = redis
    if isinstance(client, RedisCluster):
        kind = client.nodes_manager.connection_kwargs["connection_class"]
    else:
        kind = redis.connection_pool.connection_class
    return int(kind.breaks)


async def ping(url: str) -> None:
    """Ask the server for a sign of life.

    Raises ``RedisUnavailable`` with one line naming the server and the reason.
    """
    client = connect(url)
    try:
        await client.ping()
    except AuthenticationError as error:
        msg = f"Redis at {redacted(url)} refuses the password: {_first_line(error)}"
        raise RedisUnavailable(msg) from None
    except (RedisError, OSError) as error:
        msg = f"Redis at {redacted(url)} does not answer: {_first_line(error)}"
        raise RedisUnavailable(msg) from None
    finally:
        await client.aclose()


def redacted(url: str) -> str:
    """Give the URL without its password, for messages and logs."""
    scheme, found, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    credentials, at, servers = authority.rpartition("@")
    if not found or not at:
        return url
    user, colon, _ = credentials.partition(":")
    return f"{scheme}://{user}{':***' if colon else ''}@{servers}{slash}{path}"


def _behind_sentinel(url: str, options: dict[str, Any]) -> Redis:
    """Read ``sentinel://[user:password@]host:port,…/service?db=0``; the credentials are the master's."""
    parts = urlsplit(url)
    service = parts.path.strip("/")
    hosts, login = _authority(parts.netloc, 26379)
    if not hosts or not service:
        msg = "expected sentinel://host:port,host:port/service?db=0"
        raise ValueError(msg)
    database = int(parse_qs(parts.query).get("db", ["0"])[0])
    patience = {
        "socket_timeout": CONNECT_TIMEOUT,
        "socket_connect_timeout": CONNECT_TIMEOUT,
        "retry": Retry(NoBackoff(), 0),  # an absent sentinel is passed over at once: the next one is asked
    }
    sentinel = Sentinel(hosts, sentinel_kwargs=patience)  # type: ignore[no-untyped-call]
    options |= login | {"db": database}
    client: Redis = sentinel.master_for(service, _BehindSentinel, **options)
    return client


def _cluster(url: str, options: dict[str, Any]) -> Redis:
    """Read ``redis+cluster://[user:password@]host:port,…``: nodes that are known, of which one that answers is enough.

    The client takes the same calls as the plain one; transactions and multi-key calls within one hash tag.
    """
    parts = urlsplit(url)
    hosts, login = _authority(parts.netloc, 6379)
    if parts.scheme not in {"redis+cluster", "rediss+cluster"} or not hosts or parts.path.strip("/"):
        msg = "expected redis+cluster://host:port,host:port or rediss+cluster://host:port,host:port"
        raise ValueError(msg)
    options |= login | {"ssl": parts.scheme == "rediss+cluster"}
    return cast("Redis", open_cluster(hosts, _Cancellable, **options))


def _authority(netloc: str, port: int) -> tuple[list[tuple[str, int]], dict[str, str | None]]:
    """Split ``user:password@host:port,host:port``; ``port`` is for hosts without one."""
    credentials, _, servers = netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    hosts = [_host_port(server, port) for server in servers.split(",") if server]
    return hosts, {"username": unquote(user) or None, "password": unquote(password) or None}


class _Cancellable(AbstractConnection):
    """A connection whose user can be cancelled, and which counts its breaks (in a class that a client has to itself).

    The client writes under ``asyncio.wait_for``, which before Python 3.12 loses a cancellation that arrives just as the
    write is done: a task in a loop of calls may then never end. ``asyncio.timeout`` keeps it.
    """

    breaks: ClassVar[int] = 0

    async def on_connect_check_health(self, check_health: bool = True) -> None:
        await super().on_connect_check_health(check_health)
        type(self).breaks += 1

    async def disconnect(self, *args: Any, **kwargs: Any) -> None:
        type(self).breaks += self.is_connected
        await super().disconnect(*args, **kwargs)

    async def send_packed_command(self, command: bytes | str | Iterable[bytes], check_health: bool = True) -> None:
        if not self.is_connected:
            await self.connect_check_health(check_health=False)
        if check_health:
            await self.check_health()  # type: ignore[no-untyped-call]
        limit, self.socket_timeout = self.socket_timeout, None
        try:
            async with asyncio.timeout(limit):
                await super().send_packed_command(command, check_health=False)
        except builtins.TimeoutError:
            msg = "Timeout writing to socket"
            raise TimeoutError(msg) from None
        finally:
            self.socket_timeout = limit


class _BehindSentinel(Redis):
    """A client that, when it is closed, also closes the connections over which it asked for the master."""

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        await super().aclose(close_connection_pool)
        if isinstance(self.connection_pool, SentinelConnectionPool):
            for sentinel in self.connection_pool.sentinel_manager.sentinels:
                await sentinel.aclose()


def _host_port(server: str, default: int) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    if not host:
        return server, default
    return host.strip("[]"), int(port)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
