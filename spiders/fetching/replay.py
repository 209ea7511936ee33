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

#: Pages of all archives together; each takes some 300 bytes of every worker's memory.
MOST_PAGES = 2_000_000
#: Headers that speak of the transfer; the body that is handed on is unpacked.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})
#: An answer whose body is that of another record, which it names by its digest.
_SAME = "revisit"
_ANSWERS = frozenset({"response", _SAME})
#: Where a request's answer says when it was received, in epoch milliseconds.
RECEIVED = "received_at"


class NotKeptError(Exception):
    """The archives hold no answer to this address."""


_Place = tuple[int, int]
"""Which file, and where in it."""


class Archive:
    """The newest answer to every address in some archives. Read-only; every call comes from one thread at a time."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = tuple(files)
        self._newest: dict[str, tuple[str, _Place]] = {}
        self._bodies: dict[str, _Place] = {}

    @classmethod
    async def open(cls, files: Sequence[Path], *, tell: Callable[[str], None]) -> Self:
        """Read all archives once, beside the event loop; what is damaged goes to ``tell``, a line a file.

        Raises ``EvidenceError`` for a file that cannot be read or holds no answer.
        """
        archive = cls(files)
        for number, path in enumerate(files):
            await asyncio.to_thread(archive._learn, number, path, tell)
        return archive

    def __len__(self) -> int:
        return len(self._newest)

    def answer(self, url: str, *, most: int) -> tuple[warc.Head, bytes]:
        """Give what was answered: head and unpacked body of at most ``most`` bytes.

        Raises ``NotKeptError``, ``DownloadCancelledError`` for a larger body, ``ResponseDataLossError`` for a damaged
        one.
        """
        if url not in self._newest:
            raise NotKeptError(url)
        try:
            record = self._read(self._newest[url][1], most)
            head = record.head
            if head.kind == _SAME:
                record = self._read(self._bodies[head.digest], most)
            stream = next(iter(ArchiveIterator(BytesIO(record.raw)))).content_stream()
            body = bytes(stream.read(most + 1))
        except (warc.DamagedError, EOFError, OSError, StopIteration, KeyError) as error:
            raise ResponseDataLossError(url) from error
        if len(body) > most:
            raise DownloadCancelledError(url)
        return head, body

    def _read(self, place: _Place, most: int) -> warc.Record:
        with self._files[place[0]].open("rb") as file:
            # Packed or in chunks, a body may stand there in more bytes than it has.
            return warc.read(file, place[1], most=2 * most)

    def _learn(self, number: int, path: Path, tell: Callable[[str], None]) -> None:
        answers = damages = 0
        try:
            with path.open("rb") as file:
                for head in warc.walk(file):
                    damages += isinstance(head, warc.Damage)
                    answers += isinstance(head, warc.Head) and self._note(head, (number, head.start))
        except OSError as error:
            msg = f"{path}: {error.strerror or error}"
            raise EvidenceError(msg) from None
        if damages:
            tell(f"{path.name}: {damages} records are damaged and left out")
        if not answers:
            msg = f"{path}: no answer of any page in it; is it a .warc.gz, compressed record by record?"
            raise EvidenceError(msg)
        if len(self) > MOST_PAGES:
            msg = f"{path}: more than {MOST_PAGES:,} pages; replay fewer archives at once"
            raise EvidenceError(msg)

    def _note(self, head: warc.Head, place: _Place) -> bool:
        """Note a record; False when it is no answer of a page."""
        url = canonical(head.url)
        if not url or not head.status or head.kind not in _ANSWERS or (head.kind == _SAME and head.status == 304):
            return False
        if head.kind != _SAME and head.digest:
            self._bodies[head.digest] = place
        if url not in self._newest or head.date >= self._newest[url][0]:
            self._newest[url] = (head.date, place)
        return True


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
