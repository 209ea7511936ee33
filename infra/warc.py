"""Records of a WARC segment, one gzip member each, read so that damage is told and never taken for an end.

warcio reads on over a broken member as if its record ended there. What evidence rests on must not be half of itself:
members are unpacked here up to their checksums, and only what is whole is given to warcio to read.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from infra.clock import parse_moment

_CHUNK = 16 * 1024
#: What may be unpacked at a step; a member of zeros swells a thousandfold.
_STEP = 256 * 1024
#: Bytes in which a record's own headers and those of its answer must stand.
_HEAD = 256 * 1024
#: How a member begins that warcio wrote.
_MAGIC = b"\x1f\x8b\x08"
#: Places after a broken record at which another one is looked for.
_TRIES = 1_000
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


class DamagedError(Exception):
    """A record that is not whole; the text says what is wrong with it."""


class CutError(DamagedError):
    """The file ends within the record, as a writer leaves it that was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a record says of itself, and where it is: bytes ``start`` to ``end`` of its segment."""

    start: int
    end: int
    kind: str
    """response, revisit, …"""
    url: str
    date: str
    """When it was received, ISO 8601 in UTC."""
    id: str
    status: int
    """HTTP status; 0 for a record of another kind."""
    headers: tuple[tuple[str, str], ...]
    """The answer's, in their order."""
    digest: str
    """As written; empty when there is none."""
    size: int
    """Bytes of the body."""

    def header(self, name: str) -> str:
        """Give a header of the answer, the last of its name (lower-case); empty when it is absent."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole record: its head, the body, and the gzip member as it stands on disk."""

    head: Head
    body: bytes
    raw: bytes

    @property
    def received(self) -> datetime:
        """When the body was received, Beijing time."""
        return parse_moment(self.head.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A record that cannot be read, where it begins, and why; where it ends is not known."""

    start: int
    reason: str


def read(file: BinaryIO, start: int, *, most: int) -> Record:
    """Read the record at ``start``, a body of at most ``most`` bytes.

    Raises ``DamagedError``; ``EOFError`` when the file ends there.
    """
    text, size, end = _unpack(file, start, keep=most + _HEAD)
    if size > len(text):
        msg = f"larger than {most} bytes"
        raise DamagedError(msg)
    head, stream = _parse(text, start, end)
    file.seek(start)
    return Record(head=head, body=bytes(stream.read()), raw=file.read(end - start))


def walk(file: BinaryIO) -> Iterator[Head | Damage]:
    """Give the heads of all records in turn, in bounded memory.

    After a damaged one the next place is looked for that a record can be read at. What stands there may be part of a
    hostile body, so whoever relies on it should wait for the walk to come from there to the file's end undisturbed.
    """
    start = 0
    while start >= 0:
        try:
            text, _, end = _unpack(file, start, keep=_HEAD)
            head, _ = _parse(text, start, end)
        except EOFError:
            return
        except DamagedError as error:
            yield Damage(start=start, reason=str(error))
            start = -1 if isinstance(error, CutError) else _next(file, start + 1)
        else:
            yield head
            start = end


def _unpack(file: BinaryIO, start: int, *, keep: int) -> tuple[bytes, int, int]:
    """Unpack the member at ``start``: its first ``keep`` bytes, how many it has, and where it ends."""
    file.seek(start)
    unpacker = zlib.decompressobj(31)
    kept, size = bytearray(), 0
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail or file.read(_CHUNK)
        try:
            part = unpacker.decompress(packed, _STEP)
        except zlib.error as error:
            msg = f"not a whole gzip member: {error}"
            raise DamagedError(msg) from None
        if not packed and not part and not unpacker.eof:
            if file.tell() == start:
                raise EOFError
            raise CutError("the file ends within it")
        size += len(part)
        kept += part[: max(0, keep - len(kept))]
    return bytes(kept), size, file.tell() - len(unpacker.unused_data)


def _parse(text: bytes, start: int, end: int) -> tuple[Head, Any]:
    """Read a record's headers; also give the stream of its body. Raises ``DamagedError``."""
    try:
        found = ArcWarcRecordLoader(verify_http=False).parse_record_stream(BytesIO(text), known_format="warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as error:
        msg = f"not a WARC record: {str(error).splitlines()[0][:100] if str(error) else type(error).__name__}"
        raise DamagedError(msg) from None
    said = found.rec_headers.get_header
    date = said("WARC-Date") or ""
    if not _DATE.fullmatch(date):
        raise DamagedError("it bears no date")
    answer = found.http_headers
    code = answer.get_statuscode() if answer is not None else ""
    head = Head(
        start=start,
        end=end,
        kind=found.rec_type or "",
        url=said("WARC-Target-URI") or "",
        date=date,
        id=said("WARC-Record-ID") or "",
        status=int(code) if code.isdecimal() and len(code) == 3 else 0,
        headers=tuple((str(key), str(value)) for key, value in answer.headers) if answer is not None else (),
        digest=said("WARC-Payload-Digest") or "",
        size=max(0, found.payload_length if answer is not None else found.length or 0),
    )
    return head, found.raw_stream


def _next(file: BinaryIO, start: int) -> int:
    """Find the next place at which a record can be read; -1 when there is none."""
    for _ in range(_TRIES):
        start = _find(file, start)
        if start < 0:
            return -1
        try:
            text, _, end = _unpack(file, start, keep=_HEAD)
            _parse(text, start, end)
        except DamagedError:
            start += 1
        else:
            return start
    return -1


def _find(file: BinaryIO, start: int) -> int:
    """Find where a gzip member may begin, from ``start`` on; -1 when nowhere."""
    file.seek(start)
    overlap = b""
    while chunk := file.read(_STEP):
        at = (overlap + chunk).find(_MAGIC)
        if at >= 0:
            return start - len(overlap) + at
        start += len(chunk)
        overlap = (overlap + chunk)[-len(_MAGIC) + 1 :]
    return -1
