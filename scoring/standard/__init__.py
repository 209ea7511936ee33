"""A standard (指标体系) as data: clauses, points, caps, periods, gates, each with the source of its number.

Another city is another ``.toml`` file, which may extend one that is there; nothing in the code knows a city. A file is
read strictly: an unknown word, a number without a source or points that do not add up are refused with all reasons.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import msgspec
import orjson

from infra.records import Kind, Target
from scoring.standard.faults import TENTH, senseless, unbalanced, unreadable
from scoring.standard.file import StandardError, names, read
from scoring.standard.parts import Choice, Clause, ColumnType, General, Indicator, Part, Scope, Supervision
from scoring.standard.settings import with_settings

__all__ = ["TENTH", "Standard", "StandardError", "load", "names"]
#: Names of columns whose type is remembered: a bound on memory.
_NAMES_KNOWN = 20_000


class Standard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The rules one crawl is judged by, after all files it extends are merged."""

    name: str
    title: str
    source: str
    general: General
    indicator: tuple[Indicator, ...]
    clause: tuple[Clause, ...]
    column_type: tuple[ColumnType, ...]
    supervision: Supervision | None = None
    """The gates of the supervision assessment; None where the standard has none."""
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
        return _opens(self.general.deductions_for, target)

    def gets_bonus(self, target: Target) -> bool:
        """Whether the bonus part may open for a target."""
        return _opens(self.general.bonus_for, target)

    def of_area(self) -> "Standard":
        """The same rules with the gates that an office is judged by (S0) in the place of those of sites.

        Raises ``StandardError`` for a standard without the supervision assessment.
        """
        gates = self.supervision
        if gates is None:
            msg = f"standard {self.name} has no supervision assessment (监管工作考核)"
            raise StandardError(msg)
        general = msgspec.structs.replace(
            self.general,
            full=gates.full,
            bonus_cap=gates.bonus_cap,
            pass_mark=gates.pass_mark,
            bonus_gate=gates.bonus_gate,
        )
        return msgspec.structs.replace(self, general=general)

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
            kind = None if found else self._typed(name)
            found = found or (kind if kind and kind.inherited else None)
        return found or self.column_type[-1]

    @cached_property
    def _known(self) -> dict[str, ColumnType | None]:
        """Types of names seen before: a site's columns are typed each time it is scored."""
        return {}

    def _typed(self, name: str) -> ColumnType | None:
        if name not in self._known:
            if len(self._known) >= _NAMES_KNOWN:
                self._known.clear()
            found = (kind for kind in self.column_type if kind.words and re.search(kind.words, name))
            self._known[name] = next(found, None)
        return self._known[name]


def load(name_or_path: str | Path, settings: Sequence[str] = ()) -> Standard:
    """Load a standard by its name (``national-2019``) or from a ``.toml`` file of the operator's own.

    ``settings`` are values set over it for one trial, such as ``D8.1.each=2`` (``scoring.standard.settings``). Raises
    ``StandardError`` with every reason why it cannot be used, each with file and line.
    """
    merged = with_settings(read(str(name_or_path)), settings)
    digest = hashlib.sha256(orjson.dumps(merged.tables, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()
    said = [*unreadable(merged.tables, Standard), *senseless(merged.tables)]
    if not said:
        standard = msgspec.convert({**merged.tables, "digest": f"sha256:{digest}"}, Standard)
        said = list(_as_a_whole(standard))
    if said:
        raise StandardError.of(str(name_or_path), [merged.fault(path, reason) for path, reason in said])
    return standard


def _as_a_whole(standard: Standard) -> Iterator[tuple[tuple[str, ...], str]]:
    if standard.column_type and standard.column_type[-1].words:
        last = standard.column_type[-1].id
        yield ("column_type", last, "words"), "the last column type must have no words: it takes what is left"
    for part in ("full", "service_base"):
        if getattr(standard.general, part).value <= 0:
            yield ("general", part), "must be above nothing"
    if standard.general.veto_confirmations.value < 1:
        yield ("general", "veto_confirmations"), "no veto stands on the machine's word alone"
    of_area = standard.supervision.full.value if standard.supervision else None
    general = standard.general
    yield from unbalanced(standard.indicator, general.full.value, general.service_base.value, of_area)


def _opens(choice: Choice, target: Target) -> bool:
    if target.kind is Kind.SITE:
        return choice.value is Scope.ALL or target.portal
    return target.kind is Kind.AREA
