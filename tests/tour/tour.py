"""One tour: the stage, the operator's terminal, and the album that its screens go into."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from infra.inspections import State
from tests.tour.album import Album
from tests.tour.stage import Stage
from tests.tour.terminal import NOTE, PATIENCE, Screen, Terminal, TourError
from tui.locale.zh import ZH
from tui.views import VIEWS


@dataclass(slots=True, kw_only=True)
class Tour:
    """What an act of the tour works with. ``desk`` is the terminal of the one operator who is always there."""

    stage: Stage
    desk: Terminal
    album: Album
    inspection: str
    """The id of the inspection that is watched."""
    operator: str
    calm: bool = False
    """Screens are kept when no note stands over them."""

    async def is_now(self, state: State, *, within: float = PATIENCE) -> None:
        """Wait until the top line says that the inspection is in this state."""
        word = ZH.states[state]
        await self.desk.wait_until(lambda screen: word in screen.lines[0], word, within=within)

    async def pause_or_resume(self, state: State) -> None:
        """Press ``p`` and read back what came of it."""
        await self.desk.press("p")
        await self.is_now(state)

    async def go_to(self, view: str, *parts: str) -> Screen:
        """Press the key of a main view, and wait until it shows ``parts``."""
        wanted = next(one for one in VIEWS if one.name == view)
        await self.desk.press(wanted.key)
        return await self.desk.wait_for(f"{self.inspection} > {getattr(ZH, wanted.word)}", *parts)

    async def keep(self, name: str, *parts: str) -> Screen:
        """Wait for ``parts``, see that the screen is whole, and put it into the album."""
        screen = await self.desk.wait_for(*parts, without=[NOTE] if self.calm else [])
        if not screen.is_whole:
            msg = f"{name}: a line is longer than the terminal at {screen.size}:\n{screen.text}"
            raise TourError(msg)
        self.album.keep(name, screen)
        return screen

    @asynccontextmanager
    async def filtered(self, text: str, *, kept: int, of: int, by: str) -> AsyncIterator[None]:
        """Type a filter and wait until the list says how many rows it lets through; drop it when the block ends."""
        await self.desk.press("/")
        await self.desk.type(text)
        await self.desk.press("Enter")
        await self.desk.wait_for(text, ZH.shown.format(kept, of, by))
        yield
        await self.desk.press("Escape")
        await self.desk.wait_until(
            lambda screen: all(line.strip() != text for line in screen.lines), f"without the filter {text}"
        )
