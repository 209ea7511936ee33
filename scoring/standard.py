"""A standard (指标体系) as data: clauses, points, caps, periods, gates, each with the source of its number.

Another city is another ``.toml`` file, which may extend one that is there; nothing in the code knows a city. A file is
read strictly: an unknown word, a number without a source or points that do not add up are refused with all reasons.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import orjson

from infra.records import Kind, Target
from scoring.standard_parts import Choice, Clause, ColumnType, General, Indicator, Part, Scope

#: Scores are published to a tenth of a point, so no number of a standard is finer.
TENTH = Decimal("0.1")
_EXTENDS_AT_MOST = 8


class StandardError(ValueError):
    """A standard that cannot be used; the text names the file and every reason."""


class Standard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The rules one crawl is judged by, after all files it extends are merged."""

    name: str
    title: str
    source: str
    general: General
    indicator: tuple[Indicator, ...]
    clause: tuple[Clause, ...]
    column_type: tuple[ColumnType, ...]
    digest: str = ""
    """sha256 of the merged rules as canonical JSON; the same rules give the same digest on any machine."""

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators (指标) by id, in the order of the file."""
        return {one.id: one for one in self.indicator}

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses (细则) by id, in the order of the file."""
        return {one.id: one for one in self.clause}

    @property
    def service_factor(self) -> Fraction:
        """What scales the score of a body without outward services back to the full points (G9: 4/3)."""
        return Fraction(self.general.full.value) / Fraction(self.general.service_base.value)

    def indicator_of(self, clause: str) -> Indicator:
        """The level-2 indicator that caps a clause. Raises ``KeyError`` for a clause that is not there."""
        return self.indicators[self.clauses[clause].indicator]

    def scored(self, target: Target) -> bool:
        """Whether the deduction part applies to a target (G2: nationally to portals alone)."""
        return target.kind is Kind.SITE and _opens(self.general.deductions_for, target)

    def gets_bonus(self, target: Target) -> bool:
        """Whether the bonus part may open for a target."""
        return target.kind is Kind.SITE and _opens(self.general.bonus_for, target)

    def applicable(self, target: Target, part: Part) -> tuple[Clause, ...]:
        """The clauses of one part that apply to a target, in the order of the file."""
        if (part is Part.DEDUCTION and not self.scored(target)) or (part is Part.BONUS and not self.gets_bonus(target)):
            return ()
        return tuple(
            clause
            for clause in self.clause
            for indicator in (self.indicators[clause.indicator],)
            if indicator.part is part
            and indicator.applies == target.kind
            and (target.has_service or not indicator.service or part is Part.BONUS)
        )

    def full_points(self, target: Target) -> Decimal:
        """The points a target starts from before any scaling: 100, or 75 without outward services (G3, G9)."""
        return self.general.full.value if target.has_service else self.general.service_base.value

    def type_of(self, names: Iterable[str], meta: str = "") -> ColumnType:
        """Say what type a column is.

        ``names`` is its path from its own name upwards: the own name decides first, then the ``ColumnType`` meta tag
        (several values may be joined by a comma or 、), then the nearest ancestor whose type is inherited. The last
        type of the table takes what no word decides.
        """
        own, *ancestors = (*names, "")
        found = self._typed(own)
        for value in re.split(r"[，,、;；]", meta):
            found = found or self._typed(value)
        for name in ancestors:
            kind = self._typed(name)
            found = found or (kind if kind and kind.inherited else None)
        return found or self.column_type[-1]

    def _typed(self, name: str) -> ColumnType | None:
        return next((kind for kind in self.column_type if kind.words and re.search(kind.words, name)), None)


def load(name_or_path: str | Path) -> Standard:
    """Load a standard by its name (``national-2019``) or from a ``.toml`` file of the operator's own.

    Raises ``StandardError`` with every reason why it cannot be used.
    """
    merged = _merged(str(name_or_path), depth=0)
    digest = hashlib.sha256(orjson.dumps(merged, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()
    try:
        standard = msgspec.convert({**merged, "digest": f"sha256:{digest}"}, Standard)
    except msgspec.ValidationError as error:
        msg = f"standard {name_or_path}: {error}"
        raise StandardError(msg) from None
    if problems := list(_problems(standard)):
        msg = f"standard {name_or_path}: " + "; ".join(problems)
        raise StandardError(msg)
    return standard


def names() -> tuple[str, ...]:
    """The standards that come with the program."""
    folder = resources.files("scoring.standards")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def _merged(name: str, depth: int) -> dict[str, Any]:
    if depth > _EXTENDS_AT_MOST:
        msg = f"standard {name}: extends more than {_EXTENDS_AT_MOST} others, or itself"
        raise StandardError(msg)
    raw = _raw(name)
    if not (base := raw.pop("extends", None)):
        return raw
    return _overlay(_merged(str(base), depth + 1), raw)


def _raw(name: str) -> dict[str, Any]:
    packaged = resources.files("scoring.standards") / f"{name}.toml"
    try:
        text = packaged.read_text("utf-8") if name in names() else Path(name).read_text("utf-8")
        return tomllib.loads(text, parse_float=Decimal)
    except OSError:
        msg = f"standard {name!r} is neither a file nor one of: {', '.join(names())}"
        raise StandardError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"standard {name}: {error}"
        raise StandardError(msg) from None


def _overlay(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables merge, rows of the same id merge in place, new rows follow.

    New column types stand in front instead, since the first type whose words match decides.
    """
    merged = dict(base)
    for key, value in top.items():
        under = base.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _overlay(under, value)
        elif isinstance(value, list) and isinstance(under, list) and value and isinstance(value[0], dict):
            merged[key] = _overlay_rows(under, value, front=key == "column_type")
        else:
            merged[key] = value
    return merged


def _overlay_rows(under: list[dict[str, Any]], top: list[dict[str, Any]], *, front: bool) -> list[dict[str, Any]]:
    over = {row.get("id"): row for row in top}
    kept = [_overlay(row, over.pop(row.get("id"))) if row.get("id") in over else row for row in under]
    return [*over.values(), *kept] if front else [*kept, *over.values()]


def _problems(standard: Standard) -> Iterable[str]:
    for what, rows in (
        ("indicator", standard.indicator),
        ("clause", standard.clause),
        ("column type", standard.column_type),
    ):
        ids = [row.id for row in rows]
        yield from (f"{what} {one} stands twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    for clause in standard.clause:
        if clause.indicator not in standard.indicators:
            yield f"clause {clause.id}: no indicator {clause.indicator}"
        if clause.each % TENTH:
            yield f"clause {clause.id}: {clause.each} points is finer than {TENTH}"
    for kind in standard.column_type:
        try:
            re.compile(kind.words)
        except re.error as error:
            yield f"column type {kind.id}: {error}"
    if standard.column_type[-1:] and standard.column_type[-1].words:
        yield "the last column type must have no words: it takes what is left"
    yield from _sums(standard)


def _sums(standard: Standard) -> Iterable[str]:
    deductions = [one for one in standard.indicator if one.part is Part.DEDUCTION]
    total = sum((one.points for one in deductions), Decimal(0))
    lasting = sum((one.points for one in deductions if not one.service), Decimal(0))
    if total != standard.general.full.value:
        yield f"the deduction indicators add up to {total}, not {standard.general.full.value}"
    if lasting != standard.general.service_base.value:
        yield f"those without services add up to {lasting}, not {standard.general.service_base.value}"


def _opens(choice: Choice, target: Target) -> bool:
    return choice.value is Scope.ALL or target.portal
