"""The review queue (审核): what waits for a person, the heaviest first, from the findings that the scorer writes.

Of all findings only those that wait are kept, with their details still as JSON: a screen shows one at a time.
"""

# ruff: noqa: PLC0415 - the judgement is imported when somebody reviews, so that the dashboard starts quickly

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.records import Target
from infra.redis.keys import Keys
from tui.readers.written import Written
from tui.topics import Detail, Topic
from tui.waiting import Appeal, Rule, WaitingRow

if TYPE_CHECKING:
    from scoring.standard import Standard
    from scoring.standard.parts import Clause

#: Rows that the screen sorts and searches: more than anybody decides on in one inspection.
MOST_SHOWN: Final = 20_000
_MOST_NAMES: Final = 20
_WAITS: Final = frozenset({"suspected", "appealed", "hint"})


@dataclass(frozen=True, slots=True)
class ReviewTopic(Topic):
    """All that waits for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDetail(Detail):
    """The queue; the same object as long as nothing in it changed."""

    rows: tuple[WaitingRow, ...] = ()
    """The heaviest, at most ``MOST_SHOWN``."""
    total: int = 0


class Found(msgspec.Struct):
    """The part of a finding (DESIGN §7) that the queue needs."""

    id: str
    clause: str
    state: str
    indicator: str = ""
    points: float = 0.0
    url: str = ""
    found_on: str = ""
    seen_at: str | None = None
    detail: msgspec.Raw = msgspec.Raw(b"{}")
    evidence: dict[str, Any] = {}


class _Said(msgspec.Struct):
    """What people said, among a finding's details, which may hold anything."""

    by: Any = None
    appeal: Any = None
    hint: Any = None

    @property
    def appealed(self) -> bool:
        return isinstance(self.appeal, dict) and "decision" not in self.appeal


class ReviewReader:
    """Reads the queue; only what the scorer wrote since the last reading is looked at again."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._inspections = Inspections(redis)
        self._id = inspection
        self._findings = Written(redis, inspection, Keys(inspection).findings)
        self._targets: dict[str, Target] = {}
        self._rules: Mapping[str, Rule] = {}
        self._waiting: dict[str, tuple[WaitingRow, ...]] = {}
        self._detail: ReviewDetail | None = None

    async def read(self, topic: Topic) -> ReviewDetail:
        """Read the queue now."""
        if not self._targets:
            from scoring.area import AREA

            standard = (await self._inspections.get(self._id)).standard
            self._rules = await asyncio.to_thread(_rules, standard)
            self._targets = {target.code: target for target in (*await self._inspections.targets(self._id), AREA)}
        async for code, value in self._findings.changed():
            target = self._targets.get(code)
            rows = tuple(self._rows(target, value)) if target else ()
            if rows != self._waiting.get(code, ()):
                self._waiting[code] = rows
                self._detail = None
        if self._detail is None:
            queue = [row for code in self._targets for row in self._waiting.get(code, ())]
            queue.sort(key=lambda row: row.weight, reverse=True)
            self._detail = ReviewDetail(topic=topic, rows=tuple(queue[:MOST_SHOWN]), total=len(queue))
        return self._detail

    def _rows(self, target: Target, value: bytes) -> Iterator[WaitingRow]:
        """What of a target's findings waits; findings that cannot be read do not end the view."""
        try:
            found = msgspec.json.decode(value, type=list[Found])
        except msgspec.DecodeError:
            return
        for one in found:
            if one.state == "suspected" or b'"appeal"' in bytes(one.detail):
                yield from self._row(target, one)

    def _row(self, target: Target, one: Found) -> Iterator[WaitingRow]:
        rule = self._rules.get(one.clause) or Rule(clause=one.clause, indicator=one.indicator)
        row = row_of(target, rule, one)
        if row.state in _WAITS:
            yield row


def row_of(target: Target, rule: Rule, one: Found) -> WaitingRow:
    """Make the row of a finding, whether it waits or not."""
    said, detail = _said(one.detail)
    names = said.appeal.get("decided_by") if said.appealed else said.by
    hint = said.hint is True and one.state == "suspected"
    return WaitingRow(
        id=one.id,
        target=target.code,
        name=target.name,
        unit=target.unit,
        rule=rule,
        state="appealed" if said.appealed else "hint" if hint else one.state,
        points=one.points,
        names=tuple(map(str, names[:_MOST_NAMES])) if isinstance(names, list) else (),
        appeal=_appeal(said.appeal) if said.appealed else None,
        url=one.url,
        found_on=one.found_on,
        seen_at=one.seen_at or "",
        evidence=str(one.evidence.get("location") or ""),
        detail=detail,
    )


def _said(detail: msgspec.Raw) -> tuple[_Said, str]:
    """Give what people said, and all details; details that are no object say nothing."""
    try:
        return msgspec.json.decode(detail, type=_Said), bytes(detail).decode("utf-8", "replace")
    except msgspec.DecodeError:
        return _Said(), "{}"


def _appeal(told: Mapping[str, Any]) -> Appeal:
    return Appeal(by=str(told.get("by", "")), text=str(told.get("text", "")))


def told(row: WaitingRow) -> tuple[str, ...]:
    """Give what was seen in words that a unit reads, a line each."""
    from decimal import Decimal

    from scoring.findings import Finding, State
    from scoring.reports.details import details

    detail = msgspec.json.decode(row.detail, type=dict[str, Any])
    finding = Finding(
        id=row.id,
        target=row.target,
        clause=row.rule.clause,
        indicator=row.rule.indicator,
        state=State.SUSPECTED,
        points=Decimal(0),
        detail=detail,
    )
    return tuple(details(finding))


def _rules(name: str) -> Mapping[str, Rule]:
    """Give the clauses of a standard; none when it cannot be used here, which its commands tell in full."""
    from scoring.standard import StandardError, load

    try:
        standard = load(name)
    except StandardError:
        return {}
    return {clause.id: rule_of(standard, clause) for clause in standard.clause}


def rule_of(standard: "Standard", clause: "Clause") -> Rule:
    """Give a clause as whoever decides needs it."""
    from scoring.review.decision import PARTS
    from scoring.standard.parts import Part

    indicator = standard.indicator_of(clause.id)
    veto = indicator.part is Part.VETO
    return Rule(
        clause=clause.id,
        indicator=indicator.name,
        text=clause.rule,
        part=str(indicator.part),
        wanted=int(standard.general.veto_confirmations.value) if veto else 1,
        allowed=tuple(str(one) for one, parts in PARTS.items() if indicator.part in parts),
    )
