"""Scrapy's aiohttp download handler behind the address guard, and stoppable within a moment.

Responses are handed on as plain bytes: which encoding a page is in is settled by the reader, on trial, and
Scrapy's own guess would cost more than the download. A worker that must leave cuts what is still under way
instead of waiting for it.
"""

import asyncio
import time
from typing import ClassVar

import aiohttp
import yarl
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.ssl import _make_ssl_context

from spiders.addresses import AddressGuard, overrides_from
from spiders.names import SystemNames

#: Where a request's whole time is kept, in seconds from the first step of connecting to the last byte read.
FETCH_SECONDS = "fetch_seconds"


class DownloadCutError(Exception):
    """A download that the worker itself ended because it is leaving; nothing was learnt about the page."""


class Downloads:
    """The downloads under way in this process, so that they can be cut all at once."""

    def __init__(self) -> None:
        self._clocks: set[asyncio.Timeout] = set()
        self._closed = False

    def open(self) -> asyncio.Timeout:
        """Give a download a clock that has no end until ``cut`` is called."""
        clock = asyncio.timeout(0 if self._closed else None)
        self._clocks.add(clock)
        return clock

    def done(self, clock: asyncio.Timeout) -> None:
        """Forget a download that has ended."""
        self._clocks.discard(clock)

    def cut(self) -> None:
        """End every download now, and each one that begins from here on."""
        if self._closed:
            return
        self._closed = True
        now = asyncio.get_running_loop().time()
        for clock in self._clocks:
            clock.reschedule(now)


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Fetches over aiohttp; settings: XUNCHA_RESOLVE and XUNCHA_ALLOW_PRIVATE beside Scrapy's own.

    A spider with a ``downloads`` attribute can cut them.
    """

    experimental: ClassVar[bool] = False

    def __init__(self, crawler: Crawler) -> None:
        # Not AiohttpDownloadHandler's own __init__: it opens a session around a connector that has no guard.
        BaseStreamingDownloadHandler.__init__(self, crawler)
        settings = crawler.settings
        self._downloads: Downloads = getattr(crawler.spider, "downloads", None) or Downloads()
        self._guard = AddressGuard(
            SystemNames(),
            overrides=overrides_from(settings.getlist("XUNCHA_RESOLVE")),
            allow_private=settings.getbool("XUNCHA_ALLOW_PRIVATE"),
        )
        self._ssl_context = _make_ssl_context(settings)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._guard,
                local_addr=self._bind_address,
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
                ttl_dns_cache=60,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    async def download_request(self, request: Request) -> Response:
        """Fetch ``request``.

        Raises ``AddressRefusedError``, ``DownloadCutError``, and what Scrapy's handlers raise.
        """
        # The URL is already canonical and is sent as it stands: rewriting it would damage GBK query strings.
        request.meta["verbatim_url"] = True
        self._guard.check_literal(yarl.URL(request.url, encoded=True).host or "")
        began = time.monotonic()
        clock = self._downloads.open()
        try:
            async with clock:
                response = await super().download_request(request)
        except TimeoutError:
            if clock.expired():
                raise DownloadCutError(request.url) from None
            raise
        finally:
            self._downloads.done(clock)
            request.meta[FETCH_SECONDS] = time.monotonic() - began
        return _as_bytes(response)

    async def close(self) -> None:
        """Close the session, its connections and the resolver."""
        await super().close()
        await self._guard.close()


def _as_bytes(response: Response) -> Response:
    """Give the same response as Scrapy's plain class, which has no encoding and so never guesses one."""
    if type(response) is Response:
        return response
    return Response(
        response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
