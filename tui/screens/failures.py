"""失败: the pages that were given up, by kind; ``R`` fetches again what the filter shows."""

from collections.abc import Sequence
from datetime import datetime

from infra.clock import BEIJING
from tui import query
from tui.failures import FIELDS, FailureRow, fields
from tui.locale.words import Words
from tui.model import Snapshot
from tui.readers.failures import FailuresDetail, FailuresTopic
from tui.screens.listing import Listing, ListScreen
from tui.topics import Topic
from tui.widgets.virtual_table import Cell, Column


class FailuresScreen(ListScreen[FailureRow]):
    """The list of failures."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        listing = Listing(
            name="failures",
            rows=_rows,
            key=lambda row: f"{row.at} {row.url}",
            columns=_columns(words),
            orders=_orders(),
            fields=fields,
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)

    @property
    def topic(self) -> Topic:
        """The failures."""
        return FailuresTopic()


def _rows(snapshot: Snapshot) -> Sequence[FailureRow]:
    return snapshot.detail.rows if isinstance(snapshot.detail, FailuresDetail) else ()


def _columns(words: Words) -> tuple[Column[FailureRow], ...]:
    return (
        Column(key="at", title=words.time, width=8, cell=_time),
        Column(key="name", title=words.name, width=16, cell=lambda row: Cell(row.name or row.target)),
        Column(key="kind", title=words.kind, width=10, cell=lambda row: Cell(row.kind, "warn")),
        Column(key="task", title=words.task, width=10, cell=lambda row: Cell(row.task, "dim"), from_room=110),
        Column(key="attempts", title=words.attempts, width=5, align="right", cell=_attempts, from_room=100),
        Column(key="reason", title=words.reason, width=28, cell=lambda row: Cell(row.reason), from_room=100),
        Column(key="url", title=words.address, width=0, cell=lambda row: Cell(row.url)),
    )


def _time(row: FailureRow) -> Cell:
    return Cell(datetime.fromtimestamp(row.at / 1000, BEIJING).strftime("%H:%M:%S"), "dim")


def _attempts(row: FailureRow) -> Cell:
    return Cell(str(row.attempts))


def _orders() -> tuple[query.Order[FailureRow], ...]:
    """Give the ways to sort; the newest come first."""
    return (
        query.Order(key="at", value=lambda row: row.at, descending=True),
        query.Order(key="kind", value=lambda row: row.kind),
        query.Order(key="name", value=lambda row: row.name),
        query.Order(key="reason", value=lambda row: row.reason),
    )
