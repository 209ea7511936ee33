"""Downloader middleware: whether a home page's host can be reached over IPv6 (IPv6改造), asked once a host.

Asked when the page has come, so that the name is known to exist and its servers to answer. A name that ``--resolve``
leads elsewhere, an address in a name's place and what an archive replays tell nothing: no record is then made. A
machine without IPv6 sees the AAAA record and cannot try it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from infra.features import IPv6Seen
from spiders.crawl import crawl_of
from spiders.fetching.addresses import overrides_from, plain_host, refusal
from spiders.fetching.names import sixth

#: In a request's meta: set where it is to be asked; and what came of it.
WANTED: Final = "ipv6_wanted"
IPV6: Final = "ipv6"

#: Seconds for the name server, and for a connection: together less than a leaving worker has.
PATIENCE: Final = 2.5
#: Hosts that a worker remembers; it works on few sites at a time.
_REMEMBERED: Final = 2_000
_PORTS: Final = {"http": 80, "https": 443}

Lookup = Callable[[str], Awaitable[list[str]]]
Try = Callable[[str, int], Awaitable[bool | None]]


class SixthVersion:
    """Asks for a host's IPv6 addresses, and tries the first. ``led`` are the names that are led elsewhere."""

    def __init__(self, led: frozenset[str], *, look_up: Lookup = sixth, attempt: Try | None = None) -> None:
        self._led: Final = led
        self._look_up: Final = look_up
        self._try: Final = attempt or answers
        self._known: Final[OrderedDict[str, IPv6Seen]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware; what an archive holds has no name server."""
        if crawl_of(crawler).archive is not None:
            raise NotConfigured
        return cls(frozenset(overrides_from(crawler.settings.getlist("XUNCHA_RESOLVE"))))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note of a home page's host what can be told."""
        if WANTED in request.meta:
            request.meta[IPV6] = await self.of(response.url)
        return response

    async def of(self, url: str) -> IPv6Seen | None:
        """Tell of the host of an address; None where nobody was asked."""
        parts = urlsplit(url)
        host = plain_host(parts.hostname or "")
        if not host or host in self._led or _is_address(host):
            return None
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = await self._asked(host, parts.port or _PORTS.get(parts.scheme, 80))
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return known

    async def _asked(self, host: str, port: int) -> IPv6Seen:
        try:
            async with asyncio.timeout(PATIENCE):
                addresses = await self._look_up(host)
        except (OSError, TimeoutError):
            return IPv6Seen()
        public = [address for address in addresses if not refusal(IPv6Address(address), allow_private=False)]
        if not public:
            # Addresses of a private network are those of the inspector's own name server.
            return IPv6Seen(named=None if addresses else False)
        return IPv6Seen(named=True, answered=await self._try(public[0], port))


async def answers(address: str, port: int) -> bool | None:
    """Whether a server takes a connection; None where this machine cannot try, or nobody answers in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(address, port)
    except ConnectionRefusedError:
        return False
    except (OSError, TimeoutError):
        return None
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


def _is_address(host: str) -> bool:
    with suppress(ValueError):
        ip_address(host.strip("[]"))
        return True
    return False
