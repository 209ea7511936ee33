"""日志: what the processes told, the newest first."""

from collections.abc import Mapping, Sequence

from tui import query
from tui.locale.words import Words
from tui.model import Snapshot
from tui.screens.listing import Listing, ListScreen
from tui.widgets.virtual_table import Cell, Column

#: A line and its place from the beginning, by which two equal lines are told apart.
Line = tuple[int, str]


def log_screen(words: Words, *, read_only: bool) -> ListScreen[Line]:
    """Make the log."""
    listing: Listing[Line] = Listing(
        name="log",
        rows=_rows,
        key=lambda line: line[1],
        columns=(
            Column(key="at", title=words.time, width=19, cell=lambda line: Cell(line[1][:19].replace("T", " "), "dim")),
            Column(key="line", title=words.log, width=0, cell=lambda line: Cell(line[1].partition(" ")[2])),
        ),
        orders=(query.Order(key="at", value=lambda line: line[0], descending=True),),
        fields=_fields,
        field_names=("at", "line"),
    )
    return ListScreen(words, listing, read_only=read_only)


def _rows(snapshot: Snapshot) -> Sequence[Line]:
    return tuple(enumerate(snapshot.log))


def _fields(line: Line) -> Mapping[str, str]:
    at, _, text = line[1].partition(" ")
    return {"at": at, "line": text}
