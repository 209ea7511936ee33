"""What every screen that is a list has in common: a table, a filter (``/``), an order (``o``, ``O``), Enter to open.

A list says how its rows are found in a snapshot, drawn, searched and sorted; the rest is here. It keeps the last rows,
so that a filter acts at once, and remembers filter and order while the dashboard runs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingsMap, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import query
from tui.keys import KEYS
from tui.locale.words import Words
from tui.messages import RowChosen, ViewChanged
from tui.model import Snapshot
from tui.remembered import ViewState
from tui.screens.dashboard import DashboardScreen
from tui.widgets.virtual_table import Column, VirtualTable

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[R]):
    """How a list is made of a snapshot's rows."""

    name: str
    """The id of its table."""
    rows: Callable[[Snapshot], Sequence[R]]
    key: Callable[[R], str]
    """What tells a row from all others, so that the mark stays on it when rows move."""
    columns: Sequence[Column[R]]
    orders: Sequence[query.Order[R]]
    """Ways to sort, each by a column's key; the first is that of the beginning."""
    fields: Callable[[R], Mapping[str, str]]
    field_names: Sequence[str]
    """What a filter can name before a colon."""


class ListScreen(DashboardScreen, Generic[R]):
    """A list of any length."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_filter", show=False),
        Binding("enter", "end_filter", show=False, priority=True),
    ]

    def __init__(self, words: Words, listing: Listing[R], *, read_only: bool) -> None:
        super().__init__(words, read_only=read_only)
        for key in KEYS:
            if key.action == "filter":
                # Before all others, or what is typed ahead of the line (over a slow link all comes in one packet) would
                # reach the table as commands: ``p`` would pause the inspection.
                word = str(getattr(words, key.word))
                first = Binding(key.keys, key.action, word, key_display=key.shown, priority=True, id=key.word)
                self._bindings = BindingsMap.merge([self._bindings, BindingsMap([first])])
        self.listing = listing
        self._rows: Sequence[R] = ()
        self._order = 0
        self._reverse = False
        self._recalled = False

    def body(self) -> Iterable[Widget]:
        """Give the filter line (hidden until asked for), the table and its summary."""
        yield Input(
            placeholder=self.words.filter_hint.format(" ".join(self.listing.field_names)), id="filter", compact=True
        )
        yield VirtualTable(self.listing.columns, self.listing.key, id=self.listing.name)
        yield Static("", id="shown", classes="heading", markup=False)

    def on_mount(self) -> None:
        """Start with the table under the keys."""
        self.query_one("#filter").display = False
        self.table.focus()

    @property
    def table(self) -> VirtualTable[R]:
        """The table itself."""
        return self.query_one(f"#{self.listing.name}", VirtualTable)

    @property
    def marked(self) -> R | None:
        """The row under the mark; None in an empty list, and before there is one."""
        rows = self.table.rows if self.ready else ()
        return rows[self.table.marked] if rows else None

    @property
    def filter(self) -> str:
        """The filter as typed."""
        return self.query_one("#filter", Input).value

    @property
    def kept(self) -> Sequence[R]:
        """The rows that the filter lets through, in their order."""
        return self.table.rows

    def recall(self, state: ViewState) -> None:
        """Be as the list was left; only the first time, for later the operator may have changed it."""
        if self._recalled:
            return
        self._recalled = True
        keys = [order.key for order in self.listing.orders]
        if state.order in keys:
            self._order, self._reverse = keys.index(state.order), state.reverse
        line = self.query_one("#filter", Input)
        line.value, line.display = state.filter, bool(state.filter)
        self._arrange()

    def _change(self) -> None:
        """Show the list in its new order or with its new filter, and have that remembered."""
        self._arrange()
        order = self.listing.orders[self._order].key
        state = ViewState(filter=self.filter, order=order, reverse=self._reverse)
        self.post_message(ViewChanged(self.listing.name, state))

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        rows = self.listing.rows(snapshot)
        if rows and rows is self._rows:  # nothing was read anew, and a hundred thousand rows take long to sort
            self._tell()
            return
        self._rows = rows
        self._arrange()

    def _arrange(self) -> None:
        order = self.listing.orders[self._order]
        terms = query.parse(self.query_one("#filter", Input).value, self.listing.field_names)
        rows = order.apply(query.select(self._rows, terms, self.listing.fields), reverse=self._reverse)
        self.table.show(rows, sorted_by=order.key, reverse=order.descending is not self._reverse)
        self._tell()

    def _tell(self) -> None:
        """Say below the table how much of the list it shows."""
        key = self.listing.orders[self._order].key
        title = next((column.title for column in self.listing.columns if column.key == key), key)
        told = self.words.shown.format(len(self.table.rows), len(self._rows), title)
        self.query_one("#shown", Static).update(f" {told}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the filter's key to the filter line while that is typed into, and Enter to all else while it is not."""
        if action in ("filter", "end_filter"):
            return isinstance(self.focused, Input) is (action == "end_filter")
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type a filter."""
        self.open_filter()

    def open_filter(self) -> None:
        """Show the filter line and type into it."""
        line = self.query_one("#filter", Input)
        line.display = True
        self.set_focus(line)

    def action_clear_filter(self) -> None:
        """Drop the filter and go back to the table; with none, leave the screen if another one led here."""
        line = self.query_one("#filter", Input)
        if not line.display and not line.value:
            self.go_back()
            return
        line.value = ""
        line.display = False
        self.set_focus(self.table)

    @on(Input.Changed, "#filter")
    def _filter_typed(self) -> None:
        self._change()

    def action_end_filter(self) -> None:
        """Keep the filter and go back to the table."""
        self.set_focus(self.table)

    def next_order(self) -> None:
        """Sort by the next column."""
        self._order = (self._order + 1) % len(self.listing.orders)
        self._reverse = False
        self._change()

    def turn_order(self) -> None:
        """Turn the order round."""
        self._reverse = not self._reverse
        self._change()

    def open_marked(self) -> None:
        """Say that the row under the mark is wanted; whoever knows where it leads opens that."""
        if (row := self.marked) is not None:
            self.post_message(RowChosen(self.listing.name, row))
