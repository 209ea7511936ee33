"""Holds what an inspection reported against what was planted: recall and precision, indicator by indicator.

A planted fault is found when a finding of its clause names its place, suspected or confirmed as the clause is. A
finding is wrong when nothing was planted there. What people entered is no finding of the machine's and is left out, and
so is what may earn points: that is no fault.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from infra.demo.city import DemoCity
from infra.demo.published import stakes_of
from infra.demo.registry import reviews
from infra.demo.stakes import Stake, Stakes

_BONUS = "B"

T = TypeVar("T", "Stake", "Reported")


class Reported(msgspec.Struct, frozen=True):
    """One line of a run's findings.jsonl."""

    target: str
    clause: str
    state: str
    indicator: str = ""
    url: str = ""
    found_on: str = ""
    detail: dict[str, Any] = {}

    @property
    def names(self) -> frozenset[str]:
        """Every address, column or item that it names."""
        return frozenset({self.url, self.found_on, *_texts(self.detail)}) - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One indicator. ``wrong`` are findings of what was not planted, ``decoys`` those among them that a decoy drew."""

    indicator: str
    name: str
    planted: int
    missed: int
    right: int
    wrong: int
    decoys: int

    @property
    def recall(self) -> float:
        """Planted faults that were found, over all of them; 1 where none was planted."""
        return 1 - self.missed / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Findings of what was planted, over all findings; 1 where there is none."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well a run did."""

    rows: tuple[Row, ...]
    missed: tuple[Stake, ...]
    wrong: tuple[Reported, ...]
    fooled: tuple[Stake, ...]
    """Decoys that were reported."""
    planted: int
    decoys: int

    @property
    def good(self) -> bool:
        """Whether everything planted was found and no decoy reported."""
        return not self.missed and not self.fooled

    def summary(self) -> tuple[str, str]:
        """Tell it in two lines."""
        right = sum(row.right for row in self.rows)
        found = self.planted - len(self.missed)
        reported = right + len(self.wrong)
        first = (
            f"planted faults found: {found} of {self.planted} (recall {_share(found, self.planted)}), "
            f"findings that were planted: {right} of {reported} (precision {_share(right, reported)})"
        )
        return first, f"decoys reported: {len(self.fooled)} of {self.decoys}"


def measure(findings: Path, city: DemoCity) -> Measured:
    """Measure a run over a city by its findings.jsonl. Raises ``ValueError`` when that is no such file."""
    entered = {(row[0], row[1], row[5]) for row in reviews(city) if row[2] == "扣分"}
    found = [one for one in _read(findings) if (one.target, one.clause, one.detail.get("text")) not in entered]
    return compare(found, stakes_of(city))


def compare(found: Sequence[Reported], stakes: Stakes) -> Measured:
    """Hold findings against stakes."""
    found = [one for one in found if one.state != "dismissed" and not one.clause.startswith(_BONUS)]
    planted = _by_clause(stakes.planted)
    decoys = _by_clause(stakes.decoys)
    wrong = [one for one in found if not any(_fits(stake, one) for stake in planted.get((one.target, one.clause), ()))]
    reported = _by_clause(found)
    missed = [
        one for one in stakes.planted if not any(_fits(one, f) for f in reported.get((one.target, one.clause), ()))
    ]
    fooled = {stake for one in wrong for stake in decoys.get((one.target, one.clause), ()) if _fits(stake, one)}
    return Measured(
        rows=tuple(_rows(stakes.planted, missed, found, wrong, fooled)),
        missed=tuple(missed),
        wrong=tuple(wrong),
        fooled=tuple(sorted(fooled, key=lambda one: (one.clause, one.target))),
        planted=len(stakes.planted),
        decoys=len(stakes.decoys),
    )


def _rows(
    planted: Collection[Stake],
    missed: Collection[Stake],
    found: Collection[Reported],
    wrong: Collection[Reported],
    fooled: Collection[Stake],
) -> Iterator[Row]:
    names = {_indicator(one.clause): one.indicator for one in found}
    indicators = {_indicator(one.clause) for one in planted} | {_indicator(one.clause) for one in found}
    for indicator in sorted(indicators, key=_order):
        reported, false = _count(found, indicator), _count(wrong, indicator)
        yield Row(
            indicator=indicator,
            name=names.get(indicator, ""),
            planted=_count(planted, indicator),
            missed=_count(missed, indicator),
            right=reported - false,
            wrong=false,
            decoys=_count(fooled, indicator),
        )


def _fits(stake: Stake, found: Reported) -> bool:
    return not stake.places or not found.names.isdisjoint(stake.places)


def _by_clause(ones: Iterable[T]) -> dict[tuple[str, str], list[T]]:
    sorted_out: dict[tuple[str, str], list[T]] = {}
    for one in ones:
        sorted_out.setdefault((one.target, one.clause), []).append(one)
    return sorted_out


def _count(ones: Iterable[Stake] | Iterable[Reported], indicator: str) -> int:
    return sum(_indicator(one.clause) == indicator for one in ones)


def _indicator(clause: str) -> str:
    return clause.partition(".")[0]


def _order(indicator: str) -> tuple[int, int]:
    part, number = re.fullmatch(r"([A-Z])(\d+)", indicator).groups()  # type: ignore[union-attr]
    return "VDBMAS".find(part), int(number)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "1.000"


def _texts(value: object) -> Iterator[str]:
    """Give every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _read(path: Path) -> list[Reported]:
    try:
        return [msgspec.json.decode(line, type=Reported) for line in path.read_bytes().splitlines() if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        msg = f"{path}: not a findings.jsonl ({error})"
        raise ValueError(msg) from None
