"""What would come of it (推演): the stored facts of an inspection judged by its own standard and by a changed one.

Whoever weighs a rule wants to know whom it fails before it is laid down. Nothing is fetched and nothing is written:
both cards of a target come from the same ledger, the same decisions and the same instant.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections
from infra.records import Kind, Target
from scoring.findings import number
from scoring.judge import Judge
from scoring.scorecard import Line, Scorecard, Verdict
from scoring.standard import Standard, load

#: Scores at which a notice draws its lines: the national pass mark, Hubei's and the bonus gate, and the top band.
MARKS: Final = (Decimal(60), Decimal(80), Decimal(90))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One thing that makes the difference: ``what`` is a clause, a gate or the base, then and now in words."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        """Tell it in a few characters: ``D8.1 -2→-1``."""
        return f"{self.what} {self.before}→{self.after}"

    def to_json(self) -> dict[str, object]:
        """The shift as JSON has it."""
        return {"what": self.what, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A target that would come out otherwise."""

    target: Target
    before: Scorecard
    after: Scorecard
    crossed: tuple[Decimal, ...]
    """Of the marks, those that the score passes, up or down. No score is below them all."""
    why: tuple[Shift, ...]

    def to_json(self) -> dict[str, object]:
        """The change as JSON has it."""
        return {
            "code": self.target.code,
            "name": self.target.name,
            "kind": str(self.target.kind),
            "unit": self.target.unit,
            "verdict": {"before": str(self.before.verdict), "after": str(self.after.verdict)},
            "score": {"before": _json(self.before.score), "after": _json(self.after.score)},
            "crossed": [number(mark) for mark in self.crossed],
            "why": [shift.to_json() for shift in self.why],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How the targets of one kind come out by one standard."""

    targets: int
    qualified: int
    unqualified: int
    pending: int

    @classmethod
    def of(cls, cards: Iterable[Scorecard]) -> "Totals":
        """Count cards."""
        verdicts = [card.verdict for card in cards]
        qualified, unqualified = verdicts.count(Verdict.QUALIFIED), verdicts.count(Verdict.UNQUALIFIED)
        pending = len(verdicts) - qualified - unqualified
        return cls(targets=len(verdicts), qualified=qualified, unqualified=unqualified, pending=pending)

    @property
    def pass_rate(self) -> float | None:
        """合格率: qualified over those of which a verdict can be said, 0 to 1; None where there are none."""
        said = self.qualified + self.unqualified
        return round(self.qualified / said, 4) if said else None

    def to_json(self) -> dict[str, object]:
        """The totals as JSON has them."""
        counts = {"targets": self.targets, "qualified": self.qualified, "unqualified": self.unqualified}
        return counts | {"pending": self.pending, "pass_rate": self.pass_rate}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would come of another standard."""

    inspection: Inspection
    before: Standard
    after: Standard
    settings: tuple[str, ...] = ()
    """What was set over ``after``, as it was asked for."""
    changes: tuple[Change, ...]
    """Targets whose verdict changes, or whose score crosses a mark, in the registry's order."""
    moved: int
    """Targets whose score is another, whether or not it crosses anything."""
    totals: Mapping[Kind, tuple[Totals, Totals]]
    """Before and after, of sites and of accounts."""

    def to_json(self) -> dict[str, object]:
        """The whole as JSON has it."""
        standards = {"before": self.before, "after": self.after}
        return {
            "inspection": self.inspection.id,
            "as_of": self.inspection.as_of,
            "standard": {when: {"name": one.name, "digest": one.digest} for when, one in standards.items()},
            "settings": list(self.settings),
            "totals": {
                str(kind): {"before": before.to_json(), "after": after.to_json()}
                for kind, (before, after) in self.totals.items()
            },
            "moved": self.moved,
            "changes": [change.to_json() for change in self.changes],
        }


async def whatif(redis: Redis, inspection: str, standard: str = "", settings: Sequence[str] = ()) -> WhatIf:
    """Judge an inspection by its own standard and by another; ``settings`` are set over the latter.

    ``standard`` is a name or a file, the inspection's own when empty; a setting is ``D8.1.each=2``. Raises
    ``InspectionError`` when there is no such inspection, ``StandardError`` for a standard that cannot be used.
    """
    inspections = Inspections(redis)
    found = await inspections.get(inspection)
    before, after = load(found.standard), load(standard or found.standard, settings)
    pairs = await Judge(redis, found, await inspections.targets(inspection), before).replayed(after)
    return compared(found, before, after, pairs, settings)


def compared(
    inspection: Inspection,
    before: Standard,
    after: Standard,
    pairs: Sequence[tuple[Scorecard, Scorecard]],
    settings: Sequence[str] = (),
) -> WhatIf:
    """Set the cards by one standard beside those by another, over which ``settings`` are set."""
    kinds = [kind for kind in (Kind.SITE, Kind.ACCOUNT) if any(one.target.kind is kind for one, _ in pairs)]
    changes = (
        Change(target=one.target, before=one, after=two, crossed=crossed, why=tuple(_shifts(before, after, one, two)))
        for one, two in pairs
        if (crossed := _crossed(one.score, two.score)) or one.verdict is not two.verdict
    )
    return WhatIf(
        inspection=inspection,
        before=before,
        after=after,
        settings=tuple(settings),
        changes=tuple(changes),
        moved=sum(one.score != two.score for one, two in pairs),
        totals={
            kind: (
                Totals.of(one for one, _ in pairs if one.target.kind is kind),
                Totals.of(two for _, two in pairs if two.target.kind is kind),
            )
            for kind in kinds
        },
    )


def _crossed(before: Decimal | None, after: Decimal | None) -> tuple[Decimal, ...]:
    def reaches(score: Decimal | None, mark: Decimal) -> bool:
        return score is not None and score >= mark

    return tuple(mark for mark in MARKS if reaches(before, mark) is not reaches(after, mark))


def _shifts(before: Standard, after: Standard, one: Scorecard, two: Scorecard) -> Iterator[Shift]:
    """What makes the difference: vetoes, then deductions and bonuses by clause, then base and gates."""
    yield from _differences(_vetoes(one), _vetoes(two), "-")
    yield from _differences(_points(one.deductions, "-"), _points(two.deductions, "-"), "0")
    yield from _differences(_points(one.bonus, "+"), _points(two.bonus, "+"), "0")
    gates = one.score is not None and two.score is not None
    yield from _differences(_frame(before, one, gates=gates), _frame(after, two, gates=gates), "-")


def _differences(before: Mapping[str, str], after: Mapping[str, str], none: str) -> Iterator[Shift]:
    for what in dict.fromkeys((*before, *after)):
        then, now = before.get(what, none), after.get(what, none)
        if then != now:
            yield Shift(what=what, before=then, after=now)


def _vetoes(card: Scorecard) -> dict[str, str]:
    return dict.fromkeys(card.suspected, "suspected") | dict.fromkeys(card.vetoes, "veto")


def _points(lines: Iterable[Line], sign: str) -> dict[str, str]:
    points: dict[str, Decimal] = {}
    for line in lines:
        points[line.clause] = points.get(line.clause, Decimal(0)) + line.points
    return {clause: f"{sign}{number(held)}" for clause, held in points.items() if held}


def _frame(standard: Standard, card: Scorecard, *, gates: bool) -> dict[str, str]:
    """What a score stands on beside its lines; of two cards one of which has no score only that it has none."""
    told = {} if card.vetoes else {"deductions": "not scored" if card.score is None else "scored"}
    if not gates:
        return told
    general = standard.general
    numbers = {"pass mark": general.pass_mark, "bonus gate": general.bonus_gate, "bonus cap": general.bonus_cap}
    told |= {name: str(number(gate.value)) for name, gate in numbers.items()}
    return told | {"base": str(number(card.base))}


def _json(score: Decimal | None) -> int | float | None:
    return None if score is None else number(score)
