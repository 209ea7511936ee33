"""Scores as they are published: to a tenth of a point, half up."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from scoring.standard import TENTH


def tenths(value: Fraction) -> Decimal:
    """Round as people do."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(TENTH, ROUND_HALF_UP)
