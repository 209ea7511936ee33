"""One clause of one target after both have spoken: what the machine found, and what people decided on it.

Vetoes want several names; a person's deduction stands at once; a dismissed finding costs nothing but stays on the list.
A clause without a check is open until a person enters something or clears it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from infra.clock import ms_of_moment, parse_moment
from scoring.checks import Context, Judgement, check
from scoring.checks.context import finding
from scoring.facts import Facts
from scoring.findings import Finding, State
from scoring.review import Decision, Review, person
from scoring.standard_parts import Clause, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Where one clause stands."""

    clause: Clause
    findings: tuple[Finding, ...]
    coverage: Fraction
    certain: Decimal
    """Points that are lost whatever is still to come, before the indicator's cap."""
    possible: Decimal | None
    """Points that could be lost in the end, before the cap; None: no bound but the cap."""
    open: bool
    """Something could still be found, or is suspected and undecided."""
    further: int | None = 0
    """How many more findings could still come; None when that is not bounded."""
    numbers: Mapping[str, int | float | str | None] = field(default_factory=dict)
    """What the check counted or measured, by name."""
    sample: tuple[str, ...] = ()
    """Addresses that were drawn, where the clause draws."""

    @property
    def lost(self) -> Decimal:
        """Points lost as things stand, before the cap."""
        return sum((one.points for one in self.confirmed), Decimal(0))

    @property
    def confirmed(self) -> tuple[Finding, ...]:
        """The findings that stand."""
        return tuple(one for one in self.findings if one.state is State.CONFIRMED)

    @property
    def suspected(self) -> bool:
        """Whether a finding waits for people."""
        return any(one.state is State.SUSPECTED for one in self.findings)


def decide(facts: Facts, clause: Clause, context: Context, reviews: Sequence[Review]) -> Decided:
    """Judge a clause and apply the decisions on it, in the order they were taken."""
    rows = [row for row in reviews if row.clause == clause.id]
    machine = check.get(clause.id)
    judged = machine(facts, clause, context) if machine else _unentered(rows)
    if any(row.decision is Decision.CLEAR for row in rows) and context.crawl.complete:
        judged = replace(judged, coverage=Fraction(1), further=0)
    entered = tuple(_entered(clause, context, rows))
    if context.standard.indicators[clause.indicator].part is Part.VETO:
        settled = _vetoes(judged.findings, clause, context, rows)
    else:
        settled = [_settled(one, rows) for one in judged.findings]
    said = [*entered, *(_convicted(judged, settled) if context.crawl.complete else ())]
    return _decided(clause, judged, [*settled, *entered], sum((one.points for one in said), Decimal(0)))


def _convicted(judged: Judgement, settled: Iterable[Finding]) -> Iterable[Finding]:
    """Suspicions that people confirmed: as certain as what they enter, once no page can displace them."""
    suspected = {one.id for one in judged.findings if one.state is State.SUSPECTED}
    return (one for one in settled if one.id in suspected and one.state is State.CONFIRMED)


def _decided(clause: Clause, judged: Judgement, findings: list[Finding], said: Decimal) -> Decided:
    dismissed = sum(one.state is State.DISMISSED for one in findings)
    standing = sum((one.points for one in findings if one.state is not State.DISMISSED), Decimal(0))
    suspected = any(one.state is State.SUSPECTED for one in findings)
    return Decided(
        clause=clause,
        findings=tuple(findings),
        coverage=judged.coverage,
        certain=said + clause.each * max(judged.firm - dismissed, 0),
        possible=None if judged.further is None else standing + clause.each * judged.further,
        open=suspected or judged.further != 0,
        further=judged.further,
        numbers=judged.numbers,
        sample=judged.sample,
    )


def _unentered(rows: Sequence[Review]) -> Judgement:
    """A clause that only people can judge: open until they did."""
    return Judgement() if rows else Judgement(coverage=Fraction(0), further=None)


def _entered(clause: Clause, context: Context, rows: Iterable[Review]) -> Iterable[Finding]:
    """Findings that people enter; the same entry is the same finding."""
    found = {}
    for row in rows:
        if row.decision is Decision.DEDUCT:
            one = finding(clause, context, subject=f"{row.url}\n{row.text}", detail=_told(row))
            points = clause.each if row.points is None else row.points
            found[one.id] = _entry(one, row, State.CONFIRMED, points)
    return found.values()


def _settled(one: Finding, rows: Iterable[Review]) -> Finding:
    """The last word on a finding that is no veto."""
    for row in rows:
        if _concerns(row, one) and row.decision is Decision.DISMISS:
            one = one.decided(State.DISMISSED, by=[row.by], **_because(row))
        elif _concerns(row, one) and row.decision is Decision.CONFIRM:
            one = one.decided(State.CONFIRMED, by=[row.by])
    return one


def _vetoes(suspected: Iterable[Finding], clause: Clause, context: Context, rows: Sequence[Review]) -> list[Finding]:
    """Suspicions and what people say of them; a veto that people alone confirm is a finding too."""
    machine = list(suspected)
    votes = [row for row in rows if row.decision in (Decision.CONFIRM, Decision.DISMISS)]
    addresses = dict.fromkeys(row.url for row in votes if not any(_concerns(row, one) for one in machine))
    for address in addresses:
        one = finding(clause, context, subject=address)
        said = [row for row in votes if row.url == address]
        confirmed = [row for row in said if row.decision is Decision.CONFIRM]
        if confirmed:
            machine.append(_entry(one, confirmed[0], State.SUSPECTED, clause.each))
    return [_voted(one, votes, int(context.standard.general.veto_confirmations.value)) for one in machine]


def _voted(one: Finding, votes: Iterable[Review], wanted: int) -> Finding:
    """A veto stands once enough different persons confirmed it since it was last dismissed."""
    names: dict[str, str] = {}
    for row in votes:
        if not _concerns(row, one):
            continue
        if row.decision is Decision.DISMISS:
            names.clear()
            one = one.decided(State.DISMISSED, by=[row.by], **_because(row))
            continue
        names.setdefault(person(row.by), row.by)
        words = {"text": row.text} if row.text else {}
        one = one.decided(
            State.CONFIRMED if len(names) >= wanted else State.SUSPECTED, by=list(names.values()), **words
        )
    return one


def _concerns(row: Review, one: Finding) -> bool:
    return row.url in ("", one.url)


def _because(row: Review) -> dict[str, object]:
    return {"because": row.text} if row.text else {}


def _told(row: Review) -> dict[str, object]:
    told = {"text": row.text, "evidence": row.evidence, "at": row.at}
    return {name: value for name, value in told.items() if value} | {"by": [row.by]}


def _entry(one: Finding, row: Review, state: State, points: Decimal) -> Finding:
    """A finding on a person's word alone: seen when and where the person says."""
    seen_at = ms_of_moment(parse_moment(row.at)) if row.at else 0
    return replace(one, url=row.url, state=state, points=points, seen_at=seen_at)
