"""Bodies that come compressed, unpacked in bounded memory: a bomb is stopped where it passes its limit.

Only gzip and deflate are asked for, which every server of these sites can do. A stream that ends too early is
unpacked as far as it goes and said to be cut, so that half a page is never taken for a whole one.
"""

import zlib
from collections.abc import Sequence

#: What requests accept, in the words of ``Accept-Encoding``.
ACCEPTED = "gzip, deflate"
#: Names of encodings that are none that anybody packs with; browsers read such a body as it stands.
_PACKED = frozenset({"br", "zstd", "compress", "x-compress"})
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = 31
_ZLIB_WINDOW = 15
_RAW_WINDOW = -15
#: A page packed more often than this, or in more pieces, is packed to hurt.
_MAX_LAYERS = 3
_MAX_MEMBERS = 64


class PackingError(Exception):
    """A body that cannot be unpacked; the text says why."""


class SwollenError(Exception):
    """A body that unpacks to more than its limit."""


def encodings_of(header: str) -> list[str]:
    """Read ``Content-Encoding`` into what is to be undone, the outermost first."""
    names = [name.strip().lower() for name in header.split(",")]
    return [name for name in reversed(names) if name == "deflate" or name in _GZIP or name in _PACKED]


def unpack(body: bytes, encodings: Sequence[str], limit: int) -> tuple[bytes, bool]:
    """Undo ``encodings`` in turn; returns the body, at most ``limit`` bytes, and whether every stream came to its end.

    Raises ``PackingError`` and ``SwollenError``.
    """
    if len(encodings) > _MAX_LAYERS:
        msg = f"it is packed {len(encodings)} times"
        raise PackingError(msg)
    whole = True
    for encoding in encodings:
        if encoding in _PACKED:
            msg = f"{encoding} was not asked for"
            raise PackingError(msg)
        body, ended = _gunzip(body, limit) if encoding in _GZIP else _inflate(body, limit)
        whole = whole and ended
    return body, whole


def _gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Unpack a gzip file, which may have several members; what follows the last one is dropped."""
    parts: list[bytes] = []
    room = limit
    for _ in range(_MAX_MEMBERS):
        part, body, ended = _stream(body, _GZIP_WINDOW, room)
        parts.append(part)
        room -= len(part)
        if not ended or not body.startswith(b"\x1f\x8b"):
            return b"".join(parts), ended
    msg = f"it is packed in more than {_MAX_MEMBERS} pieces"
    raise PackingError(msg)


def _inflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Unpack deflate, with the wrapper that RFC 9110 asks for or, as some servers send it, without."""
    try:
        part, _, ended = _stream(body, _ZLIB_WINDOW, limit)
    except PackingError:
        part, _, ended = _stream(body, _RAW_WINDOW, limit)
    return part, ended


def _stream(body: bytes, window: int, limit: int) -> tuple[bytes, bytes, bool]:
    """Unpack one stream: what it holds, what follows it, and whether its end was there."""
    unpacker = zlib.decompressobj(window)
    try:
        part = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise PackingError(str(error)) from None
    if len(part) > limit:
        raise SwollenError
    return part, unpacker.unused_data, unpacker.eof
