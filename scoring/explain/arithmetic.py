"""How a score came about, line by line: what was lost and what an indicator's cap left of it, the gate, the bonus.

The lines are those of the card; nothing is judged again. Sums are exact until the last step rounds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.findings import number
from scoring.scorecard import Scorecard
from scoring.standard import Standard


class StepKind(StrEnum):
    """What a step does."""

    BASE = "base"
    """基础分: 100, or 75 without outward services (G9)."""
    DEDUCTION = "deduction"
    SCALE = "scale"
    """× 4/3 (G9)"""
    GATE = "gate"
    """Whether the bonus part opens (G6)."""
    BONUS = "bonus"
    FINAL = "final"
    """Rounded to a tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the arithmetic."""

    kind: StepKind
    left: Fraction
    """The sum after it."""
    points: Decimal = Decimal(0)
    """What counts: taken by a deduction, given by a bonus; the threshold of a gate."""
    clause: str = ""
    indicator: str = ""
    """The Chinese level-2 name."""
    findings: int = 0
    claimed: Decimal | None = None
    """What a deduction's findings would cost without the cap."""
    cap: Decimal | None = None
    """The most that the indicator, or the bonus part, can count."""
    factor: Fraction | None = None
    open: bool | None = None
    """Of a gate."""

    def to_json(self) -> dict[str, object]:
        """The step as JSON; what does not apply to its kind is left out, ``left`` has four decimals at most."""
        row: dict[str, object] = {"step": str(self.kind)}
        if self.clause:
            row |= {"clause": self.clause, "indicator": self.indicator}
        if self.kind in (StepKind.DEDUCTION, StepKind.BONUS, StepKind.GATE):
            row["points"] = number(self.points)
        if self.kind is StepKind.DEDUCTION:
            row["findings"] = self.findings
        optional = {
            "claimed": None if self.claimed is None else number(self.claimed),
            "cap": None if self.cap is None else number(self.cap),
            "factor": None if self.factor is None else str(self.factor),
            "open": self.open,
        }
        row |= {name: value for name, value in optional.items() if value is not None}
        return row | {"left": round(float(self.left), 4)}


def steps(card: Scorecard, standard: Standard) -> tuple[Step, ...]:
    """The arithmetic of a card, from its base to its score; empty where there is no score."""
    return () if card.score is None else tuple(_steps(card, card.score, standard))


def _steps(card: Scorecard, score: Decimal, standard: Standard) -> Iterator[Step]:
    left = Fraction(card.base)
    yield Step(kind=StepKind.BASE, left=left)
    lost = {one.clause.id: one.lost for one in card.clauses}
    for line in card.deductions:
        left -= Fraction(line.points)
        yield Step(
            kind=StepKind.DEDUCTION,
            left=left,
            points=line.points,
            clause=line.clause,
            indicator=line.indicator,
            findings=len(line.findings),
            claimed=lost.get(line.clause, line.points),
            cap=standard.indicator_of(line.clause).points,
        )
    if card.base != card.full:
        factor = Fraction(card.full) / Fraction(card.base)
        left *= factor
        yield Step(kind=StepKind.SCALE, left=left, factor=factor)
    if standard.gets_bonus(card.target):
        gate = standard.general.bonus_gate.value
        yield Step(kind=StepKind.GATE, left=left, points=gate, open=left > Fraction(gate))
    for line in card.bonus:
        left += Fraction(line.points)
        yield Step(
            kind=StepKind.BONUS,
            left=left,
            points=line.points,
            clause=line.clause,
            indicator=line.indicator,
            cap=standard.general.bonus_cap.value,
        )
    yield Step(kind=StepKind.FINAL, left=Fraction(score))
