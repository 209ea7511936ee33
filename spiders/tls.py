"""Encrypted connections to servers of the last decade: a modern handshake first, an old browser's as second attempt.

Many of these sites still run on TLS 1.0, on ciphers without forward secrecy or without secure renegotiation. People
reach them with the browsers of their offices, so the inspection must too; that it took the old settings is recorded.
Certificates are not verified here: a wrong or expired one is a fact to be told, not a reason to look away.
"""

import ssl
import warnings
from collections import OrderedDict

import aiohttp
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError

#: Whatever the library can still do: old suites, small keys and weak digests.
_OLD_CIPHERS = "DEFAULT:@SECLEVEL=0"
#: OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on: servers without RFC 5746 are let pass.
LEGACY_SERVER_CONNECT = 0x4
#: Hosts that are remembered to need the old settings; a worker meets few of them at a time.
_REMEMBERED = 2_000


def old_context() -> ssl.SSLContext:
    """Make the context of an old browser: TLS 1.0 and up, any cipher, no verification."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        # Python warns that TLS 1.0 is obsolete, which is why this context is here.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
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


class OldHosts:
    """Hosts whose handshake only the old settings passed, so that it is not tried in vain for each of their pages."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, host: str) -> bool:
        return host in self._hosts

    def add(self, host: str) -> None:
        """Remember a host; the one longest known is forgotten for it when there are too many."""
        self._hosts[host] = None
        self._hosts.move_to_end(host)
        if len(self._hosts) > _REMEMBERED:
            self._hosts.popitem(last=False)

    def discard(self, host: str) -> None:
        """Forget a host, for instance since it was renewed."""
        self._hosts.pop(host, None)
