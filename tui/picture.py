"""A picture of the dashboard, written by the dashboard itself: for the README, and for reports of faults."""

import asyncio
import html
import re

from textual.pilot import Pilot

from tui.app import Left, XunchaApp
from tui.errors import OperatorError
from tui.text import width

SIZE = (100, 30)
#: Fixed-width letters that hold Chinese ones of twice the width, where the reader has them.
FONTS = "Noto Sans Mono CJK SC, Sarasa Mono SC, Source Han Mono SC"
#: Seconds to wait for the readings; a picture is never worth more.
PATIENCE = 30.0
#: Width of a cell. Textual's SVG draws a whole run as one text and trusts the viewer to stretch it.
CELL = 12.2
_TEXT = re.compile(r'<text ([^>]*?) x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>([^<]*)</text>')
_WORD = re.compile(r"[!-~]+|[^\s!-~]")
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
            if app.snapshot is None:
                return
            taken.append(app.export_screenshot(title=app.words.title))
        finally:
            app.exit(Left.DONE)

    await app.run_async(headless=True, size=SIZE, auto_pilot=pilot)
    if not taken:
        msg = "no picture: the inspection could not be read"
        raise OperatorError(msg)
    return portable(taken[0])


def portable(svg: str) -> str:
    """Make an SVG that Rich wrote fetch nothing, and keep its columns whatever letters its viewer has."""
    return _TEXT.sub(_words, _WEB_FONTS.sub("", svg)).replace("Fira Code", FONTS)


def _words(match: re.Match[str]) -> str:
    """Place every word, and every wide character, by itself: columns stay columns whatever letters a viewer has."""
    before, x, y, after, content = match.groups()
    text = html.unescape(content).replace("\N{NO-BREAK SPACE}", " ")
    placed = []
    for word in _WORD.finditer(text):
        left = float(x) + CELL * width(text[: word.start()])
        place = f'x="{left:.1f}" y="{y}" textLength="{CELL * width(word.group()):.1f}"'
        placed.append(f"<text {before} {place} {after}>{html.escape(word.group())}</text>")
    return "".join(placed)
