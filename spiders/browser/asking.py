"""How what a page's scripts ask for is fetched: as every page is, by the worker's own guarded download handler.

So the address guard, ``--resolve``, robots.txt, the walls' cookies, the second attempt with old encryption, size caps
and the archives of ``--replay`` hold for them, and a worker that leaves cuts them, without a word about it here.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler

from infra import metrics
from spiders.fetching.room import Room
from spiders.fetching.second_look import BROWSER_AGENT
from spiders.settings import USER_AGENT

#: It is a browser that asks, and it still says whose.
AGENT: Final = f"{BROWSER_AGENT} {USER_AGENT}"
#: Headers of a script's request that are handed on; never its cookies, nor who it says that it is.
_HANDED_ON: Final = ("accept", "origin", "referer", "x-requested-with")
_LANGUAGE: Final = "zh-CN,zh;q=0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One request of a page's scripts, always a GET."""

    url: str
    headers: Mapping[str, str]
    """As the browser would send them, by lower-case name."""
    most: int
    """Bytes that its answer may have."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer: ``location`` is where a redirect leads, as it is written."""

    status: int
    content_type: str
    body: bytes
    location: str = ""


#: Fetches; raises what the download handler does.
Fetch = Callable[[Wanted], Awaitable[Told]]


def fetch_by(crawler: Crawler, room: Room) -> Fetch:
    """Give a fetch over the downloader of a crawler that runs; ``room`` is what its answers are held in."""

    async def fetch(wanted: Wanted) -> Told:
        own = {name: wanted.headers[name] for name in _HANDED_ON if name in wanted.headers}
        meta = {"verbatim_url": True, "download_timeout": wanted.seconds, "download_maxsize": wanted.most}
        headers = own | {"User-Agent": AGENT, "Accept-Language": _LANGUAGE}
        request = Request(wanted.url, headers=headers, meta=meta, dont_filter=True)
        try:
            response = await crawler.engine.download_async(request)
        finally:
            room.leave(request)
        metrics.FETCH_BYTES.inc(len(response.body))
        return Told(
            status=response.status,
            content_type=(response.headers.get("Content-Type") or b"").decode("latin-1"),
            body=response.body,
            location=(response.headers.get("Location") or b"").decode("latin-1"),
        )

    return fetch
