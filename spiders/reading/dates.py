"""Dates as Chinese government pages write them; strict rules, no guessing.

A day without a time is midnight (``infra.records``). What is no calendar day is no date. The year of a bare month and
day is inferred from a reference instant only: the latest such day that is not after it.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

#: Beijing time: no summer time since 1991, so a fixed offset is exact for every page of the web.
BEIJING = timezone(timedelta(hours=8))

_CLOCK = (
    r"(?:(?:\s|T){0,4}(?:[上下]午\s?)?([01]?\d|2[0-3])\s?[:：∶时]\s?([0-5]\d)"
    r"(?:\s?[:：∶分]\s?([0-5]\d)(?!\d))?)?"
)
_FULL = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)\s?([-/.年‐－—])\s?(1[0-2]|0?[1-9])\s?[-/.月‐－—]\s?(3[01]|[12]\d|0?[1-9])(?![\d.]\d|\d)\s?日?号?"
    + _CLOCK
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT = re.compile(r"(?<![\d-])(\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_MONTH_DAY = re.compile(r"(?<![\d\-/.年])(1[0-2]|0?[1-9])\s?([-/.月])\s?(3[01]|[12]\d|0?[1-9])(?![\d\-/.])\s?日?")
_CHINESE = re.compile(
    r"([二一][〇○零Ｏ0Oo九一二三四五六七八]{3})年\s?([元一二三四五六七八九十]{1,2})月\s?([一二三四五六七八九十廿]{1,3})日"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(3[01]|[12]\d|0?[1-9])日?\s{1,4}((?:19|20)\d\d)\s?[-/.年]\s?(1[0-2]|0[1-9]|[1-9])(?!\d)(?![-/.]\d)\s?月?"
)
_MONTH_THEN_YEAR = re.compile(
    r"(?<![\d\-/.])(1[0-2]|0?[1-9])\s?[-/.月]\s?(3[01]|[12]\d|0?[1-9])日?\s{1,4}((?:19|20)\d\d)年?(?!\s?[-/.年]?\d)"
)
_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])/"),
    re.compile(r"/t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_"),
    re.compile(r"/((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])/"),
    re.compile(r"/((?:19|20)\d\d)-(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/"),
)
_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    "○": 0,
    "零": 0,
    "Ｏ": 0,
    "0": 0,
    "O": 0,
    "o": 0,
}


def make(year: int, month: int, day: int, clock: tuple[int, int, int] = (0, 0, 0)) -> datetime | None:
    """A Beijing instant; None when the calendar has no such day."""
    try:
        return datetime(year, month, day, *clock, tzinfo=BEIJING)
    except ValueError:
        return None


def iso(instant: datetime) -> str:
    """``2024-02-29T09:24:00+08:00``, the wire form of every date."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")


def spans(text: str) -> Iterator[tuple[int, int, datetime]]:
    """Every full date (with its clock time when one follows) in a text, as (start, end, instant), in order."""
    for match in _FULL.finditer(text):
        instant = _from_full(match)
        if instant is not None:
            yield match.start(), match.end(), instant


def _from_full(match: re.Match[str]) -> datetime | None:
    year, _, month, day, hour, minute, second = match.groups()
    hours = int(hour or 0)
    if "下午" in match.group() and hours < 12:
        hours += 12
    return make(int(year), int(month), int(day), (hours, int(minute or 0), int(second or 0)))


def first(text: str, as_of: datetime | None = None) -> datetime | None:
    """The first date of a short text in any of the known forms, the surest forms before the vaguer ones.

    ``as_of`` gives the year to a bare month and day; without it such a text has no date.
    """
    for _, _, instant in spans(text):
        return instant
    match = _CHINESE.search(text)
    if match:
        return _from_chinese(match)
    match = _DAY_FIRST.search(text)
    if match:
        day, year, month = match.groups()
        return make(int(year), int(month), int(day))
    match = _MONTH_THEN_YEAR.search(text)
    if match:
        month, day, year = match.groups()
        return make(int(year), int(month), int(day))
    match = _COMPACT.search(text) or _SHORT.search(text)
    if match:
        year, month, day = match.groups()
        return make(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    return _month_day(text, as_of)


_WORDS = re.compile(r"发布|发文|更新|时间|日期|信息|星期.?|周[一二三四五六日]|于")
_REST = re.compile(r"[\d\s\-/.年月日号时分秒:：∶T\[\]()（）【】〔〕|上下午〇○零一二三四五六七八九十元廿‐－—]+")
_DAY = re.compile(r"[(\[（【]?((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])[)\]）】]?")


def whole(text: str, as_of: datetime | None = None) -> datetime | None:
    """The date of a text that is nothing but a date, perhaps in brackets or behind a label; None for anything else."""
    plain = _DAY.fullmatch(text)
    if plain:
        return make(int(plain.group(1)), int(plain.group(2)), int(plain.group(3)))
    if not text or len(text) > 60 or not any(c.isdigit() or c == "年" for c in text):
        return None
    found = first(text, as_of)
    if found is None:
        return None
    return found if not _REST.sub("", _WORDS.sub("", text)) else None


def _from_chinese(match: re.Match[str]) -> datetime | None:
    year = int("".join(str(_DIGITS[c]) for c in match.group(1)))
    return make(year, _small_number(match.group(2)), _small_number(match.group(3)))


def _small_number(text: str) -> int:
    """一 … 三十一, also 元 for the first month and 廿 for twenty; 0 when it is no number."""
    text = text.replace("廿", "二十").replace("元", "一")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _month_day(text: str, as_of: datetime | None) -> datetime | None:
    if as_of is None:
        return None
    match = _MONTH_DAY.search(text)
    if not match:
        return None
    as_of = as_of.astimezone(BEIJING)
    month, day = int(match.group(1)), int(match.group(3))
    for year in range(as_of.year, as_of.year - 5, -1):  # 29 February may lie four years back
        found = make(year, month, day)
        if found is not None and found.date() <= as_of.date():
            return found
    return None


def from_address(path: str) -> datetime | None:
    """The day that an address carries (``/art/2024/2/29/``, ``/t20240229_``, ``/20240229/``)."""
    for pattern in _IN_ADDRESS:
        match = pattern.search(path)
        if match:
            year, month, day = match.groups()
            return make(int(year), int(month), int(day))
    return None
