"""Scorecards of a whole inspection, from what Redis holds: ledgers, progress, decisions.

The consumer asks for the cards of what changed, a report for all of them; both get the same answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

import msgspec
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.frontier import Progress
from infra.inspections import Inspection, Inspections
from infra.records import Kind, Target
from infra.redis.keys import Keys
from infra.tally import Tally
from scoring.area import AREA
from scoring.checks import Context, Crawl
from scoring.checks.columns import Columns, judge
from scoring.facts import Facts, SiteFacts
from scoring.ledger import Ledger
from scoring.review import Review, of_target
from scoring.review.log import as_review
from scoring.review.precision import Precision, Track, hint_only, up_to
from scoring.rulings import Ruling, Rulings
from scoring.scorecard import Scorecard, score
from scoring.standard import Standard, load
from scoring.supervision import assess, member

#: Targets scored between two reads of Redis: a bound on memory.
_CHUNK: Final = 50


class Judge:
    """Scores the targets of one inspection by one standard."""

    def __init__(self, redis: Redis, inspection: Inspection, targets: Sequence[Target], standard: Standard) -> None:
        self.inspection: Final = inspection
        self.standard: Final = standard
        self.targets: Final = {target.code: target for target in targets}
        self._redis: Final = redis
        self._keys: Final = Keys(inspection.id)
        self._ledger: Final = Ledger(redis, inspection.id)
        self._tally: Final = Tally(redis, inspection.id, inspection.shards)
        self._as_of: Final[datetime] = parse_as_of(inspection.as_of)
        self._reviews: Final[list[Review]] = []
        self._settled: Final = Rulings(redis, inspection.id)
        self._rulings: Final[dict[str, dict[str, Ruling]]] = defaultdict(dict)
        self._rulings_read = 0
        self._track: Track | None = None
        self._hints: frozenset[str] | None = None
        accounts: dict[tuple[str, str], list[Target]] = defaultdict(list)
        for target in targets:
            if target.kind is Kind.ACCOUNT and target.platform:
                accounts[target.unit, target.platform].append(target)
        self._peers: Final = {key: tuple(peers) for key, peers in accounts.items()}

    @classmethod
    async def of(cls, redis: Redis, inspection: str, standard: str = "") -> Self:
        """Read an inspection and its targets; ``standard`` judges by another than its own.

        Raises ``InspectionError`` when there is none of this id, ``StandardError`` for a standard that cannot be used.
        """
        inspections = Inspections(redis)
        found = await inspections.get(inspection)
        return cls(redis, found, await inspections.targets(inspection), load(standard or found.standard))

    async def cards(
        self, codes: Iterable[str] | None = None, *, scored: Callable[[int, int], None] | None = None
    ) -> list[Scorecard]:
        """Score targets (all, when none are named), in the registry's order; unknown codes are left out.

        ``scored`` is told now and then how many of how many are done.
        """
        named = None if codes is None else set(codes)
        wanted = [code for code in self.targets if named is None or code in named]
        await self._weigh_checks(partly=codes is not None)
        by = _By(standard=self.standard, hints=self._hints or frozenset())
        cards: list[Scorecard] = []
        for start in range(0, len(wanted), _CHUNK):
            chunk = await self._scored([self.targets[code] for code in wanted[start : start + _CHUNK]], (by,))
            cards.extend(card for (card,) in chunk)
            if scored is not None:
                scored(len(cards), len(wanted))
        return cards

    async def reviewable(self, codes: Iterable[str] | None = None) -> list[Scorecard]:
        """Give all cards that people decide on: those of targets, as ``cards`` does, and the supervising office's.

        The office's (``scoring.area.AREA``) comes last, when no codes are named or its own is among them.
        """
        named = None if codes is None else set(codes)
        if self.standard.supervision is None or not (named is None or AREA.code in named):
            return await self.cards(named)
        whole = await self.cards()
        members = [member(card, await self._ledger.facts(card.target)) for card in whole]
        office = assess(members, self.standard.of_area(), self.inspection, of_target(self._reviews, AREA.code))
        return [*(card for card in whole if named is None or card.target.code in named), office]

    async def replayed(self, other: Standard) -> list[tuple[Scorecard, Scorecard]]:
        """Score all targets by the own standard and by another, each pair from the same facts and decisions.

        Only what is stored is read, and nothing is written.
        """
        own = _By(standard=self.standard, hints=hint_only(await self.precision(), self.standard))
        by = (own, _By(standard=other, hints=hint_only(await self.precision(), other)))
        codes = list(self.targets)
        pairs: list[tuple[Scorecard, Scorecard]] = []
        for start in range(0, len(codes), _CHUNK):
            for before, after in await self._scored([self.targets[code] for code in codes[start : start + _CHUNK]], by):
                pairs.append((before, after))
        return pairs

    async def columns(self) -> list[tuple[Target, Columns]]:
        """Judge the columns of all sites as they stand, in the registry's order."""
        sites = [target for target in self.targets.values() if target.kind is Kind.SITE]
        judged = []
        for start in range(0, len(sites), _CHUNK):
            chunk = sites[start : start + _CHUNK]
            progress, drained = await self._state([site.code for site in chunk])
            for site, one in zip(chunk, progress, strict=True):
                facts = await self._ledger.facts(site)
                if isinstance(facts, SiteFacts):
                    crawl = _crawl(site, one, drained=drained)
                    judged.append((site, self._columns(facts, crawl, self.standard)))
        return judged

    @property
    def rulings(self) -> list[Ruling]:
        """What operators have settled about columns, as last read."""
        return [ruling for rulings in self._rulings.values() for ruling in rulings.values()]

    async def settled(self, codes: Iterable[str]) -> list[str]:
        """Say which of some targets have no task waiting or under way."""
        wanted = sorted(codes)
        return [
            code for code, progress in zip(wanted, (await self._state(wanted))[0], strict=True) if progress.finished
        ]

    async def precision(self) -> dict[str, Precision]:
        """How often each check was right, by clause, over this inspection and those made before it."""
        if self._track is None:
            before = await up_to(self._redis, self.inspection.id, self.inspection.created_at)
            self._track = Track(self._redis, before)
        return await self._track.read(self.standard)

    async def _weigh_checks(self, *, partly: bool) -> None:
        """Learn once a round which checks give hints only; where that changed, the cards of all targets are due."""
        hints = hint_only(await self.precision(), self.standard)
        turned = self._hints is not None and hints != self._hints
        self._hints = hints
        if turned and partly:
            await self._redis.sadd(self._keys.dirty, *self.targets)

    async def _scored(self, targets: Sequence[Target], by: Sequence["_By"]) -> list[tuple[Scorecard, ...]]:
        """Score a chunk, each target by each of some standards.

        Progress and backlog are read at one instant and facts after it.
        A worker adds its observations before it settles their tasks, so a target without a task in an empty stream
        has all its facts folded.
        """
        progress, drained = await self._state([target.code for target in targets])
        cards = []
        for target, one in zip(targets, progress, strict=True):
            facts = await self._ledger.facts(target)
            crawl, reviews = _crawl(target, one, drained=drained), of_target(self._reviews, target.code)
            cards.append(tuple(score(facts, self._context(target, facts, crawl, rules), reviews) for rules in by))
        return cards

    async def _state(self, codes: Sequence[str]) -> tuple[list[Progress], bool]:
        progress, drained = await self._tally.targets(codes)
        reviews: Any = await self._redis.lrange(self._keys.reviews, len(self._reviews), -1)
        self._reviews.extend(as_review(row, number) for number, row in enumerate(reviews, len(self._reviews) + 1))
        await self._read_rulings()
        return progress, drained

    async def _read_rulings(self) -> None:
        """Learn what was settled since the last look; of one column, the last word holds."""
        rows = await self._settled.rows(self._rulings_read)
        self._rulings_read += len(rows)
        for row in rows:
            ruling = msgspec.json.decode(row, type=Ruling)
            self._rulings[ruling.target][ruling.key] = ruling

    def _context(self, target: Target, facts: Facts, crawl: Crawl, by: "_By") -> Context:
        site: dict[str, Any] = {}
        if isinstance(facts, SiteFacts):
            site["columns"] = self._columns(facts, crawl, by.standard)
        peers = self._peers.get((target.unit, target.platform), ())
        return Context(
            as_of=self._as_of,
            standard=by.standard,
            target=target,
            crawl=crawl,
            peers=peers,
            seed=self.inspection.id,
            hints=by.hints,
            **site,
        )

    def _columns(self, facts: SiteFacts, crawl: Crawl, standard: Standard) -> Columns:
        rulings = self._rulings.get(facts.target, {}).values()
        return judge(facts, standard, self._as_of, complete=crawl.complete, rulings=rulings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _By:
    """What a target is judged by: a standard, and which checks give hints only under it."""

    standard: Standard
    hints: frozenset[str]


def _crawl(target: Target, progress: Progress, *, drained: bool) -> Crawl:
    begun = progress.known > 0 or target.kind is Kind.ACCOUNT
    return Crawl(
        known=progress.known,
        done=progress.done,
        failed=progress.failed,
        blocked=progress.blocked,
        complete=begun and progress.finished and drained,
    )
