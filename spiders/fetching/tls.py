"""Encrypted connections to servers of the last decade: a modern handshake first, an old browser's as second attempt.

Many of these sites still run on TLS 1.0, on ciphers without forward secrecy or without secure renegotiation. People
reach them with the browsers of their offices, so the inspection must too; that it took the old settings is recorded,
and only where that is proven: a handshake also fails for a moment. Certificates are not verified here: a wrong or
expired one is a fact to be told, not a reason to look away.
"""

import ssl
import warnings
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import aiohttp
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from scrapy.http import Response

#: The version of the encrypted connection (``TLSv1.2``), and whether only an old browser's settings made it.
TLS_VERSION = "tls_version"
OBSOLETE_TLS = "obsolete_tls"
#: The connection's cipher suite.
TLS_CIPHER = "tls_cipher"

#: Whatever the library can still do and a server may be asked without knowing it: old suites, small keys, weak digests.
_OLD_CIPHERS = "ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0"
#: Versions that no modern client speaks. Who agrees to one of them, though asked for more, has nothing better.
_OLD_VERSIONS = frozenset({"SSLv3", "TLSv1", "TLSv1.1"})
#: OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on: servers without RFC 5746 are let pass.
LEGACY_SERVER_CONNECT = 0x4
#: Hosts that are remembered to need the old settings; a worker meets few of them at a time.
_REMEMBERED = 2_000


def old_context() -> ssl.SSLContext:
    """Make the context of an old browser: TLS 1.0 to 1.2, any cipher, no verification.

    It does not offer TLS 1.3, for there are servers that hang up on a greeting that does.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        # Python warns that TLS 1.0 is obsolete, which is why this context is here.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_OLD_CIPHERS)
    context.options |= LEGACY_SERVER_CONNECT
    return context


def is_handshake_failure(error: BaseException) -> bool:
    """Tell whether a download failed while the encrypted connection was made, by an alert or by hanging up."""
    if not isinstance(error, DownloadConnectionRefusedError | DownloadFailedError):
        return False
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientSSLError):
        return True
    # Some servers close the connection where they should send an alert.
    return isinstance(cause, aiohttp.ClientConnectorError) and isinstance(
        cause.os_error, ConnectionResetError | ConnectionAbortedError
    )


Fetch = Callable[[Request], Awaitable[Response]]


class Handshakes:
    """Fetches over a connection as secure as a host can make it; what it took stands in the request's ``meta``.

    ``modern`` and ``old`` fetch with one setting, and note ``TLS_VERSION`` and ``TLS_CIPHER``.
    """

    def __init__(self, modern: Fetch, old: Fetch) -> None:
        self._modern = modern
        self._old = old
        self._hosts = OldHosts()

    async def fetch(self, request: Request, host: str) -> Response:
        """Fetch with the settings that the host is known to need, else find out; raises what the fetches raise."""
        response = await self._as_before(request, host)
        if response is not None:
            return response
        try:
            return await self._modern(request)
        except (DownloadConnectionRefusedError, DownloadFailedError) as error:
            if not request.url.startswith("https:") or not is_handshake_failure(error):
                raise
        response = await self._old(request)
        made = _made(request)
        if request.meta.get(TLS_VERSION) not in _OLD_VERSIONS:
            # What a modern client may speak too: was the host out of order for a moment, or does it need an old one?
            try:
                return await self._modern(request)
            except (DownloadConnectionRefusedError, DownloadFailedError) as error:
                if not is_handshake_failure(error):
                    raise
        self._hosts.add(host, made)
        request.meta[OBSOLETE_TLS] = True
        return response

    async def _as_before(self, request: Request, host: str) -> Response | None:
        """Fetch from a host that is known to be old; None when it is not, or is no more what it was."""
        request.meta[OBSOLETE_TLS] = False
        if (made := self._hosts.get(host)) is None:
            return None
        try:
            response = await self._old(request)
        except BaseException:
            self._hosts.discard(host)
            raise
        if _made(request) != made:
            self._hosts.discard(host)
            return None
        request.meta[OBSOLETE_TLS] = True
        return response


def _made(request: Request) -> str:
    return f"{request.meta.get(TLS_VERSION)} {request.meta.get(TLS_CIPHER)}"


class OldHosts:
    """Hosts whose handshake only the old settings passed, and what it came to: none is tried in vain for each page."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, str] = OrderedDict()

    def get(self, host: str) -> str | None:
        """Tell what connection was made with a host; None for one that is not known to be old."""
        return self._hosts.get(host)

    def add(self, host: str, made: str) -> None:
        """Remember a host; the one longest known is forgotten for it when there are too many."""
        self._hosts[host] = made
        self._hosts.move_to_end(host)
        if len(self._hosts) > _REMEMBERED:
            self._hosts.popitem(last=False)

    def discard(self, host: str) -> None:
        """Forget a host."""
        self._hosts.pop(host, None)
