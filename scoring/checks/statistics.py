"""Where a site publishes statistics (办件统计, 留言统计), and how new they are: what D13 and D15.4 stand on.

A link to statistics is as new as the page or the column that it leads to; where neither shows a day, nothing is known.
A link that does not open publishes nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from infra.clock import end_of_day, parse_moment
from infra.features import FiguresOf
from infra.records import Outcome, TaskKind
from scoring.checks.context import Context
from scoring.facts import ColumnFact, FiguresFact, Seen, SiteFacts
from scoring.ledger.folding import column_key

_PAGES = frozenset({TaskKind.HOME, TaskKind.COLUMN, TaskKind.ARTICLE})
_UNTOLD = frozenset({Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where statistics stand, or are said to."""

    seen: Seen
    newest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The statistics of one kind that a site publishes."""

    places: tuple[Place, ...] = ()
    """The newest first, undated ones last."""
    dead: tuple[str, ...] = ()
    """Addresses that links call so and that do not open."""
    hidden: bool = False
    """Whether something newer may stand in one of the places, which could not be read."""

    @property
    def newest(self) -> datetime | None:
        """Their newest day."""
        return max((place.newest for place in self.places if place.newest), default=None)

    @property
    def undated(self) -> int:
        """Places that do not say of when they are."""
        return sum(place.newest is None for place in self.places)


def statistics(known: SiteFacts, of: FiguresOf, names: Iterable[str]) -> Statistics:
    """What a site publishes; ``names`` are patterns that columns of such statistics are called by, path and all."""
    days = dict(_days(known))
    gone = {link.url for link in known.links if link.outcome is Outcome.DEAD}
    facts = known.figures.get(of, ())
    places = {column_key(fact.url): _place(fact, days) for fact in facts if fact.own or fact.url not in gone}
    for column in known.columns:
        if any(re.search(pattern, "/".join(column.path)) for pattern in names):
            places.setdefault(column.key, Place(seen=_where(column, known), newest=column.newest))
    ordered = sorted(places.values(), key=lambda place: (place.newest is None, -_at(place), place.seen.url))
    dead = dict.fromkeys(fact.url for fact in facts if not fact.own and fact.url in gone)
    return Statistics(places=tuple(ordered), dead=tuple(dead), hidden=bool(places.keys() & set(_kept_back(known))))


def all_seen(known: SiteFacts, context: Context) -> bool:
    """Whether what was not seen is not there: after a crawl to its end that nothing was kept back from."""
    return (
        context.crawl.complete
        and bool(known.homes)
        and known.homes[0].readable
        and not context.columns.unseen
        and not known.unread_mailboxes
        and all(one.listing is None or one.listing.readable or one.listing.archived for one in known.columns)
    )


def _days(known: SiteFacts) -> Iterator[tuple[str, datetime]]:
    """The newest day of every page and column that has one and may be what a link to statistics leads to."""
    found: dict[str, datetime] = {column.key: column.newest for column in known.columns if column.newest}
    for facts in known.figures.values():
        for fact in facts:
            if fact.newest and fact.own:
                day, key = end_of_day(parse_moment(fact.newest)), column_key(fact.url)
                found[key] = max(found.get(key, day), day)
    yield from found.items()


def _kept_back(known: SiteFacts) -> Iterator[str]:
    """Keys of columns and pages that could not be read, or of which something in them could not."""
    for link in known.links:
        if link.kind in _PAGES and link.outcome in _UNTOLD:
            yield from (column_key(url) for url in (link.url, link.found_on) if url)
    yield from (one.key for one in known.columns if one.listing is not None and not one.listing.readable)


def _place(fact: FiguresFact, days: Mapping[str, datetime]) -> Place:
    return Place(seen=fact, newest=days.get(column_key(fact.url)))


def _where(column: ColumnFact, known: SiteFacts) -> Seen:
    return column.listing or known.homes[0] if known.homes else Seen(url="", seen_at=0)


def _at(place: Place) -> float:
    return place.newest.timestamp() if place.newest else 0.0
