"""A real terminal without a person before it: a tmux of our own, keys in, the screen out.

Nothing here sleeps and hopes: whoever wants something of the screen waits until it is there, and a wait that ends in
vain shows the screen that it ended with.
"""

import asyncio
import re
import shlex
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tui.text import width

#: Where a real terminal can be had.
TMUX: Final = shutil.which("tmux")
#: Seconds between two looks at the screen while waiting.
LOOK: Final = 0.05
#: Seconds that a wait may take, unless it says another number.
PATIENCE: Final = 20.0
#: The left border of a note that something was done.
NOTE: Final = "▌"
#: What programs in the terminal may count on.
_ABILITIES: Final = {"LC_ALL": "C.UTF-8", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none", "ESCDELAY": "25"}
#: Colours, and the switch to the line-drawing letters and back.
_LOOKS: Final = re.compile(r"\x1b\[[0-9;:]*m|\x1b[()][0B]|\x0e|\x0f")


class TourError(AssertionError):
    """The screen does not show what it must."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of a terminal, in cells."""

    columns: int
    rows: int

    def __str__(self) -> str:
        return f"{self.columns}x{self.rows}"


@dataclass(frozen=True, slots=True)
class Screen:
    """What stood on a terminal at one moment. ``coloured`` is the same with its escape sequences."""

    size: Size
    coloured: str

    @property
    def text(self) -> str:
        """The letters alone, line by line; blanks at a line's end are not kept."""
        return "\n".join(line.rstrip() for line in _LOOKS.sub("", self.coloured).split("\n"))

    @property
    def lines(self) -> list[str]:
        """The text's lines."""
        return self.text.split("\n")

    def expect(self, *parts: str) -> None:
        """Require that all ``parts`` stand here; raises ``TourError`` naming those that do not."""
        missing = [part for part in parts if part not in self.text]
        if missing:
            msg = f"at {self.size} the screen lacks {missing}:\n{self.text}"
            raise TourError(msg)

    def number(self, name: str) -> int:
        """Give the number that follows ``name``; raises ``TourError`` when there is none."""
        found = re.search(re.escape(name) + r"\s+(\d+)", self.text)
        if found is None:
            msg = f"no number follows {name!r}:\n{self.text}"
            raise TourError(msg)
        return int(found[1])

    def line(self, part: str) -> str:
        """Give the first line that holds ``part``; raises ``TourError`` when none does."""
        found = next((line for line in self.lines if part in line), None)
        if found is None:
            msg = f"no line holds {part!r}:\n{self.text}"
            raise TourError(msg)
        return found

    @property
    def notes(self) -> str:
        """What notes stand over the screen at the right, without the breaks of their lines."""
        return "".join(line.partition(NOTE)[2].strip() for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Tell whether no line is longer than the terminal is wide, and there are no more lines than it has."""
        return len(self.lines) <= self.size.rows and all(width(line) <= self.size.columns for line in self.lines)


class Terminal:
    """One tmux with one window. ``socket`` is its own, so that no other tmux is touched."""

    def __init__(self, socket: Path, size: Size) -> None:
        self.size: Final = size
        self._socket: Final = socket

    async def open(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Run a command in the terminal; the window stays when it ends."""
        given = [part for name, value in (_ABILITIES | dict(environment)).items() for part in ("-e", f"{name}={value}")]
        settings = [
            *("set-option", "-g", "status", "off", ";", "set-option", "-g", "remain-on-exit", "on", ";"),
            *(
                "set-option",
                "-g",
                "default-terminal",
                "tmux-256color",
                ";",
                "set-option",
                "-s",
                "escape-time",
                "10",
                ";",
            ),
            *("set-option", "-g", "history-limit", "0", ";"),
        ]
        shape = ["-x", str(self.size.columns), "-y", str(self.size.rows)]
        await self._tmux(*settings, "new-session", "-d", *shape, "-c", str(folder), *given, shlex.join(command))

    async def press(self, *keys: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``Escape``, ``Down``, ``C-d``, or a letter as it is."""
        await self._tmux("send-keys", *keys)

    async def step(self, *keys: str) -> None:
        """Press keys one after another, each when the one before has changed what is seen, be it a colour."""
        for key in keys:
            before = await self.screen()
            await self.press(key)
            await self.wait_until(partial(_differ, before), f"changed by {key}")

    async def type(self, text: str) -> None:
        """Type text, letter by letter as it is."""
        await self._tmux("send-keys", "-l", "--", text)

    async def screen(self) -> Screen:
        """Look at the terminal."""
        return Screen(self.size, (await self._tmux("capture-pane", "-p", "-e", "-N")).rstrip("\n"))

    async def wait_until(self, holds: Callable[[Screen], bool], what: str, *, within: float = PATIENCE) -> Screen:
        """Wait until ``holds`` is true of the screen; raises ``TourError`` saying ``what`` never was."""
        deadline = time.monotonic() + within
        while True:
            screen = await self.screen()
            if holds(screen):
                return screen
            if time.monotonic() > deadline:
                msg = f"after {within:.0f} s at {self.size}: not {what}; the screen:\n{screen.text}"
                raise TourError(msg)
            await asyncio.sleep(LOOK)

    async def wait_for(self, *parts: str, without: Sequence[str] = (), within: float = PATIENCE) -> Screen:
        """Wait until the screen holds all ``parts`` and nothing of ``without``; else ``TourError``."""

        def holds(screen: Screen) -> bool:
            return all(part in screen.text for part in parts) and not any(part in screen.text for part in without)

        wanted = f"showing {list(parts)}" + (f" without {list(without)}" if without else "")
        return await self.wait_until(holds, wanted, within=within)

    async def ended(self) -> int:
        """Wait until the command has ended, and give its exit status; raises ``TourError`` when it never does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            dead, _, status = (await self._tmux("display-message", "-p", "#{pane_dead} #{pane_dead_status}")).partition(
                " "
            )
            if dead == "1":
                return int(status.strip() or 0)
            await asyncio.sleep(LOOK)
        msg = f"the program did not end; the screen:\n{(await self.screen()).text}"
        raise TourError(msg)

    async def close(self) -> None:
        """End the terminal and what runs in it."""
        await self._tmux("kill-server", check=False)

    async def _tmux(self, *arguments: str, check: bool = True) -> str:
        # No configuration of the machine's: the keys and the looks are those of tmux itself.
        process = await asyncio.create_subprocess_exec(
            *(TMUX or "tmux", "-u", "-f", "/dev/null", "-S", str(self._socket), *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, wrong = await process.communicate()
        if check and process.returncode:
            msg = f"tmux {arguments[0]}: {wrong.decode().strip()}"
            raise TourError(msg)
        return said.decode()


def _differ(one: Screen, other: Screen) -> bool:
    return one.coloured != other.coloured


@asynccontextmanager
async def terminal(
    folder: Path, size: Size, command: Sequence[str], environment: Mapping[str, str]
) -> AsyncIterator[Terminal]:
    """Open a terminal that runs a command; it is gone when the block ends."""
    # A socket's address may have a hundred letters; the folder of a test may have more.
    with tempfile.TemporaryDirectory(prefix="xuncha-tour-") as place:
        opened = Terminal(Path(place) / "tmux", size)
        await opened.open(command, environment, folder)
        try:
            yield opened
        finally:
            await opened.close()
