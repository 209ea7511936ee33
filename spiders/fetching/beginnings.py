"""The beginning of an answer's body, where its head has told already that the address opens.

What another site shows first, or what an error says of itself, is worth a look and nothing more: no more is read than
this, nobody waits long for it, and what does not come or cannot be unpacked is not missed.
"""

import asyncio
import zlib
from collections.abc import AsyncIterable, Sequence
from contextlib import suppress

import aiohttp

#: Bytes that are read, and that they may unpack to: the head of any page and its first screens.
MOST = 64 * 1024
#: Seconds that they may take after the head is there.
PATIENCE = 3.0

_GZIP_OR_ZLIB = 47
_RAW = -15


async def beginning(chunks: AsyncIterable[bytes], encodings: Sequence[str]) -> bytes:
    """Read what comes of ``chunks`` at first and undo ``encodings`` (as ``packing.encodings_of`` gives them)."""
    body = bytearray()
    with suppress(aiohttp.ClientError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            async for chunk in chunks:
                body += chunk[: MOST - len(body)]
                if len(body) >= MOST:
                    break
    if not encodings:
        return bytes(body)
    return _unpacked(bytes(body)) if len(encodings) == 1 else b""


def _unpacked(body: bytes) -> bytes:
    """Undo gzip or deflate as far as it goes; nothing for any other packing."""
    for window in (_GZIP_OR_ZLIB, _RAW):
        with suppress(zlib.error):
            return zlib.decompressobj(window).decompress(body, MOST)
    return b""
