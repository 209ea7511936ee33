"""The rows of the annexes, and every number that the notice prints, computed from those rows and nothing else.

One row a unit: its site's score; a unit's second site has a row of its own. Accounts stand in annex 2 and do not
change a score: the published notices speak of a composite score (综合得分) of site and accounts, but no formula for it
was ever published, so none is invented here. Within a group the order is that of the results.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from infra.plaintext import plain
from infra.records import Kind, Target
from scoring.results import Results
from scoring.scorecard import Scorecard, Verdict
from scoring.standard import Standard

UNGROUPED = "未分组单位"
_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One line of annex 1."""

    number: int
    unit: str
    score: Decimal | None
    """To one decimal; None when there is none: vetoed, still pending, or not scored by this standard."""
    shown: str
    """The score as printed, or why there is none."""
    verdict: Verdict
    code: str = ""
    """Of the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """One table of annex 1."""

    name: str
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One line of annex 2."""

    number: int
    name: str
    type: str
    reasons: str
    code: str = ""
    """Of the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of one kind passed."""

    total: int
    failed: int
    pending: int

    @property
    def judged(self) -> int:
        """Those with a verdict; without any there is no rate."""
        return self.total - self.pending

    @property
    def rate(self) -> str:
        """合格率 of those judged, in percent with at most two decimals.

        Rounding never makes it 100 while one failed, nor 0 while one passed.
        """
        if not self.judged:
            return "0"
        share = Decimal(100 * (self.judged - self.failed)) / self.judged
        rounded = share.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if self.failed:
            rounded = min(rounded, Decimal("99.99"))
        if self.failed < self.judged:
            rounded = max(rounded, Decimal("0.01"))
        return format(rounded.normalize(), "f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything that is counted."""

    groups: tuple[GroupTable, ...]
    failed_accounts: tuple[AccountRow, ...]
    sites: Tally
    accounts: Tally

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """All lines of annex 1."""
        return tuple(row for group in self.groups for row in group.rows)

    def scored_between(self, low: int, high: int | None = None) -> list[UnitRow]:
        """Units with low ≤ final score < high; ``超过(含)`` means ≥ (reference: general rule G15)."""
        return [
            row
            for row in self.units
            if row.score is not None and row.score >= low and (high is None or row.score < high)
        ]


def rows_of(results: Results) -> Rows:
    """Compute the rows of one inspection's results."""
    sites = [(target, card) for target, card in results.cards if target.kind is Kind.SITE]
    accounts = [(target, card) for target, card in results.cards if target.kind is Kind.ACCOUNT]
    failed = [(target, card) for target, card in accounts if card.verdict is Verdict.UNQUALIFIED]
    return Rows(
        groups=_groups(sites, results.standard),
        failed_accounts=tuple(
            AccountRow(
                number=number,
                name=plain(target.name, _NAME),
                type=account_type(target),
                reasons="、".join(reasons(card, results.standard)),
                code=target.code,
            )
            for number, (target, card) in enumerate(failed, 1)
        ),
        sites=_tally(card for _, card in sites),
        accounts=_tally(card for _, card in accounts),
    )


def one_decimal(score: float | Decimal) -> Decimal:
    """Round half up, as people do; binary dust far below a hundredth goes first."""
    return round(Decimal(score), 6).quantize(Decimal("0.1"), ROUND_HALF_UP)


def account_type(target: Target) -> str:
    """微信订阅号: platform and type as one word, whichever column the registry put them in."""
    platform, kind = plain(target.platform, _NAME), plain(target.account_type, _NAME)
    return kind if kind.startswith(platform) else platform + kind


def reasons(card: Scorecard, standard: Standard) -> list[str]:
    """Say why a card failed: each veto once, in the standard's wording for the notice or by its indicator's name."""
    if card.verdict is not Verdict.UNQUALIFIED:
        return []
    words = [standard.clauses[clause].reason or standard.indicator_of(clause).name for clause in card.vetoes]
    return list(dict.fromkeys(words)) or [f"得分低于{standard.general.pass_mark.value}分"]


def _groups(sites: Sequence[tuple[Target, Scorecard]], standard: Standard) -> tuple[GroupTable, ...]:
    """Make the tables, groups as they first appear; sites without one come last, so that no site is left out."""
    order = dict.fromkeys(plain(target.group, _NAME) for target, _ in sites)
    order.pop("", None)
    order[""] = None
    tables = []
    for group in order:
        members = [(target, card) for target, card in sites if plain(target.group, _NAME) == group]
        if members:
            rows = _unit_rows(members, standard)
            tables.append(GroupTable(name=group or UNGROUPED, rows=rows))
    return tuple(tables)


def _unit_rows(sites: Sequence[tuple[Target, Scorecard]], standard: Standard) -> tuple[UnitRow, ...]:
    seen: set[str] = set()
    rows = []
    for number, (target, card) in enumerate(sites, 1):
        unit = plain(target.unit, _NAME)
        final = card.score is not None and card.verdict is not Verdict.PENDING
        score = one_decimal(card.score) if final and card.score is not None else None
        rows.append(
            UnitRow(
                number=number,
                unit=f"{unit}（{plain(target.name, _NAME)}）" if unit in seen else unit,
                score=score,
                shown=_shown(card, score, standard),
                verdict=card.verdict,
                code=target.code,
            )
        )
        seen.add(unit)
    return tuple(rows)


def _shown(card: Scorecard, score: Decimal | None, standard: Standard) -> str:
    if card.vetoes and card.verdict is Verdict.UNQUALIFIED:
        return f"不合格（单项否决：{'、'.join(reasons(card, standard))}）"
    if score is not None:
        return f"{score}（不合格）" if card.verdict is Verdict.UNQUALIFIED else str(score)
    if card.verdict is not Verdict.PENDING:
        return "合格（不计分）"
    if card.coverage == 0:
        return "未能检查"
    low, high = card.range
    return f"待核实（{one_decimal(low)}—{one_decimal(high)}）" if high else "待核实"


def _tally(cards: Iterable[Scorecard]) -> Tally:
    verdicts = [card.verdict for card in cards]
    return Tally(
        total=len(verdicts), failed=verdicts.count(Verdict.UNQUALIFIED), pending=verdicts.count(Verdict.PENDING)
    )
