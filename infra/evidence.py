"""Kept bytes (证据): what a server answered, in the web archives' own format, addressed by digest and place.

A process writes one open segment at a time and never touches another's, so any number of workers share a
folder. Each record is a gzip member of its own, flushed before its place is given out: a place that an
observation names can be read at once, and stays readable when the writer dies.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from infra import warc

#: A segment is closed at this size; small enough to move, large enough to be few.
SEGMENT_BYTES = 256 * 2**20
#: Bodies whose place is remembered, so that one error page served a thousand times is kept once.
_REMEMBERED = 10_000
#: Headers that speak of the transfer and no longer fit the decoded body that is kept.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_LOCATION = re.compile(r"([\w.\-]+\.warc\.gz)#(\d{1,18})")
#: How a record says that the server called a body unchanged that is kept elsewhere (WARC 1.0 §6.7.3).
_UNCHANGED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
#: Bytes of a body that is read back when nobody says how many it may have; more than any that is fetched.
_MOST = 2**30


class EvidenceError(Exception):
    """Evidence cannot be kept or read; one line that says what and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A page of which its server says that it still is what an earlier inspection kept."""

    record: warc.Record
    """What was kept."""
    said: tuple[tuple[str, str], ...]
    """Headers of the answer that says so (HTTP 304)."""


def digest(body: bytes) -> str:
    """Name bytes by their content: ``sha256:<hex>``."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def folder_of(data_dir: Path, inspection: str) -> Path:
    """Give the folder that holds an inspection's segments."""
    return data_dir / "evidence" / inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A body that is kept: where, of which address, and when it was received."""

    location: str
    url: str
    date: str


class EvidenceStore:
    """The evidence of one inspection; ``writer`` is the name that keeps this process's segments apart."""

    def __init__(self, data_dir: Path, inspection: str, writer: str, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder_of(data_dir, inspection)
        self._writer = re.sub(r"[^\w.\-]", "_", writer)
        self._segment_bytes = segment_bytes
        self._number = 0
        self._open: BinaryIO | None = None
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def keep(
        self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, *, each: bool = False
    ) -> tuple[str, str]:
        """Write a response and return its digest and its location (``<segment>#<offset>``).

        ``body`` is decoded (no gzip). A body already kept by this process is not written again; with ``each``, a short
        record that refers to it says that this address gave it too, so that the segments answer for every address.
        Raises ``EvidenceError`` when the disk refuses; nothing half-written is ever named.
        """
        name = digest(body)
        known = self._kept.get(name)
        if known is None:
            date = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            location = self._written(lambda file: _write_response(file, url, date, status, headers, body, name))
            self._remember(name, _Kept(location=location, url=url, date=date))
            return name, location
        self._kept.move_to_end(name)
        if each and url != known.url:
            self._written(lambda file: _write_same(file, url, status, headers, name, known))
        return name, known.location

    def keep_unchanged(self, page: Unchanged) -> tuple[str, str]:
        """Keep a page that was not sent again; return its digest and its location as ``keep`` does.

        The record of the earlier inspection is copied as it stands, with its own date, so that this inspection's
        evidence opens by itself; behind it a ``revisit`` record says when and in what words the server called it
        unchanged. Raises ``EvidenceError`` when the disk refuses.
        """
        name = page.record.head.digest
        location = self._written(lambda file: _write_unchanged(file, page))
        self._remember(name, _Kept(location=location, url=page.record.head.url, date=page.record.head.date))
        return name, location

    def keep_rendered(self, url: str, markup: bytes, source: str) -> tuple[str, str]:
        """Keep what a browser made of a page, in UTF-8; return its digest and its location as ``keep`` does.

        It is a ``conversion`` record (WARC 1.1 §6.8), which names the answer that it was made of: ``source`` is the
        digest of that. Raises ``EvidenceError`` when the disk refuses.
        """
        name = digest(markup)
        if (known := self._kept.get(name)) is not None and known.url == url:
            return name, known.location
        date = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        of = self._kept.get(source)
        location = self._written(lambda file: _write_rendered(file, url, date, markup, name, of))
        self._remember(name, _Kept(location=location, url=url, date=date))
        return name, location

    def read(self, location: str) -> bytes:
        """Give back the body kept at ``location``.

        Raises ``EvidenceError`` when there is no such record, or only part of it.
        """
        return self.open(location).body

    def open(self, location: str, *, most: int = _MOST) -> warc.Record:
        """Give back the whole record at ``location``, a body of at most ``most`` bytes. Raises ``EvidenceError``."""
        match = _LOCATION.fullmatch(location)
        if match is None:
            msg = f"evidence location {location!r} is not SEGMENT#OFFSET"
            raise EvidenceError(msg)
        path = self._folder / match[1]
        try:
            with path.open("rb") as file:
                return warc.read(file, int(match[2]), most=most)
        except EOFError:
            msg = f"no evidence at {path}#{match[2]}"
        except warc.DamagedError as error:
            msg = f"evidence {path}#{match[2]} is damaged: {error}"
        except OSError as error:
            msg = f"evidence {path} cannot be read: {error.strerror or error}"
        raise EvidenceError(msg)

    def close(self) -> None:
        """Close the open segment."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _written(self, write: Callable[[BinaryIO], None]) -> str:
        """Have a record written, and give its location."""
        try:
            file = self._segment()
            location = f"{Path(file.name).name}#{file.tell()}"
            write(file)
            file.flush()
        except OSError as error:
            self._abandon()
            msg = f"evidence cannot be written to {self._folder}: {error.strerror or error}"
            raise EvidenceError(msg) from error
        return location

    def _remember(self, name: str, kept: "_Kept") -> None:
        self._kept[name] = kept
        if len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)

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


def _write_response(  # noqa: PLR0913, PLR0917 - a record's parts
    file: BinaryIO, url: str, date: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, name: str
) -> None:
    kept = [(key, value) for key, value in headers if key.lower() not in _TRANSFER]
    kept.append(("Content-Length", str(len(body))))
    writer = WARCWriter(filebuf=file, gzip=True)
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(f"{status} ", kept, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Payload-Digest": name, "WARC-Date": date},
    )
    writer.write_record(record)


def _write_same(  # noqa: PLR0913, PLR0917 - a record's parts
    file: BinaryIO, url: str, status: int, headers: Iterable[tuple[str, str]], name: str, known: _Kept
) -> None:
    writer = WARCWriter(filebuf=file, gzip=True)
    kept = [(key, value) for key, value in headers if key.lower() not in _TRANSFER]
    http = StatusAndHeaders(f"{status} ", kept, protocol="HTTP/1.1")
    record: Any = writer.create_revisit_record(url, name, known.url, known.date, http_headers=http)
    with closing(record.raw_stream):  # an empty temporary file of warcio's
        writer.write_record(record)


def _write_rendered(  # noqa: PLR0913, PLR0917 - a record's parts
    file: BinaryIO, url: str, date: str, markup: bytes, name: str, of: _Kept | None
) -> None:
    source = {"WARC-Refers-To-Target-URI": of.url, "WARC-Refers-To-Date": of.date} if of is not None else {}
    writer = WARCWriter(filebuf=file, gzip=True)
    record = writer.create_warc_record(
        url,
        "conversion",
        payload=BytesIO(markup),
        length=len(markup),
        warc_content_type="text/html; charset=utf-8",
        warc_headers_dict={"WARC-Payload-Digest": name, "WARC-Date": date} | source,
    )
    writer.write_record(record)


def _write_unchanged(file: BinaryIO, page: Unchanged) -> None:
    head = page.record.head
    file.write(page.record.raw)
    writer = WARCWriter(filebuf=file, gzip=True)
    record: Any = writer.create_revisit_record(
        head.url,
        head.digest,
        refers_to_uri=head.url,
        refers_to_date=head.date,
        http_headers=StatusAndHeaders("304 Not Modified", list(page.said), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Refers-To": head.id},
    )
    record.rec_headers.replace_header("WARC-Profile", _UNCHANGED)  # warcio knows of one other profile only
    with closing(record.raw_stream):
        writer.write_record(record)
