"""总览: one screen that tells whether the inspection goes well, and what to do where it does not."""

import re
from collections.abc import Iterable

from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from tui.model import Snapshot, WorkerRow
from tui.readers.overview import OverviewTopic
from tui.screens.dashboard import DashboardScreen
from tui.screens.workers import worker_columns
from tui.topics import Topic
from tui.widgets.alarms_panel import AlarmsPanel
from tui.widgets.counts_panel import CountsPanel
from tui.widgets.rate_graph import RateGraph
from tui.widgets.virtual_table import Cell, Column, VirtualTable

_STAMP = re.compile(r"^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)\S*")


class OverviewScreen(DashboardScreen):
    """Alarms, rate, tasks, results, processes, log."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012 - Textual's declaration

    @property
    def topic(self) -> Topic:
        """What the alarms need."""
        return OverviewTopic()

    def body(self) -> Iterable[Widget]:
        """Give the parts from top to bottom; on a wide terminal the last two stand side by side."""
        words = self.words
        yield AlarmsPanel(words)
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
        self.query_one(AlarmsPanel).show(snapshot)
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
