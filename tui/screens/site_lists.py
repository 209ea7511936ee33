"""The two lists of one site: its columns, what is late first, and its findings, what waits for a person first."""

from collections.abc import Mapping
from typing import Final

from tui import query
from tui.locale.words import Words
from tui.model import Snapshot
from tui.readers.site import SiteDetail, SiteTopic
from tui.screens.listing import Listing
from tui.site_rows import ColumnRow, FindingRow, Standing
from tui.widgets.virtual_table import Cell, Column

_TONES: Final = {
    Standing.BLANK: "bad",
    Standing.STALE: "bad",
    Standing.EARLY: "warn",
    Standing.UNCHECKED: "dim",
    Standing.FRESH: "good",
    Standing.EXEMPT: "dim",
}
_STATES: Final = {"suspected": "warn", "appealed": "warn", "confirmed": "bad", "dismissed": "dim", "hint": "dim"}
_COLUMN_FIELDS: Final = ("name", "type", "standing", "newest")
_FINDING_FIELDS: Final = ("clause", "indicator", "state", "url")


def detail_of(snapshot: Snapshot, code: str) -> SiteDetail | None:
    """Give what was read of this very site; a reading of another one may still be on its way."""
    detail = snapshot.detail
    return detail if isinstance(detail, SiteDetail) and detail.topic == SiteTopic(code) else None


def columns_of(words: Words, code: str) -> Listing[ColumnRow]:
    """Give the list of columns: what is late first, the oldest of them first."""

    def rows(snapshot: Snapshot) -> tuple[ColumnRow, ...]:
        detail = detail_of(snapshot, code)
        return detail.columns if detail is not None else ()

    def standing(row: ColumnRow) -> Cell:
        return Cell(words.site.standings.get(row.standing, row.standing), _TONES[row.standing])

    columns: tuple[Column[ColumnRow], ...] = (
        Column(key="name", title=words.site.column, width=0, cell=lambda row: Cell(row.name)),
        Column(key="type", title=words.site.type, width=12, cell=lambda row: Cell(row.type, "dim")),
        Column(key="newest", title=words.site.newest, width=10, cell=lambda row: Cell(row.newest[:10] or "-")),
        Column(key="days", title=words.site.days, width=9, align="right", cell=_days),
        Column(key="standing", title=words.site.standing, width=7, cell=standing),
        Column(key="url", title=words.address, width=60, cell=lambda row: Cell(row.url, "dim"), from_room=150),
    )
    orders: tuple[query.Order[ColumnRow], ...] = (
        query.Order(key="standing", value=_rank),
        query.Order(key="days", value=lambda row: row.days, descending=True),
        query.Order(key="name", value=lambda row: row.name),
        query.Order(key="type", value=lambda row: row.type),
    )
    return Listing(
        name="columns",
        rows=rows,
        key=lambda row: f"{row.name}\n{row.url}",
        columns=columns,
        orders=orders,
        fields=_column_fields,
        field_names=_COLUMN_FIELDS,
    )


def _rank(row: ColumnRow) -> float:
    """What stands worst comes first, and of those the oldest."""
    return row.rank * 1_000_000 - min(row.days or 0, 999_999)


def _days(row: ColumnRow) -> Cell:
    if row.days is None:
        return Cell("-", "dim")
    return Cell(str(row.days) if row.period is None else f"{row.days}/{row.period}", _TONES[row.standing])


def _column_fields(row: ColumnRow) -> Mapping[str, str]:
    return {"name": row.name, "type": row.type, "standing": row.standing, "newest": row.newest}


def findings_of(words: Words, code: str) -> Listing[FindingRow]:
    """Give the list of findings: what is suspected first, then what costs most."""

    def rows(snapshot: Snapshot) -> tuple[FindingRow, ...]:
        detail = detail_of(snapshot, code)
        return detail.findings if detail is not None else ()

    def state(row: FindingRow) -> Cell:
        return Cell(words.site.finding_states.get(row.state, row.state), _STATES.get(row.state, ""))

    columns: tuple[Column[FindingRow], ...] = (
        Column(key="clause", title=words.site.clause, width=7, cell=lambda row: Cell(row.clause)),
        Column(key="indicator", title=words.site.indicator, width=16, cell=lambda row: Cell(row.indicator)),
        Column(key="points", title=words.site.points, width=7, align="right", cell=lambda row: Cell(f"{row.points:g}")),
        Column(key="counted", title=words.site.counted, width=7, align="right", cell=_counted, from_room=100),
        Column(key="state", title=words.state, width=8, cell=state),
        Column(key="url", title=words.address, width=0, cell=lambda row: Cell(row.url or row.found_on)),
    )
    orders: tuple[query.Order[FindingRow], ...] = (
        query.Order(key="state", value=_urgency),
        query.Order(key="clause", value=lambda row: row.clause),
        query.Order(key="points", value=lambda row: row.points, descending=True),
        query.Order(key="indicator", value=lambda row: row.indicator),
        query.Order(key="url", value=lambda row: row.url),
    )
    return Listing(
        name="findings",
        rows=rows,
        key=lambda row: row.id,
        columns=columns,
        orders=orders,
        fields=_finding_fields,
        field_names=_FINDING_FIELDS,
    )


def _urgency(row: FindingRow) -> float:
    """What waits for a person comes first, and of equals what costs most."""
    return list(_STATES).index(row.state) * 1000 - row.points if row.state in _STATES else 9_000


def _counted(row: FindingRow) -> Cell:
    return Cell("-", "dim") if row.counted is None else Cell(f"{row.counted:g}")


def _finding_fields(row: FindingRow) -> Mapping[str, str]:
    return {"clause": row.clause, "indicator": row.indicator, "state": row.state, "url": row.url}
