"""Kept bytes (证据): what a server answered, in the web archives' own format, addressed by digest and place.

A process writes one open segment at a time and never touches another's, so any number of workers share a
folder. Each record is a gzip member of its own, flushed before its place is given out: a place that an
observation names can be read at once, and stays readable when the writer dies.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

#: A segment is closed at this size; small enough to move, large enough to be few.
SEGMENT_BYTES = 256 * 2**20
#: Bodies whose place is remembered, so that one error page served a thousand times is kept once.
_REMEMBERED = 10_000
#: Headers that speak of the transfer and no longer fit the decoded body that is kept.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_LOCATION = re.compile(r"([\w.\-]+\.warc\.gz)#(\d+)")


class EvidenceError(Exception):
    """Evidence cannot be kept or read; one line that says what and where."""


def digest(body: bytes) -> str:
    """Name bytes by their content: ``sha256:<hex>``."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


class EvidenceStore:
    """The evidence of one inspection; ``writer`` is the name that keeps this process's segments apart."""

    def __init__(self, data_dir: Path, inspection: str, writer: str, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = data_dir / "evidence" / inspection
        self._writer = re.sub(r"[^\w.\-]", "_", writer)
        self._segment_bytes = segment_bytes
        self._number = 0
        self._open: BinaryIO | None = None
        self._kept: OrderedDict[str, str] = OrderedDict()

    def keep(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> tuple[str, str]:
        """Write a response and return its digest and its location (``<segment>#<offset>``).

        ``body`` is decoded (no gzip). A body already kept by this process is not written again. Raises
        ``EvidenceError`` when the disk refuses; nothing half-written is ever named.
        """
        name = digest(body)
        location = self._kept.get(name)
        if location is None:
            try:
                location = self._write(url, status, headers, body, name)
            except OSError as error:
                self._abandon()
                msg = f"evidence cannot be written to {self._folder}: {error.strerror or error}"
                raise EvidenceError(msg) from error
            self._kept[name] = location
            if len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        self._kept.move_to_end(name)
        return name, location

    def read(self, location: str) -> bytes:
        """Give back the body kept at ``location``.

        Raises ``EvidenceError`` when there is no such record.
        """
        match = _LOCATION.fullmatch(location)
        if match is None:
            msg = f"evidence location {location!r} is not SEGMENT#OFFSET"
            raise EvidenceError(msg)
        path = self._folder / match[1]
        try:
            with path.open("rb") as file:
                file.seek(int(match[2]))
                record = next(ArchiveIterator(file), None)
                if record is None:
                    msg = f"no evidence at {path}#{match[2]}"
                    raise EvidenceError(msg)
                return bytes(record.content_stream().read())
        except OSError as error:
            msg = f"evidence {path} cannot be read: {error.strerror or error}"
            raise EvidenceError(msg) from error

    def close(self) -> None:
        """Close the open segment."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _write(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, name: str) -> str:
        file = self._segment()
        offset = file.tell()
        writer = WARCWriter(filebuf=file, gzip=True)
        kept = [(key, value) for key, value in headers if key.lower() not in _TRANSFER]
        kept.append(("Content-Length", str(len(body))))
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(f"{status} ", kept, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Payload-Digest": name},
        )
        writer.write_record(record)
        file.flush()
        return f"{Path(file.name).name}#{offset}"

    def _segment(self) -> BinaryIO:
        """Give the open segment, a new one when the last is full."""
        if self._open is not None and self._open.tell() >= self._segment_bytes:
            self.close()
        if self._open is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            while self._open is None:
                self._number += 1
                path = self._folder / f"{self._writer}-{self._number:05d}.warc.gz"
                try:
                    self._open = path.open("xb")
                except FileExistsError:
                    continue  # an earlier run under this name; its records stay as they are
        return self._open

    def _abandon(self) -> None:
        """Leave a segment that a failed write may have damaged; what it holds before that point stays readable."""
        damaged, self._open = self._open, None
        if damaged is not None:
            with suppress(
                OSError
            ):  # what stood in the buffer cannot be flushed either; the descriptor is closed all the same
                damaged.close()
