"""How a day is written: one pattern a form, the surest first, and how a match becomes an instant.

``FULL`` and the forms of ``NAMED`` say year, month and day and are read inside other text. Those of ``ALONE`` are dates
only where a text is nothing else: 24-03-01 or 03-01 in running text is as often a number.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from spiders.reading.moments import BEIJING, Vantage, make

_DASH = "‐‑–—−－-"
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"1[0-2]|0?[1-9]"
_DAY = r"3[01]|[12]\d|0?[1-9]"
CLOCK = (
    r"(?:(?:\s?[(（]?(?:星期|周)[一二三四五六日天][)）]?)?(?:\s|T|北京时间){0,4}"
    r"(?P<half>上午|下午|凌晨|早上|中午|晚上|晚)?\s?(?P<hour>[01]?\d|2[0-3])\s?[:：∶时点]\s?(?P<minute>[0-5]\d|\d(?=\s?分))(?!\d)"
    r"(?:\s?[:：∶分]\s?(?P<second>[0-5]\d|\d(?=\s?秒))(?!\d)(?:\.\d{1,9})?秒?)?(?:\s?(?P<noon>[AaPp])\.?[Mm]\b)?"
    r"(?:\s?(?P<zone>Z\b|(?:GMT|UTC)?[+-](?:0\d|1[0-4]):?[0-5]\d)(?!\d))?)?"
)

FULL = re.compile(
    rf"(?<![\d第vV])(?<!\d\.)(?P<year>{_YEAR})\s?[/.年{_DASH}]\s?(?P<month>{_MONTH})\s?[/.月{_DASH}]\s?"
    rf"(?P<day>{_DAY})(?![\d.]\d|\d)\s?日?号?{CLOCK}"
)
_CHINESE = re.compile(
    r"(?P<year>[二一][〇○零◯ＯｏOoΟО0九一二三四五六七八]{3})\s?年\s?(?P<month>[元正一二三四五六七八九十]{1,2})\s?月\s?"
    r"(?P<day>初?[一二三四五六七八九十廿卅]{1,3})\s?[日号]"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>{_DAY})日?(?:\s{{1,4}}|\s?[/|]\s?)(?P<year>{_YEAR})\s?[-/.年]\s?(?P<month>1[0-2]|0[1-9]|[1-9])"
    r"(?!\d)(?![-/.]\d)\s?月?"
)
_MONTH_THEN_YEAR = re.compile(
    rf"(?<![\d\-/.])(?P<month>{_MONTH})\s?[-/.月]\s?(?P<day>{_DAY})日?\s{{1,4}}(?P<year>{_YEAR})年?(?!\s?[-/.年]?\d)"
)
_ENGLISH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_PROGRAM_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
#: Fri, 01 Mar 2024 09:24:31 GMT (RFC 2822).
_MAIL = re.compile(
    rf"(?<![\w-])(?P<day>{_DAY})[ -](?P<english>{_ENGLISH})[a-z]{{0,6}}\.?,?[ -](?P<year>{_YEAR})"
    rf"(?:,? {_PROGRAM_CLOCK}(?: ?(?P<zone>GMT|UTC|Z|[+-](?:0\d|1[0-4]):?[0-5]\d)\b)?)?"
)
#: Fri Mar 01 09:24:31 CST 2024 (what Java prints; CST is China's time there), Mar 1, 2024.
_PROGRAM = re.compile(
    rf"\b(?P<english>{_ENGLISH})[a-z]{{0,6}}\.? (?P<day>{_DAY}),?(?: {_PROGRAM_CLOCK}(?: (?P<zone>[A-Z]{{3,4}}))?)?"
    rf" (?P<year>{_YEAR})(?!\d)"
)
_COMPACT = re.compile(
    r"(?<![\d\-A-Za-z._])(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d\-A-Za-z_])"
    r"(?:\s(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?"
)
_STAMP = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z)?"
)
_SHORT = re.compile(
    rf"(?<![\d-])(?P<year>\d\d)(?:[/{_DASH}](?P<month>0[1-9]|1[0-2])[/{_DASH}](?P<day>0[1-9]|[12]\d|3[01])(?![\d-])"
    rf"|年(?P<month2>{_MONTH})月(?P<day2>{_DAY})日){CLOCK}"
)
#: A slash or a point stands in fractions and in page counts too, so there both numbers have two digits.
_MONTH_DAY = re.compile(
    rf"(?<![\d\-/.年])(?:(?P<month>{_MONTH})\s?[月{_DASH}]\s?(?P<day>{_DAY})"
    rf"|(?P<month2>0[1-9]|1[0-2])[/.](?P<day2>0[1-9]|[12]\d|3[01]))(?![\d\-/.])\s?[日号]?{CLOCK}"
)
#: 2024-03 and 01 under it: two boxes of a style sheet.
_DAY_LAST = re.compile(
    rf"(?P<year>{_YEAR})\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])月?\s{{1,4}}(?P<day>0[1-9]|[12]\d|3[01])日?"
)
#: 3/15/2024 9:24:31 AM, as a Windows server of another country prints it; the AM tells the order.
_AMERICAN = re.compile(
    rf"(?P<month>{_MONTH})/(?P<day>{_DAY})/(?P<year>{_YEAR}) (?P<hour>0?\d|1[0-2]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d))? (?P<noon>[AP])M"
)

_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | dict.fromkeys("○零◯ＯｏOoΟО0", 0)
_MONTHS = {name: number for number, name in enumerate(_ENGLISH.split("|"), 1)}
_LATE = frozenset(("下午", "晚上", "晚"))
#: Two digits of a year up to here are of this century, those from _OLD on of the last; between them lies no page.
_YOUNG, _OLD = 49, 90


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a day."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Vantage], datetime | None]


def of_full(match: re.Match[str], _: Vantage) -> datetime | None:
    """Year, month, day, perhaps with a clock time and a zone; None when the calendar has no such day."""
    given: dict[str, str | None] = match.groupdict()
    english = given.get("english")
    month = _MONTHS[english] if english else int(given["month"] or 0)
    found = make(int(given["year"] or 0), month, int(given["day"] or 0), clock_of(given))
    return _in_zone(found, given.get("zone"), sure="english" in given or "T" in match.group())


def clock_of(given: Mapping[str, str | None]) -> tuple[int, int, int]:
    """The clock time of a match that has the groups of ``CLOCK``."""
    hour = int(given.get("hour") or 0)
    late = given.get("half") in _LATE or (given.get("noon") or "").upper() == "P"
    if late and hour < 12:
        hour += 12
    elif (given.get("noon") or "").upper() == "A" and hour == 12:
        hour = 0
    elif given.get("half") == "中午" and 1 <= hour <= 2:
        hour += 12
    return hour, int(given.get("minute") or 0), int(given.get("second") or 0)


def _in_zone(found: datetime | None, zone: str | None, *, sure: bool) -> datetime | None:
    """An instant of another zone in Beijing time; unless ``sure``, 09:00-11:00 is a span of hours and no zone."""
    if found is None or not zone or zone == "CST":
        return found
    offset = zone.removeprefix("GMT").removeprefix("UTC")
    if offset.startswith("-") and offset == zone and not sure:
        return found
    digits = offset.strip("+-Z").replace(":", "")
    if digits and not digits.isdecimal():
        return None  # EST, PDT …: not to be told
    away = timedelta(hours=int(digits[:2] or 0), minutes=int(digits[2:] or 0)) if digits else timedelta()
    return found.replace(tzinfo=timezone(-away if offset.startswith("-") else away)).astimezone(BEIJING)


def _of_chinese(match: re.Match[str], _: Vantage) -> datetime | None:
    year = int("".join(str(_DIGITS[c]) for c in match["year"]))
    return make(year, small_number(match["month"]), small_number(match["day"]))


def small_number(text: str) -> int:
    """一 … 三十一, also 元 for the first month, 廿 for twenty, 初三; 0 when it is no number."""
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一").removeprefix("初")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _of_short(match: re.Match[str], vantage: Vantage) -> datetime | None:
    """24-03-01. A year that no page can be of makes it a number."""
    year = int(match["year"])
    if year < _OLD and year > (vantage.as_of.year % 100 + 1 if vantage.as_of else _YOUNG):
        return None
    given: dict[str, str | None] = match.groupdict()
    month, day = int(given["month"] or given["month2"] or 0), int(given["day"] or given["day2"] or 0)
    return make(year + (1900 if year >= _OLD else 2000), month, day, clock_of(given))


#: Where month and day of an address and of a text differ by more, the address tells of another thing.
_BESIDE = timedelta(days=45)


def _of_month_day(match: re.Match[str], vantage: Vantage) -> datetime | None:
    """03-01, in the year of the address beside it, else the latest that is not after ``as_of``."""
    given: dict[str, str | None] = match.groupdict()
    month, day, clock = (
        int(given["month"] or given["month2"] or 0),
        int(given["day"] or given["day2"] or 0),
        clock_of(given),
    )
    carried = from_address(vantage.address) if vantage.address else None
    if carried is not None:
        years = (make(carried.year + more, month, day, clock) for more in (0, -1, 1))
        near = next((found for found in years if found and abs(found - carried) <= _BESIDE), None)
        if near is not None:
            return near
    if vantage.as_of is None:
        return None
    latest = vantage.as_of.astimezone(BEIJING)
    for year in range(latest.year, latest.year - 5, -1):  # 29 February may lie four years back
        found = make(year, month, day, clock)
        if found is not None and found.date() <= latest.date():
            return found
    return None


NAMED = (
    Form(_CHINESE, _of_chinese),
    Form(_MAIL, of_full),
    Form(_PROGRAM, of_full),
    Form(_DAY_FIRST, of_full),
    Form(_MONTH_THEN_YEAR, of_full),
    Form(_COMPACT, of_full),
)
ALONE = (
    Form(_STAMP, of_full),
    Form(_DAY_LAST, of_full),
    Form(_AMERICAN, of_full),
    Form(_SHORT, _of_short),
    Form(_MONTH_DAY, _of_month_day),
)

_IN_ADDRESS = (
    re.compile(rf"/({_YEAR})/({_MONTH})/({_DAY})/"),
    re.compile(rf"/t({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_"),
    re.compile(rf"/({_YEAR})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])[/_]"),
    re.compile(rf"/({_YEAR})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])/"),
)


def from_address(path: str) -> datetime | None:
    """The day that an address carries (``/art/2024/2/29/``, ``/t20240229_``, ``/20240229/``, ``/2024/0229/``)."""
    for pattern in _IN_ADDRESS:
        match = pattern.search(path)
        if match:
            year, month, day = match.groups()
            return make(int(year), int(month), int(day))
    return None
