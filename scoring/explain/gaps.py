"""What a card leaves unchecked or undecided, clause by clause, and why: what stands between a range and a score.

"Could not check" costs nothing, so that it must be told: an explanation lists it, and a report below a set coverage is
refused with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from infra.records import Kind
from scoring.checks import check
from scoring.decided import Decided
from scoring.findings import State
from scoring.scorecard import Scorecard
from scoring.standard.parts import Way


class Cause(StrEnum):
    """Why a clause is not settled."""

    SUSPECTED = "suspected"
    """Suspicions wait for people."""
    APPEALED = "appealed"
    """Appeals wait to be decided."""
    UNREVIEWED = "unreviewed"
    """Only people can judge it, and nobody has."""
    UNMEASURED = "unmeasured"
    """It wants measuring over days, or a person's word."""
    CRAWLING = "crawling"
    """Pages still wait or are under way."""
    BLOCKED = "blocked"
    """The site refused pages."""
    UNOPENED = "unopened"
    """Not one page of it opened."""
    UNSOURCED = "unsourced"
    """The registry names no source of an account's posts."""
    UNREAD = "unread"
    """Pages opened, and what the clause needs could not be read from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One reason why a clause is not settled."""

    cause: Cause
    count: int = 0
    """Suspicions, appeals or pages; 0 where there is nothing to count."""

    @property
    def text(self) -> str:
        """The reason in a few words."""
        return _WORDS[self.cause].format(self.count)


_WORDS = {
    Cause.SUSPECTED: "suspected and undecided: {}",
    Cause.APPEALED: "under appeal: {}",
    Cause.UNREVIEWED: "nobody has reviewed it",
    Cause.UNMEASURED: "not measured over days, nor entered by a person",
    Cause.CRAWLING: "the crawl is not over",
    Cause.BLOCKED: "pages that the site refused: {}",
    Cause.UNOPENED: "no page opened, and {} failed",
    Cause.UNSOURCED: "the registry names no source of posts",
    Cause.UNREAD: "what it needs could not be read",
}


def gaps(card: Scorecard, one: Decided) -> tuple[Gap, ...]:
    """Why a clause of a card is not settled; empty when it is."""
    return tuple(_gaps(card, one))


def _gaps(card: Scorecard, one: Decided) -> Iterable[Gap]:
    open_ = [finding for finding in one.findings if finding.state is State.SUSPECTED and not finding.hint]
    suspected = sum(not finding.appealed for finding in open_)
    if suspected:
        yield Gap(cause=Cause.SUSPECTED, count=suspected)
    if one.appealed:
        yield Gap(cause=Cause.APPEALED, count=len(one.appealed))
    if one.coverage >= 1:
        return
    if not card.complete:
        yield Gap(cause=Cause.CRAWLING)
    elif not one.coverage and not suspected and _is_for_people(one):
        yield Gap(cause=Cause.UNMEASURED if one.clause.way is Way.PROBE else Cause.UNREVIEWED)
    elif not suspected or one.coverage:
        yield _unseen(card)


def _is_for_people(one: Decided) -> bool:
    """Whether no look at pages settles a clause: it has no check, or one that only suspects."""
    return check.get(one.clause.id) is None or (one.further is None and one.clause.way is not Way.AUTO)


def _unseen(card: Scorecard) -> Gap:
    pages = card.pages
    if pages.blocked:
        return Gap(cause=Cause.BLOCKED, count=pages.blocked)
    if pages.failed and not pages.done:
        return Gap(cause=Cause.UNOPENED, count=pages.failed)
    if card.target.kind is Kind.ACCOUNT and not card.target.feed:
        return Gap(cause=Cause.UNSOURCED)
    return Gap(cause=Cause.UNREAD)
