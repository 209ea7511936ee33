"""A view of the dashboard without the dashboard: the same reading, filter and order, as a table or as JSON.

What a view is made of (its rows, columns, fields and orders) stands in its screen alone; the screen is made here,
asked, and never shown.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec import to_builtins

from tui import query
from tui.errors import UsageError
from tui.export import as_json, cells, headings, record
from tui.locale.words import Words
from tui.model import Snapshot
from tui.output import print_table
from tui.screens.listing import ListScreen
from tui.summary import print_summary, summary
from tui.topics import Topic
from tui.views import VIEWS

#: The view that is no list: a few lines of numbers.
OVERVIEW: Final = "overview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted of a view."""

    view: str = OVERVIEW
    filter: str = ""
    sort: str = ""
    """The key of an order, with a minus before it for the other direction; empty: the view's own."""


class Top:
    """Writes one view of snapshots."""

    def __init__(self, words: Words, asked: Asked) -> None:
        """Raises ``UsageError`` for a view or an order that there is not."""
        screens = {view.name: view.make(words, True) for view in VIEWS}
        if asked.view not in screens:
            msg = f"--view: no view {asked.view!r}: one of {', '.join(screens)}"
            raise UsageError(msg)
        screen = screens[asked.view]
        self._asked = asked
        self._screen = screen
        self._list: ListScreen[Any] | None = screen if isinstance(screen, ListScreen) else None
        self._order, self._reverse = self._ordered(asked.sort.removeprefix("-"), asked.sort.startswith("-"))

    @property
    def topic(self) -> Topic | None:
        """What has to be read besides what every reading holds."""
        return self._screen.topic

    def rows(self, snapshot: Snapshot) -> Sequence[Any]:
        """Give what the filter lets through, in the order asked for; nothing of a view that is no list."""
        if self._list is None or self._order is None:
            return ()
        listing = self._list.listing
        terms = query.parse(self._asked.filter, listing.field_names)
        kept = query.select(listing.rows(snapshot), terms, listing.fields)
        return self._order.apply(kept, reverse=self._reverse)

    def print(self, snapshot: Snapshot) -> None:
        """Write it for people."""
        if self._list is None:
            print_summary(snapshot)
            return
        listing = self._list.listing
        right = [column.title for column in listing.columns if column.align == "right"]
        print_table(headings(listing), [cells(listing, row) for row in self.rows(snapshot)], right=right)

    def print_json(self, snapshot: Snapshot) -> None:
        """Write it for programs: the numbers of the inspection, and the view's rows as they are held."""
        rows = [] if self._list is None else [record(self._list.listing, row) for row in self.rows(snapshot)]
        document = {**to_builtins(summary(snapshot)), "view": self._asked.view, "rows": rows}
        if self._list is None:
            document["workers"] = to_builtins(snapshot.workers)
        sys.stdout.write(as_json(document))

    def _ordered(self, key: str, reverse: bool) -> tuple[query.Order[Any] | None, bool]:
        orders: Sequence[query.Order[Any]] = self._list.listing.orders if self._list is not None else ()
        order = next((one for one in orders if key in {"", one.key}), None)
        if key and order is None:
            known = ", ".join(one.key for one in orders) or "none"
            msg = f"--sort: {self._asked.view} has no order {key!r}: one of {known}"
            raise UsageError(msg)
        return order, reverse
