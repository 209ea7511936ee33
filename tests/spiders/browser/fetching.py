"""A renderer with the download path of a worker behind it: Scrapy's engine, the guarded handler, and no frontier."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner

from infra.settings import Settings
from spiders.browser.asking import Fetch, fetch_by
from spiders.browser.bounds import Bounds
from spiders.browser.renderer import PAGES, Renderer, Scripted
from spiders.fetching.cutting import Downloads
from spiders.fetching.room import Room
from spiders.page.alone import _alone
from tests.site_server import HOST, SiteServer
from tests.spiders.browser.places import PROGRAM
from tests.spiders.browser.scripted_site import column


class Waiting(Spider):
    """Asks for nothing by itself."""

    name = "waiting"

    def __init__(self, *, opened: asyncio.Event, over: asyncio.Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._opened, self._over = opened, over
        self.room, self.downloads = Room(1 << 26), Downloads()

    async def start(self) -> AsyncIterator[Any]:
        self._opened.set()
        await self._over.wait()
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request


@asynccontextmanager
async def fetching(site: SiteServer) -> AsyncIterator[Fetch]:
    """Give a worker's fetch, by which the test site is reached under its own name."""
    opened, over = asyncio.Event(), asyncio.Event()
    settings = Settings(resolve=(site.resolve,))
    crawler = AsyncCrawlerRunner(_alone(settings)).create_crawler(Waiting)
    running = asyncio.ensure_future(crawler.crawl_async(opened=opened, over=over))
    try:
        await asyncio.wait_for(opened.wait(), 10)
        assert isinstance(crawler.spider, Waiting)
        yield fetch_by(crawler, crawler.spider.room)
    finally:
        over.set()
        await running


@dataclass(frozen=True, slots=True, kw_only=True)
class Shower:
    """Shows pages of the test site."""

    renderer: Renderer
    fetch: Fetch
    hits: Counter[str]
    """What the site was asked."""

    @property
    def profile(self) -> Path:
        """The folder of the present browser, which stands in its processes' command lines."""
        assert self.renderer._chromium is not None
        assert self.renderer._chromium._folder is not None
        return self.renderer._chromium._folder

    async def show(self, name: str, script: str | None = None) -> str:
        """Show the list page ``/name/``; ``script`` in place of its own."""
        document = column(name, script).decode("gb18030" if name == "gbk" else "utf-8").encode()
        page = Scripted(url=f"http://{HOST}/{name}/", document=document)
        return (await self.renderer.render(page, self.fetch)).decode()


@asynccontextmanager
async def showing(site: SiteServer, *, delay: float = 0.0, pages: int = PAGES, **bounds: Any) -> AsyncIterator[Shower]:
    """Run a browser over the test site until the block ends."""
    assert PROGRAM is not None

    async def step(_: str) -> float:
        return delay

    renderer = Renderer(PROGRAM, delay=step, bounds=Bounds(**{"quiet": 0.2} | bounds), pages=pages)
    async with fetching(site) as fetch:
        try:
            yield Shower(renderer=renderer, fetch=fetch, hits=site.hits)
        finally:
            await renderer.close()
