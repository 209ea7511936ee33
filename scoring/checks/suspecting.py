"""Suspicions of clauses that people judge: what a machine saw is shown, and clears nothing where it saw nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from scoring.checks.context import Context, Judgement, finding
from scoring.facts import Seen
from scoring.findings import Finding, State
from scoring.standard_parts import Clause


def suspicion(
    clause: Clause, context: Context, *, subject: str, seen: Seen | None, detail: Mapping[str, object]
) -> Finding:
    """One thing for a person to look at; it costs nothing before that."""
    return replace(
        finding(clause, context, subject=subject, seen=seen, detail=detail),
        state=State.SUSPECTED,
    )


def open_with(found: Iterable[Finding]) -> Judgement:
    """The judgement of such a clause: open until somebody has looked."""
    return Judgement(findings=tuple(found), coverage=Fraction(0), further=None)
