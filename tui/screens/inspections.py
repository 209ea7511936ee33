"""检查列表: every inspection that this Redis knows; Enter turns the dashboard to one."""

from collections.abc import Mapping, Sequence

from infra.clock import moment_of_ms
from infra.inspections import Inspection, State
from tui import query
from tui.locale.words import Words
from tui.messages import InspectionChosen
from tui.model import Snapshot
from tui.readers.inspections import InspectionsDetail, InspectionsTopic
from tui.screens.listing import Listing, ListScreen
from tui.topics import Topic
from tui.widgets.virtual_table import Cell, Column

FIELDS = ("id", "state", "standard")
_TONES = {State.RUNNING: "good", State.PAUSED: "warn", State.STOPPED: "warn", State.CLOSED: "dim"}


class InspectionsScreen(ListScreen[Inspection]):
    """The list of inspections."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        listing = Listing(
            name="inspections",
            rows=_rows,
            key=lambda one: one.id,
            columns=_columns(words),
            orders=_orders(),
            fields=_fields,
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)

    @property
    def topic(self) -> Topic:
        """The inspections."""
        return InspectionsTopic()

    @property
    def crumb(self) -> str:
        """What this screen is called in the breadcrumb."""
        return self.words.inspections

    def open_marked(self) -> None:
        """Have the dashboard turn to the marked inspection."""
        if (one := self.marked) is not None:
            self.post_message(InspectionChosen(one.id))


def _rows(snapshot: Snapshot) -> Sequence[Inspection]:
    return snapshot.detail.rows if isinstance(snapshot.detail, InspectionsDetail) else ()


def _columns(words: Words) -> tuple[Column[Inspection], ...]:
    def state(one: Inspection) -> Cell:
        return Cell(words.states.get(one.state, one.state), _TONES.get(one.state, ""))

    return (
        Column(key="id", title=words.inspections, width=0, cell=lambda one: Cell(one.id)),
        Column(key="state", title=words.state, width=9, cell=state),
        Column(key="as_of", title=words.as_of, width=10, cell=lambda one: Cell(one.as_of[:10])),
        Column(key="standard", title=words.standard, width=16, cell=lambda one: Cell(one.standard, "dim")),
        Column(key="created", title=words.desk.created_at, width=16, cell=_created),
    )


def _created(one: Inspection) -> Cell:
    return Cell(f"{moment_of_ms(one.created_at):%Y-%m-%d %H:%M}", "dim")


def _orders() -> tuple[query.Order[Inspection], ...]:
    """Give the ways to sort; the newest come first."""
    return (
        query.Order(key="created", value=lambda one: one.created_at, descending=True),
        query.Order(key="as_of", value=lambda one: one.as_of),
        query.Order(key="state", value=lambda one: one.state),
    )


def _fields(one: Inspection) -> Mapping[str, str]:
    return {"id": one.id, "state": one.state, "standard": one.standard}
