"""Suspicions of clauses that people judge: what a machine saw is shown, and clears nothing where it saw nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from scoring.checks.context import Context, Judgement, finding
from scoring.facts import Seen
from scoring.findings import Finding, State
from scoring.standard.parts import Clause


def suspicion(
    clause: Clause, context: Context, *, subject: str, seen: Seen | None, detail: Mapping[str, object]
) -> Finding:
    """One thing for a person to look at; it costs nothing before that."""
    return replace(
        finding(clause, context, subject=subject, seen=seen, detail=detail),
        state=State.SUSPECTED,
    )


def hint(
    clause: Clause, context: Context, *, seen: Seen | None, detail: Mapping[str, object], subject: str = ""
) -> Finding:
    """What speaks for a bonus: a person may grant it for that, the machine grants nothing."""
    found = suspicion(clause, context, subject=subject, seen=seen, detail={**detail, "hint": True})
    return replace(found, points=Decimal(0))


def open_with(
    found: Iterable[Finding],
    *,
    numbers: Mapping[str, int | float | str | None] | None = None,
    sample: Iterable[str] = (),
) -> Judgement:
    """The judgement of such a clause: open until somebody has looked."""
    return Judgement(
        findings=tuple(found), coverage=Fraction(0), further=None, numbers=numbers or {}, sample=tuple(sample)
    )


def in_doubt(
    found: Iterable[Finding], context: Context, *, numbers: Mapping[str, int | float | str | None]
) -> Judgement:
    """The judgement of a clause that a machine can decide, but not on what it saw here: suspected, never firm."""
    further = 0 if context.crawl.complete else None
    return Judgement(findings=tuple(found), coverage=Fraction(0), further=further, numbers=numbers)
