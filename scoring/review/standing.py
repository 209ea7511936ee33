"""What people's words make of one finding, in the order they were said.

One rule serves vetoes and deductions; they differ in how many different names it takes (``wanted``). A finding stands
once so many persons confirmed it since it was last dismissed, or on the machine's own word where the standard leaves
nothing to judge. One person dismisses what does not stand on that many names.

An appeal (申诉) is the unit's word against a finding, and only a decision answers it: as many different names as the
finding took must say that it is upheld, and then the finding falls, or that it is rejected. Who rejects says thereby
that the finding is true. While an appeal against a finding that took several names waits, a plain dismissal counts as
one name for the unit: else one person could undo what two had signed. Nobody decides on an appeal of his own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from scoring.findings import Finding, State
from scoring.review.decision import APPROVING, Decision, Review, person


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal and its answer, if there is one."""

    by: str
    text: str
    at: str = ""
    evidence: str = ""
    votes: Mapping[str, Review] = field(default_factory=dict)
    """By person, the latest at the end: the last word of each on the appeal."""
    decision: Decision | None = None
    """None while it waits."""

    def voted(self, row: Review, wanted: int) -> "Appeal":
        """The appeal with one more word on it; of one person, the last counts."""
        said = Decision.UPHOLD if row.decision in APPROVING else Decision.REJECT
        who = person(row.by)
        votes = {name: vote for name, vote in self.votes.items() if name != who} | {who: row}
        names = sum((vote.decision in APPROVING) == (row.decision in APPROVING) for vote in votes.values())
        return replace(self, votes=votes, decision=said if names >= wanted else None)

    def told(self) -> dict[str, object]:
        """The appeal as a finding's detail shows it; without ``decision`` it waits."""
        votes = list(self.votes.values())
        said: dict[str, object] = {"by": self.by, "text": self.text, "at": self.at, "evidence": self.evidence}
        said |= {"decision": str(self.decision or ""), "decided_by": [vote.by for vote in votes]}
        said |= {"because": votes[-1].text if self.decision else ""}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one finding stands."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Who confirmed it since it was last dismissed, as written, by person."""
    text: str = ""
    """The last words of those."""
    dismissed: Review | None = None
    """The word by which it fell."""
    appeal: Appeal | None = None

    @property
    def pending(self) -> bool:
        """Whether an appeal waits to be decided."""
        return self.appeal is not None and self.appeal.decision is None

    def state(self, machine: State, wanted: int) -> State:
        """How far the finding has come; ``machine`` is what it was on the machine's word."""
        if self.dismissed is not None:
            return State.DISMISSED
        if len(self.names) >= wanted:
            return State.CONFIRMED
        return State.SUSPECTED if wanted > 1 else machine


def standing(rows: Iterable[Review], wanted: int) -> Standing:
    """Replay the decisions that concern one finding, oldest first; others must not be among them."""
    now = Standing()
    for row in rows:
        now = _after(now, row, wanted)
    return now


def applied(one: Finding, now: Standing, wanted: int, *, veto: bool) -> Finding:
    """The finding after people's words: its state, who said so and why.

    A veto under appeal is suspected again. What an operator must be able to defend is the printed
    verdict: "unqualified" while the answer to the unit is still owed cannot be taken back once it is published, and
    "qualified" was never shown. So neither is said until two names have decided; the votes for it are kept, and a
    rejected appeal needs no new ones. A deduction under appeal is still taken: the range shows the score without it.
    """
    state = now.state(one.state, wanted)
    if veto and now.pending and state is State.CONFIRMED:
        state = State.SUSPECTED
    said: dict[str, object] = {}
    if now.dismissed is not None:
        said["by"] = _who_dismissed(now)
        said |= {"because": now.dismissed.text, "until": now.dismissed.until, "carried": now.dismissed.carried}
    elif now.names:
        said |= {"by": list(now.names.values()), "text": now.text}
    if now.appeal is not None:
        said["appeal"] = now.appeal.told()
    return one.decided(state, **{name: value for name, value in said.items() if value})


def _after(now: Standing, row: Review, wanted: int) -> Standing:
    """Where a finding stands after one more word."""
    if row.decision in (Decision.CONFIRM, Decision.DEDUCT):
        return _confirmed(now, row)
    if row.decision is Decision.APPEAL:
        return _appealed(now, row)
    if row.decision is Decision.DISMISS and not (now.pending and len(now.names) >= wanted > 1):
        answered = now.appeal.voted(row, 1) if now.appeal and now.pending else now.appeal
        return Standing(dismissed=row, appeal=answered)
    return _voted(now, row, wanted)


def _confirmed(now: Standing, row: Review) -> Standing:
    before = now if now.dismissed is None else Standing()
    names = dict(before.names)
    names.setdefault(person(row.by), row.by)
    return replace(before, names=names, text=row.text or before.text)


def _appealed(now: Standing, row: Review) -> Standing:
    """An appeal against what fell already is none; the same words again leave the votes on them."""
    again = now.appeal is not None and now.pending and (now.appeal.by, now.appeal.text) == (row.by, row.text)
    if again or now.dismissed is not None:
        return now
    return replace(now, appeal=Appeal(by=row.by, text=row.text, at=row.at, evidence=row.evidence))


def _voted(now: Standing, row: Review, wanted: int) -> Standing:
    """Count a word on the appeal that waits; without one there is nothing to decide."""
    if now.appeal is None or not now.pending or person(row.by) == person(now.appeal.by):
        return now
    appeal = now.appeal.voted(row, wanted)
    if appeal.decision is Decision.UPHOLD:
        return Standing(dismissed=row, appeal=appeal)
    if appeal.decision is Decision.REJECT:
        said = {key: vote.by for key, vote in appeal.votes.items() if vote.decision is Decision.REJECT}
        return replace(now, appeal=appeal, names={**now.names, **said})
    return replace(now, appeal=appeal)


def _who_dismissed(now: Standing) -> list[str]:
    if now.dismissed is None:
        return []
    if now.appeal is not None and now.appeal.decision is Decision.UPHOLD:
        return [vote.by for vote in now.appeal.votes.values() if vote.decision in APPROVING]
    return [now.dismissed.by]
