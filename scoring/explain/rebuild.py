"""A score worked out again from ``scores.json`` alone, as anyone can who has the file: does it follow from its lines?

The deduction part is what ``base`` leaves after the deductions, scaled to full points where the base is lower (G9);
the bonus lines stand after the gate and the cap, so that they simply add.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import msgspec

from scoring.findings import number
from scoring.rounding import tenths

#: Points of the deduction part (G3), where a card does not say otherwise.
FULL: Final = Decimal(100)
#: Digits before and after the point that points have at most.
_DIGITS: Final = 9
#: Bytes of a file that is read; a province's is a tenth of it.
_MOST: Final = 512 * 2**20


class RebuildError(ValueError):
    """A file that is no ``scores.json``; one line that says what is wrong."""


class _Line(msgspec.Struct):
    clause: str
    points: Decimal


class Card(msgspec.Struct):
    """What of an entry of ``scores.json`` the score follows from.

    Raises ``ValueError`` for a number that is no count of points.
    """

    code: str
    name: str
    score: Decimal | None
    vetoes: list[str]
    base: Decimal
    deductions: list[_Line]
    bonus: list[_Line]
    full: Decimal = FULL

    def __post_init__(self) -> None:
        """Refuse what no score is made of, before anything is worked out with it."""
        numbers = [self.base, self.full, *(line.points for line in (*self.deductions, *self.bonus))]
        for value in numbers if self.score is None else [self.score, *numbers]:
            if not value.is_finite() or value.adjusted() > _DIGITS or int(value.as_tuple().exponent) < -_DIGITS:
                msg = f"{value} is no number of points"
                raise ValueError(msg)
        if self.base <= 0:
            msg = f"a base of {self.base} points"
            raise ValueError(msg)


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A target whose score does not follow from its lines."""

    code: str
    name: str
    score: Decimal | None
    rebuilt: Decimal | None

    def to_json(self) -> dict[str, object]:
        """The row as JSON."""
        score, again = (None if value is None else number(value) for value in (self.score, self.rebuilt))
        return {"code": self.code, "name": self.name, "score": score, "rebuilt": again}


class _Document(msgspec.Struct):
    targets: list[Card]


def rebuilt(card: Card) -> Decimal | None:
    """Work a score out from a card's lines; None where there is none: a veto stands, or nothing is scored."""
    if card.vetoes or card.score is None:
        return None
    deductions, bonus = (
        sum((Fraction(line.points) for line in part), Fraction(0)) for part in (card.deductions, card.bonus)
    )
    return tenths((Fraction(card.base) - deductions) * Fraction(card.full) / Fraction(card.base) + bonus)


def check_file(path: Path) -> tuple[int, list[Wrong]]:
    """Rebuild every score of a file; give how many targets it has, and those that do not agree.

    Raises ``RebuildError`` for what is no ``scores.json``, ``OSError`` when it cannot be read.
    """
    if path.stat().st_size > _MOST:
        msg = f"{path}: larger than {_MOST} bytes"
        raise RebuildError(msg)
    try:
        cards = msgspec.json.decode(path.read_bytes(), type=_Document).targets
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is no scores.json: {error}"
        raise RebuildError(msg) from None
    return len(cards), list(_wrong(cards))


def _wrong(cards: list[Card]) -> Iterator[Wrong]:
    for card in cards:
        again = rebuilt(card)
        stray = card.score is None and (card.deductions or card.bonus)
        if again != card.score or stray:
            yield Wrong(code=card.code, name=card.name, score=card.score, rebuilt=again)
