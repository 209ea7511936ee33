"""进程: the machines and what is wanted of each, above every process by its last heartbeat."""

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import Static

from tui import query
from tui.alarms import LATE_BEAT
from tui.gate import StepNode
from tui.locale.words import Words
from tui.messages import ActWanted
from tui.model import NodeRow, Snapshot, WorkerRow
from tui.screens.listing import Listing, ListScreen
from tui.text import duration
from tui.widgets.virtual_table import Cell, Column, VirtualTable

FIELDS = ("name", "role", "host")
#: Lines of the list of machines: its heading and so many rows, then it scrolls.
_MOST_NODES = 8


class WorkersScreen(ListScreen[WorkerRow]):
    """Two lists: machines, which ``+`` and ``-`` scale, and processes. Tab goes from one to the other."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        listing = Listing(
            name="workers",
            rows=lambda snapshot: snapshot.workers,
            key=lambda worker: worker.name,
            columns=worker_columns(words),
            orders=_orders(),
            fields=_fields,
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)

    def body(self) -> Iterable[Widget]:
        """Give the machines, what to do when there is none, and the list of processes."""
        nodes: VirtualTable[NodeRow] = VirtualTable(node_columns(self.words), lambda node: node.name, id="nodes")
        nodes.display = False
        yield nodes
        yield Static(self.words.desk.no_nodes, id="no-nodes", classes="heading", markup=False)
        yield from super().body()

    @property
    def nodes(self) -> VirtualTable[NodeRow]:
        """The list of machines."""
        return self.query_one("#nodes", VirtualTable)

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        self.nodes.show(snapshot.nodes)
        appears = bool(snapshot.nodes) and not self.nodes.display
        self.nodes.display = bool(snapshot.nodes)
        self.nodes.styles.height = min(_MOST_NODES, len(snapshot.nodes)) + 1
        self.query_one("#no-nodes").display = not snapshot.nodes
        if appears and self.focused is self.table:
            self.set_focus(self.nodes)

    def action_more(self) -> None:
        """Let the marked machine run one worker more."""
        self._step(1)

    def action_fewer(self) -> None:
        """Let the marked machine run one worker less."""
        self._step(-1)

    def _step(self, by: int) -> None:
        """Change what is wanted of the marked machine, and have the mark seen that it went by."""
        if not self.nodes.rows:
            return
        node = self.nodes.rows[self.nodes.marked]
        self.set_focus(self.nodes)
        if node.gone:
            self.notify(self.words.desk.gone_node.format(node.name), severity="warning", markup=False)
            return
        self.post_message(ActWanted(StepNode(node=node.name, by=by)))


def node_columns(words: Words) -> tuple[Column[NodeRow], ...]:
    """Give the columns of the list of machines; how it fares takes what is left."""
    desk = words.desk

    def condition(node: NodeRow) -> Cell:
        if node.gone:
            return Cell(desk.node_gone.format(duration(node.silent_seconds)), "bad")
        return Cell(node.failing, "bad") if node.failing else Cell(desk.node_well, "good")

    def running(node: NodeRow) -> Cell:
        tone = "dim" if node.gone else "" if node.running == node.wanted else "warn"
        return Cell(str(node.running), tone)

    return (
        Column(key="name", title=desk.nodes, width=18, cell=lambda node: Cell(node.name)),
        Column(key="host", title=desk.host, width=20, cell=lambda node: Cell(node.host, "dim"), from_room=110),
        Column(key="cores", title=desk.cores, width=5, align="right", cell=lambda node: Cell(str(node.cores), "dim")),
        Column(key="wanted", title=desk.wanted, width=5, align="right", cell=lambda node: Cell(str(node.wanted))),
        Column(key="running", title=desk.running, width=5, align="right", cell=running),
        Column(key="leaving", title=desk.leaving, width=6, align="right", cell=_leaving),
        Column(key="condition", title=desk.condition, width=0, cell=condition),
    )


def _leaving(node: NodeRow) -> Cell:
    return Cell(str(node.leaving), "warn") if node.leaving else Cell("")


def worker_columns(words: Words) -> tuple[Column[WorkerRow], ...]:
    """Give the columns of the list of processes: what 80 cells leave goes to the name."""

    def silent(worker: WorkerRow) -> Cell:
        return Cell(duration(worker.silent_seconds), "bad" if worker.silent_seconds > LATE_BEAT else "good")

    return (
        Column(key="name", title=words.workers, width=0, cell=lambda worker: Cell(worker.name)),
        Column(key="role", title=words.role, width=7, cell=lambda worker: Cell(words.roles.get(worker.role, "?"))),
        Column(key="pid", title=words.process, width=8, align="right", cell=lambda worker: Cell(str(worker.pid))),
        Column(key="silent", title=words.silent, width=6, align="right", cell=silent),
        Column(key="rate", title=words.pages_per_second, width=7, align="right", cell=_rate),
        Column(key="fetched", title=words.fetched, width=9, align="right", cell=_fetched, from_room=70),
        Column(key="memory", title=words.memory, width=7, align="right", cell=_memory),
    )


def _rate(worker: WorkerRow) -> Cell:
    return Cell(f"{worker.rate:.1f}")


def _fetched(worker: WorkerRow) -> Cell:
    return Cell(str(worker.fetched))


def _memory(worker: WorkerRow) -> Cell:
    return Cell(f"{worker.rss_bytes // 2**20}M" if worker.rss_bytes else "-")


def _orders() -> tuple[query.Order[WorkerRow], ...]:
    """Give the ways to sort; the silent ones come first."""
    return (
        query.Order(key="silent", value=lambda one: one.silent_seconds, descending=True),
        query.Order(key="name", value=lambda one: one.name),
        query.Order(key="rate", value=lambda one: one.rate),
        query.Order(key="memory", value=lambda one: one.rss_bytes, descending=True),
    )


def _fields(worker: WorkerRow) -> Mapping[str, str]:
    return {"name": worker.name, "role": worker.role, "host": worker.host}
