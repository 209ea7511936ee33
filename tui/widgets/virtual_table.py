"""A table that draws only the lines on screen.

Textual's DataTable measures every row it is given and freezes for seconds at ten thousand of them. This one is a
line-API widget: it keeps a sequence of rows and draws the twenty or so that can be seen, so that 50,000 rows paint as
fast as fifty. A new sequence redraws only the lines that changed, which is what crosses a slow SSH link.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.keys import Scope, keys_of
from tui.text import Align, fit, safe, width

R = TypeVar("R")


#: What a tone's colour says, for eyes and terminals without colours: a sign beside the text. ``good`` is what has
#: none (each good cell is a word or a number that says so); ``dim`` says nothing.
SIGNS: Final = MappingProxyType({"bad": "!", "warn": "*"})


class Cell(NamedTuple):
    """One cell: its text (made safe when drawn) and the component class that colours it."""

    text: str
    tone: str = ""
    """"" or one of ``VirtualTable.TONES``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column: ``width`` in cells, 0 for the one column that takes what is left.

    A column with ``from_room`` is left out while the table is narrower than that.
    """

    key: str
    title: str
    width: int
    cell: Callable[[R], Cell]
    align: Align = "left"
    from_room: int = 0


def _drawn(text: str, tone: str, cells: int, align: Align) -> str:
    """Fill a column of so many cells and the gap right of it, which holds the sign when the column is full."""
    sign, clean = SIGNS.get(tone, "") if text else "", safe(text)
    if width(clean) + len(sign) > cells:
        return fit(clean, cells, align) + (sign or " ")
    return fit(sign + clean if align == "right" else clean + sign, cells, align) + " "


class VirtualTable(ScrollView, Generic[R], can_focus=True):
    """A list of any length with a fixed heading and one marked row.

    ``columns`` say how a row is drawn, ``key`` names a row so that the mark stays on it when rows move.
    """

    TONES = ("good", "bad", "warn", "dim")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--heading",
        "virtual-table--marked",
        *(f"virtual-table--{tone}" for tone in TONES),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.keys, key.action, key.word, show=False, id=key.word) for key in keys_of(Scope.TABLE)
    ]

    marked: reactive[int] = reactive(0)
    """Index of the marked row; 0 in an empty table."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str], *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._key = key
        self._rows: Sequence[R] = ()
        self._sorted_by = ""
        self._reversed = False

    @property
    def rows(self) -> Sequence[R]:
        """What the table shows now, in order."""
        return self._rows

    def show(self, rows: Sequence[R], *, sorted_by: str = "", reverse: bool = False) -> None:
        """Replace the rows; the mark stays on its row if that is still there, and only changed lines are drawn."""
        before, self._rows = self._rows, rows
        heading = (sorted_by, reverse)
        if heading != (self._sorted_by, self._reversed):
            self._sorted_by, self._reversed = heading
            self._refresh_line(0)
        self._follow(before)
        size = Size(0, len(rows) + 1)
        if size != self.virtual_size:
            self.virtual_size = size
            self.refresh()
            return
        top = round(self.scroll_y)
        for line in range(1, self.size.height):
            index = top + line - 1
            if index >= len(rows):
                break
            if before[index] != rows[index]:
                self._refresh_line(line)

    def _follow(self, before: Sequence[R]) -> None:
        """Move the mark to where its row went; keep its place, within bounds, when the row is gone."""
        if not self._rows:
            self.marked = 0
            return
        if self.marked < len(before):
            wanted = self._key(before[self.marked])
            if self.marked < len(self._rows) and self._key(self._rows[self.marked]) == wanted:
                return
            for index, row in enumerate(self._rows):
                if self._key(row) == wanted:
                    self.marked = index
                    return
        self.marked = min(self.marked, len(self._rows) - 1)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget; line 0 is the heading and does not scroll."""
        room = self.size.width
        if y == 0:
            style = self.get_component_rich_style("virtual-table--heading")
            return Strip([Segment(self._heading(room), style)]).adjust_cell_length(room, style)
        index = round(self.scroll_y) + y - 1
        if index >= len(self._rows):
            return Strip.blank(room, self.rich_style)
        base, toned = self.rich_style, True
        if index == self.marked and self.has_focus:
            # No tones: a colour made for the ground of the table may be lost on that of the mark. The signs stay.
            base, toned = self.get_component_rich_style("virtual-table--marked"), False
        return Strip(self._segments(self._rows[index], room, base, toned=toned)).adjust_cell_length(room, base)

    def _heading(self, room: int) -> str:
        titles = []
        for column, cells in self._laid_out(room):
            title = column.title
            if column.key == self._sorted_by:
                title += "^" if self._reversed else "v"
            titles.append(fit(title, cells, column.align))
        return " ".join(titles)

    def _segments(self, row: R, room: int, base: Style, *, toned: bool) -> list[Segment]:
        segments = []
        for column, cells in self._laid_out(room):
            text, tone = column.cell(row)
            style = base
            if tone and toned:
                # Only the colour of the letters: the ground stays that of the line.
                style += Style(color=self.get_component_rich_style(f"virtual-table--{tone}").color)
            segments.append(Segment(_drawn(text, tone, cells, column.align), style))
        return segments

    def _laid_out(self, room: int) -> list[tuple[Column[R], int]]:
        """Give the columns that fit and the cells each takes."""
        seen = [column for column in self._columns if column.from_room <= room]
        rest = max(0, room - sum(column.width for column in seen) - len(seen))
        return [(column, column.width or rest) for column in seen]

    def _refresh_line(self, line: int) -> None:
        self.refresh(Region(0, line, self.size.width, 1))

    def watch_marked(self, before: int, now: int) -> None:
        """Redraw the two lines concerned and keep the mark in sight."""
        top = round(self.scroll_y)
        for index in (before, now):
            self._refresh_line(index - top + 1)
        seen = max(1, self.size.height - 1)
        if now < top:
            self.scroll_to(y=now, animate=False)
        elif now >= top + seen:
            self.scroll_to(y=now - seen + 1, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Redraw all lines when the view moves."""
        super().watch_scroll_y(old_value, new_value)
        self.refresh()

    def action_cursor(self, step: int) -> None:
        """Move the mark by ``step`` rows."""
        self.marked = max(0, min(self.marked + step, len(self._rows) - 1))

    def action_page(self, pages: int) -> None:
        """Move the mark by whole screens."""
        self.action_cursor(pages * max(1, self.size.height - 1))

    def action_edge(self, edge: str) -> None:
        """Move the mark to the ``first`` or ``last`` row."""
        self.marked = 0 if edge == "first" else max(0, len(self._rows) - 1)

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked."""
        index = round(self.scroll_y) + event.y - 1
        if event.y > 0 and index < len(self._rows):
            self.marked = index

    def on_focus(self) -> None:
        """Show the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the mark."""
        self.refresh()
