"""Which policies are interpreted and which consultations answered, and whether the two pages of a pair link both ways.

A counterpart is known by its address, its document number (文号), or a name alike. Only the newest pages of each side
are kept, so that a missing counterpart is known to be missing only where those kept reach back far enough.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from infra.clock import parse_moment
from infra.features import Role
from scoring.facts import SiteFacts, TieFact
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.ledger.folding import column_key
from scoring.likeness import is_alike, is_same

#: The side that asks for a counterpart, and the side that is it.
SIDES = {Role.POLICY: Role.INTERPRETATION, Role.CONSULTATION: Role.FEEDBACK}


class Bond(StrEnum):
    """How a page and its counterpart hang together."""

    BOTH = "both"
    """Each links to the other."""
    FORWARD = "forward"
    """It links to its counterpart, which does not link back."""
    BACK = "back"
    """The counterpart links to it alone."""
    APART = "apart"
    """They belong together by number or name, and neither links."""
    ONWARD = "onward"
    """It links to a counterpart that is not among the pages kept, or shows the result itself."""
    NONE = "none"
    """There is none."""
    UNKNOWN = "unknown"
    """Older than what is kept of the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A policy or a consultation, and what is known of its counterpart."""

    one: TieFact
    bond: Bond
    other: TieFact | None = None


def pairs(facts: SiteFacts, role: Role) -> tuple[Pair, ...]:
    """The policies (or consultations) kept of a site with their bonds, newest first."""
    ones, others = facts.ties.get(role, ()), facts.ties.get(SIDES[role], ())
    # What explains one document for certain is not taken for another's for a name that is merely alike.
    spoken_for = {other.url for other in others if any(_is_certain(one, other) for one in ones)}
    return tuple(_paired(one, others, spoken_for) for one in ones)


def unlinked(facts: SiteFacts, role: Role) -> tuple[TieFact, ...]:
    """The interpretations (or results) that link to no counterpart, newest first."""
    return tuple(one for one in facts.ties.get(SIDES[role], ()) if not one.tie.linked)


def _paired(one: TieFact, others: Sequence[TieFact], spoken_for: Set[str]) -> Pair:
    best: Pair | None = None
    for other in others:
        bond = _bond(one, other, spoken_for)
        if bond is Bond.BOTH:
            return Pair(one=one, bond=bond, other=other)
        if bond is not None and (best is None or _RANK[bond] < _RANK[best.bond]):
            best = Pair(one=one, bond=bond, other=other)
    if best is not None:
        return best
    if one.tie.linked or one.tie.answered:
        return Pair(one=one, bond=Bond.ONWARD)
    return Pair(one=one, bond=Bond.NONE if _reach(others, one) else Bond.UNKNOWN)


_RANK = {Bond.FORWARD: 0, Bond.BACK: 1, Bond.APART: 2}


def _bond(one: TieFact, other: TieFact, spoken_for: Set[str]) -> Bond | None:
    """How two pages hang together; None where nothing says that they do."""
    forward, back = _links(one, other), _links(other, one)
    if forward and back:
        return Bond.BOTH
    if forward or back:
        return Bond.FORWARD if forward else Bond.BACK
    if _is_certain(one, other):
        return Bond.APART
    return Bond.APART if other.url not in spoken_for and _is_alike(one, other) else None


def _links(one: TieFact, other: TieFact) -> bool:
    if not one.tie.linked:
        return False
    target = column_key(other.url)
    return any(column_key(url) == target for url in one.tie.linked)


def _is_certain(one: TieFact, other: TieFact) -> bool:
    """Whether a page is about the other's document for certain: a link, its number, or its very name."""
    if _links(one, other) or _links(other, one):
        return True
    number = one.tie.number
    if number and any(named.endswith(number) for named in other.tie.numbers):
        return True
    return is_same(one.tie.subject, other.tie.subject)


def _is_alike(one: TieFact, other: TieFact) -> bool:
    # Names in running text are many: only what the first of them names is what the page is about.
    return any(is_alike(one.tie.subject, name) for name in (other.tie.subject, *other.tie.names[:1]))


def _reach(others: Sequence[TieFact], one: TieFact) -> bool:
    """Whether the pages kept of the other side reach back to a page's day: then one that is not there is nowhere."""
    if len(others) < SAMPLE_SIZE:
        return True
    days = list(_days(others))
    return bool(one.published and days) and parse_moment(one.published or "").date() >= min(days)


def _days(facts: Sequence[TieFact]) -> Iterator[date]:
    return (parse_moment(fact.published).date() for fact in facts if fact.published)
