"""总览: one screen that tells whether the inspection goes well."""

import re
from collections.abc import Iterable

from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from tui.locale.words import Words
from tui.model import Snapshot, WorkerRow
from tui.screens.dashboard import DashboardScreen
from tui.text import duration
from tui.widgets.counts_panel import CountsPanel
from tui.widgets.rate_graph import RateGraph
from tui.widgets.virtual_table import Cell, Column, VirtualTable

#: A heartbeat comes every five seconds; after this many seconds of silence it is shown as a warning.
LATE_BEAT = 12.0
_STAMP = re.compile(r"^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)\S*")


class OverviewScreen(DashboardScreen):
    """Rate, tasks, processes, log."""

    def body(self) -> Iterable[Widget]:
        """Give the parts from top to bottom; on a wide terminal the last two stand side by side."""
        words = self.words
        yield Static("", id="rate", classes="heading", markup=False)
        yield RateGraph(id="graph")
        yield CountsPanel(words)
        log = Column(key="line", title=words.log, width=0, cell=Cell)
        yield Container(
            VirtualTable(worker_columns(words), _worker_name, id="workers"),
            VirtualTable((log,), _no_name, id="log"),
            id="lower",
        )

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        self.query_one("#rate", Static).update(" " + self.words.rate.format(f"{snapshot.rate:.1f}"))
        self.query_one(RateGraph).show(snapshot.rates)
        self.query_one(CountsPanel).show(snapshot)
        self.query_one("#workers", VirtualTable).show(snapshot.workers)
        self.query_one("#log", VirtualTable).show(tuple(_brief(line) for line in reversed(snapshot.log)))


def _worker_name(worker: WorkerRow) -> str:
    return worker.name


def _brief(line: str) -> str:
    """Leave the day and the zone out of a log line's time; a line in another form stays as it is."""
    return _STAMP.sub(r"\1", line, count=1)


def _no_name(line: str) -> str:  # noqa: ARG001 - a key takes its row
    """Lines have no names, so the mark keeps its place while new lines come in above."""
    return ""


def worker_columns(words: Words) -> tuple[Column[WorkerRow], ...]:
    """Give the columns of the list of processes: what 80 cells leave goes to the name."""

    def silent(worker: WorkerRow) -> Cell:
        return Cell(duration(worker.silent_seconds), "bad" if worker.silent_seconds > LATE_BEAT else "good")

    return (
        Column(key="name", title=words.workers, width=0, cell=lambda worker: Cell(worker.name)),
        Column(key="role", title=words.role, width=7, cell=lambda worker: Cell(words.roles.get(worker.role, "?"))),
        Column(key="pid", title=words.process, width=8, align="right", cell=lambda worker: Cell(str(worker.pid))),
        Column(key="silent", title=words.silent, width=6, align="right", cell=silent),
        Column(
            key="rate", title=words.pages_per_second, width=7, align="right", cell=lambda row: Cell(f"{row.rate:.1f}")
        ),
        Column(
            key="fetched",
            title=words.fetched,
            width=9,
            align="right",
            cell=lambda row: Cell(str(row.fetched)),
            from_room=70,
        ),
        Column(
            key="memory",
            title=words.memory,
            width=7,
            align="right",
            cell=lambda row: Cell(f"{row.rss_bytes // 2**20}M" if row.rss_bytes else "-"),
        ),
    )
