"""Pages whose date contradicts another: later than the day on which they were seen, far from that of their address.

And whether the home page links to any that bear none, for such count as not updated (G11).

Of each kind a ledger keeps the twenty that are farthest off. A text that was published before and put out again under a
new date shows in neither; only a history of crawls could tell.
"""

from collections.abc import Iterator
from typing import Final

from infra.clock import moment_of_ms
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.facts import DateFact
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, where
from scoring.ledger.ranked import LAST, day, kept_as, read

_AHEAD: Final = "dated-ahead"
_APART: Final = "dated-apart"
_CRAWLED: Final = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE})
_UNDATED: Final = "wu"
_ARTICLES: Final = frozenset({"article", "policy", "interpretation"})
#: The doubt by which reading tells that address and page name days far apart (``spiders.reading.doubts``).
_ADDRESS: Final = "address_date"


def entries(observation: Observation) -> Iterator[LedgerEntry]:
    """What one observation says of its page's date. Raises ``ValueError`` for a date that cannot be read."""
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED:
        return
    if not page.published:
        if observation.depth == 1 and page.kind in _ARTICLES:
            yield LedgerEntry(target=observation.target, field=_UNDATED, value=b"1")
        return
    seen = moment_of_ms(observation.seen_at).date().isoformat()
    # One who published after the time point and before the visit did nothing wrong.
    yield from _kept(observation, page, _AHEAD, seen, day(page.published) - day(seen))
    if other := page.doubts.get(_ADDRESS, ""):
        yield from _kept(observation, page, _APART, other, abs(day(page.published) - day(other)))


def ahead(fields: Fields) -> tuple[DateFact, ...]:
    """Pages dated later than the day on which they were seen, the farthest first."""
    return read(fields, _AHEAD, DateFact)


def apart(fields: Fields) -> tuple[DateFact, ...]:
    """Pages whose address names a day far from theirs, the farthest first."""
    return read(fields, _APART, DateFact)


def has_undated(fields: Fields) -> bool:
    """Whether the home page links to an article that bears no date."""
    return _UNDATED in fields


def _kept(observation: Observation, page: PageSeen, sample: str, other: str, days: int) -> Iterator[LedgerEntry]:
    if days > 0:
        fact = DateFact(**where(observation), title=page.title, published=page.published or "", other=other, days=days)
        yield kept_as(observation, sample, LAST - min(days, LAST), observation.url, fact)
