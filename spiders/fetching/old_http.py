"""Answers that no careful HTTP client takes, and every browser shows: read at a second attempt, on a connection apart.

A length told twice, a space before a colon, a line that is no header, a body longer than its length: the servers of
these sites have all of them, and a visitor never notices. The careful client comes first, for what is lenient here
(where an answer ends, above all) is right only for one answer on a connection that is closed behind it.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import aiohttp
import yarl
from aiohttp import http
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError

#: Bytes of an answer's head; of a line that tells the size of a chunk.
_MAX_HEAD: Final = 64 * 1024
_MAX_LINE: Final = 1024
_PIECE: Final = 64 * 1024
#: Seconds to wait for bytes beyond the announced length when the server does not close the connection.
_PATIENCE: Final = 0.3
#: Interim answers before the true one.
_MAX_INTERIM: Final = 5

_STATUS = re.compile(rb"HTTP/(\d)\.(\d)[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?\r?\n\Z", re.DOTALL)


def is_malformed(error: BaseException) -> bool:
    """Tell whether a download failed because the answer was none by the rules of HTTP."""
    return isinstance(error, DownloadFailedError) and isinstance(error.__cause__, aiohttp.ClientResponseError)


@dataclass(slots=True, kw_only=True)
class OldResponse:
    """A head, and a body still to be read; it looks like aiohttp's to Scrapy's download handler."""

    status: int
    version: http.HttpVersion
    headers: CIMultiDict[str]
    raw_headers: tuple[tuple[bytes, bytes], ...]
    content: "OldBody"
    _peername: tuple[str, int]
    _ssl_object: ssl.SSLObject | None


class OldBody:
    """A body that ends with its chunks, its length, or its connection, whichever makes sense."""

    def __init__(self, reader: asyncio.StreamReader, begun: bytes, *, length: int | None, chunked: bool) -> None:
        self._reader = reader
        self._begun = begun
        self._length = length
        self._chunked = chunked

    def iter_any(self) -> AsyncIterator[bytes]:
        """Give the body as it comes. Raises ``aiohttp.ClientPayloadError`` when it breaks off."""
        if self._chunked:
            return self._chunks()
        return self._rest() if self._length is None else self._counted(self._length)

    async def _rest(self) -> AsyncIterator[bytes]:
        while piece := await self._read(_PIECE):
            yield piece

    async def _counted(self, length: int) -> AsyncIterator[bytes]:
        """Give so many bytes, and what comes at once behind them: a length in letters is less than one in bytes."""
        seen = 0
        while seen < length:
            piece = await self._read(_PIECE)
            if not piece:
                msg = f"{seen} bytes of {length}"
                raise aiohttp.ClientPayloadError(msg)
            seen += len(piece)
            yield piece
        with suppress(TimeoutError):
            while piece := await asyncio.wait_for(self._read(_PIECE), _PATIENCE):
                yield piece

    async def _chunks(self) -> AsyncIterator[bytes]:
        """Give the chunks' content; all as it stands when the first is none."""
        line = await self._line()
        if not _CHUNK_SIZE.match(line):
            self._begun = line + self._begun
            async for piece in self._rest():
                yield piece
            return
        while size := _size_of(line):
            while size:
                piece = await self._read(min(size, _PIECE))
                if not piece:
                    msg = "ended in a chunk"
                    raise aiohttp.ClientPayloadError(msg)
                size -= len(piece)
                yield piece
            await self._line()
            line = await self._line()

    async def _read(self, most: int) -> bytes:
        if self._begun:
            piece, self._begun = self._begun[:most], self._begun[most:]
            return piece
        return await self._reader.read(most)

    async def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n") and len(line) < _MAX_LINE and (byte := await self._read(1)):
            line += byte
        return line


@asynccontextmanager
async def ask(
    request: Request, resolver: AbstractResolver, context: ssl.SSLContext, seconds: float
) -> AsyncIterator[OldResponse]:
    """Send a request on a connection of its own and read the head of what comes.

    Raises Scrapy's ``DownloadTimeoutError``, and ``DownloadFailedError`` when that is no HTTP at all.
    """
    url = yarl.URL(request.url, encoded=True)
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(seconds):
            [place, *_] = await resolver.resolve(url.host or "", url.port or 80)
            encryption = context if url.scheme == "https" else None
            reader, writer = await asyncio.open_connection(
                place["host"], place["port"], ssl=encryption, server_hostname=url.host if encryption else None
            )
            writer.write(_asking(request, url))
            yield await _answer(reader, writer)
    except TimeoutError as error:
        msg = f"Getting {request.url} took longer than {seconds} seconds."
        raise DownloadTimeoutError(msg) from error
    except OSError as error:
        raise DownloadFailedError(str(error)) from error
    finally:
        if writer is not None:
            writer.transport.abort()


def _asking(request: Request, url: yarl.URL) -> bytes:
    rows = [f"{request.method} {url.raw_path_qs or '/'} HTTP/1.1".encode(), b"Host: " + (url.raw_authority.encode())]
    rows += [name + b": " + value for name, values in request.headers.items() for value in values]
    if request.body:
        rows.append(b"Content-Length: %d" % len(request.body))
    return b"\r\n".join([*rows, b"Connection: close", b"", request.body])


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> OldResponse:
    begun = b""
    for _ in range(_MAX_INTERIM):
        head, begun = await _head(reader, begun)
        line, _, fields = head.partition(b"\n")
        match = _STATUS.match(line)
        if match is None:
            msg = f"no HTTP: {line[:80]!r}"
            raise DownloadFailedError(msg)
        major, minor, status = (int(number) for number in match.groups())
        if status >= 200:
            break
    else:
        msg = "nothing but interim answers"
        raise DownloadFailedError(msg)
    raw = _fields(fields)
    headers = CIMultiDict((name.decode("latin-1"), value.decode("utf-8", "surrogateescape")) for name, value in raw)
    length, chunked = _framing(headers)
    return OldResponse(
        status=status,
        version=http.HttpVersion(major, minor),
        headers=headers,
        raw_headers=tuple(raw),
        content=OldBody(reader, begun, length=0 if status in (204, 304) else length, chunked=chunked),
        _peername=writer.get_extra_info("peername"),
        _ssl_object=writer.get_extra_info("ssl_object"),
    )


async def _head(reader: asyncio.StreamReader, begun: bytes) -> tuple[bytes, bytes]:
    """Read up to the first empty line; give what stands before and after it."""
    begun = begun.lstrip(b"\r\n")
    while (end := _HEAD_END.search(begun)) is None:
        piece = await reader.read(_PIECE)
        if not piece or len(begun) > _MAX_HEAD:
            msg = f"no HTTP: {begun[:80]!r}"
            raise DownloadFailedError(msg)
        begun = (begun + piece).lstrip(b"\r\n")
    return begun[: end.start()], begun[end.end() :]


def _fields(rows: bytes) -> list[tuple[bytes, bytes]]:
    """Read header lines, without those that are none."""
    parted = (row.partition(b":") for row in rows.splitlines() if not row[:1].isspace())
    return [(name.strip(), value.strip()) for name, colon, value in parted if colon and name.strip()]


def _framing(headers: CIMultiDict[str]) -> tuple[int | None, bool]:
    """Take out what tells the body's length and whether it comes in chunks: nobody else should rely on it."""
    lengths = {int(text[:15]) for text in headers.popall("Content-Length", ()) if text.isascii() and text.isdecimal()}
    chunked = any("chunked" in text.lower() for text in headers.popall("Transfer-Encoding", ()))
    return min(lengths, default=None), chunked


def _size_of(line: bytes) -> int:
    match = _CHUNK_SIZE.match(line)
    if match is None:
        msg = f"no size of a chunk: {line[:20]!r}"
        raise aiohttp.ClientPayloadError(msg)
    return int(match[1], 16)
