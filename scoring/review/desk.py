"""The reviewer's desk: what waits for a person, and how a word on it comes into the log.

Whoever decides names a finding by its id, or the first digits of it; the desk ties the decision to that finding,
refuses what cannot be meant, enters it, and reads back what it did to the card. Screens and command lines both come
here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Self

import msgspec
from redis.asyncio import Redis

from infra.clock import moment_of_ms, now_ms, parse_as_of
from infra.records import Target
from infra.redis.keys import Keys
from infra.redis.replies import text
from scoring.findings import Finding, State
from scoring.judge import Judge
from scoring.review.chain import Entry
from scoring.review.decision import EVERYONE, ON_FINDINGS, Decision, Review, person
from scoring.review.log import Reviews
from scoring.review.proof import Proof
from scoring.review.table import ReviewError, read_review, read_reviews
from scoring.scorecard import Scorecard
from scoring.standard.parts import Part

#: A decision that becomes what its clause asks for.
ADD: Final = "add"
_NOTHING: Final = Proof()
_PREFIX: Final = re.compile(r"[0-9a-f]{4,16}")
_LISTED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One finding that a person should look at."""

    target: Target
    finding: Finding
    veto: bool

    @property
    def what(self) -> str:
        """``appealed``, ``suspected`` or ``hint``."""
        return "appealed" if self.finding.appealed else "hint" if self.finding.hint else "suspected"

    @property
    def weight(self) -> tuple[bool, bool, Decimal, bool]:
        """Heavier sorts higher: no hint, a veto, points, an appeal."""
        return not self.finding.hint, self.veto, self.finding.points, self.finding.appealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a decision did, as read back."""

    entries: tuple[Entry, ...]
    """Its rows in the log; none when the same person had said the same already."""
    card: Scorecard | None = None
    """The target's card afterwards; None for a decision on all targets."""
    finding: Finding | None = None
    """The finding it names, afterwards."""


class Desk:
    """Reviews one inspection; ``login`` is who sits at it, whomever the decisions name."""

    def __init__(self, redis: Redis, judge: Judge, *, login: str) -> None:
        self.judge: Final = judge
        self.log: Final = Reviews(redis, judge.inspection.id)
        self._redis: Final = redis
        self._login: Final = login

    @classmethod
    async def of(cls, redis: Redis, inspection: str, *, login: str) -> Self:
        """Sit down at an inspection. Raises ``InspectionError`` when there is none of this id."""
        return cls(redis, await Judge.of(redis, inspection), login=login)

    async def waiting(self) -> list[Waiting]:
        """Give what waits for people, the heaviest first: vetoes, then by points, hints at the end."""
        found = [
            Waiting(target=card.target, finding=one, veto=self._is_veto(one.clause))
            for card in await self.judge.reviewable()
            for one in card.findings
            if one.state is State.SUSPECTED or one.appealed
        ]
        return sorted(found, key=lambda one: one.weight, reverse=True)

    async def find(self, prefix: str) -> tuple[Finding, Scorecard]:
        """Give the finding whose id begins so, and its target's card. Raises ``ReviewError`` for none or several."""
        wanted = prefix.lower()
        if not _PREFIX.fullmatch(wanted):
            msg = f"{prefix!r} is neither an id of `xuncha review list` (4 to 16 digits) nor a target with its clause"
            raise ReviewError(msg)
        found: list[tuple[Finding, Scorecard]] = []
        for codes in (await self._stored(wanted), None):
            cards = await self.judge.reviewable(codes)
            found = [(one, card) for card in cards for one in card.findings if one.id.startswith(wanted)]
            if found:
                break
        if not found:
            msg = f"no finding of inspection {self.judge.inspection.id} has an id that begins with {prefix}"
            raise ReviewError(msg)
        if len(found) > 1:
            ids = ", ".join(f"{one.id} ({one.clause})" for one, _ in found[:_LISTED])
            msg = f"{len(found)} findings begin with {prefix}: {ids}"
            raise ReviewError(msg)
        return found[0]

    async def decide(self, prefix: str, cells: Mapping[str, str], proof: Proof = _NOTHING) -> Effect:
        """Enter a decision on the finding whose id begins so; target, clause and address are the finding's own.

        ``cells`` are those of a row of the table. An appeal that names nobody is the unit's. Raises ``ReviewError``
        with one line when the finding is not there or the decision cannot be meant.
        """
        finding, card = await self.find(prefix)
        given = {name: cell for name, cell in cells.items() if cell}
        said = self._read({
            "by": card.target.unit or card.target.name, **given, "target": finding.target, "clause": finding.clause,
            "url": finding.url, "finding": finding.id,
        }, proof)  # fmt: skip
        _require_sense(said, finding)
        return await self._entered(msgspec.structs.replace(said, machine=not finding.entered))

    async def enter(self, cells: Mapping[str, str], proof: Proof = _NOTHING) -> Effect:
        """Enter a decision that says itself what it is about, and read back what it did.

        The decision ``add`` is a deduction, on a veto one of the names that it wants. Raises ``ReviewError`` when it
        breaks a rule of the table (``scoring.review.table``) or its last day is past.
        """
        clause = cells.get("clause", "").upper()
        known = clause in self.judge.standard.clauses
        adding = Decision.CONFIRM if known and self._is_veto(clause) else Decision.DEDUCT
        said = self._read({**cells, "decision": adding} if cells.get("decision") == ADD else cells, proof)
        if said.decision in ON_FINDINGS and not said.finding:
            said = _tied(said, await self._seen([said.target]))
        return await self._entered(said)

    async def load(self, path: Path) -> tuple[int, list[Entry]]:
        """Enter a file of decisions; give how many it holds and the rows that were new.

        A word on a clause or an address that is about exactly one finding of the machine is tied to it, so that it
        counts for the check's precision. Raises ``ReviewError`` with all that is wrong; then nothing is entered.
        """
        rows = read_reviews(path, tuple(self.judge.targets.values()), self.judge.standard)
        known = {form for row in await self.log.all() for form in (row, _untied(row))}
        fresh = [row for row in rows if row not in known]
        seen = await self._seen(row.target for row in fresh if row.decision in ON_FINDINGS)
        return len(rows), await self.log.enter([_tied(row, seen) for row in fresh], by=self._login)

    async def said_of(self, finding: Finding) -> list[Entry]:
        """Give the rows of the log that are about a finding, oldest first."""
        return [row for row in await self.log.entries() if _is_about(row, finding)]

    async def _stored(self, prefix: str) -> list[str]:
        """The targets of which the live scores know a finding that begins so: spares scoring all of them."""
        stored = await self._redis.hgetall(Keys(self.judge.inspection.id).findings)
        mark = f'"id":"{prefix}'.encode()
        return [text(code) for code, raw in stored.items() if isinstance(raw, bytes) and mark in raw]

    def _is_veto(self, clause: str) -> bool:
        return self.judge.standard.indicator_of(clause).part is Part.VETO

    async def _seen(self, codes: Iterable[str]) -> dict[str, list[Finding]]:
        """What checks found at some targets."""
        cards = await self.judge.reviewable(set(codes))
        return {card.target.code: [one for one in card.findings if not one.entered] for card in cards}

    def _read(self, cells: Mapping[str, str], proof: Proof) -> Review:
        said = read_review(cells, tuple(self.judge.targets.values()), self.judge.standard)
        day = parse_as_of(self.judge.inspection.as_of).date().isoformat()
        if not said.holds(day):
            msg = f"until {said.until}: that is before the time point of the inspection, {day}"
            raise ReviewError(msg)
        at = said.at or moment_of_ms(now_ms()).isoformat(timespec="milliseconds")
        return msgspec.structs.replace(said, at=at, evidence=proof.evidence or said.evidence, digest=proof.digest)

    async def _entered(self, row: Review) -> Effect:
        repeats = _repeats(await self.log.all(), row)
        entries = [] if repeats else await self.log.enter([row], by=self._login)
        if row.target == EVERYONE:
            return Effect(entries=tuple(entries))
        (card,) = await self.judge.reviewable([row.target])
        finding = next((one for one in card.findings if one.id == row.finding), None)
        return Effect(entries=tuple(entries), card=card, finding=finding)


def _require_sense(row: Review, finding: Finding) -> None:
    """Refuse what would change nothing where its writer thinks that it does."""
    appeal = finding.detail.get("appeal")
    if row.decision is Decision.APPEAL and finding.state is State.DISMISSED:
        msg = f"{finding.id} ({finding.clause}) is dismissed: there is nothing to appeal against"
        raise ReviewError(msg)
    if row.decision not in (Decision.UPHOLD, Decision.REJECT):
        return
    if not finding.appealed or not isinstance(appeal, Mapping):
        msg = f"no appeal against {finding.id} ({finding.clause}) waits to be decided"
        raise ReviewError(msg)
    if person(row.by) == person(str(appeal["by"])):
        msg = f"{row.by} appealed and cannot decide on it: name who decides with --by"
        raise ReviewError(msg)


def _repeats(rows: Sequence[Review], new: Review) -> bool:
    """Whether the same person said the same already, and nothing else of it was said since that counts instead."""
    for row in reversed(rows):
        if (row.target, row.clause, row.finding, row.url) != (new.target, new.clause, new.finding, new.url):
            continue
        if _bare(row) == _bare(new):
            return True
        again = row.decision is Decision.BONUS or (row.by == new.by and row.decision is not Decision.DEDUCT)
        if row.decision is not new.decision or again:
            return False
    return False


def _bare(row: Review) -> Review:
    """A decision without when it was taken and what shows it."""
    return msgspec.structs.replace(row, at="", evidence="", digest="", machine=False, carried="")


def _untied(row: Review) -> Review:
    return msgspec.structs.replace(row, finding="", machine=False) if row.machine else row


def _tied(row: Review, seen: Mapping[str, Iterable[Finding]]) -> Review:
    if row.decision not in ON_FINDINGS:
        return row
    found = [one for one in seen.get(row.target, ()) if one.clause == row.clause and row.concerns(one)]
    return msgspec.structs.replace(row, finding=found[0].id, machine=True) if len(found) == 1 else row


def _is_about(row: Review, finding: Finding) -> bool:
    if row.target not in (finding.target, EVERYONE) or row.clause != finding.clause:
        return False
    if row.decision in ON_FINDINGS:
        return row.concerns(finding) if not finding.entered else row.finding in ("", finding.id)
    return row.decision is Decision.DEDUCT and (row.url, row.text) == (finding.url, finding.detail.get("text", ""))
