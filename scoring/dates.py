"""Periods counted back from the time point, and dates as people write them."""

from datetime import datetime, timedelta
from decimal import Decimal


def cutoff(as_of: datetime, *, days: Decimal | int | None = None, months: Decimal | int | None = None) -> datetime:
    """The instant a period before ``as_of`` (G13), in calendar months; a day the month lacks is its last one."""
    moment = as_of - timedelta(days=int(days or 0))
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
    last_second = (moment.hour, moment.minute, moment.second) == (23, 59, 59)
    return moment.date().isoformat() if last_second else moment.isoformat(timespec="minutes")
