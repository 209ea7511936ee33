"""加分线索: what speaks for a bonus. Hints lead a person to what may be granted; they are worth nothing by themselves.

Whoever grants or clears a clause has looked at its hints. Scores and ranges come from decisions alone (``scorecard``).
"""

from collections.abc import Iterable, Iterator, Sequence

from scoring.checks import Context, check
from scoring.facts import Facts
from scoring.findings import Finding, State
from scoring.review import Decision, Review
from scoring.standard.parts import Part

_SETTLING = {Decision.BONUS: State.CONFIRMED, Decision.CLEAR: State.DISMISSED}


def hints(facts: Facts, context: Context, reviews: Sequence[Review]) -> tuple[Finding, ...]:
    """The hints for all bonus clauses that apply to a target, in the order of the standard."""
    return tuple(_hints(facts, context, reviews))


def _hints(facts: Facts, context: Context, reviews: Sequence[Review]) -> Iterator[Finding]:
    for clause in context.standard.applicable(context.target, Part.BONUS):
        machine = check.get(clause.id)
        rows = [row for row in reviews if row.clause == clause.id and row.decision in _SETTLING]
        for one in machine(facts, clause, context).findings if machine else ():
            yield _settled(one, rows)


def _settled(one: Finding, rows: Iterable[Review]) -> Finding:
    """A hint after the last word on its clause; a grant holds against a mere 查无问题, as in the score."""
    for row in rows:
        state = _SETTLING[row.decision]
        if state is State.CONFIRMED or one.state is not State.CONFIRMED:
            one = one.decided(state, by=[row.by], hint=False)
    return one
