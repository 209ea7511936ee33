"""A picture of the dashboard, written by the dashboard itself: for the README, and for reports of faults."""

import asyncio
import re

from textual.pilot import Pilot

from tui.app import Left, XunchaApp
from tui.errors import OperatorError

SIZE = (100, 30)
#: Seconds to wait for the readings; a picture is never worth more.
PATIENCE = 30.0
#: Textual's SVG loads its letters from the web. A picture that fetches nothing shows the reader's own fixed-width ones.
_WEB_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


async def take_picture(app: XunchaApp, *, readings: int = 1) -> str:
    """Run the app without a terminal until it has shown ``readings`` readings, and give its screen as SVG.

    Raises ``OperatorError`` when no reading came.
    """
    taken: list[str] = []

    async def pilot(pilot: Pilot[object]) -> None:
        try:
            async with asyncio.timeout(PATIENCE + readings):
                await app.shown(readings)
            await pilot.pause()
            taken.append(app.export_screenshot(title=app.words.title))
        except TimeoutError:
            return
        finally:
            app.exit(Left.DONE)

    await app.run_async(headless=True, size=SIZE, auto_pilot=pilot)
    if not taken:
        msg = "no picture: the inspection could not be read"
        raise OperatorError(msg)
    return _WEB_FONTS.sub("", taken[0]).replace("Fira Code", "monospace")
