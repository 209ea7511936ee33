"""What a check is given besides facts and clause, and what it gives back.

A check is pure: ``(facts, clause, context) → Judgement``. It never reads the clock; everything dates from ``as_of``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final

from infra.records import Target
from scoring.checks.columns import Columns
from scoring.facts import Facts, Seen, SiteFacts
from scoring.findings import Finding, State, finding_id
from scoring.standard import Standard
from scoring.standard.parts import Clause, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How far a target has been crawled."""

    known: int = 0
    done: int = 0
    failed: int = 0
    blocked: int = 0
    complete: bool = False
    """Nothing waits or is under way, and every observation of it is folded."""

    @property
    def share(self) -> Fraction:
        """Settled tasks over known ones, 0 to 1; below 1 until complete."""
        if self.complete:
            return Fraction(1)
        settled = self.done + self.failed + self.blocked
        return Fraction(min(settled, self.known - 1), self.known) if self.known > 1 else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a judgement."""

    as_of: datetime
    standard: Standard
    target: Target
    crawl: Crawl
    columns: Columns = field(default_factory=Columns)
    """A site's columns, judged once for all checks."""
    peers: tuple[Target, ...] = ()
    """All accounts of the same unit on the same platform, itself included."""
    seed: str = ""
    """What samples are drawn by (``scoring.draw``): the inspection's id."""
    hints: frozenset[str] = frozenset()
    """Clauses whose checks were too often wrong (``scoring.review.precision``): what they find is a hint only."""


Numbers = Mapping[str, int | float | str | None]
"""What was counted or measured, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a check says of one clause."""

    findings: tuple[Finding, ...] = ()
    coverage: Fraction = Fraction(1)
    """How much of what the clause needs was seen, 0 to 1."""
    firm: int = 0
    """Findings among them that nothing still to be seen can undo."""
    further: int | None = 0
    """How many more could still come; None when that is not bounded."""
    numbers: Numbers = field(default_factory=dict)
    """What was counted or measured, by name, whether or not it is a breach: an explanation shows it."""
    sample: tuple[str, ...] = ()
    """Addresses that were drawn, where the clause draws."""


Check = Callable[[Facts, Clause, Context], Judgement]


class Registry:
    """Checks by the clause they judge."""

    def __init__(self) -> None:
        self._checks: Final[dict[str, Check]] = {}

    def __call__(self, clause: str) -> Callable[[Check], Check]:
        """Register the decorated function as the check of a clause."""

        def register(check: Check) -> Check:
            self._checks[clause] = check
            return check

        return register

    def get(self, clause: str) -> Check | None:
        """The check of a clause; None for one that a person enters."""
        return self._checks.get(clause)

    @property
    def clauses(self) -> frozenset[str]:
        """The clauses that a machine judges."""
        return frozenset(self._checks)


#: Every check registers itself here when its file is imported.
check: Final = Registry()


def settled(
    findings: Iterable[Finding],
    coverage: Fraction,
    context: Context,
    *,
    further: int | None,
    numbers: Numbers | None = None,
) -> Judgement:
    """Judge a clause that the rest of a crawl may still turn either way.

    Until the crawl is complete nothing is firm and anything may come; after it ``further`` says what was not seen.
    """
    found = tuple(findings)
    if context.crawl.complete:
        return Judgement(findings=found, coverage=coverage, firm=len(found), further=further, numbers=numbers or {})
    share = coverage * context.crawl.share
    return Judgement(findings=found, coverage=share, firm=0, further=None, numbers=numbers or {})


def unchecked(further: int | None = 1, *, numbers: Numbers | None = None) -> Judgement:
    """Could not check: costs nothing, counts as not covered."""
    return Judgement(coverage=Fraction(0), further=further, numbers=numbers or {})


def finding(  # noqa: PLR0913 - keywords, each a part of the finding
    clause: Clause,
    context: Context,
    *,
    subject: str = "",
    seen: Seen | None = None,
    found_on: str = "",
    detail: Mapping[str, object] | None = None,
) -> Finding:
    """Make the finding of a check: vetoes are suspected, the rest is confirmed by the machine (DESIGN rule 7)."""
    indicator = context.standard.indicators[clause.indicator]
    return Finding(
        id=finding_id(context.target.code, clause.id, subject),
        target=context.target.code,
        clause=clause.id,
        indicator=indicator.name,
        state=State.SUSPECTED if indicator.part is Part.VETO else State.CONFIRMED,
        points=clause.each,
        url=seen.url if seen else "",
        found_on=found_on,
        seen_at=seen.seen_at if seen else 0,
        detail=detail or {},
        digest=seen.digest if seen else "",
        evidence=seen.evidence if seen else "",
    )


def site(facts: Facts) -> SiteFacts:
    """The facts as those of a site. Raises ``TypeError`` for an account: the standard applies the clause to both."""
    if not isinstance(facts, SiteFacts):
        msg = f"a site's clause was applied to the account {facts.target}"
        raise TypeError(msg)
    return facts
