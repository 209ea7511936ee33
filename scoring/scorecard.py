"""A target's scorecard (得分卡): vetoes, points, verdict, range, coverage, in the order of the general rules G1 to G9.

All sums are exact: fractions inside, tenths of a point outside, rounded half up where 4/3 (G9) leaves more digits.
While anything is unseen or undecided the card has a range. Its ends are the scores if all of that goes against the
target, and if all goes well; the final score lies in every range shown before, as long as a page tells the same on each
visit, no decision is taken back and no check turns out to be wrong too often. What is under appeal is still taken, and
the range's upper end is the score without it; a verdict that hangs on an appeal is not said before that is decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from infra.records import Target
from scoring.checks import Context
from scoring.decided import Decided, decide
from scoring.facts import Facts, SiteFacts
from scoring.findings import Finding, number
from scoring.hints import hints
from scoring.review import Decision, Review
from scoring.rounding import tenths
from scoring.standard import Standard
from scoring.standard.parts import Clause, Part

#: The clause on an account's newest post, without which little is known of it.
POSTS: Final = "M2.1"


class Verdict(StrEnum):
    """合格, 不合格, or not to be said yet."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points of one clause that count: a deduction, or a bonus."""

    clause: str
    indicator: str
    """The Chinese level-2 name."""
    points: Decimal
    """After the cap of the indicator, or of the bonus part."""
    findings: tuple[str, ...] = ()
    text: str = ""
    """A person's reason for a bonus."""
    by: str = ""

    def to_json(self) -> dict[str, object]:
        """The line as ``scores.json`` has it."""
        line: dict[str, object] = {
            "clause": self.clause,
            "indicator": self.indicator,
            "points": number(self.points),
            "findings": list(self.findings),
        }
        return line | {name: value for name, value in (("text", self.text), ("by", self.by)) if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the target's tasks ended."""

    done: int = 0
    failed: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """One target's result."""

    target: Target
    verdict: Verdict
    score: Decimal | None
    """None for what is vetoed, and for what is not scored: accounts, and sites the deduction part is not for."""
    range: tuple[Decimal, Decimal]
    """(0, 0) where there is no score."""
    coverage: float
    """Mean over the applicable vetoes and deductions of how much of each could be checked, 0 to 1."""
    base: Decimal
    """What deductions count down from: 100, or 75 scaled by 4/3 without outward services (G9)."""
    full: Decimal = Decimal(100)
    """What a lower base is scaled up to (G3)."""
    vetoes: tuple[str, ...] = ()
    """Clauses of confirmed vetoes."""
    suspected: tuple[str, ...] = ()
    """Clauses of vetoes that wait for people."""
    appeals: tuple[str, ...] = ()
    """Findings under an appeal (申诉) that is not decided yet, by id."""
    deductions: tuple[Line, ...] = ()
    bonus: tuple[Line, ...] = ()
    pages: Pages = Pages()
    complete: bool = False
    """The crawl is over and everything it saw is folded."""
    findings: tuple[Finding, ...] = ()
    clauses: tuple[Decided, ...] = ()
    """Where every applicable clause stands but those of the bonus part, in the order vetoes, deductions, reminders."""

    def to_json(self) -> dict[str, object]:
        """The card as an entry of ``scores.json``; numbers print exactly as scored."""
        return {
            "code": self.target.code,
            "name": self.target.name,
            "kind": str(self.target.kind),
            "unit": self.target.unit,
            "group": self.target.group,
            "verdict": str(self.verdict),
            "score": None if self.score is None else number(self.score),
            "range": [number(end) for end in self.range],
            "coverage": self.coverage,
            "vetoes": list(self.vetoes),
            "suspected": list(self.suspected),
            "appeals": list(self.appeals),
            "base": number(self.base),
            "full": number(self.full),
            "deductions": [line.to_json() for line in self.deductions],
            "bonus": [line.to_json() for line in self.bonus],
            "pages": {"done": self.pages.done, "failed": self.pages.failed, "blocked": self.pages.blocked},
            "complete": self.complete,
            "clauses": [
                {"clause": one.clause.id, "coverage": round(float(one.coverage), 4), "open": one.open}
                for one in self.clauses
            ],
        }


def score(facts: Facts, context: Context, reviews: Sequence[Review] = ()) -> Scorecard:
    """Score one target from its facts and the decisions on it, as things stand."""
    parts = {
        part: [decide(facts, clause, context, reviews) for clause in context.standard.applicable(context.target, part)]
        for part in (Part.VETO, Part.DEDUCTION, Part.REMINDER)
    }
    vetoes, deductions = parts[Part.VETO], parts[Part.DEDUCTION]
    clauses = (*vetoes, *deductions, *parts[Part.REMINDER])
    points = _Points(context.standard, context.target, deductions, reviews)
    confirmed = tuple(one.clause.id for one in vetoes if one.confirmed)
    suspected = tuple(one.clause.id for one in vetoes if one.suspected)
    scored = context.standard.scored(context.target) and not confirmed
    low = Decimal(0) if any(one.open for one in vetoes) else points.lowest
    return Scorecard(
        target=context.target,
        verdict=_verdict(
            vetoed=bool(confirmed),
            waiting=bool(suspected)
            or not context.crawl.complete
            or _is_unread(facts, context.target, vetoes)
            or points.contested,
            failed=scored and points.failed,
        ),
        score=points.now if scored else None,
        range=(low, points.highest) if scored else (Decimal(0), Decimal(0)),
        coverage=_coverage([*vetoes, *deductions]),
        base=context.standard.full_points(context.target),
        full=context.standard.general.full.value,
        vetoes=confirmed,
        suspected=suspected,
        appeals=tuple(finding.id for one in (*vetoes, *deductions, *parts[Part.REMINDER]) for finding in one.appealed),
        deductions=points.lines if scored else (),
        bonus=points.bonus if scored else (),
        pages=Pages(done=context.crawl.done, failed=context.crawl.failed, blocked=context.crawl.blocked),
        complete=context.crawl.complete,
        findings=(*(one for decided in clauses for one in decided.findings), *hints(facts, context, reviews)),
        clauses=clauses,
    )


def _is_unread(facts: Facts, target: Target, vetoes: Sequence[Decided]) -> bool:
    """Whether too little is known to call a target qualified.

    A site's home page could not be read; an account's posts could not, or there is neither a source of posts nor a
    word on its interaction, and no person looked instead.
    """
    if isinstance(facts, SiteFacts):
        return not facts.homes
    unchecked = any(one.clause.id == POSTS and not one.coverage for one in vetoes)
    return unchecked and (bool(target.feed) or target.interaction is None)


class _Points:
    """The arithmetic of parts 2 and 3."""

    def __init__(
        self, standard: Standard, target: Target, deductions: Sequence[Decided], reviews: Sequence[Review]
    ) -> None:
        self._standard = standard
        self._target = target
        self._by_indicator: dict[str, list[Decided]] = {}
        for one in deductions:
            self._by_indicator.setdefault(one.clause.indicator, []).append(one)
        self.lines = tuple(self._lines())
        grants = [_Grant.of(clause, reviews) for clause in standard.applicable(target, Part.BONUS)]
        granted = sum((grant.granted for grant in grants), Decimal(0))
        hoped = sum((grant.possible for grant in grants), Decimal(0))
        left = self._left(sum((line.points for line in self.lines), Decimal(0)))
        mark = Fraction(standard.general.pass_mark.value)
        self.failed = left < mark
        self.contested = self.failed and self._left(self._undisputed()) >= mark
        self.bonus = tuple(self._bonus_lines(grants)) if self._opens(left) else ()
        self.now = self._final(left, granted)
        self.lowest = self._final(self._left(self._capped(worst=True)), granted)
        self.highest = self._final(self._left(self._capped(worst=False)), hoped)

    def _lines(self) -> Iterable[Line]:
        """Deductions clause by clause; an indicator never costs more than its points (G8)."""
        for indicator_id, clauses in self._by_indicator.items():
            indicator = self._standard.indicators[indicator_id]
            room = indicator.points
            for one in clauses:
                points = min(one.lost, room)
                room -= points
                if one.confirmed:
                    ids = tuple(finding.id for finding in one.confirmed)
                    yield Line(clause=one.clause.id, indicator=indicator.name, points=points, findings=ids)

    def _undisputed(self) -> Decimal:
        """Points lost as things stand without what is under appeal."""
        total = Decimal(0)
        for indicator_id, clauses in self._by_indicator.items():
            lost = sum((one.points for each in clauses for one in each.confirmed if not one.appealed), Decimal(0))
            total += lost.min(self._standard.indicators[indicator_id].points)
        return total

    def _capped(self, *, worst: bool) -> Decimal:
        """Points lost over all indicators, if all that is open goes against the target, or well."""
        total = Decimal(0)
        for indicator_id, clauses in self._by_indicator.items():
            cap = self._standard.indicators[indicator_id].points
            if worst:
                total += sum((cap if one.possible is None else one.possible for one in clauses), Decimal(0)).min(cap)
            else:
                total += sum((one.certain for one in clauses), Decimal(0)).min(cap)
        return total

    def _left(self, lost: Decimal) -> Fraction:
        """What is left of the deduction part, scaled for bodies without outward services (G9)."""
        left = Fraction(self._standard.full_points(self._target)) - Fraction(lost)
        return left if self._target.has_service else left * self._standard.service_factor

    def _opens(self, left: Fraction) -> bool:
        """The bonus part opens strictly above the gate (G6)."""
        return left > Fraction(self._standard.general.bonus_gate.value)

    def _final(self, left: Fraction, bonus: Decimal) -> Decimal:
        if self._opens(left):
            left += Fraction(bonus.min(self._standard.general.bonus_cap.value))
        return tenths(left)

    def _bonus_lines(self, grants: Iterable["_Grant"]) -> Iterable[Line]:
        room = self._standard.general.bonus_cap.value
        for grant in grants:
            points = min(grant.granted, room)
            room -= points
            if points:
                name = self._standard.indicator_of(grant.clause.id).name
                yield Line(clause=grant.clause.id, indicator=name, points=points, text=grant.text, by=grant.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grant:
    """What people say of one bonus clause; the last word counts."""

    clause: Clause
    granted: Decimal
    possible: Decimal
    text: str = ""
    by: str = ""

    @classmethod
    def of(cls, clause: Clause, reviews: Iterable[Review]) -> "_Grant":
        grant = cls(clause=clause, granted=Decimal(0), possible=clause.each)
        for row in reviews:
            if row.clause != clause.id:
                continue
            if row.decision is Decision.BONUS:
                points = clause.each if row.points is None else row.points
                grant = cls(clause=clause, granted=points, possible=points, text=row.text, by=row.by)
            elif row.decision is Decision.CLEAR and grant.granted == 0:
                grant = cls(clause=clause, granted=Decimal(0), possible=Decimal(0), by=row.by)
        return grant


def _verdict(*, vetoed: bool, waiting: bool, failed: bool) -> Verdict:
    if vetoed:
        return Verdict.UNQUALIFIED
    if waiting:
        return Verdict.PENDING
    return Verdict.UNQUALIFIED if failed else Verdict.QUALIFIED


def _coverage(clauses: Sequence[Decided]) -> float:
    if not clauses:
        return 1.0
    return round(float(sum((one.coverage for one in clauses), Fraction(0)) / len(clauses)), 4)
