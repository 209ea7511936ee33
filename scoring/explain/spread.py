"""Why a score is a range: what could still be lost or granted, and what would leave no score at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.decided import Decided
from scoring.findings import number
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard
from scoring.standard import Standard
from scoring.standard.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIndicator:
    """An indicator of which it is not known how much it costs."""

    indicator: str
    """The Chinese level-2 name."""
    least: Decimal
    """Points lost whatever is still to come."""
    most: Decimal
    """Points lost if all that is open goes against the target; never more than the indicator has."""
    clauses: tuple[str, ...]
    """Those that are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBonus:
    """A bonus clause that nobody has decided."""

    clause: str
    indicator: str
    points: Decimal
    """What it can give at most, before the cap of the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What lies between the two ends of a range; all empty where they are one."""

    vetoes: tuple[str, ...] = ()
    """Open veto clauses: any that comes to stand leaves no score, so that the lower end is 0."""
    indicators: tuple[OpenIndicator, ...] = ()
    bonus: tuple[OpenBonus, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The spread as JSON."""
        return {
            "vetoes": list(self.vetoes),
            "indicators": [
                {
                    "indicator": one.indicator,
                    "least": number(one.least),
                    "most": number(one.most),
                    "clauses": list(one.clauses),
                }
                for one in self.indicators
            ],
            "bonus": [
                {"clause": one.clause, "indicator": one.indicator, "points": number(one.points)} for one in self.bonus
            ],
        }


def spread(card: Scorecard, standard: Standard, reviews: Sequence[Review]) -> Spread:
    """What makes a card's range. ``reviews`` are those of its target."""
    if card.score is None or card.range[0] == card.range[1]:
        return Spread()
    parts = {one.clause.id: standard.indicator_of(one.clause.id).part for one in card.clauses}
    return Spread(
        vetoes=tuple(one.clause.id for one in card.clauses if parts[one.clause.id] is Part.VETO and one.open),
        indicators=tuple(
            _indicators([one for one in card.clauses if parts[one.clause.id] is Part.DEDUCTION], standard)
        ),
        bonus=tuple(_bonus(card, standard, reviews)),
    )


def _indicators(deductions: Iterable[Decided], standard: Standard) -> Iterator[OpenIndicator]:
    grouped: dict[str, list[Decided]] = {}
    for one in deductions:
        grouped.setdefault(one.clause.indicator, []).append(one)
    for name, clauses in grouped.items():
        cap = standard.indicators[name].points
        least = sum((one.certain for one in clauses), Decimal(0)).min(cap)
        most = sum((cap if one.possible is None else one.possible for one in clauses), Decimal(0)).min(cap)
        if least != most:
            yield OpenIndicator(
                indicator=standard.indicators[name].name,
                least=least,
                most=most,
                clauses=tuple(one.clause.id for one in clauses if one.open or one.certain != one.possible),
            )


def _bonus(card: Scorecard, standard: Standard, reviews: Sequence[Review]) -> Iterator[OpenBonus]:
    decided = {row.clause for row in reviews if row.decision in (Decision.BONUS, Decision.CLEAR)}
    for clause in standard.applicable(card.target, Part.BONUS):
        if clause.id not in decided:
            yield OpenBonus(clause=clause.id, indicator=standard.indicator_of(clause.id).name, points=clause.each)
