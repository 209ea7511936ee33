"""What keeps results from being published: too little of a target was checked, or its verdict waits for people.

A notice that calls a unit qualified of which half was never looked at does that unit no favour and its readers less. A
notice is final only where every target's coverage reaches a share and every verdict is said; else it is a draft (草稿),
and where an operator has set that share, it is refused with the list of what is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from infra.records import Target
from scoring.explain.gaps import gaps
from scoring.results import Results
from scoring.scorecard import Scorecard, Verdict

#: Coverage below which a notice is a draft unless an operator sets another share: about one clause in ten may be
#: missing, such as a trial that was not made or pages that a site refused. A target that nobody reviewed does not come
#: near it (sites of the demo city: 0.26 without reviews, 0.9996 with them).
FINAL_FROM: Final = 0.9
#: Lines that a refusal lists; `xuncha explain` has the rest.
_LISTED: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One clause of one target that keeps its result from being final."""

    target: Target
    clause: str
    why: str
    """The reasons, in words."""

    def to_json(self) -> dict[str, object]:
        """The row as JSON."""
        return {"target": self.target.code, "name": self.target.name, "clause": self.clause, "why": self.why}


class CoverageError(ValueError):
    """Results that must not be published yet: a first line that says so, then what is missing, a line each."""


def missing(results: Results, least: float) -> tuple[Missing, ...]:
    """What is missing of the targets whose coverage is below ``least`` (0 to 1) or whose verdict is not said.

    With ``least`` 0 nothing is asked for, and nothing is missing.
    """
    if least <= 0:
        return ()
    return tuple(row for target, card in results.cards for row in _of(target, card, least))


def refuse(rows: tuple[Missing, ...], least: float) -> CoverageError:
    """The error that lists what is missing."""
    targets = len({row.target.code for row in rows})
    first = (
        f"not published: of {targets} targets less than {least:.0%} is checked, or the verdict waits for people "
        f"(--anyway writes a draft); missing are {len(rows)}:"
    )
    lines = [f"  {row.target.code} {row.target.name}  {row.clause}  {row.why}" for row in rows[:_LISTED]]
    more = [f"  and {len(rows) - _LISTED} more: `xuncha explain` tells of each target"] if len(rows) > _LISTED else []
    return CoverageError("\n".join([first, *lines, *more]))


def _of(target: Target, card: Scorecard, least: float) -> Iterator[Missing]:
    """The clauses of a target that are not covered, and the vetoes that wait; all the same for one that is enough."""
    low = card.coverage < least
    if not low and card.verdict is not Verdict.PENDING:
        return
    told = False
    for one in card.clauses:
        waits = one.suspected or bool(one.appealed)
        if (low and one.coverage < 1) or waits:
            told = True
            yield Missing(
                target=target, clause=one.clause.id, why="; ".join(gap.text for gap in gaps(card, one)) or "open"
            )
    if not told:
        yield Missing(target=target, clause="-", why="too little could be read to say a verdict")
