"""The second line of every screen: where it stands, from the inspection down. It is a path, not a history.

A click on a part goes there. Names come from strangers and may be long: the widest are cut until the path fits.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.text import fit, safe, width

_BETWEEN: Final = " > "
_LEAST: Final = 4


class Breadcrumb(Widget):
    """One line of parts; the last one is where the operator is."""

    path: reactive[tuple[str, ...]] = reactive(())

    class Chosen(Message):
        """A part was clicked; ``depth`` counts from 0, the inspection."""

        def __init__(self, depth: int) -> None:
            super().__init__()
            self.depth = depth

    def show(self, path: Sequence[str]) -> None:
        """Show a path; its parts may hold anything."""
        self.path = tuple(safe(part) or "-" for part in path)

    def render(self) -> Content:
        """Draw the parts that lead here, dimmed, and the last one."""
        parts: list[str | tuple[str, str]] = [" "]
        for depth, (part, cells) in enumerate(zip(self.path, self._cells(), strict=True)):
            last = depth == len(self.path) - 1
            parts += [(fit(part, cells), "bold" if last else "underline"), "" if last else _BETWEEN]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Say which part was clicked, unless it is the last one."""
        for depth, (start, end) in enumerate(self._places()):
            if start <= event.x < end and depth < len(self.path) - 1:
                self.post_message(self.Chosen(depth))

    def _places(self) -> Iterator[tuple[int, int]]:
        """Give the cells that each part takes, from and before."""
        at = 1
        for cells in self._cells():
            yield at, at + cells
            at += cells + len(_BETWEEN)

    def _cells(self) -> list[int]:
        """Give each part's cells: its own width, less of the widest where the line is too short."""
        cells = [width(part) for part in self.path]
        room = self.size.width - 1 - len(_BETWEEN) * max(0, len(cells) - 1)
        while sum(cells) > room and max(cells) > _LEAST:
            cells[cells.index(max(cells))] -= 1
        return cells
