"""A worker's browser: pages in, what their scripts make of them out; begun with the first page, renewed now and then.

Two pages at a time; who comes meanwhile waits, its lease held. A browser that ends under a page shows it once more
when it has been started anew; after so many pages it is started anew in any case, and no leak of it lasts.
"""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from infra import metrics
from infra.tasks_wire import host_of
from spiders.browser.asking import Fetch
from spiders.browser.bounds import Bounds
from spiders.browser.chromium import BrowserFailedError, Chromium
from spiders.browser.gate import Gate
from spiders.browser.shelf import Shelf
from spiders.browser.turns import Delay, Turns
from spiders.browser.visit import NotShownError, Visit
from spiders.fetching.cutting import Downloads

if TYPE_CHECKING:
    from playwright.async_api import Browser

logger = logging.getLogger(__name__)

#: Pages that are shown at once, and those after which the browser is started anew.
AT_ONCE: Final = 2
PAGES: Final = 100
#: Times a page is begun: a browser may end for another page's sake.
_TRIES: Final = 2
#: Seconds beyond those of a page after which it is the browser that does not answer.
_SLACK: Final = 15.0
#: Starts that fail one after the other before no more is tried.
_STARTS: Final = 3
#: Playwright's words for a page whose browser has ended.
_CLOSED: Final = "has been closed"


class RenderCutError(Exception):
    """A page that was not shown because the worker is leaving; nothing was learnt about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """A page whose list a script shows: its address, and itself in UTF-8."""

    url: str
    document: bytes


class Renderer:
    """Shows pages. ``delay`` tells how long a host is left alone between two requests. All calls come from one loop."""

    def __init__(self, program: Path, *, delay: Delay, bounds: Bounds | None = None, pages: int = PAGES) -> None:
        self._program = program
        self._bounds = bounds or Bounds()
        self._pages = pages
        self._turns = Turns(delay)
        self._shelf = Shelf()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._renewing = asyncio.Lock()
        self._cuts = Downloads()
        self._chromium: Chromium | None = None
        self._shown = self._showing = self._failures = 0
        self._is_cut = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    @property
    def held(self) -> frozenset[str]:
        """What keeps the present browser from the network (``confinement``)."""
        return self._chromium.held if self._chromium is not None else frozenset()

    async def render(self, page: Scripted, fetch: Fetch) -> bytes:
        """Give the page as its scripts show it, in UTF-8; ``fetch`` gets what they ask for.

        Raises ``RenderCutError`` once ``cut`` was called, and ``NotShownError``.
        """
        if self._is_cut:
            raise RenderCutError(page.url)
        self._turns.asked(host_of(page.url))
        clock = self._cuts.open()
        try:
            async with clock, self._places:
                return await self._render(page, fetch)
        except (TimeoutError, NotShownError):
            if self._is_cut:
                raise RenderCutError(page.url) from None
            raise
        finally:
            self._cuts.done(clock)

    def cut(self) -> None:
        """End what is under way, and that of all who wait."""
        self._is_cut = True
        self._cuts.cut()
        if self._chromium is not None:
            self._chromium.let_go()

    async def close(self) -> None:
        """End the browser."""
        self.cut()
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            await chromium.close()

    async def _render(self, page: Scripted, fetch: Fetch) -> bytes:
        from playwright.async_api import Error  # noqa: PLC0415 - not before there is a page to show

        ended = ""
        for _ in range(_TRIES):
            browser = await self._ready()
            visit = Visit(page.url, self._gate(page, fetch), self._bounds)
            try:
                async with asyncio.timeout(self._bounds.seconds + self._bounds.patience + _SLACK):
                    return await visit.show(browser)
            except NotShownError:
                raise
            except Exception as error:  # noqa: BLE001 - what drives the browser may end in words of its own
                ended = str(error).strip().split("\n", 1)[0][:200] or "it does not answer"
                logger.debug("the browser does not show %s: %s", page.url, ended)
                if isinstance(error, Error) and browser.is_connected() and _CLOSED not in ended:
                    break
                self._give_up(browser)
            finally:
                self._leave(visit)
        metrics.ERRORS.labels(where="browser").inc()
        msg = f"the browser cannot show it: {ended}"
        raise NotShownError(msg)

    def _gate(self, page: Scripted, fetch: Fetch) -> Gate:
        return Gate(
            url=page.url,
            document=page.document,
            fetch=fetch,
            turns=self._turns,
            shelf=self._shelf,
            bounds=self._bounds,
        )

    async def _ready(self) -> "Browser":
        """Give a browser that runs, and count the page in. Raises ``NotShownError`` when none starts."""
        async with self._renewing:
            if self._shown >= self._pages:
                await self._at_rest.wait()
            browser = self._chromium.browser if self._chromium is not None and self._shown < self._pages else None
            browser = browser or await self._renewed()
        self._shown += 1
        self._showing += 1
        self._at_rest.clear()
        return browser

    def _give_up(self, browser: "Browser") -> None:
        """Have a browser ended that is one no more, if another has not taken its place yet."""
        if self._chromium is not None and self._chromium.browser in (None, browser):
            self._chromium.let_go()

    def _leave(self, visit: Visit) -> None:
        self._showing -= 1
        if not self._showing:
            self._at_rest.set()
        if visit.is_stuck and self._chromium is not None:
            self._chromium.let_go()

    async def _renewed(self) -> "Browser":
        """End the present browser, if there is one, and start another."""
        if self._failures >= _STARTS:
            raise NotShownError("the browser does not start")
        before, self._chromium, self._shown = self._chromium, None, 0
        if before is not None:
            await before.close()
        chromium = self._chromium = Chromium(self._program)
        try:
            await chromium.start()
        except BrowserFailedError as error:
            self._failures += 1
            metrics.ERRORS.labels(where="browser").inc()
            logger.error("%s", error)
            raise NotShownError(str(error)) from None
        browser = chromium.browser
        if browser is None:
            raise NotShownError("the browser ended as it began")
        self._failures = 0
        return browser
