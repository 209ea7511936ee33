"""Approvals that outlive an inspection: what was dismissed until a day is dismissed in the next one until that day.

Only a dismissal, or an upheld appeal, with a last day is taken over, for the finding of the same id, as a decision of
the new inspection that names the row it comes from. A confirmation never is: what was wrong then must be seen anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from redis.asyncio import Redis

from infra.records import Target
from scoring.findings import Finding, State
from scoring.judge import Judge
from scoring.review.chain import Entry
from scoring.review.decision import APPROVING, Decision, Review
from scoring.review.log import Reviews
from scoring.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What can be taken over, and how much cannot."""

    rows: tuple[Review, ...] = ()
    expired: int = 0
    """Approvals whose last day lies before the new time point."""
    strange: int = 0
    """Approvals of targets or clauses that the new inspection does not have."""


async def carried(redis: Redis, earlier: str, day: str, targets: Sequence[Target], standard: Standard) -> Carried:
    """Find the approvals of an earlier inspection that still hold on a day (``2024-05-31``).

    Raises ``InspectionError`` when Redis does not know it, ``ReviewError`` when a row of its log cannot be read.
    """
    entries = await Reviews(redis, earlier).entries()
    approving = [row for row in entries if row.decision in APPROVING and row.until]
    if not approving:
        return Carried()
    judge = await Judge.of(redis, earlier)
    cards = await judge.cards({row.target for row in approving})
    findings = [finding for card in cards for finding in card.findings]
    approved = standing_approvals(entries, findings)
    known = {target.code for target in targets}
    held = {one: row for one, row in approved.items() if row.holds(day)}
    fitting = {one: row for one, row in held.items() if row.target in known and row.clause in standard.clauses}
    return Carried(
        rows=tuple(_taken_over(one, row, earlier) for one, row in fitting.items()),
        expired=len(approved) - len(held),
        strange=len(held) - len(fitting),
    )


def standing_approvals(entries: Sequence[Entry], findings: Iterable[Finding]) -> Mapping[str, Entry]:
    """By id of the finding: the approval with a last day under which it stands dismissed.

    A finding that was not seen this time keeps the approval that names it, so that one quarter's silence does not end
    what was approved for a year.
    """
    seen = {one.id: one for one in findings}
    approved: dict[str, Entry] = {}
    for key in dict.fromkeys([*seen, *(row.finding for row in entries if row.finding)]):
        one = seen.get(key)
        if one is not None and one.state is not State.DISMISSED:
            continue
        last = next((row for row in reversed(entries) if _settles(row, key, one)), None)
        if last is not None and last.decision in APPROVING and last.until:
            approved[key] = last
    return approved


def _settles(row: Entry, key: str, one: Finding | None) -> bool:
    """Whether a row is one that confirms or dismisses this finding."""
    if row.decision not in APPROVING and row.decision is not Decision.CONFIRM:
        return False
    if one is None:
        return row.finding == key
    return (row.target, row.clause) == (one.target, one.clause) and row.concerns(one)


def _taken_over(key: str, row: Entry, earlier: str) -> Review:
    """The approval as a decision of the next inspection: whose and until when as before, and from which row."""
    fields = {name: getattr(row, name) for name in Review.__struct_fields__}
    origin = f"{earlier}#{row.hash}"
    return Review(**fields | {"decision": Decision.DISMISS, "finding": key, "machine": False, "carried": origin})
