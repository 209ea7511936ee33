"""Host names looked up in threads that nobody waits for.

The system's lookup cannot be interrupted, and a name whose servers are dead takes it half a minute. Threads of
the loop's own pool are few, so such names would hold up all others, and they are joined at exit, so a worker
could not leave in time.

"No such name" is believed only of a resolver that has found some name for this process before: one that knows no name
at all tells of the inspector's own network, not of the site (DESIGN rule 6).
"""

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, socket.EAI_NODATA})
#: What a lookup of one family's addresses fails with where the name has none of them.
_NONE_OF_THEM = _NO_SUCH_NAME | {socket.EAI_ADDRFAMILY}
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class SystemNames(AbstractResolver):
    """The system's resolver, one daemon thread a lookup; the crawler's slots and the DNS cache keep them few."""

    def __init__(self) -> None:
        self._has_found = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a name up.

        Raises ``OSError`` (``socket.gaierror``): ``EAI_AGAIN`` when no server answers, or none that ever found a name;
        any other number when the name has no address.
        """
        try:
            rows = await _found(host, port, family, socket.AI_ADDRCONFIG)
        except OSError as error:
            if self._has_found or error.errno not in _NO_SUCH_NAME:
                raise
            raise socket.gaierror(socket.EAI_AGAIN, f"no name could be resolved so far: {error}") from error
        found = [
            ResolveResult(hostname=host, host=address[0], port=address[1], family=kind, proto=proto, flags=_NUMERIC)
            for kind, _, proto, _, address in rows
            if kind in (socket.AF_INET, socket.AF_INET6)
        ]
        # A name of this machine itself is found in a file, and proves no server.
        self._has_found = self._has_found or any(not ip_address(row["host"]).is_loopback for row in found)
        return found

    async def close(self) -> None:
        """Nothing is held open."""


async def sixth(host: str) -> list[str]:
    """Give the IPv6 addresses (AAAA records) of a host name that is known to exist; none where it has none.

    Asked whether or not this machine has such an address itself. Raises ``OSError`` when nobody answers.
    """
    try:
        rows = await _found(host, 0, socket.AF_INET6, 0)
    except OSError as error:
        if error.errno in _NONE_OF_THEM:
            return []
        raise
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in rows))


async def _found(host: str, port: int, family: int, flags: int) -> list[Any]:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()
    asked = (loop, answer, (host, port), family, flags)
    Thread(target=_look_up, args=asked, daemon=True, name=f"dns {host}").start()
    return await answer


def _look_up(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[Any]], name: tuple[str, int], family: int, flags: int
) -> None:
    try:
        found = socket.getaddrinfo(*name, family=family, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError) as error:
        refusal = error if isinstance(error, OSError) else socket.gaierror(socket.EAI_FAMILY, "not a host name")
        _deliver(loop, answer, refusal)
    else:
        _deliver(loop, answer, found)


def _deliver(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[Any]], result: list[Any] | OSError) -> None:
    def settle() -> None:
        if answer.done():  # whoever asked has left
            return
        if isinstance(result, OSError):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    with suppress(RuntimeError):  # the loop is closed: the process is leaving
        loop.call_soon_threadsafe(settle)
