"""Web archives (WARC) in the place of the network: a site is inspected from what was kept of it.

What an archive holds is answered as it was answered then; of what it lacks nothing can be said, which is not the same
as being gone. Nothing is sent anywhere.
"""

import asyncio
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator

from infra import warc
from infra.clock import ms_of_moment, parse_moment
from infra.evidence import EvidenceError
from spiders.reading.links import canonical

#: Pages of all archives together; each takes some 200 bytes of every worker's memory.
MOST_PAGES = 2_000_000
#: Headers that speak of the transfer; the body that is handed on is unpacked.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})
#: Where a request's answer says when it was received, in epoch milliseconds.
RECEIVED = "received_at"


class NotKeptError(Exception):
    """The archives hold no answer to this address."""


class Archive:
    """The newest answer to every address in some archives. Read-only; every call comes from one thread at a time."""

    def __init__(self, files: Sequence[Path], places: dict[str, tuple[int, int]]) -> None:
        self._files = files
        self._places = places

    @classmethod
    async def open(cls, files: Sequence[Path], *, tell: Callable[[str], None]) -> Self:
        """Read all archives once, beside the event loop; what is damaged goes to ``tell``, a line a file.

        Raises ``EvidenceError`` for a file that cannot be read or holds no answer.
        """
        return cls(files, await asyncio.to_thread(_indexed, files, tell))

    def __len__(self) -> int:
        return len(self._places)

    def answer(self, url: str, *, most: int) -> tuple[warc.Head, bytes]:
        """Give what was answered: head and unpacked body of at most ``most`` bytes.

        Raises ``NotKeptError``, ``DownloadCancelledError`` for a larger body, ``ResponseDataLossError`` for a damaged
        one.
        """
        place = self._places.get(url)
        if place is None:
            raise NotKeptError(url)
        try:
            with self._files[place[0]].open("rb") as file:
                # Packed or in chunks, a body may stand there in more bytes than it has.
                record = warc.read(file, place[1], most=2 * most)
            stream = next(iter(ArchiveIterator(BytesIO(record.raw)))).content_stream()
            body = bytes(stream.read(most + 1))
        except (warc.DamagedError, EOFError, OSError, StopIteration) as error:
            raise ResponseDataLossError(url) from error
        if len(body) > most:
            raise DownloadCancelledError(url)
        return record.head, body


def _indexed(files: Sequence[Path], tell: Callable[[str], None]) -> dict[str, tuple[int, int]]:
    newest: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    for number, path in enumerate(files):
        known, damages = len(places), 0
        try:
            with path.open("rb") as file:
                for head in warc.walk(file):
                    if isinstance(head, warc.Damage):
                        damages += 1
                        continue
                    url = canonical(head.url) if head.kind == "response" and head.status else ""
                    if url and head.date >= newest.get(url, ""):
                        newest[url], places[url] = head.date, (number, head.start)
        except OSError as error:
            msg = f"{path}: {error.strerror or error}"
            raise EvidenceError(msg) from None
        if damages:
            tell(f"{path.name}: {damages} records are damaged and left out")
        if len(places) == known and not any(at == number for at, _ in places.values()):
            msg = f"{path}: no answer of any page in it; is it a .warc.gz, compressed record by record?"
            raise EvidenceError(msg)
        if len(places) > MOST_PAGES:
            msg = f"{path}: more than {MOST_PAGES:,} pages; replay fewer archives at once"
            raise EvidenceError(msg)
    return places


class ReplayHandler(BaseDownloadHandler):
    """Scrapy's download handler over the archive of the spider's crawl."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        archive = getattr(getattr(crawler.spider, "crawl", None), "archive", None)
        if not isinstance(archive, Archive):
            msg = "there is no archive to replay: give --replay"
            raise TypeError(msg)
        self._archive = archive

    async def download_request(self, request: Request) -> Response:
        """Answer from the archive. Raises what ``Archive.answer`` does."""
        head, body = self._archive.answer(canonical(request.url), most=request.meta["download_maxsize"])
        request.meta[RECEIVED] = ms_of_moment(parse_moment(head.date))
        kept = [(name, value) for name, value in head.headers if name.lower() not in _TRANSFER]
        return Response(request.url, status=head.status, headers=Headers(kept), body=body, request=request)
