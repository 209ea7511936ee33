"""Periods counted back from the time point, and dates as people write them."""

from datetime import datetime, time, timedelta
from decimal import Decimal


def cutoff(as_of: datetime, *, days: Decimal | int | None = None, months: Decimal | int | None = None) -> datetime:
    """The first instant that lies within a period before ``as_of`` (G13).

    Months are calendar months; a day the month lacks is its last one. A time point that names a day only counts whole
    days back: fourteen days before 29 February is all of the 15th, as for a date that names a day only.
    """
    moment = as_of - timedelta(days=int(days or 0))
    if _is_a_day(moment):
        moment = moment.replace(hour=0, minute=0, second=0)
    if months:
        total = moment.year * 12 + moment.month - 1 - int(months)
        first = moment.replace(year=total // 12, month=total % 12 + 1, day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        moment = first.replace(day=min(moment.day, (following - timedelta(days=1)).day))
    return moment


def shown(moment: datetime | None) -> str | None:
    """A date as people write it: the day alone where only the day is known."""
    if moment is None:
        return None
    if _is_a_day(moment) or moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes")


def _is_a_day(moment: datetime) -> bool:
    """Whether only the day is known: such a moment stands at its day's last second (``infra.clock.end_of_day``)."""
    return (moment.hour, moment.minute, moment.second) == (23, 59, 59)
