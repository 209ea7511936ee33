"""审核: the queue of what waits for a person, with the clause and what was seen beside the marked row.

``c`` confirms, ``d`` dismisses, ``l`` clears the clause for the target, ``a`` enters an appeal and ``D`` decides on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui import query
from tui.locale.review import ReviewWords
from tui.locale.words import Words
from tui.messages import CopyWanted
from tui.model import Snapshot
from tui.readers.review import ReviewDetail, ReviewTopic, told
from tui.screens.decide import standing
from tui.screens.listing import Listing, ListScreen
from tui.screens.saying import SayingScreen
from tui.text import safe
from tui.topics import Topic
from tui.waiting import FIELDS, WaitingRow, fields
from tui.widgets.text_pane import PaneLine, TextPane
from tui.widgets.virtual_table import Cell, Column, VirtualTable

_NAMES = 8


class ReviewScreen(SayingScreen, ListScreen[WaitingRow]):
    """The queue, and beside it (below it on a narrow terminal) all that is known of the marked row."""

    CSS_PATH = "../styles/review.tcss"

    def __init__(self, words: Words, *, read_only: bool) -> None:
        listing = Listing(
            name="review",
            rows=_rows,
            key=lambda row: row.id,
            columns=_columns(words.reviewing),
            orders=_orders(),
            fields=partial(fields, states=words.reviewing.states),
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)
        self._shown = ""
        self._cut = ""
        self._nothing = words.waiting_for_data

    def body(self) -> Iterable[Widget]:
        """Give the list with the pane beside its table."""
        for widget in super().body():
            if isinstance(widget, VirtualTable):
                pane = Vertical(
                    Static("", id="asked", classes="heading", markup=False), TextPane(names=_NAMES, id="evidence")
                )
                yield Container(widget, pane, id="matter")
            else:
                yield widget

    def on_mount(self) -> None:
        """Follow the mark."""
        self.watch(self.table, "marked", self._show_marked, init=False)

    @property
    def topic(self) -> Topic:
        """The queue."""
        return ReviewTopic()

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        detail = snapshot.detail
        if isinstance(detail, ReviewDetail):
            listed, told = len(detail.rows), self.words.reviewing.heaviest
            self._nothing = self.words.reviewing.nothing_waits
            self._cut = told.format(listed, detail.total) if detail.total > listed else ""
        super().show(snapshot)

    def _arrange(self) -> None:
        super()._arrange()
        self._show_marked()

    def _show_marked(self) -> None:
        row, words = self.marked, self.words.reviewing
        pane = self.query_one("#evidence", TextPane)
        lines = [PaneLine(text=self._nothing, tone="dim")] if row is None else list(_about(row, words))
        pane.show(lines)
        if self._shown != (row.id if row else ""):
            self._shown = row.id if row else ""
            pane.scroll_to(y=0, animate=False)
        self.query_one("#asked", Static).update(f" {self.asked()}  {self._cut}")

    @property
    def matter(self) -> WaitingRow | None:
        """The marked row."""
        return self.marked

    def action_say_clear(self) -> None:
        """Say that the clause was looked at and nothing more was found."""
        self.say("clear")

    def action_copy_address(self) -> None:
        """Copy the address of the marked row."""
        self.post_message(CopyWanted(self.marked.url if self.marked else ""))

    def action_copy_evidence(self) -> None:
        """Copy where the evidence of the marked row is kept."""
        self.post_message(CopyWanted(self.marked.evidence if self.marked else ""))


def _rows(snapshot: Snapshot) -> Sequence[WaitingRow]:
    return snapshot.detail.rows if isinstance(snapshot.detail, ReviewDetail) else ()


def _columns(words: ReviewWords) -> tuple[Column[WaitingRow], ...]:
    """Give the columns: at 80 cells a name has 34; an address stands in the pane."""

    def state(row: WaitingRow) -> Cell:
        tone = {"appealed": "bad", "hint": "dim"}.get(row.state, "warn")
        return Cell(words.states.get(row.state, row.state), tone)

    def weight(row: WaitingRow) -> Cell:
        return Cell(words.parts["veto"], "bad") if row.rule.veto else Cell(f"{row.points:g}")

    return (
        Column(key="state", title=words.state, width=6, cell=state),
        Column(key="clause", title=words.clause, width=7, cell=lambda row: Cell(row.rule.clause)),
        Column(key="weight", title=words.weight, width=6, align="right", cell=weight),
        Column(key="names", title=words.names, width=5, cell=_names),
        Column(key="name", title=words.site, width=0, cell=lambda row: Cell(row.name)),
        Column(key="indicator", title=words.indicator, width=14, cell=lambda row: Cell(row.rule.indicator, "dim")),
        Column(key="url", title=words.address, width=36, cell=lambda row: Cell(row.url, "dim"), from_room=112),
    )


def _names(row: WaitingRow) -> Cell:
    """How many have said the same, of how many that must."""
    if row.rule.wanted == 1:
        return Cell("")
    return Cell(f"{len(row.names)}/{row.rule.wanted}", "warn" if row.names else "")


def _orders() -> tuple[query.Order[WaitingRow], ...]:
    """Give the ways to sort; the heaviest come first."""
    return (
        query.Order(key="weight", value=lambda row: row.weight, descending=True),
        query.Order(key="clause", value=lambda row: row.rule.clause),
        query.Order(key="name", value=lambda row: row.name),
        query.Order(key="names", value=lambda row: len(row.names), descending=True),
    )


def _about(row: WaitingRow, words: ReviewWords) -> Iterator[PaneLine]:
    """Give all that is known of a row: the clause first, then what was seen, where, and who has spoken."""
    part = words.parts.get(row.rule.part, row.rule.part)
    yield PaneLine(name=words.clause, text=safe(f"{row.rule.clause} {row.rule.indicator}  {part}"), tone="strong")
    yield PaneLine(name=words.site, text=safe(f"{row.name}  {row.unit}"))
    if row.rule.text:
        yield PaneLine(name=words.rule, text=safe(row.rule.text))
    yield from _named(words.seen, told(row))
    places = ((words.address, row.url), (words.found_on, row.found_on), (words.at, row.seen_at[:19].replace("T", " ")))
    for name, text in (*places, (words.evidence, row.evidence)):
        if text:
            yield PaneLine(name=name, text=safe(text), tone="dim")
    yield from _named(words.said, standing(row, words))


def _named(name: str, lines: Iterable[str]) -> Iterator[PaneLine]:
    """Give lines of which the first bears the name."""
    for number, line in enumerate(lines):
        yield PaneLine(name="" if number else name, text=safe(line))
