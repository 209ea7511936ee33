"""The parts a standard is made of, in the words of its ``.toml`` file.

``source`` says where a number or a rule was read; ``confirmed`` is true only where a public page bears it out, and a
report marks what is not. They are msgspec structs because reading the file is checking it: an unknown word is an error.
"""

from decimal import Decimal
from enum import StrEnum

import msgspec

from infra.records import Kind


class Part(StrEnum):
    """Which part of the standard an indicator belongs to (指标说明, G1)."""

    VETO = "veto"
    """单项否决: any one makes the target unqualified."""
    DEDUCTION = "deduction"
    """扣分指标"""
    BONUS = "bonus"
    """加分指标"""
    REMINDER = "reminder"
    """提示: told to the unit, costs nothing."""


class Way(StrEnum):
    """How far a machine can judge a clause (DESIGN §6)."""

    AUTO = "auto"
    PROBE = "probe"
    ASSIST = "assist"
    MANUAL = "manual"


class Scope(StrEnum):
    """Which sites a part is for."""

    PORTALS = "portals"
    ALL = "all"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    confirmed: bool


class Number(_Part, frozen=True, kw_only=True):
    """One number of a rule: points, a threshold, a period, a share."""

    value: Decimal


class Words(_Part, frozen=True, kw_only=True):
    """A list of words of a rule: tag names, footer items, patterns."""

    values: tuple[str, ...]


class Choice(_Part, frozen=True, kw_only=True):
    """A rule that is for portals alone, or for all sites."""

    value: Scope


class Statement(_Part, frozen=True, kw_only=True):
    """A general rule that has no number of its own."""

    id: str
    text: str


class General(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The general rules (指标说明). Points throughout; the comments give the rule ids of the reference."""

    full: Number
    """G3"""
    bonus_cap: Number
    """G3"""
    pass_mark: Number
    """G5: below it the site is unqualified; the mark itself passes."""
    bonus_gate: Number
    """G6: the bonus part opens strictly above it."""
    service_base: Number
    """G9: what is left without 办事服务; full / service_base scales it up."""
    deductions_for: Choice
    """G2"""
    bonus_for: Choice
    """G2"""
    veto_confirmations: Number
    """How many different persons must confirm a veto before it stands (DESIGN rule 7)."""
    hint_below: Number
    """The share of a check's findings that people must have found true, or it gives hints only."""
    hint_after: Number
    """How many of its findings people must have decided on before that is asked."""
    statements: tuple[Statement, ...] = ()


class Supervision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The gates of the supervision assessment (监管工作年度考核, S0), which judges an office over its whole area."""

    full: Number
    bonus_cap: Number
    pass_mark: Number
    """Below it the work is unqualified; the mark itself passes."""
    bonus_gate: Number
    """The bonus part opens strictly above it."""
    statements: tuple[Statement, ...] = ()


class Indicator(_Part, frozen=True, kw_only=True):
    """指标: a level-2 indicator, whose points cap the deductions of its clauses (G8)."""

    id: str
    part: Part
    applies: Kind
    area: str
    """Level-1 name, such as 发布解读."""
    name: str
    """Level-2 name, such as 动态要闻."""
    points: Decimal = Decimal(0)
    service: bool = False
    """Left out for bodies without outward services."""


class Clause(_Part, frozen=True, kw_only=True):
    """细则: one rule. ``each`` is what one finding costs, or for a bonus what it can give at most."""

    id: str
    indicator: str
    rule: str
    way: Way
    each: Decimal = Decimal(0)
    reason: str = ""
    """The fixed wording of the notice for a breach."""
    limits: dict[str, Number] = {}
    words: dict[str, Words] = {}
    column_types: tuple[str, ...] = ()
    """Types of column whose periods the clause judges by: the period stands with the type, once."""

    def limit(self, name: str) -> Decimal:
        """A threshold of this clause. Raises ``KeyError`` when the standard does not set it."""
        return self.limits[name].value


class ColumnType(_Part, frozen=True, kw_only=True):
    """A type of column: the words that tell it, and how often it must be updated.

    Without ``days`` and ``months`` there is no period. The first type whose words are found decides.
    """

    id: str
    name: str
    words: str = ""
    """Regular expression, searched in a column's name."""
    days: int | None = None
    months: int | None = None
    inherited: bool = False
    """Columns below it that no word decides are of the same type."""
    judged: bool = True
    """False for columns that other indicators judge, such as messages: neither blank nor late here."""
