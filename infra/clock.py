"""Time as the inspection knows it: Asia/Shanghai, one time point, days that count to their end.

A published date often names a day only. It is carried as midnight with ``+08:00`` and stands for the whole day, so
that a column updated on the last day that still counts is not called late.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

#: Every date of an inspection is read and judged in this zone.
BEIJING = ZoneInfo("Asia/Shanghai")

_WRITTEN = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T ]+(?P<hour>\d{1,2})[:：时](?P<minute>\d{2})(?:分|[:：](?P<second>\d{2})(?:\.\d+)?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def parse_as_of(text: str) -> datetime:
    """Read an inspection's time point (监测时间点); a bare day means its last second.

    Raises ``ValueError`` naming the text when it is no ISO date.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        msg = f"as-of {text!r} is not a date such as 2024-02-29 or 2024-02-29T18:00"
        raise ValueError(msg) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BEIJING)
    return end_of_day(moment.astimezone(BEIJING))


def parse_moment(text: str) -> datetime:
    """Read a date that a record carries (ISO 8601); without an offset it is Beijing time."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)


def parse_written(text: str) -> datetime:
    """Read a time as people write it in tables: 2024-3-1, 2024/03/01 10:00, 2024年3月1日 10时05分, ISO with an offset.

    Without an offset it is Beijing time, without an hour midnight. Raises ``ValueError`` for anything else.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (
        int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    zone = _zone(match["zone"]) if match["zone"] else BEIJING
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(BEIJING)


def end_of_day(moment: datetime) -> datetime:
    """Give midnight, which names a day only, the last second of that day; leave any other time alone."""
    if moment.time() == time():
        return moment + timedelta(days=1, seconds=-1)
    return moment


def moment_of_ms(milliseconds: int) -> datetime:
    """Turn a record's epoch milliseconds into Beijing time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(BEIJING)


def ms_of_moment(moment: datetime) -> int:
    """Turn an aware time into a record's epoch milliseconds."""
    return int(moment.timestamp() * 1000)


def now_ms() -> int:
    """Epoch milliseconds now: for stamps of observations and heartbeats, never for judging."""
    return ms_of_moment(datetime.now(UTC))


def _zone(text: str) -> timezone:
    if text == "Z":
        return timezone(timedelta())
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
