"""One clause of one target after both have spoken: what the machine found, and what people decided on it.

Vetoes want several names; a person's deduction stands at once; a dismissed finding costs nothing but stays on the list.
A clause without a check is open until a person enters something or clears it. A finding under appeal is not certain to
cost anything. A check that was too often wrong gives hints: they cost nothing, hold nothing up and widen no range until
a person confirms one.
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
from scoring.review.decision import APPROVING, ON_FINDINGS, Decision, Review
from scoring.review.standing import applied, standing
from scoring.standard.parts import Clause, Part, Way


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
        return any(one.state is State.SUSPECTED and not one.hint for one in self.findings)

    @property
    def appealed(self) -> tuple[Finding, ...]:
        """The findings against which an appeal waits."""
        return tuple(one for one in self.findings if one.appealed)


def decide(facts: Facts, clause: Clause, context: Context, reviews: Sequence[Review]) -> Decided:
    """Judge a clause and apply the decisions on it, in the order they were taken."""
    rows = _valid(reviews, clause, context)
    machine = check.get(clause.id)
    judged = machine(facts, clause, context) if machine else _unentered(rows)
    if hint := clause.id in context.hints:
        judged = _as_hints(judged, clause)
    if any(row.decision is Decision.CLEAR for row in rows) and context.crawl.complete:
        judged = replace(judged, coverage=Fraction(1), further=0)
    veto = context.standard.indicators[clause.indicator].part is Part.VETO
    own = list(_voted(judged.findings, clause, context, rows)) if veto else []
    wanted = int(context.standard.general.veto_confirmations.value) if veto else 1
    settled = [_settled(one, rows, wanted, veto=veto) for one in (*judged.findings, *own)]
    settled = [_hinted(one) for one in settled] if hint else settled
    entered = list(_entered(clause, context, rows))
    certain = [*entered, *(_convicted(judged, settled) if context.crawl.complete else ())]
    said = sum((one.points for one in certain if one.state is State.CONFIRMED and not one.appealed), Decimal(0))
    return _decided(clause, judged, settled, entered, said)


def _valid(reviews: Iterable[Review], clause: Clause, context: Context) -> list[Review]:
    """The decisions on a clause, without approvals whose last day lies before the time point."""
    day = context.as_of.date().isoformat()
    rows = (row for row in reviews if row.clause == clause.id)
    return [row for row in rows if row.decision not in APPROVING or row.holds(day)]


def _as_hints(judged: Judgement, clause: Clause) -> Judgement:
    """What a check says that was too often wrong: nothing of it is firm, and what it may still find would be a hint.

    What only people can judge stays open until they have.
    """
    found = tuple(replace(one, state=State.SUSPECTED) for one in judged.findings)
    further = judged.further if clause.way in (Way.ASSIST, Way.MANUAL) else 0
    return replace(judged, findings=found, firm=0, further=further)


def _hinted(one: Finding) -> Finding:
    """Mark a finding of such a check as long as no person has said a word on it."""
    untouched = one.state is State.SUSPECTED and not one.entered and not {"by", "appeal"} & one.detail.keys()
    return replace(one, detail={**one.detail, "hint": True}) if untouched else one


def _convicted(judged: Judgement, settled: Iterable[Finding]) -> Iterable[Finding]:
    """Suspicions that people confirmed: as certain as what they enter, once no page can displace them."""
    suspected = {one.id for one in judged.findings if one.state is State.SUSPECTED}
    return (one for one in settled if one.id in suspected and one.state is State.CONFIRMED)


def _decided(
    clause: Clause, judged: Judgement, settled: list[Finding], entered: list[Finding], said: Decimal
) -> Decided:
    findings = (*settled, *entered)
    unsure = sum(one.state is State.DISMISSED or one.appealed for one in settled)
    standing_ = [one.points for one in findings if one.state is not State.DISMISSED and not one.hint]
    suspected = any(one.state is State.SUSPECTED and not one.hint for one in findings)
    return Decided(
        clause=clause,
        findings=findings,
        coverage=judged.coverage,
        certain=said + clause.each * max(judged.firm - unsure, 0),
        possible=None if judged.further is None else sum(standing_, Decimal(0)) + clause.each * judged.further,
        open=suspected or judged.further != 0,
        further=judged.further,
        numbers=judged.numbers,
        sample=judged.sample,
    )


def _unentered(rows: Sequence[Review]) -> Judgement:
    """A clause that only people can judge: open until they did."""
    return Judgement() if rows else Judgement(coverage=Fraction(0), further=None)


def _settled(one: Finding, rows: Iterable[Review], wanted: int, *, veto: bool) -> Finding:
    """A finding after all that people said of it."""
    said = [row for row in rows if row.decision in ON_FINDINGS and row.concerns(one)]
    if not said and not veto:  # a site may have hundreds of dead links, and on most of them nobody says a word
        return one
    return applied(one, standing(said, wanted), wanted, veto=veto)


def _entered(clause: Clause, context: Context, rows: Sequence[Review]) -> Iterable[Finding]:
    """Findings that people enter; the same entry is the same finding.

    A decision on findings reaches one only by its id: a suspicion at its address is another thing.
    """
    found: dict[str, Finding] = {}
    said: dict[str, list[Review]] = {}
    for row in rows:
        if row.decision is Decision.DEDUCT:
            one = finding(clause, context, subject=f"{row.url}\n{row.text}", detail=_told(row))
            points = clause.each if row.points is None else row.points
            found[one.id] = _entry(one, row, State.CONFIRMED, points)
            said.setdefault(one.id, []).append(row)
        elif row.finding in found:
            said[row.finding].append(row)
    return (applied(one, standing(said[key], 1), 1, veto=False) for key, one in found.items())


def _voted(machine: Sequence[Finding], clause: Clause, context: Context, rows: Sequence[Review]) -> Iterable[Finding]:
    """Vetoes that people alone confirm: one finding an address that no suspicion is about."""
    votes = [row for row in rows if row.decision in ON_FINDINGS and not row.finding]
    addresses = dict.fromkeys(row.url for row in votes if not any(row.concerns(one) for one in machine))
    for address in addresses:
        confirmed = [row for row in votes if row.url == address and row.decision is Decision.CONFIRM]
        if confirmed:
            one = finding(clause, context, subject=address)
            yield _entry(one, confirmed[0], State.SUSPECTED, clause.each)


def _told(row: Review) -> dict[str, object]:
    told = {"text": row.text, "evidence": "" if row.digest else row.evidence, "at": row.at}
    return {name: value for name, value in told.items() if value} | {"by": [row.by]}


def _entry(one: Finding, row: Review, state: State, points: Decimal) -> Finding:
    """A finding on a person's word alone: seen when and where the person says, with the file that shows it."""
    seen_at = ms_of_moment(parse_moment(row.at)) if row.at else 0
    place = row.evidence if row.digest else ""
    return replace(
        one, url=row.url, state=state, points=points, seen_at=seen_at, entered=True, digest=row.digest, evidence=place
    )
