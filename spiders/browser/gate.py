"""Every request of one page in the browser comes here and is answered from here: the browser itself asks nobody.

The page is the bytes that the worker has fetched already. What its scripts ask for is fetched by the worker, in turn
and counted; the rest is refused. The gate also knows when the page has become quiet, and what it lacks.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from infra.robots import RobotsRefusedError
from infra.tasks_wire import host_of
from spiders.browser.asking import Fetch, Told, Wanted
from spiders.browser.bounds import Bounds
from spiders.browser.policy import Ask, Verdict, is_beside, verdict
from spiders.browser.shelf import Shelf
from spiders.browser.turns import Turns
from spiders.fetching.addresses import AddressRefusedError
from spiders.guards import BLOCKING, REDIRECTS, of_failure
from spiders.reading.links import Resolver

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route

_MOST_REDIRECTS: Final = 5
#: Seconds that an answer may still take when the page is over.
_SOON: Final = 2.0
_OVER: Final = "the page is over"
#: Chromium's word for a request that ended of its own accord; a navigation that ends so leaves the page as it is.
_ABORTED: Final = "aborted"
_FAILED: Final = "failed"


class _MissingError(Exception):
    """An answer that the page does not get; the text says why."""


class Gate:
    """The requests of the page at ``url``; ``document`` is the page, in UTF-8."""

    def __init__(  # noqa: PLR0913 - keywords, each a thing that answers depend on
        self, *, url: str, document: bytes, fetch: Fetch, turns: Turns, shelf: Shelf, bounds: Bounds
    ) -> None:
        self._url = url
        self._document = document
        self._fetch = fetch
        self._turns = turns
        self._shelf = shelf
        self._bounds = bounds
        self._page: Page | None = None
        self._shown = self._over = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._open = self._attempts = self._fetched = self._bytes = self._asking = 0
        self._last = asyncio.get_running_loop().time()
        self.waited = 0.0
        """Seconds that its requests waited for their hosts' turns, or are about to wait."""
        self.missing = ""
        """What the page lacks, the first thing; empty when it has got all that its list may come from."""
        self.leads_to = ""
        """Where its scripts wanted to go from it."""

    def watch(self, page: "Page") -> None:
        """Learn which page is the one; requests of any other are refused."""
        self._page = page

    @property
    def is_endless(self) -> bool:
        """Whether the page has asked for more than any page has a reason to."""
        return self._attempts > self._bounds.attempts

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing has been asked for or answered for so long."""
        return not self._open and asyncio.get_running_loop().time() - self._last >= seconds

    async def close(self) -> None:
        """Ask for nothing any more, and let end what is being asked for, if that is soon."""
        self._over = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_SOON):
                await self._at_rest.wait()

    async def answer(self, route: "Route") -> None:
        """Answer one request; never raises, whatever becomes of the page meanwhile."""
        from playwright.async_api import Error  # noqa: PLC0415 - only where a browser runs

        self._attempts += 1
        self._open += 1
        try:
            with suppress(Error):
                await self._answer(route)
        finally:
            self._open -= 1
            self._last = asyncio.get_running_loop().time()

    async def _answer(self, route: "Route") -> None:
        ask = self._read(route.request)
        told, why = (Verdict.REFUSE, "") if self.is_endless else verdict(ask, self._url, shown=self._shown)
        match told:
            case Verdict.PAGE:
                self._shown = True
                await route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self._document)
            case Verdict.FETCH:
                await self._fill(route, ask)
            case Verdict.LEAVES:
                self.leads_to = self.leads_to or why
                await route.abort(_ABORTED)
            case Verdict.MISSING:
                self._lacks(why)
                await route.abort(_FAILED)
            case _:
                await route.abort(_FAILED)

    def _read(self, request: "Request") -> Ask:
        frame = None
        if request.resource_type == "document":
            from playwright.async_api import Error  # noqa: PLC0415

            with suppress(Error):  # of a window that is not there yet, and never will be
                frame = request.frame
        is_main = frame is not None and self._page is not None and frame == self._page.main_frame
        return Ask(url=request.url, method=request.method, kind=request.resource_type, is_main=is_main)

    async def _fill(self, route: "Route", ask: Ask) -> None:
        """Fetch what a script asks for and hand it over, or say why the page lacks it."""
        try:
            told = self._shelf.find(ask.url) or await self._ask(ask, route.request.headers)
        except _MissingError as error:
            if not is_beside(ask.url):
                self._lacks(str(error))
            await route.abort(_FAILED)
            return
        self._shelf.keep(ask.url, told)
        headers = {"content-type": told.content_type} if told.content_type else {}
        await route.fulfill(status=told.status, headers=headers, body=told.body)

    async def _ask(self, ask: Ask, headers: dict[str, str]) -> Told:
        """Fetch, along redirects. Raises ``_MissingError``."""
        url = ask.url
        for _ in range(_MOST_REDIRECTS + 1):
            told = await self._one(url, headers)
            onward = Resolver(url)(told.location) if told.status in REDIRECTS else ""
            if not onward:
                break
            allowed, why = verdict(Ask(url=onward, method="GET", kind=ask.kind, is_main=False), self._url, shown=True)
            if allowed is not Verdict.FETCH:
                raise _MissingError(why)
            url = onward
        else:
            msg = f"what its script asks for leads on and on: {ask.url}"
            raise _MissingError(msg)
        if told.status in BLOCKING or told.status >= 500:
            msg = f"HTTP {told.status} to what its script asks for: {url}"
            raise _MissingError(msg)
        return told

    async def _one(self, url: str, headers: dict[str, str]) -> Told:
        """Fetch once, in the host's turn and within what the page may take."""
        room = self._bounds.answer_bytes - self._bytes
        if self._fetched >= self._bounds.requests or room <= 0:
            msg = f"it asks for more than {self._bounds.requests} files or {self._bounds.answer_bytes >> 20} MB"
            raise _MissingError(msg)
        self._fetched += 1
        try:
            async with self._turns.of(host_of(url), self._waits):
                told = await self._now(Wanted(url=url, headers=headers, most=room, seconds=self._bounds.seconds))
        except _MissingError:
            raise
        except (AddressRefusedError, RobotsRefusedError) as error:
            msg = f"its script asks for what is refused: {error}"
            raise _MissingError(msg) from None
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the page lacks it and shows the rest
            msg = f"{of_failure(error).reason}: {url}, which its script asks for"
            raise _MissingError(msg) from None
        self._bytes += len(told.body)
        return told

    async def _now(self, wanted: Wanted) -> Told:
        if self._over:
            raise _MissingError(_OVER)
        self._asking += 1
        self._at_rest.clear()
        try:
            return await self._fetch(wanted)
        finally:
            self._asking -= 1
            if not self._asking:
                self._at_rest.set()

    def _waits(self, seconds: float) -> None:
        """Note that a host's turn is waited for. Raises ``_MissingError`` where that is for nothing, or too long."""
        if self._over:
            raise _MissingError(_OVER)
        self.waited += seconds
        if self.waited > self._bounds.patience:
            msg = f"at the crawl's pace its scripts' requests take more than {self._bounds.patience:.0f} s"
            raise _MissingError(msg)

    def _lacks(self, why: str) -> None:
        self.missing = self.missing or why
