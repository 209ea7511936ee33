"""How a person's word gets from the dashboard into the review log, and what is read back of it.

The desk of the judgement decides what can be said and enters it. The card that it reads back is written where live
results stand, as the scorer would: a word on an inspection that no scorer works on is seen at once too.
"""

# ruff: noqa: PLC0415 - the judgement, and archives, are imported when somebody decides: the dashboard starts quickly

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.redis.keys import Keys
from infra.tables import RowsError
from tui.control import CommandError, ReadOnlyError
from tui.locale.review import ReviewWords
from tui.text import safe

if TYPE_CHECKING:
    from scoring.findings import Finding
    from scoring.review.chain import Entry
    from scoring.review.desk import Desk
    from scoring.review.proof import Proof
    from scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A target's result at one moment."""

    verdict: str
    score: float | None
    low: float
    high: float

    @classmethod
    def of(cls, card: "Scorecard") -> "Result":
        """Take it from a card."""
        low, high = map(float, card.range)
        return cls(
            verdict=str(card.verdict), score=None if card.score is None else float(card.score), low=low, high=high
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision did, as read back."""

    entered: bool
    """False when the same person had said the same already."""
    name: str
    """Of the target."""
    before: Result
    after: Result
    state: str = ""
    """Of the finding: ``suspected``, ``appealed``, ``confirmed``, ``dismissed``; empty when it is about none."""
    lacking: int = 0
    """Persons who must still say the same before it counts."""


def told(outcome: Outcome, what: str, words: ReviewWords) -> str:
    """Say in one line what a decision did: where the finding stands, who is still wanted, how the score moved."""
    if not outcome.entered:
        parts = [words.said_already]
    elif outcome.state:
        parts = [words.done.format(what, words.ends.get(outcome.state, outcome.state))]
    else:
        parts = [what]
    if outcome.lacking:
        parts.append(words.lacking.format(outcome.lacking))
    before, after = _result(outcome.before, words), _result(outcome.after, words)
    moved = words.stays.format(outcome.name, after) if before == after else None
    parts.append(moved or words.moved.format(outcome.name, before, after))
    return safe(words.between.join(parts))


def _result(one: Result, words: ReviewWords) -> str:
    verdict = words.verdicts.get(one.verdict, one.verdict)
    if one.score is None:
        return words.no_score.format(verdict)
    return words.result.format(verdict, *(f"{number:.1f}" for number in (one.score, one.low, one.high)))


class ReviewControl:
    """The desk of one inspection; ``operator`` is the login that enters decisions, whomever they name.

    ``data_dir`` is where the evidence lies, to which a file that shows a decision right is added.
    """

    def __init__(
        self, redis: Redis, inspection: str, data_dir: Path, *, operator: str, read_only: bool = False
    ) -> None:
        self._redis = redis
        self._id = inspection
        self._data_dir = data_dir
        self._operator = operator
        self._read_only = read_only
        self._desk: Desk | None = None
        self._one_at_a_time = asyncio.Lock()

    async def decide(self, cells: Mapping[str, str], *, finding: str = "", evidence: str = "") -> Outcome:
        """Enter a decision on a finding, or one whose cells name target and clause, and read back what it did.

        ``evidence`` is a file, which is kept, or an address. What is entered leaves an audit line too. Raises
        ``ReadOnlyError``, or ``CommandError`` with one line when the decision cannot be meant.
        """
        if self._read_only:
            msg = f"read-only: {cells['decision']} refused"
            raise ReadOnlyError(msg)
        from infra.evidence import EvidenceError

        async with self._one_at_a_time:
            try:
                return await self._decide(cells, finding, evidence)
            except (RowsError, EvidenceError) as error:
                raise CommandError(" ".join(str(error).split())) from error

    async def _decide(self, cells: Mapping[str, str], finding: str, evidence: str) -> Outcome:
        from scoring.review.desk import Desk

        desk = self._desk = self._desk or await Desk.of(self._redis, self._id, login=self._operator)
        if finding:
            _, before = await desk.find(finding)  # what names nothing keeps no file
            effect = await desk.decide(finding, cells, await self._kept(evidence))
        else:
            before = await _card(desk, cells["target"])
            effect = await desk.enter(cells, await self._kept(evidence))
        for entry in effect.entries:
            await self._note(entry)
        after = effect.card or before
        await self._write(desk, after)
        return Outcome(
            entered=bool(effect.entries),
            name=after.target.name,
            before=Result.of(before),
            after=Result.of(after),
            state="" if effect.finding is None else "appealed" if effect.finding.appealed else effect.finding.state,
            lacking=_lacking(desk, effect.finding),
        )

    async def _kept(self, evidence: str) -> "Proof":
        """Keep a file, or note an address, off the loop; Redis is not asked for it."""
        from scoring.review.proof import kept

        return await asyncio.to_thread(kept, evidence, self._data_dir, self._id)

    async def _note(self, entry: "Entry") -> None:
        """Leave the audit line that every act of an operator leaves; the reason stands in the log of decisions."""
        about = f"{entry.target} {entry.clause}" + (f" {entry.finding}" if entry.finding else "")
        what = f"decision {entry.seq}: {entry.decision} on {about} in the name of {entry.by}"
        await Inspections(self._redis).note(self._id, what, by=self._operator)

    async def _write(self, desk: "Desk", card: "Scorecard") -> None:
        """Write the card; the scorer, if there is one, looks at the target again, so that a newer card stays last."""
        from scoring.area import AREA
        from scoring.live import publish

        if card.target.code in desk.judge.targets or card.target == AREA:
            await publish(self._redis, self._id, [card])
            await self._redis.sadd(Keys(self._id).dirty, card.target.code)


async def _card(desk: "Desk", code: str) -> "Scorecard":
    cards = await desk.judge.reviewable([code])
    if not cards:
        msg = f"there is no target {code}"
        raise CommandError(msg)
    return cards[0]


def _lacking(desk: "Desk", one: "Finding | None") -> int:
    from scoring.findings import State
    from scoring.standard.parts import Part

    if one is None or not (one.appealed or one.state is State.SUSPECTED):
        return 0
    standard = desk.judge.standard
    veto = standard.indicator_of(one.clause).part is Part.VETO
    appeal = one.detail.get("appeal")
    names = appeal.get("decided_by") if one.appealed and isinstance(appeal, Mapping) else one.detail.get("by")
    said = len(names) if isinstance(names, list | tuple) else 0
    return max(1, (int(standard.general.veto_confirmations.value) if veto else 1) - said)
