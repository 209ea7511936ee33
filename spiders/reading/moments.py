"""Instants in Beijing time, and what a page's own words need to become one.

A day without a time is midnight (``infra.records``).
"""

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

#: Beijing time: no summer time since 1991, so a fixed offset is exact for every page of the web.
BEIJING = timezone(timedelta(hours=8))


class Vantage(NamedTuple):
    """Where a date is read from: what completes 03-01 and 昨天, which say too little by themselves.

    Instants are aware. A text that would need something unknown has no date.
    """

    as_of: datetime | None = None
    """The inspection's time point: a bare month and day is the latest such day that is not after it."""
    fetched: datetime | None = None
    """When the page was fetched: 昨天 and 3小时前 count from there, never from ``as_of``."""
    address: str = ""
    """The article's own address: the day that it carries gives a year before ``as_of`` does."""

    def beside(self, address: str) -> "Vantage":
        """The same, for a text that stands beside a link to this address."""
        return Vantage(self.as_of, self.fetched, address)


#: Nothing is known but the text.
NOWHERE = Vantage()


def make(year: int, month: int, day: int, clock: tuple[int, int, int] = (0, 0, 0)) -> datetime | None:
    """A Beijing instant; None when the calendar has no such day."""
    try:
        return datetime(year, month, day, *clock, tzinfo=BEIJING)
    except ValueError:
        return None


def iso(instant: datetime) -> str:
    """``2024-02-29T09:24:00+08:00``, the wire form of every date."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")
