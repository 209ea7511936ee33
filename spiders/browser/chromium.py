"""One running Chromium: started with what drives it, held on a leash, ended whatever it is doing."""

import asyncio
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spiders.browser.flags import flags
from spiders.browser.process import LEASH, PROFILE

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

#: Seconds that a start may take on a machine that is busy, and each step of an end.
_START: Final = 20.0
_END: Final = 1.5
#: What the browser needs of the environment. Its worker's holds the password of Redis.
_INHERITED: Final = ("PATH", "PYTHONPATH")

_KEEPER: Final = ("-m", "spiders.browser.process")


class BrowserFailedError(Exception):
    """A browser that does not start, or has ended; the text says why."""


class Chromium:
    """A browser and the process of Playwright that drives it."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._folder: Path | None = None
        self._leash: asyncio.Server | None = None
        self._keeper: asyncio.StreamWriter | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._is_let_go = False
        self.held: frozenset[str] = frozenset()
        """What keeps it from the network (``confinement``)."""

    async def start(self) -> None:
        """Start it. Raises ``BrowserFailedError``."""
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - half a second, and only wanted here

        try:
            folder = self._folder = Path(tempfile.mkdtemp(prefix="xuncha-browser-"))
            profile = folder / PROFILE
            profile.mkdir()
            async with asyncio.timeout(_START):
                self._leash = await asyncio.start_unix_server(self._meet, folder / LEASH)
                self._playwright = await async_playwright().start()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=sys.executable,
                    ignore_default_args=True,
                    args=[*_KEEPER, str(folder), str(self._program), *flags(profile)],
                    env=_environment(profile),
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
        except (Error, OSError, TimeoutError) as error:
            msg = f"{self._program} does not start: {_first_line(error)}"
            raise BrowserFailedError(msg) from None

    @property
    def browser(self) -> "Browser | None":
        """What can be asked for pages; None when it has ended, or is about to."""
        browser = self._browser
        return browser if browser is not None and browser.is_connected() and not self._is_let_go else None

    def let_go(self) -> None:
        """Have the browser killed now; ``close`` clears up behind it."""
        self._is_let_go = True
        if self._keeper is not None:
            self._keeper.close()

    async def close(self) -> None:
        """End the browser and what drives it, by force where need be. Never raises, and takes a few seconds at most."""
        self.let_go()
        if self._playwright is not None:
            with suppress(Exception):  # it drives nothing any more, whatever it has to say
                async with asyncio.timeout(_END):
                    await self._playwright.stop()
        if self._leash is not None:
            self._leash.close()
        if self._keeper is not None:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_END):
                    await self._keeper.wait_closed()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _meet(self, keeper: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take the end of the leash that the browser's keeper holds out."""
        self._keeper = writer
        if self._is_let_go:
            writer.close()
            return
        with suppress(OSError, ValueError):
            self.held = frozenset((await keeper.readline()).decode("ascii", "replace").split())


def _environment(profile: Path) -> dict[str, str | float | bool]:
    own: dict[str, str | float | bool] = {"HOME": str(profile), "TMPDIR": str(profile), "LC_ALL": "C.UTF-8"}
    return own | {name: os.environ[name] for name in _INHERITED if name in os.environ}


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0][:200] or type(error).__name__
