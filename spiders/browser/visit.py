"""One page shown: opened, left to its scripts until nothing moves any more, and looked at."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from spiders.browser.asking import AGENT
from spiders.browser.bounds import Bounds
from spiders.browser.eye import Eye, Look
from spiders.browser.gate import Gate

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

T = TypeVar("T")

_CLOSED: Final = Path(__file__).with_name("closed.js")
#: Seconds between two looks at whether the page has become quiet, and those in which it must hand itself over.
_STEP: Final = 0.05
_HAND_OVER: Final = 5.0
_PARTING: Final = 2.0


class NotShownError(Exception):
    """A page that the browser did not come to show; the text says why, to stand in an observation."""


class Visit:
    """One visit of the page at ``url``; its requests are the gate's."""

    def __init__(self, url: str, gate: Gate, bounds: Bounds) -> None:
        self._url = url
        self._gate = gate
        self._bounds = bounds
        self._crashed = asyncio.Event()
        self.is_stuck = False
        """Whether the browser cannot be rid of the page, and must end."""
        self._began = asyncio.get_running_loop().time()

    async def show(self, browser: "Browser") -> bytes:
        """Give the page as it is shown in the end, in UTF-8.

        Raises ``NotShownError``, and Playwright's ``Error`` when the browser ends meanwhile.
        """
        context = await browser.new_context(
            user_agent=AGENT,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1366, "height": 768},
            accept_downloads=False,
            service_workers="block",
        )
        try:
            return await self._shown(context)
        finally:
            await self._part(context)
            await self._gate.close()

    async def _shown(self, context: "BrowserContext") -> bytes:
        await context.add_init_script(path=_CLOSED)
        await context.route("**/*", self._gate.answer)
        page = await context.new_page()
        self._gate.watch(page)
        page.on("crash", lambda _: self._crashed.set())
        context.on("page", lambda other: None if other == page else asyncio.ensure_future(_close(other)))
        await self._within(page.goto(self._url, wait_until="commit", timeout=self._bounds.seconds * 1000))
        eye = await self._within(Eye.open(context, page))
        await self._until_quiet(eye)
        look = await self._within(
            eye.look(elements=self._bounds.elements, size=self._bounds.page_bytes), least=_HAND_OVER
        )
        return self._whole(look)

    async def _until_quiet(self, eye: Eye) -> None:
        """Wait until the page has got what it asks for and its scripts rest. Raises ``NotShownError``."""
        while True:
            is_complete = self._is_quiet() and await self._within(eye.is_complete())
            self._object()
            # The question is answered between two pieces of its scripts; one of them may have asked again.
            if is_complete and self._is_quiet():
                return
            self._left()
            await asyncio.sleep(_STEP)

    def _object(self) -> None:
        """Raise ``NotShownError`` for a page that becomes another, or is not all there: its list may be missing."""
        if self._gate.leads_to:
            msg = f"its script leads to {self._gate.leads_to}"
            raise NotShownError(msg)
        if self._gate.missing:
            raise NotShownError(self._gate.missing)
        if self._gate.is_endless:
            raise NotShownError("its scripts ask for more and more without end")

    def _is_quiet(self) -> bool:
        return self._gate.is_quiet(self._bounds.quiet)

    def _whole(self, look: Look) -> bytes:
        if look.markup is None:
            size = f"{look.size:,} characters" if look.size else f"{look.elements:,} elements"
            msg = f"its scripts make it too large to be read ({size})"
            raise NotShownError(msg)
        return b"<!DOCTYPE html>" + look.markup.encode("utf-8", "replace")

    def _left(self) -> float:
        """Give the seconds that the page still has. Raises ``NotShownError`` when it has none, or crashed."""
        if self._crashed.is_set():
            raise NotShownError("it crashed the browser's process, or took too much memory")
        elapsed = asyncio.get_running_loop().time() - self._began - self._gate.waited
        if elapsed >= self._bounds.seconds:
            msg = f"its scripts do not come to an end within {self._bounds.seconds:.0f} s"
            raise NotShownError(msg)
        return self._bounds.seconds - elapsed

    async def _within(self, step: Awaitable[T], *, least: float = 0.0) -> T:
        """Wait for a step as long as the page still has, or ``least`` seconds. Raises ``NotShownError``."""
        loop = asyncio.get_running_loop()
        end = loop.time() + least
        doing, crash = asyncio.ensure_future(step), asyncio.ensure_future(self._crashed.wait())
        try:
            while not doing.done():
                left = max(end - loop.time(), 0.0) if loop.time() < end else self._left()
                await asyncio.wait({doing, crash}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if self._crashed.is_set():
                    self._left()
            return doing.result()
        finally:
            crash.cancel()
            if not doing.done():
                doing.add_done_callback(_forget)
                doing.cancel()

    async def _part(self, context: "BrowserContext") -> None:
        """Leave the page behind, whatever it is doing."""
        parting = asyncio.ensure_future(context.close())
        parting.add_done_callback(_forget)
        done, _ = await asyncio.wait({parting}, timeout=_PARTING)
        self.is_stuck = not done


async def _close(page: "Page") -> None:
    """Close a window that a page opened beside its own."""
    with suppress(Exception):
        await page.close()


def _forget(done: "asyncio.Future[T]") -> None:
    """Take note of how something ended that nobody waits for any more."""
    if not done.cancelled():
        done.exception()
