"""What can be wrong with a standard: words and values that its parts do not have, numbers that make no sense together.

msgspec stops at the first value it cannot read; here every value of every row is tried, so that all is told at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec
from msgspec.structs import fields

from infra.records import Kind
from scoring.standard.lines import Path
from scoring.standard.parts import Clause, ColumnType, Indicator, Number, Part

#: Scores are published to a tenth of a point, so no number of a standard is finer.
TENTH: Final = Decimal("0.1")
#: Far beyond any points, pages or days; exact sums need a bound.
_GREATEST: Final = 10**9

S = TypeVar("S", bound=msgspec.Struct)
Said = tuple[Path, str]
"""Where, and what is wrong there."""


def unreadable(value: object, kind: type[msgspec.Struct], path: Path = ()) -> Iterator[Said]:
    """Tell every value of a table that its part of a standard does not have, or not in that form."""
    if not isinstance(value, Mapping):
        yield path, f"must be a table, not {value!r}"
        return
    known = {field.encode_name: field for field in fields(kind)}
    yield from (((*path, key), f"unknown field `{key}`") for key in value if key not in known)
    yield from ((path, f"`{name}` is missing") for name, field in known.items() if field.required and name not in value)
    for name, field in known.items():
        if name in value:
            yield from _misread(value[name], field.type, (*path, name))


def _misread(value: object, kind: Any, path: Path) -> Iterator[Said]:
    """Try one value as what its annotation says: a struct, rows or a table of them, or a plain value."""
    inner = next((one for one in get_args(kind) if _is_struct(one)), None)
    if _is_struct(kind):
        yield from unreadable(value, kind, path)
    elif inner is None:
        yield from _plain(value, kind, path)
    elif get_origin(kind) is tuple and isinstance(value, list):
        for row in value:
            yield from unreadable(row, inner, (*path, str(row.get("id", ""))) if isinstance(row, Mapping) else path)
    elif get_origin(kind) is dict and isinstance(value, Mapping):
        for name, one in value.items():
            yield from unreadable(one, inner, (*path, name))
    else:
        yield from unreadable(value, inner, path)


def _plain(value: object, kind: Any, path: Path) -> Iterator[Said]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield path, str(error)
    else:
        if isinstance(value, Decimal) and not (value.is_finite() and abs(value) <= _GREATEST):
            yield path, f"{value} is no number of a standard"


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def senseless(tables: Mapping[str, Any]) -> Iterator[Said]:
    """Tell what is wrong with rows that can be read each for itself; the others are left to ``unreadable``."""
    ids = {table: {row.get("id") for row in tables.get(table, ()) if isinstance(row, Mapping)} for table in _JUDGED}
    for table, (kind, judge) in _JUDGED.items():
        for row in _readable(tables.get(table, ()), kind):
            yield from (((table, row.id, *path), reason) for path, reason in judge(row, ids))


def unbalanced(
    indicators: Sequence[Indicator], full: Decimal, base: Decimal, of_area: Decimal | None
) -> Iterator[Said]:
    """Tell sums that do not close: ``full`` points of sites, ``base`` without services (G3, G9), an area's (S0)."""
    lost = [one for one in indicators if one.part is Part.DEDUCTION and one.applies is not Kind.AREA]
    total = sum((one.points for one in lost), Decimal(0))
    lasting = sum((one.points for one in lost if not one.service), Decimal(0))
    if total != full:
        yield ("indicator",), f"the deduction indicators add up to {total}, not {full}"
    if lasting != base:
        yield ("indicator",), f"those without services add up to {lasting}, not {base}"
    area = [one for one in indicators if one.applies is Kind.AREA]
    if of_area is None:
        yield from ((("indicator", one.id), "judges an area, but there is no [supervision]") for one in area)
        return
    held = sum((one.points for one in area if one.part is Part.DEDUCTION), Decimal(0))
    if held != of_area:
        yield ("supervision", "full"), f"the deduction indicators of the area add up to {held}, not {of_area}"


def _readable(rows: Iterable[object], kind: type[S]) -> Iterator[S]:
    return (msgspec.convert(row, kind) for row in rows if not any(unreadable(row, kind)))


_Ids = Mapping[str, set[Any]]


def _indicator(row: Indicator, _: _Ids) -> Iterator[Said]:
    if row.points < 0 or row.points % TENTH:
        yield ("points",), _points(row.points)


def _clause(row: Clause, ids: _Ids) -> Iterator[Said]:
    if row.indicator not in ids["indicator"]:
        yield ("indicator",), f"no indicator {row.indicator}"
    if row.each < 0 or row.each % TENTH:
        yield ("each",), _points(row.each)
    for one in row.column_types:
        if one not in ids["column_type"]:
            yield ("column_types",), f"no column type {one}"
    for name, limit in row.limits.items():
        if wrong := _limit(name, limit):
            yield ("limits", name), wrong


def _points(points: Decimal) -> str:
    return f"{points} points are finer than {TENTH}" if points >= 0 else f"{points} points are fewer than none"


def _limit(name: str, limit: Number) -> str:
    if limit.value < 0:
        return f"{limit.value} is less than nothing"
    if name == "share" and limit.value > 1:
        return f"{limit.value} is no share: 1 is all"
    if name == "sample" and (limit.value < 1 or limit.value % 1):
        return f"a sample of {limit.value} cannot be drawn"
    return ""


def _column_type(row: ColumnType, _: _Ids) -> Iterator[Said]:
    try:
        re.compile(row.words)
    except re.error as error:
        yield ("words",), str(error)
    if any(period is not None and period < 1 for period in (row.days, row.months)):
        yield (), "a period is at least 1"


_JUDGED: Final[Mapping[str, tuple[type[Any], Callable[[Any, _Ids], Iterator[Said]]]]] = {
    "indicator": (Indicator, _indicator),
    "clause": (Clause, _clause),
    "column_type": (ColumnType, _column_type),
}
