"""Values set over a standard for one trial: ``D8.1.each=2``, ``general.pass_mark=80``, ``V4.1.columns=4``.

What may be set is what changes scores: points, caps, thresholds, periods and gates. The file stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from scoring.standard.file import Merged, StandardError
from scoring.standard.lines import Path

#: Tables whose every entry is a number with a source.
_GATES: Final = ("general", "supervision")
#: What may be set of a row, beside a clause's own limits.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "clause": ("each",),
    "indicator": ("points",),
    "column_type": ("days", "months"),
}


def with_settings(merged: Merged, settings: Sequence[str]) -> Merged:
    """Set values over a standard, in their order. Raises ``StandardError`` with all that cannot be set."""
    wrong = []
    for setting in settings:
        key, equals, text = setting.partition("=")
        path = _places(merged.tables).get(key.strip())
        if path is None or not equals:
            wrong.append(f"--set {setting}: {_why(merged.tables, key.strip())}")
        else:
            merged = merged.over(path, _value(text.strip()), called=f"{merged.name} with {setting}")
    if wrong:
        raise StandardError(
            "\n".join(wrong if len(wrong) == 1 else ["standard: not set", *(f"  {one}" for one in wrong)])
        )
    return merged


def _places(tables: Mapping[str, Any]) -> dict[str, Path]:
    """Every name that may be set, and where its value stands."""
    return dict(_each_place(tables))


def _each_place(tables: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    for table in _GATES:
        for name, one in dict(tables.get(table) or {}).items():
            if isinstance(one, dict):
                yield f"{table}.{name}", (table, name, "value")
    for table, names in _FIELDS.items():
        for row in tables.get(table, ()):
            yield from ((f"{row['id']}.{name}", (table, row["id"], name)) for name in names)
            limits = row.get("limits", {})
            for name in limits if isinstance(limits, dict) else ():
                place = (table, row["id"], "limits", name, "value")
                yield from ((f"{row['id']}.{name}", place), (f"{row['id']}.limits.{name}", place))


def _value(text: str) -> object:
    """A number as the file would have it, else a word (``all``, ``portals``)."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number.is_finite() and number == number.to_integral_value() else number


def _why(tables: Mapping[str, Any], key: str) -> str:
    """What may be set instead: the names of the same row, or the form."""
    row = max((place[1] for place in _places(tables).values() if key.startswith(f"{place[1]}.")), key=len, default="")
    gate = key.partition(".")[0]
    row = gate if gate in _GATES else row
    named = sorted(name for name in _places(tables) if name.startswith(f"{row}.") and ".limits." not in name)
    if row and named:
        return f"what can be set is {', '.join(named)}"
    return "give CLAUSE.each=N, CLAUSE.LIMIT=N, INDICATOR.points=N, COLUMN_TYPE.days=N or general.NAME=N"
