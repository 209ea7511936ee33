"""排名: the annex tables as they stand now; ``g`` goes from all sites to each group to the accounts that failed."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import query
from tui.locale.review import RankingWords
from tui.locale.words import Words
from tui.model import Snapshot
from tui.ranked import FIELDS, RankRow, Table, Tallied, fields
from tui.readers.ranking import RankingDetail, RankingTopic
from tui.screens.listing import Listing, ListScreen
from tui.text import safe
from tui.topics import Topic
from tui.widgets.virtual_table import Cell, Column, VirtualTable


class RankingScreen(ListScreen[RankRow]):
    """One table at a time, with what the notice counts of it above."""

    CSS_PATH = "../styles/ranking.tcss"
    # The table has a ``g`` of its own, for its first row; here it is reached with Home.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("g", "next_group", show=False, priority=True, id="next_group")]

    def __init__(self, words: Words, *, read_only: bool) -> None:
        listing = Listing(
            name="ranking",
            rows=self._rows_of,
            key=lambda row: row.code,
            columns=_columns(words.ranked),
            orders=_orders(),
            fields=partial(fields, verdicts=words.verdicts),
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)
        self._tables: Sequence[Table] = ()
        self._chosen = ("all", "")
        self._snapshot: Snapshot | None = None

    def body(self) -> Iterable[Widget]:
        """Give the list with a heading above its table."""
        for widget in super().body():
            if isinstance(widget, VirtualTable):
                yield Static("", id="tally", markup=False)
            yield widget

    @property
    def topic(self) -> Topic:
        """All tables."""
        return RankingTopic()

    @property
    def chosen(self) -> Table | None:
        """The table on screen; None before the first reading."""
        held = (table for table in self._tables if (table.kind, table.name) == self._chosen)
        return next(held, self._tables[0] if self._tables else None)

    def _rows_of(self, snapshot: Snapshot) -> Sequence[RankRow]:
        detail = snapshot.detail
        if isinstance(detail, RankingDetail):
            self._tables = detail.tables
            self._snapshot = snapshot
        return self.chosen.rows if self.chosen else ()

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        fault = snapshot.detail.fault if isinstance(snapshot.detail, RankingDetail) else ""
        self.query_one("#tally", Static).update(safe(fault) or self._heading())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the letter to a filter that is being typed."""
        if action == "next_group" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def action_next_group(self) -> None:
        """Show the next table."""
        table = self.chosen
        if table is None or self._snapshot is None:
            return
        following = self._tables[(self._tables.index(table) + 1) % len(self._tables)]
        self._chosen = (following.kind, following.name)
        self.show(self._snapshot)
        self.table.action_edge("first")

    def _heading(self) -> str:
        """Name the table and its place among all, and what the notice counts of it."""
        table, words = self.chosen, self.words.ranked
        if table is None:
            return f" {self.words.waiting_for_data}"
        name = {"all": words.all, "accounts": words.accounts}.get(table.kind, table.name)
        place = words.heading.format(safe(name), self._tables.index(table) + 1, len(self._tables))
        return " " + "  ".join([place, *(_told(one, words) for one in table.tallies)])


def _told(tally: Tallied, words: RankingWords) -> str:
    rate = f"{tally.rate}%" if tally.rate else words.no_rate
    counts = (tally.total, tally.failed, tally.pending, rate)
    return words.of_platform.format(safe(tally.name), *counts) if tally.name else words.sites.format(*counts)


def _columns(words: RankingWords) -> tuple[Column[RankRow], ...]:
    """Give the columns: at 80 cells the name has 26 and the remark 28."""

    def score(row: RankRow) -> Cell:
        return Cell("-" if row.score is None else f"{row.score:.1f}", "" if row.rank else "dim")

    def bounds(row: RankRow) -> Cell:
        return Cell(f"{row.range[0]:.1f}-{row.range[1]:.1f}" if row.range else "", "dim")

    return (
        Column(key="rank", title=words.rank, width=5, align="right", cell=lambda row: Cell(str(row.rank or "-"))),
        Column(key="number", title=words.number, width=5, align="right", cell=lambda row: Cell(str(row.number), "dim")),
        Column(key="name", title=words.unit, width=0, cell=lambda row: Cell(row.name)),
        Column(key="group", title=words.group, width=12, cell=lambda row: Cell(row.group, "dim"), from_room=110),
        Column(key="score", title=words.score, width=6, align="right", cell=score),
        Column(key="range", title=words.range, width=11, align="right", cell=bounds, from_room=100),
        Column(key="why", title=words.why, width=28, cell=_why),
    )


def _why(row: RankRow) -> Cell:
    return Cell(row.why, {"unqualified": "bad", "pending": "warn"}.get(row.verdict, "dim"))


def _orders() -> tuple[query.Order[RankRow], ...]:
    """Give the ways to sort; rows without a rank keep the order of the table, which puts the open ones first."""
    return (
        query.Order(key="rank", value=lambda row: row.rank),
        query.Order(key="score", value=lambda row: row.score),
        query.Order(key="number", value=lambda row: row.number),
        query.Order(key="why", value=lambda row: row.why or None),
        query.Order(key="name", value=lambda row: row.name),
    )
