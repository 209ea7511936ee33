"""Servers that no TLS library of today will play: of the last decade, or out of order for a moment.

``OldServer`` speaks TLS 1.2 as many a box did that was never updated: key exchange by RSA alone, no extensions at all,
and so no secure renegotiation (RFC 5746). It is written out because OpenSSL cannot be told to leave that away. What it
lacks for a server of the open internet (care with timing, alerts, long records) no test asks of it.
"""

import asyncio
import hmac
import secrets
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding

#: Cipher suites by their numbers.
RSA_AES128_GCM, RSA_3DES, RSA_RC4 = 0x009C, 0x000A, 0x0005
_TLS_1_2 = b"\x03\x03"
_ALERT, _HANDSHAKE, _DATA, _CHANGE = 21, 22, 23, 20
#: The extension by which a client offers TLS 1.3 and then 1.2 (RFC 8446 §4.2.1).
_ASKS_FOR_1_3 = b"\x00\x2b\x00\x05\x04\x03\x04"
_HANDSHAKE_FAILURE = b"\x02\x28"
PAGE = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>old</title></html>"

Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(connected: Connected) -> AsyncIterator[int]:
    """Serve connections on a free loopback port; gives the port."""

    under_way: set[asyncio.Task[None] | None] = set()

    async def patient(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        under_way.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await connected(reader, writer)
        writer.close()
        under_way.discard(task)

    server = await asyncio.start_server(patient, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for task in under_way:
            assert task is not None
            task.cancel()


class OldServer:
    """Answers every request with ``PAGE``, if the client offers its one cipher suite; ``listening`` serves it.

    An intolerant one hangs up on who offers a version that it has not heard of.
    """

    def __init__(
        self,
        key: rsa.RSAPrivateKey,
        certificate: x509.Certificate,
        suite: int = RSA_AES128_GCM,
        *,
        intolerant: bool = False,
    ) -> None:
        self._key = key
        self._certificate = certificate.public_bytes(Encoding.DER)
        self._suite = suite
        self._intolerant = intolerant
        self.hellos = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Make a handshake and answer one request."""
        _, hello = await _record(reader)
        self.hellos += 1
        if self._intolerant and _ASKS_FOR_1_3 in hello:
            return
        if self._suite not in _suites(hello) or self._suite != RSA_AES128_GCM:
            writer.write(_plain(_ALERT, _HANDSHAKE_FAILURE))
            return
        keys, said = await self._agree(hello, reader, writer)
        _, sealed = await _record(reader)
        said += (finished := keys.open(_HANDSHAKE, sealed))
        assert finished[4:] == keys.verify(b"client finished", said[: -len(finished)])
        ours = _message(20, keys.verify(b"server finished", said))
        writer.write(_plain(_CHANGE, b"\x01") + keys.seal(_HANDSHAKE, ours))
        _, sealed = await _record(reader)
        assert keys.open(_DATA, sealed).startswith(b"GET /")
        writer.write(keys.seal(_DATA, PAGE) + keys.seal(_ALERT, b"\x01\x00"))
        await writer.drain()

    async def _agree(
        self, hello: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple["_Keys", bytes]:
        """Say hello, show the certificate, take the secret; also give all that both sides have said."""
        mine = secrets.token_bytes(32)
        chain = _sized(_sized(self._certificate, 3), 3)
        said = (
            _message(2, _TLS_1_2 + mine + _sized(b"", 1) + struct.pack(">HB", self._suite, 0))
            + _message(11, chain)
            + _message(14, b"")
        )
        writer.write(_plain(_HANDSHAKE, said))
        _, exchange = await _record(reader)
        await _record(reader)  # the change of cipher
        secret = self._key.decrypt(exchange[6:], padding.PKCS1v15())
        return _Keys(secret, hello[6:38], mine), hello + said + exchange


class _Keys:
    """What both sides derive of the secret (RFC 5246 §6.3, §8.1; RFC 5288)."""

    def __init__(self, secret: bytes, theirs: bytes, mine: bytes) -> None:
        self._master = _prf(secret, b"master secret", theirs + mine, 48)
        block = _prf(self._master, b"key expansion", mine + theirs, 40)
        self._read, self._write = AESGCM(block[:16]), AESGCM(block[16:32])
        self._read_salt, self._write_salt = block[32:36], block[36:40]
        self._numbers = [0, 0]

    def verify(self, label: bytes, said: bytes) -> bytes:
        return _prf(self._master, label, sha256(said).digest(), 12)

    def open(self, kind: int, sealed: bytes) -> bytes:
        head = self._head(0, kind, len(sealed) - 24)
        return self._read.decrypt(self._read_salt + sealed[:8], sealed[8:], head)

    def seal(self, kind: int, content: bytes) -> bytes:
        head = self._head(1, kind, len(content))
        return _plain(kind, head[:8] + self._write.encrypt(self._write_salt + head[:8], content, head))

    def _head(self, side: int, kind: int, length: int) -> bytes:
        number = self._numbers[side]
        self._numbers[side] += 1
        return struct.pack(">QB", number, kind) + _TLS_1_2 + struct.pack(">H", length)


def _prf(secret: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    made, link = b"", label + seed
    while len(made) < length:
        link = hmac.digest(secret, link, "sha256")
        made += hmac.digest(secret, link + label + seed, "sha256")
    return made[:length]


async def _record(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    kind, _, length = struct.unpack(">BHH", await reader.readexactly(5))
    return kind, await reader.readexactly(length)


def _plain(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _TLS_1_2 + _sized(content, 2)


def _message(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _sized(content, 3)


def _sized(content: bytes, width: int) -> bytes:
    return len(content).to_bytes(width, "big") + content


def _suites(hello: bytes) -> tuple[int, ...]:
    at = 39 + hello[38]
    length = int.from_bytes(hello[at : at + 2], "big")
    return struct.unpack(f">{length // 2}H", hello[at + 2 : at + 2 + length])


class Hiccup(StrEnum):
    """How a sound server may fail for a moment while an encrypted connection is made."""

    RESET = "reset"
    CLOSE = "close"
    ALERT = "alert"


class Front:
    """Stands before a server and lets the connections of ``ill`` (counted from 1) fail; ``listening`` serves it."""

    def __init__(self, port: int, hiccup: Hiccup, ill: frozenset[int]) -> None:
        self._port = port
        self._hiccup = hiccup
        self._ill = ill
        self._open: list[asyncio.StreamWriter] = []
        self.connections = 0

    def move(self, port: int) -> None:
        """Stand before another server from now on, and part with who came for the first."""
        self._port = port
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand a connection on, or let it fail after the client's hello."""
        self.connections += 1
        if self.connections not in self._ill:
            there, back = await asyncio.open_connection("127.0.0.1", self._port)
            self._open += [writer, back]
            await asyncio.gather(_pass(reader, back), _pass(there, writer))
            return
        await _record(reader)
        if self._hiccup is Hiccup.ALERT:
            writer.write(_plain(_ALERT, b"\x02\x50"))  # internal_error, as from a machine that has too much to do
        elif self._hiccup is Hiccup.RESET:
            writer.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
