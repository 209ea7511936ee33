"""Why a target has the result it has, put together from its card, its standard and what people decided.

Nothing is judged here: the card says what was lost, and this says from what, line by line, down to kept bytes and
names. What of it a program may rely on stands in ``scoring.explain.explained``.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from infra.inspections import Inspection
from scoring.decided import Decided
from scoring.explain.arithmetic import StepKind, steps
from scoring.explain.explained import ExplainedClause, ExplainedFinding, Explanation, Kept, Vote
from scoring.explain.gaps import Cause, Gap, gaps
from scoring.explain.spread import spread
from scoring.findings import Finding
from scoring.reports.details import details
from scoring.review import Decision, Review, of_target
from scoring.scorecard import Scorecard, Verdict
from scoring.standard import Standard
from scoring.standard.parts import Clause, Part

#: What is said of findings one by one; the rest is about a clause as a whole.
_WHOLE: Final = frozenset({Decision.CLEAR, Decision.DEDUCT, Decision.BONUS})


def explain(
    card: Scorecard, inspection: Inspection, standard: Standard, reviews: Sequence[Review], evidence: Path
) -> Explanation:
    """Explain a card that ``standard`` gave. ``reviews`` may be all of the inspection's.

    ``evidence`` is the folder of the inspection's segments (``infra.evidence.folder_of``); it need not be there.
    """
    said = of_target(reviews, card.target.code)
    explained = _Explained(card, inspection, standard, said, evidence)
    return Explanation(
        inspection=inspection,
        standard=standard,
        card=card,
        reasons=tuple(_reasons(card, standard)),
        steps=steps(card, standard),
        spread=spread(card, standard, said),
        votes=tuple(_votes(card, standard)),
        clauses=tuple(explained.clauses()),
    )


class _Explained:
    """The clauses of one card, explained."""

    def __init__(
        self, card: Scorecard, inspection: Inspection, standard: Standard, reviews: Sequence[Review], evidence: Path
    ) -> None:
        self._card = card
        self._seed = inspection.id
        self._standard = standard
        self._reviews = reviews
        self._evidence = evidence
        self._counted = {line.clause: line.points for line in (*card.deductions, *card.bonus)}

    def clauses(self) -> Iterator[ExplainedClause]:
        for one in self._card.clauses:
            yield self._clause(one.clause, one, gaps(self._card, one))
        for clause in self._standard.applicable(self._card.target, Part.BONUS):
            yield self._clause(clause, None, self._undecided(clause))

    def _clause(self, clause: Clause, decided: Decided | None, why: tuple[Gap, ...]) -> ExplainedClause:
        rows = [row for row in self._reviews if row.clause == clause.id]
        counted = self._counted.get(clause.id, Decimal(0))
        findings = [one for one in self._card.findings if one.clause == clause.id]
        return ExplainedClause(
            clause=clause,
            indicator=self._standard.indicator_of(clause.id),
            decided=decided,
            claimed=decided.lost if decided else _granted(clause, rows),
            counted=counted,
            gaps=why,
            seed=self._seed,
            findings=tuple(self._finding(one, rows) for one in findings),
            reviews=tuple(row for row in rows if row.decision in _WHOLE),
        )

    def _undecided(self, clause: Clause) -> tuple[Gap, ...]:
        """A bonus that nobody granted or refused could still be granted."""
        decided = any(row.clause == clause.id and row.decision in _WHOLE for row in self._reviews)
        return () if decided else (Gap(cause=Cause.UNREVIEWED),)

    def _finding(self, one: Finding, rows: Sequence[Review]) -> ExplainedFinding:
        return ExplainedFinding(
            finding=one,
            told=tuple(details(one)),
            reviews=tuple(row for row in rows if row.decision not in _WHOLE and row.concerns(one)),
            kept=_kept(one, self._evidence),
        )


def _granted(clause: Clause, rows: Sequence[Review]) -> Decimal:
    """What the last word on a bonus clause grants."""
    granted = [row for row in rows if row.decision is Decision.BONUS]
    if not granted:
        return Decimal(0)
    return clause.each if granted[-1].points is None else granted[-1].points


def _kept(one: Finding, folder: Path) -> Kept | None:
    segment, _, offset = one.evidence.rpartition("#")
    if not segment or not offset.isdecimal():
        return None
    file = folder / Path(segment).name
    return Kept(file=file, offset=int(offset), there=file.is_file())


def _votes(card: Scorecard, standard: Standard) -> Iterator[Vote]:
    wanted = int(standard.general.veto_confirmations.value)
    for one in card.findings:
        if standard.indicator_of(one.clause).part is Part.VETO:
            by = one.detail.get("by")
            names = tuple(map(str, by)) if isinstance(by, list | tuple) else ()
            yield Vote(finding=one, by=names, wanted=wanted)


def _reasons(card: Scorecard, standard: Standard) -> Iterator[str]:
    """Say in lines why the verdict is what it is."""
    for clause in card.vetoes:
        yield f"veto {clause} {standard.indicator_of(clause).name} stands"
    if not card.vetoes:
        yield from _waiting(card, standard)
    if card.verdict is Verdict.QUALIFIED:
        yield "no veto stands"
    yield from _of_points(card, standard)


def _waiting(card: Scorecard, standard: Standard) -> Iterator[str]:
    if not card.complete:
        yield "the crawl is not over"
    appealed = {one.clause for one in card.findings if one.appealed}
    for clause in card.suspected:
        how = "under appeal" if clause in appealed else "suspected"
        yield f"veto {clause} {standard.indicator_of(clause).name} is {how} and undecided"
    if card.verdict is Verdict.PENDING and card.complete and not card.suspected:
        hangs = "the pass mark lies between the score and what it is without the points under appeal"
        yield hangs if card.appeals else "too little could be read to call it qualified"


def _of_points(card: Scorecard, standard: Standard) -> Iterator[str]:
    if card.vetoes:
        yield "with a veto nothing else is scored (G4)"
        return
    if card.score is None:
        yield "not scored: by this standard the deduction part is not for it"
        return
    mark = standard.general.pass_mark.value
    parted = [step for step in steps(card, standard) if step.kind not in (StepKind.BONUS, StepKind.FINAL)]
    left = parted[-1].left
    side = "below" if left < mark else "at or above"
    yield f"{float(left):g} of the deduction part is left, {side} the pass mark of {mark}"
