"""Scrapy's aiohttp download handler behind the address guard, and stoppable within a moment.

Responses are handed on as plain bytes: which encoding a page is in is settled by the reader, on trial, and
Scrapy's own guess would cost more than the download. Bodies are read and unpacked here, so that one place bounds
what an answer may take.
"""

import asyncio
import re
import time
import traceback
from copy import copy
from functools import partial
from io import BytesIO
from typing import ClassVar, cast
from urllib.parse import urlsplit

import aiohttp
import yarl
from scrapy import Request, signals
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import check_stop_download
from scrapy.utils.ssl import _make_ssl_context

from infra.redirects import Leads, Redirects
from spiders.fetching import old_http
from spiders.fetching.addresses import AddressGuard, overrides_from
from spiders.fetching.beginnings import beginning
from spiders.fetching.cutting import DownloadCutError, Downloads
from spiders.fetching.names import SystemNames
from spiders.fetching.packing import SwollenError, encodings_of, unpack
from spiders.fetching.room import FREE, Room
from spiders.fetching.tls import TLS_CIPHER, TLS_VERSION, Handshakes, old_context
from spiders.fetching.walls import Walls
from spiders.hosts.echoes import Echoes
from spiders.hosts.robots import MAX_BYTES, Robots
from spiders.leases.exchange import AWAY
from spiders.reusing.conditions import IF_MODIFIED_SINCE, IF_NONE_MATCH

#: Where a request's whole time is kept, in seconds from the first step of connecting to the last byte read.
FETCH_SECONDS = "fetch_seconds"
#: Seconds of that time for which the worker, not the server, made the answer wait.
_WAITED = "waited_seconds"
#: The status of the answer that was begun, kept for the case that its body is refused.
STATUS = "answer_status"
#: Set in a request's meta when its site's answer to an address that does not exist must be known to read its own.
ECHO = "echo"
#: Set in a request's meta when the beginning of its answer's body is all that is wanted.
BEGINNING = "download_beginning"
#: Flags of a response: only its head or beginning was wanted; its length was announced wrong, yet its end is there.
STOPPED = "download_stopped"
MENDED = "mended"
#: Flag of a response that is none by the rules of HTTP, and was read as a browser reads it.
MALFORMED = "malformed"

#: How a page ends that is all there. A length that says more is then the server's error.
_END = re.compile(rb"</html>\s*(?:<!--.{0,200}-->\s*)?\Z", re.IGNORECASE | re.DOTALL)
_TAIL = 300
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
#: Seconds that a body may wait for room without its timeout being blamed on that.
_NOTICEABLE = 0.5


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Fetches over aiohttp; settings: XUNCHA_RESOLVE and XUNCHA_ALLOW_PRIVATE beside Scrapy's own.

    A spider with a ``downloads`` attribute can cut them; one with a ``room`` attribute takes over that an answer
    leaves the room, when it is done with.
    """

    experimental: ClassVar[bool] = False

    def __init__(self, crawler: Crawler) -> None:
        # Not AiohttpDownloadHandler's own __init__: it opens a session around a connector that has no guard.
        BaseStreamingDownloadHandler.__init__(self, crawler)
        settings = crawler.settings
        self._downloads: Downloads = getattr(crawler.spider, "downloads", None) or Downloads()
        room: Room | None = getattr(crawler.spider, "room", None)
        self._robots: Robots | None = getattr(crawler.spider, "robots", None)
        self._echoes: Echoes | None = getattr(crawler.spider, "echoes", None)
        self._room_is_shared = room is not None
        self._room = room or Room(4 * self._default_maxsize)
        self._guard = AddressGuard(
            SystemNames(),
            overrides=overrides_from(settings.getlist("XUNCHA_RESOLVE")),
            allow_private=settings.getbool("XUNCHA_ALLOW_PRIVATE"),
        )
        self._ssl_context = _make_ssl_context(settings)
        self._redirects: Redirects | None = getattr(crawler.spider, "redirects", None)
        self._walls = Walls(self._ask, self._note)
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
        # The same in all, but for the context: Scrapy's handler takes it from itself.
        old = copy(self)
        old._ssl_context = old_context()  # noqa: SLF001 - another of this class
        self._handshakes = Handshakes(self._fetch, old._fetch)  # noqa: SLF001

    async def download_request(self, request: Request) -> Response:
        """Fetch ``request``.

        Raises ``AddressRefusedError``, ``RobotsRefusedError``, ``TurnTakenError``, ``RedirectLoopError``,
        ``DownloadCutError``, ``PackingError``, and what Scrapy's handlers raise.
        """
        # The URL is already canonical and is sent as it stands: rewriting it would damage GBK query strings.
        request.meta["verbatim_url"] = True
        began = time.monotonic()
        clock = self._downloads.open()
        try:
            async with clock:
                await self._allow(request)
                if self._echoes is not None and ECHO in request.meta:
                    await self._echoes.learn(request.url, partial(self._beside, request, robots=self._robots))
                began = time.monotonic()
                response = await self._walls.fetch(request)
        except BaseException as error:
            _let_go(error)
            self._room.leave(request)
            if _is_ours(error, request, clock):
                raise DownloadCutError(request.url) from None
            raise
        finally:
            self._downloads.done(clock)
            request.meta[FETCH_SECONDS] = time.monotonic() - began - request.meta.get(_WAITED, 0.0)
        if not self._room_is_shared:
            self._room.leave(request)
        return response

    async def _allow(self, request: Request) -> None:
        """Let a request pass that neither its address nor robots.txt forbids."""
        self._guard.check_literal(yarl.URL(request.url, encoded=True).host or "")
        if self._robots is not None:
            await self._robots.check(request.url, partial(self._beside, request))

    async def _beside(self, request: Request, url: str, robots: Robots | None = None) -> Response:
        """Fetch another address for the sake of ``request``, with its headers: robots.txt, or what tells a soft 404."""
        if robots is not None:
            await robots.check(url, partial(self._beside, request))
        self._guard.check_literal(yarl.URL(url, encoded=True).host or "")
        meta = {
            "verbatim_url": True,
            "download_timeout": request.meta["download_timeout"],
            "download_maxsize": MAX_BYTES,
        }
        asking = Request(url, headers=request.headers, meta=meta)
        for condition in (IF_NONE_MATCH, IF_MODIFIED_SINCE):  # of the page, not of this one
            asking.headers.pop(condition, None)
        try:
            return await self._reach(asking)
        finally:
            self._room.leave(asking)

    async def _reach(self, request: Request) -> Response:
        """Fetch over a connection as secure as the host can make it."""
        return await self._handshakes.fetch(request, urlsplit(request.url).netloc)

    async def _ask(self, request: Request, first: Request) -> Response:
        """Fetch one request of those that ``first`` takes, which keeps what room the last of them needs."""
        if request is first:
            return await self._reach(request)
        self._room.leave(first)
        try:
            await self._allow(request)
            response = await self._reach(request)
        finally:
            self._room.leave(request)
        if len(response.body) > FREE:
            await self._enter_room(first, len(response.body))
        return response

    async def _note(self, request: Request, location: str) -> Leads:
        """Tell where a redirect leads; what Redis takes for that is not its server's time."""
        if self._redirects is None:
            return Leads.ON
        began = time.monotonic()
        try:
            return await self._redirects.note(request.url, location)
        except AWAY:
            return Leads.ON
        finally:
            request.meta[_WAITED] = request.meta.get(_WAITED, 0.0) + time.monotonic() - began

    async def _fetch(self, request: Request) -> Response:
        """Fetch over one kind of connection; what only a browser would take is fetched again as one takes it."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if not old_http.is_malformed(error):
                raise
        seconds: float = request.meta["download_timeout"]
        async with old_http.ask(request, self._guard, self._ssl_context, seconds) as response:
            read = await self._read_response(cast("_ClientResponse", response), request)
        read.flags.append(MALFORMED)
        return read

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        """Give the headers' own bytes, whatever they are encoded in; a location as a browser would send it on."""
        headers = Headers(list(response.raw_headers))
        if location := headers.get("Location"):
            headers["Location"] = _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], location)
        return headers

    async def _read_response(self, response: _ClientResponse, request: Request) -> Response:
        request.meta[STATUS] = response.status
        if (encrypted := response._ssl_object) is not None:  # noqa: SLF001 - how Scrapy's own handler keeps it
            request.meta[TLS_VERSION] = encrypted.version() or ""
            request.meta[TLS_CIPHER] = (encrypted.cipher() or ("",))[0]
        headers = self._extract_headers(response)
        length = response.headers.get("Content-Length")
        announced = int(length) if length is not None else None
        parts = self._build_base_response_args(response, request, headers)
        if check_stop_download(signals.headers_received, self.crawler, request, headers=headers, body_length=announced):
            return Response(**parts, flags=[STOPPED])
        if response.status == 304:  # it has no body, whatever its headers say of one
            return Response(**parts)
        encodings = encodings_of(str(response.headers.get("Content-Encoding", "")))
        if BEGINNING in request.meta:
            return Response(**parts, body=await beginning(self._iter_body_chunks(response), encodings), flags=[STOPPED])
        cap: int = request.meta.get("download_maxsize", self._default_maxsize)
        if announced is not None and announced > cap:
            raise DownloadCancelledError(request.url)
        body, whole = await self._read_body(response, request, min(cap, announced or cap))
        if encodings:
            body, ended = await self._unpack(body, encodings, request, cap)
            # A stream that has come to its own end needs no length to be whole.
            whole = ended
            headers.pop("Content-Encoding", None)
        if not whole and not _END.search(body[-_TAIL:]):
            raise ResponseDataLossError(request.url)
        self._room.keep(request, len(body))
        return Response(**parts, body=body, flags=[] if whole else [MENDED])

    async def _read_body(self, response: _ClientResponse, request: Request, most: int) -> tuple[bytes, bool]:
        """Read up to ``most`` bytes; also tell whether they are all that was announced."""
        body = BytesIO()
        try:
            async for chunk in self._iter_body_chunks(response):
                body.write(chunk)
                if body.tell() > most:
                    raise DownloadCancelledError(request.url)
                if body.tell() > FREE:
                    await self._enter_room(request, most)
        except aiohttp.ClientPayloadError:
            return body.getvalue(), False
        return body.getvalue(), True

    async def _unpack(self, body: bytes, encodings: list[str], request: Request, cap: int) -> tuple[bytes, bool]:
        """Unpack a body, small ones at once and large ones when there is room for them."""
        try:
            try:
                return unpack(body, encodings, min(cap, FREE))
            except SwollenError:
                self._room.leave(request)
                await self._enter_room(request, len(body) + cap)
                return unpack(body, encodings, cap)
        except SwollenError:
            raise DownloadCancelledError(request.url) from None

    async def _enter_room(self, request: Request, size: int) -> None:
        waited = await self._room.enter(request, size)
        request.meta[_WAITED] = request.meta.get(_WAITED, 0.0) + waited

    async def close(self) -> None:
        """Close the session, its connections and the resolver."""
        await super().close()
        await self._guard.close()


def _let_go(error: BaseException | None) -> None:
    """Clear what the failed calls still hold: a body would live on in their traceback until somebody collects it."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__


def _is_ours(error: BaseException, request: Request, clock: asyncio.Timeout) -> bool:
    """Tell whether a download ended because of this worker: it is leaving, or had no room for the answer in time."""
    if isinstance(error, TimeoutError):
        return clock.expired()
    return isinstance(error, DownloadTimeoutError) and request.meta.get(_WAITED, 0.0) > _NOTICEABLE
