"""Dates that count from the moment a page is fetched: 今天 10:20, 昨天, 3小时前.

They are read only where they are all that a text says, and only when the moment is known. Weeks, months and years ago
name no day, so they are no dates.
"""

import re
from datetime import datetime, time, timedelta

from spiders.reading.date_forms import CLOCK, Form, clock_of, small_number
from spiders.reading.moments import BEIJING, Vantage

_NAMED = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3}
_DAY = re.compile(rf"(?P<name>{'|'.join(_NAMED)}){CLOCK}")
_AGO = re.compile(
    r"(?P<count>\d{1,3}|半|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>秒|分|小时|钟头|天|日)钟?\s?[之以]?前"
)
_JUST = re.compile(r"刚刚|刚才")
_SECONDS = {"秒": 1, "分": 60, "小时": 3600, "钟头": 3600}


def _of_day(match: re.Match[str], vantage: Vantage) -> datetime | None:
    if vantage.fetched is None:
        return None
    day = vantage.fetched.astimezone(BEIJING).date() - timedelta(days=_NAMED[match["name"]])
    return datetime.combine(day, time(*clock_of(match.groupdict())), BEIJING)


def _of_ago(match: re.Match[str], vantage: Vantage) -> datetime | None:
    if vantage.fetched is None:
        return None
    unit = match["unit"]
    count = 0.5 if match["count"] == "半" else small_number(match["count"].replace("两", "二"))
    now = vantage.fetched.astimezone(BEIJING).replace(second=0, microsecond=0)
    if unit in _SECONDS:
        return now - timedelta(seconds=count * _SECONDS[unit])
    return datetime.combine(now.date() - timedelta(days=int(count)), time(), BEIJING) if count >= 1 else None


def _of_just(_: re.Match[str], vantage: Vantage) -> datetime | None:
    now = vantage.fetched
    return None if now is None else now.astimezone(BEIJING).replace(second=0, microsecond=0)


RELATIVE = (Form(_DAY, _of_day), Form(_AGO, _of_ago), Form(_JUST, _of_just))
