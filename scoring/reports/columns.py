"""The columns of an inspection as a table that an operator corrects, signs and keeps (栏目清单).

It is read back by ``scoring.rulings``: a row with a name under 确认人 settles its column from then on. What was settled
before is written as it was, also for a column that this inspection did not meet; the rest are proposals.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from infra.records import Target
from infra.tables import write_rows
from scoring.checks.columns import Columns, Health, JudgedColumn
from scoring.dates import shown
from scoring.rulings import HEADERS, STEP, Ruling
from scoring.standard import Standard

#: Beside what is read back: what the machine saw, for whoever decides.
_SEEN: Final = ("最新日期", "检查情况")
_STANDING: Final = {
    Health.FRESH: "已更新",
    Health.STALE: "逾期未更新",
    Health.BLANK: "空白",
    Health.UNCHECKED: "未能检查",
    Health.EXEMPT: "不检查更新",
}


def write_columns(
    path: Path, sites: Iterable[tuple[Target, Columns]], rulings: Sequence[Ruling], standard: Standard
) -> int:
    """Write the .xlsx or .csv; give how many columns stand in it."""
    rows: list[list[str]] = []
    types = {kind.id: kind.name for kind in standard.column_type}
    for target, columns in sites:
        met = {column.ruling.key for column in columns.judged if column.ruling}
        rows += [_row(target, column) for column in columns.judged]
        rows += [_settled(target, one, types) for one in rulings if one.target == target.code and one.key not in met]
    write_rows(path, [*(headers[0] for headers in HEADERS.values()), *_SEEN], rows)
    return len(rows)


def _row(target: Target, column: JudgedColumn) -> list[str]:
    ruling = column.ruling
    return [
        target.code,
        target.name,
        column.fact.listing.url if column.fact.listing else "",
        STEP.join(column.fact.path),
        column.type.name,
        _word(column.must_update),
        _word(column.archived),
        _word(bool(ruling and ruling.spared)),
        *((ruling.by, ruling.at, ruling.note) if ruling else ("", "", "")),
        shown(column.newest) or "",
        _STANDING[column.health],
    ]


def _settled(target: Target, ruling: Ruling, types: dict[str, str]) -> list[str]:
    """A row for what was settled about a column that was not met."""
    return [
        target.code,
        target.name,
        ruling.url,
        STEP.join(ruling.path),
        types.get(ruling.type, ""),
        *(_word(value) for value in (ruling.must_update, ruling.archived, ruling.spared)),
        ruling.by,
        ruling.at,
        ruling.note,
        "",
        "本次未见",
    ]


def _word(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"
