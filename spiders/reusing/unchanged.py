"""Downloader middleware: an answer "not modified" (HTTP 304) becomes the answer that it stands for.

What an earlier inspection kept takes the place of the body that was not sent, and everything behind this reads it as
it reads any page. An answer that cannot be used so is an error here, by which the lease is given back: the frontier
hands it out again, and the page is then asked for whole.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from infra.evidence import EvidenceError, Unchanged
from spiders.crawl import crawl_of
from spiders.fetching.download import MENDED
from spiders.fetching.room import FREE, Room
from spiders.reusing.conditions import CONDITION, UNCHANGED, Condition
from spiders.reusing.reuse import AskWholeError, Reuse

_NOT_MODIFIED = 304
#: What a server may say to a condition that it does not understand, and some shields to anybody: a plain request tells.
_PRECONDITION_FAILED = 412


class UnchangedPages:
    """Gives unchanged pages the bytes that were kept of them."""

    def __init__(self, reuse: Reuse, room: Room) -> None:
        self._reuse = reuse
        self._room = room

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware; an inspection that re-uses none needs none."""
        crawl = crawl_of(crawler)
        if crawl.reuse is None:
            raise NotConfigured
        return cls(crawl.reuse, crawl.room)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Give the answer that ``response`` stands for. Raises ``AskWholeError``."""
        condition: Condition | None = request.meta.get(CONDITION)
        if condition is None or response.url != request.url:  # or another page's, found behind redirects
            return response
        if response.status == _NOT_MODIFIED:
            return await self._unchanged(request, response, condition)
        if response.status == _PRECONDITION_FAILED:
            self._reuse.fetch_whole(condition.url, f"HTTP {response.status} to a conditional request")
            raise AskWholeError(condition.url)
        if response.status == 200 and MENDED not in response.flags:
            self._reuse.learn(condition, _header(response, "ETag"), _header(response, "Last-Modified"), response.body)
        return response

    async def _unchanged(self, request: Request, response: Response, condition: Condition) -> Response:
        if not self._reuse.is_believed(condition):
            raise AskWholeError(condition.url)
        if condition.kept.size > FREE:
            await self._room.enter(request, 2 * condition.kept.size)  # the body, and the record that is copied
        try:
            record = await self._reuse.record(condition)
        except EvidenceError as error:
            self._reuse.fetch_whole(condition.url, str(error))
            raise AskWholeError(condition.url) from None
        said = tuple(
            (key.decode("latin-1"), value.decode("utf-8", "replace"))
            for key, values in response.headers.items()
            for value in values
        )
        request.meta[UNCHANGED] = Unchanged(record=record, said=said)
        # Its flags speak of the answer without a body, which may have been stopped at its head.
        return response.replace(status=200, headers=Headers(record.head.headers), body=record.body, flags=[])


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("utf-8", "replace").strip()
