"""The annex tables live: the scorecards that the scorer writes, counted and worded by the rule of the notice itself."""

# ruff: noqa: PLC0415 - the judgement is imported when somebody looks, so that the dashboard starts quickly

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections
from infra.records import Kind, Target
from infra.redis.keys import Keys
from tui.ranked import RankRow, Table, Tallied
from tui.readers.written import Written
from tui.topics import Detail, Topic

if TYPE_CHECKING:
    from scoring.reports.rows import Rows, Tally
    from scoring.scorecard import Scorecard
    from scoring.standard import Standard

Cards = list[tuple[Target, "Scorecard"]]

#: The tables are made again after so many times what it took to make them: a fifth of one core at most.
_REST: Final = 4.0


@dataclass(frozen=True, slots=True)
class RankingTopic(Topic):
    """All tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingDetail(Detail):
    """The tables: all sites, each group, the failed accounts; the same object as long as nothing changed."""

    tables: tuple[Table, ...] = ()
    fault: str = ""
    """Why there are none."""


class RankingReader:
    """Reads scorecards; only what the scorer wrote since the last reading is decoded again."""

    def __init__(self, redis: Redis, inspection: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._inspections = Inspections(redis)
        self._id = inspection
        self._written = Written(redis, inspection, Keys(inspection).scores)
        self._clock = clock
        self._found: Inspection | None = None
        self._standard: Standard | None = None
        self._targets: dict[str, Target] = {}
        self._cards: dict[str, Scorecard] = {}
        self._detail: RankingDetail | None = None
        self._is_stale = True
        self._due_at = 0.0

    async def read(self, topic: Topic) -> RankingDetail:
        """Read the tables now."""
        if self._found is None:
            found = await self._inspections.get(self._id)
            self._targets = {target.code: target for target in await self._inspections.targets(self._id)}
            self._standard, fault = await asyncio.to_thread(_loaded, found.standard)
            self._found, self._detail = found, RankingDetail(topic=topic, fault=fault) if fault else None
        if self._standard is None:
            return self._detail or RankingDetail(topic=topic)
        async for code, value in self._written.changed():
            self._take(code, value)
        if self._detail is None or (self._is_stale and self._clock() >= self._due_at):
            await self._make(topic, self._found, self._standard)
        return self._detail or RankingDetail(topic=topic)

    def _take(self, code: str, value: bytes) -> None:
        from scoring.live import card_of

        if (target := self._targets.get(code)) is None:
            return
        try:
            self._cards[code] = card_of(target, value)
        except ValueError:
            self._cards.pop(code, None)
        self._is_stale = True

    async def _make(self, topic: Topic, found: Inspection, standard: "Standard") -> None:
        begun = self._clock()
        cards = [(target, self._cards[code]) for code, target in self._targets.items() if code in self._cards]
        self._is_stale = False
        tables = await asyncio.to_thread(tables_of, cards, found, standard)
        self._detail = RankingDetail(topic=topic, tables=tables)
        self._due_at = self._clock() + _REST * (self._clock() - begun)


def tables_of(cards: Cards, inspection: Inspection, standard: "Standard") -> tuple[Table, ...]:
    """Make the tables of all sites, of each group where there are several, and of the accounts that failed."""
    by_code = {target.code: (target, card) for target, card in cards}
    rows = _counted(cards, inspection, standard)
    groups = [(group.name, tuple(_rows(rows, group.name, by_code))) for group in rows.groups]
    sites = (_tallied("", rows.sites),)
    tables = [Table(name="", kind="all", rows=_ranked([row for _, made in groups for row in made]), tallies=sites)]
    for name, made in groups if len(groups) > 1 else ():
        members = [by_code[row.code] for row in made]
        tally = _tallied("", _counted(members, inspection, standard).sites)
        tables.append(Table(name=name, kind="group", rows=_ranked(made), tallies=(tally,)))
    accounts = [(target, card) for target, card in cards if target.kind is Kind.ACCOUNT]
    if accounts:
        tables.append(_accounts(accounts, rows, inspection, standard))
    return tuple(tables)


def _counted(cards: Cards, inspection: Inspection, standard: "Standard") -> "Rows":
    from scoring.reports.rows import rows_of
    from scoring.results import Results

    return rows_of(Results(inspection=inspection, standard=standard, cards=cards, findings=[]))


def _rows(rows: "Rows", group: str, cards: Mapping[str, tuple[Target, "Scorecard"]]) -> Iterator[RankRow]:
    for row in next(table.rows for table in rows.groups if table.name == group):
        _, card = cards[row.code]
        live = row.score if row.score is not None else card.score
        final = row.score is not None
        yield RankRow(
            number=row.number,
            code=row.code,
            name=row.unit,
            group=group,
            verdict=str(row.verdict),
            rank=1 if final else None,
            score=None if live is None else float(live),
            why="" if row.shown == str(row.score) else row.shown,
            range=None if final or card.score is None else (float(card.range[0]), float(card.range[1])),
        )


def _ranked(rows: Sequence[RankRow]) -> tuple[RankRow, ...]:
    """Rank those with a final score, the best first; then the open ones by what they have now, then the rest."""
    final = sorted((row for row in rows if row.rank is not None), key=_score, reverse=True)
    live = sorted((row for row in rows if row.rank is None and row.score is not None), key=_score, reverse=True)
    first: dict[float, int] = {}
    for place, row in enumerate(final, 1):
        first.setdefault(_score(row), place)
    ranked = (replace(row, rank=first[_score(row)]) for row in final)
    return (*ranked, *live, *(row for row in rows if row.rank is None and row.score is None))


def _score(row: RankRow) -> float:
    return row.score or 0.0


def _accounts(accounts: Cards, rows: "Rows", inspection: Inspection, standard: "Standard") -> Table:
    """The failed accounts by platform, and how many of each platform passed."""
    platforms: dict[str, Cards] = {}
    for target, card in accounts:
        platforms.setdefault(target.platform, []).append((target, card))
    order = {platform: place for place, platform in enumerate(platforms)}
    platform_of = {target.code: target.platform for target, _ in accounts}
    failed = [
        RankRow(
            number=row.number,
            code=row.code,
            name=f"{row.name}（{row.type}）" if row.type else row.name,
            group=platform_of[row.code],
            verdict="unqualified",
            why=row.reasons,
        )
        for row in rows.failed_accounts
    ]
    failed.sort(key=lambda row: order[row.group])
    tallies = (_tallied(name, _counted(cards, inspection, standard).accounts) for name, cards in platforms.items())
    return Table(name="", kind="accounts", rows=tuple(failed), tallies=tuple(tallies))


def _tallied(name: str, tally: "Tally") -> Tallied:
    rate = tally.rate if tally.judged else ""
    return Tallied(name=name, total=tally.total, failed=tally.failed, pending=tally.pending, rate=rate)


def _loaded(name: str) -> "tuple[Standard | None, str]":
    """Load a standard, and all that counts by it; or say why it cannot be used here."""
    import scoring.live
    import scoring.reports.rows  # noqa: F401 - imported here, off the loop
    from scoring.standard import StandardError, load

    try:
        return load(name), ""
    except StandardError as error:
        return None, str(error).splitlines()[0]
