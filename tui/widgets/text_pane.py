"""Lines of text to scroll through, wrapped to the room there is, with places marked in them.

Like the table, it draws only the lines on screen, so that 200 kB of a page scroll as fast as ten lines. A line with a
place in it has a sign before it as well, for eyes and terminals without colours.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.keys import Scope, keys_of
from tui.text import fit

_SIGN: Final = "> "
#: Lines left above a place that is scrolled to.
_ABOVE: Final = 2
#: What is not parted at a line's end: blanks, a word or an address, or one wide character with what ends a clause.
_PIECES: Final = re.compile(r"\s+|[!-~]+|.[，。；：、！？）》”」]*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaneLine:
    """One line, harmless already: its name (empty for none), its text, how it is coloured, the places in it."""

    text: str
    name: str = ""
    tone: str = ""
    """"" or one of ``TextPane.TONES``."""
    marks: tuple[tuple[int, int], ...] = ()
    """From and before which character."""


class _Row(NamedTuple):
    """What one line of the terminal shows: characters ``start`` to ``end`` of a line."""

    line: PaneLine
    start: int
    end: int

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """The places that stand in it, or a part of them."""
        for start, end in self.line.marks:
            if start < self.end and end > self.start:
                yield max(start, self.start), min(end, self.end)


class TextPane(ScrollView, can_focus=True):
    """Any number of lines; ``names`` is the width of their names in cells, 0 where they have none."""

    TONES = ("good", "bad", "warn", "dim", "strong")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-pane--mark", *(f"text-pane--{tone}" for tone in TONES)}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.keys, key.action, key.word, show=False) for key in keys_of(Scope.TABLE)
    ]

    def __init__(self, *, names: int = 0, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._names = names
        self._lines: Sequence[PaneLine] = ()
        self._rows: list[_Row] = []
        self._places: list[int] = []
        self._room = 0

    @property
    def lines(self) -> Sequence[PaneLine]:
        """What it shows."""
        return self._lines

    def show(self, lines: Sequence[PaneLine]) -> None:
        """Show other lines; where they are the same, nothing moves."""
        if lines != self._lines:
            self._lines = lines
            self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines to the new width."""
        if event.size.width != self._room:
            self._lay_out()

    def _lay_out(self) -> None:
        self._room = self.size.width
        cells = max(8, self._room - len(_SIGN) - self._names)
        self._rows = [_Row(line, *part) for line in self._lines for part in _parts(line.text, cells)]
        self._places = [at for at, row in enumerate(self._rows) if next(row.places, None) is not None]
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        at = round(self.scroll_y) + y
        if at >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip(list(self._segments(self._rows[at]))).adjust_cell_length(self.size.width, self.rich_style)

    def _segments(self, row: _Row) -> Iterator[Segment]:
        base, line, places = self.rich_style, row.line, list(row.places)
        yield Segment(_SIGN if places else " " * len(_SIGN), base)
        if self._names:
            name = fit(line.name if row.start == 0 else "", self._names)
            yield Segment(name, base + self._tone("dim"))
        style = base + self._tone(line.tone) if line.tone else base
        marked = self.get_component_rich_style("text-pane--mark")
        at = row.start
        for start, end in places:
            yield Segment(line.text[at:start], style)
            yield Segment(line.text[start:end], marked)
            at = end
        yield Segment(line.text[at : row.end], style)

    def _tone(self, tone: str) -> Style:
        found = self.get_component_rich_style(f"text-pane--{tone}")
        return Style(color=found.color, bold=found.bold)

    def action_cursor(self, step: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_y + step, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by whole screens."""
        self.action_cursor(pages * max(1, self.size.height - 1))

    def action_edge(self, edge: str) -> None:
        """Scroll to the first or the last line."""
        self.scroll_to(y=0 if edge == "first" else len(self._rows), animate=False)

    def to_place(self, step: int) -> None:
        """Scroll to the next place (1), to the one before (-1), or to the first (0)."""
        if not self._places:
            return
        top = round(self.scroll_y) + _ABOVE
        at = {1: bisect_left(self._places, top + 1), -1: bisect_left(self._places, top) - 1}.get(step, 0)
        self.scroll_to(y=max(0, self._places[max(0, min(at, len(self._places) - 1))] - _ABOVE), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Redraw when the view moves."""
        super().watch_scroll_y(old_value, new_value)
        self.refresh()


def _parts(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Part a line at so many cells, between words where it can be; longer ones, such as addresses, are cut."""
    if cell_len(text) <= cells:
        yield 0, len(text)
        return
    start = at = taken = 0
    for piece in _cut(text, cells):
        wide = cell_len(text[piece[0] : piece[1]])
        if taken + wide > cells and taken:
            yield start, at
            start, taken = piece[0], 0
            if text[piece[0]].isspace():
                start, wide = piece[1], 0
        taken += wide
        at = piece[1]
    if start < len(text):
        yield start, len(text)


def _cut(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Give the pieces that are not parted; a piece wider than a line in parts that fit."""
    for match in _PIECES.finditer(text):
        start, end = match.span()
        step = end - start
        if cell_len(match[0]) > cells:
            step = cells if match[0].isascii() else cells // 2
        for at in range(start, end, step):
            yield at, min(at + step, end)
