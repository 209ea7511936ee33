"""One finding as its screen shows it: rule, points, words, and the page that was kept of it.

A target's card is worked out again when what the scorer wrote of it, or the log of decisions, has changed, and at most
every two seconds. What was kept never changes, so a page is opened once.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from redis.asyncio import Redis

from infra.clock import moment_of_ms
from infra.plaintext import plain
from infra.records import Kind
from infra.redis.keys import Keys
from tui.kept_page import KeptPage, open_page
from tui.readers.judging import GoneError, judge_of
from tui.readers.review import Found, row_of, rule_of
from tui.topics import Detail, Topic
from tui.waiting import WaitingRow

if TYPE_CHECKING:
    from scoring.explain.explained import ExplainedClause, ExplainedFinding, Explanation
    from scoring.review import Review

#: Seconds between two scorings of the target.
EVERY: Final = 2.0


@dataclass(frozen=True, slots=True)
class FindingTopic(Topic):
    """One finding of a target, by its id."""

    target: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A threshold of the clause."""

    name: str
    value: str
    source: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The clause that a finding breaks, and what its findings cost together."""

    clause: str
    text: str
    indicator: str
    area: str
    part: str
    way: str
    source: str
    sure: bool
    limits: tuple[Limit, ...] = ()
    each: str = "0"
    cap: str = "0"
    claimed: str = "0"
    counted: str = "0"
    before: str = ""
    """The score before the clause, and after it; empty where nothing is counted."""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one person said."""

    by: str
    at: str
    decision: str
    text: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """The finding itself."""

    state: str
    """As ``scoring.findings.State``, or ``hint``, or ``appealed``."""
    points: str
    url: str = ""
    found_on: str = ""
    seen_at: str = ""
    told: tuple[str, ...] = ()
    """Its detail in words."""
    said: tuple[Word, ...] = ()
    digest: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDetail(Detail):
    """All that is known of one finding; ``rule`` and ``breach`` are None until it was read."""

    gone: bool = False
    """It, its target or its inspection is no longer there."""
    fault: str = ""
    """Why it could not be read; what is given is then older."""
    rule: Rule | None = None
    breach: Breach | None = None
    matter: WaitingRow | None = None
    """As the form of a decision takes it."""
    page: KeptPage | None = None
    """None when nothing was kept."""


class FindingReader:
    """Reads one finding at a time, and remembers what it read of it."""

    def __init__(
        self, redis: Redis, inspection: str, data_dir: Path, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._redis: Final = redis
        self._id: Final = inspection
        self._keys: Final = Keys(inspection)
        self._data_dir: Final = data_dir
        self._clock: Final = clock
        self._known = FindingDetail(topic=FindingTopic("", ""))
        self._explained: tuple[Any, ...] | None = None
        self._explained_at = float("-inf")
        self._opened = ""

    async def read(self, topic: Topic) -> FindingDetail:
        """Read it now. Raises ``RedisError`` or ``OSError`` when Redis is away."""
        if not isinstance(topic, FindingTopic):
            return FindingDetail(topic=topic, gone=True)
        if topic != self._known.topic:
            self._known = FindingDetail(topic=topic)
            self._explained, self._explained_at, self._opened = None, float("-inf"), ""
        try:
            self._known = await self._read(topic, replace(self._known, fault=""))
        except GoneError:
            self._explained = None
            self._known = replace(self._known, gone=True)
        except (ValueError, LookupError, TypeError, msgspec.MsgspecError) as error:
            self._known = replace(self._known, fault=plain(str(error), 200) or type(error).__name__)
        return self._known

    async def _read(self, topic: FindingTopic, known: FindingDetail) -> FindingDetail:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.hexists(self._keys.targets, topic.target)
            pipeline.hget(self._keys.scores, topic.target)
            pipeline.hget(self._keys.findings, topic.target)
            pipeline.llen(self._keys.reviews)
            pipeline.llen(self._keys.rulings)
            there, *raw = await pipeline.execute()
        if not there and not _is_office(topic.target):
            raise GoneError(topic.target)
        if self._explained == tuple(raw) or self._clock() - self._explained_at < EVERY:
            return known
        self._explained_at = self._clock()
        found = await self._find(topic)
        self._explained = tuple(raw)
        if found is None:
            return replace(known, gone=True)
        explanation, clause, one = found
        page = await self._page(one, known.page)
        rule, breach, matter = _rule(explanation, clause), _breach(clause, one), _matter(explanation, clause, one)
        return replace(known, gone=False, rule=rule, breach=breach, matter=matter, page=page)

    async def _find(self, topic: FindingTopic) -> "tuple[Explanation, ExplainedClause, ExplainedFinding] | None":
        """Explain the target's card, and find the finding in it; None when it is not found any more."""
        # A judge of its own each time: one that has scored before marks targets for the scorer where checks changed,
        # and a reader writes nothing.
        judge = await judge_of(self._redis, self._id, topic.target)
        from infra.evidence import folder_of  # noqa: PLC0415 - as scoring, loaded when it is needed
        from scoring.explain import explain  # noqa: PLC0415
        from scoring.review import Reviews  # noqa: PLC0415

        cards = await judge.reviewable([topic.target])
        reviews = await Reviews(self._redis, self._id).all()
        if not cards:
            raise GoneError(topic.target)
        folder = folder_of(self._data_dir, self._id)
        rules = judge.standard.of_area() if cards[0].target.kind is Kind.AREA else judge.standard
        found = explain(cards[0], judge.inspection, rules, reviews, folder)
        for clause in found.clauses:
            for one in clause.findings:
                if one.finding.id == topic.id:
                    return found, clause, one
        return None

    async def _page(self, one: "ExplainedFinding", before: KeptPage | None) -> KeptPage | None:
        """Open what is kept, off the loop; again only where it could not be opened."""
        place = one.finding.evidence
        if not place:
            return None
        if self._opened == place and before is not None and not before.fault:
            return before
        from infra.evidence import EvidenceStore  # noqa: PLC0415 - as scoring, loaded when it is needed

        store = EvidenceStore(self._data_dir, self._id, "dashboard")
        page = await asyncio.to_thread(open_page, store, place, one.finding.detail)
        self._opened = place
        return page


def _is_office(code: str) -> bool:
    """Whether it is the supervising office, which has a card and no line in the registry."""
    from scoring.area import AREA  # noqa: PLC0415 - as scoring, loaded when it is needed

    return code == AREA.code


def _rule(found: "Explanation", one: "ExplainedClause") -> Rule:
    clause, indicator = one.clause, one.indicator
    step = next((step for step in found.steps if step.clause == clause.id), None)
    gain = 0 if step is None else (step.points if step.kind == "bonus" else -step.points)
    return Rule(
        clause=clause.id,
        text=clause.rule,
        indicator=indicator.name,
        area=indicator.area,
        part=str(indicator.part),
        way=str(clause.way),
        source=clause.source,
        sure=clause.confirmed,
        limits=tuple(
            Limit(name=name, value=str(limit.value), source=limit.source, sure=limit.confirmed)
            for name, limit in clause.limits.items()
        ),
        each=str(clause.each),
        cap=str(indicator.points),
        claimed=str(one.claimed),
        counted=str(one.counted),
        before="" if step is None else _told(float(step.left) - float(gain)),
        after="" if step is None else _told(float(step.left)),
    )


def _breach(clause: "ExplainedClause", one: "ExplainedFinding") -> Breach:
    found = one.finding
    state = "appealed" if found.appealed else "hint" if found.hint and found.state == "suspected" else str(found.state)
    return Breach(
        state=state,
        points=str(found.points),
        url=found.url,
        found_on=found.found_on,
        seen_at=f"{moment_of_ms(found.seen_at):%Y-%m-%d %H:%M:%S}" if found.seen_at else "",
        told=one.told,
        said=tuple(_word(row) for row in (*one.reviews, *clause.reviews)),
        digest=found.digest,
        evidence=found.evidence,
    )


def _matter(found: "Explanation", clause: "ExplainedClause", one: "ExplainedFinding") -> WaitingRow:
    """Read the finding as the queue reads what the scorer wrote of it."""
    written = msgspec.json.decode(msgspec.json.encode(one.finding.to_json()), type=Found)
    return row_of(found.card.target, rule_of(found.standard, clause.clause), written)


def _word(row: "Review") -> Word:
    return Word(by=row.by, at=row.at, decision=str(row.decision), text=row.text, proof=row.evidence)


def _told(score: float) -> str:
    return f"{score:.2f}".rstrip("0").rstrip(".")
