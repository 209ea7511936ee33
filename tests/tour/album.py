"""The screens of a tour, kept as text and as pictures in the colours that the terminal showed."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.tour.terminal import Screen
from tui.picture import portable

_TITLE: Final = "巡查 xuncha tui"
#: The terminal's own ground where the dashboard paints none: as dark as its own.
_THEME: Final = TerminalTheme((18, 21, 28), (197, 200, 198), [(0, 0, 0)] * 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Keeps every screen as ``NN-name.txt`` and ``.svg`` in ``folder``."""

    folder: Path
    names: list[str] = field(default_factory=list)
    """Of the screens kept, in order."""

    def keep(self, name: str, screen: Screen) -> None:
        """Keep a screen."""
        self.names.append(name)
        place = self.folder / f"{len(self.names):02d}-{name}"
        place.with_suffix(".txt").write_text(screen.text + "\n", encoding="utf-8")
        place.with_suffix(".svg").write_text(picture(screen), encoding="utf-8")


def picture(screen: Screen) -> str:
    """Draw a screen as SVG."""
    console = Console(
        record=True, width=screen.size.columns, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in screen.coloured.split("\n"):
        text = Text.from_ansi(line)
        text.truncate(screen.size.columns, pad=True)
        console.print(text, no_wrap=True, overflow="crop", highlight=False)
    return portable(console.export_svg(title=_TITLE, theme=_THEME))
