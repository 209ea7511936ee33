"""Dates as Chinese government pages write them; strict rules, no guessing.

What is no calendar day is no date, and neither is a period, a deadline or a number. The year of a bare month and day
comes of the address beside it or of the inspection's instant, 昨天 of the moment of the fetch (``Vantage``).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from spiders.reading.date_forms import ALONE, FULL, NAMED, Form, from_address, of_full
from spiders.reading.moments import BEIJING, NOWHERE, Vantage, iso, make
from spiders.reading.relative_dates import RELATIVE

__all__ = [
    "BEIJING",
    "NOWHERE",
    "Vantage",
    "first",
    "from_address",
    "from_attributes",
    "iso",
    "leading",
    "make",
    "spans",
    "whole",
]

_FULL_FORM = Form(FULL, of_full)
#: Forms that are read inside other text, and all forms.
_INSIDE = (_FULL_FORM, *NAMED)
_EVERY = (_FULL_FORM, *NAMED, *ALONE, *RELATIVE)

_WIDE = re.compile(r"[０-９／．：]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF0E, 0xFF1B)}
#: What any date has in it.
_COULD_BE = re.compile(r"\d|年|[今昨前][天日]|刚[刚才]|前\Z")

_A_DAY = (
    r"(?:19|20)\d\d\s?[-/.年]\s?(?:1[0-2]|0?[1-9])\s?[-/.月]\s?(?:3[01]|[12]\d|0?[1-9])(?!\d)\s?日?"
    r"(?:\s?\d\d?[:：]\d\d(?:[:：]\d\d)?)?"
)
_AN_END = r"(?:(?:(?:19|20)\d\d\s?[-/.年]\s?)?(?:1[0-2]|0?[1-9])\s?[-/.月]\s?\d{1,2}(?!\d)|\d{1,2}\s?日)"
#: 2024-01-01至2024-03-01, 2024年3月1日-5日: when something lasts.
_PERIOD = re.compile(rf"{_A_DAY}\s{{0,3}}(?:起?[至到~～]|[-–—－]{{1,2}})\s{{0,3}}{_AN_END}")
_BOUND = re.compile(r"(?<=日)(?:起|[之以]?[前后]|止)|[之以][前后]|起[，,施执]|\s?至今")
#: From, until and other days that are none of a publication, with the day itself.
_NEVER = (
    rf"{_PERIOD.pattern}|(?:[自从]|截[至止]到?|截止)\s?{_A_DAY}|{_A_DAY}{_BOUND.pattern}"
    r"|(?:截[止至]|结束|终止|开始|起始|报名|申报|开标|投标|施行|实施|执行|生效|失效|废止|有效|活动|会议|举办|出生|成立)"
    rf"\S{{0,2}}?(?:时间|日期|期限?|日)?\s?[：:]?\s?{_A_DAY}"
    r"|(?:电话|传真|热线|编号|编码|索引号|号码|邮编|版本)\s?[：:]?\s?[\d\-–—. ]+"
)
#: The day of writing, which stands for the publication only where no other day does.
_WRITTEN = rf"(?:成文|印发|签发|签署)\S{{0,2}}?(?:时间|日期)?\s?[：:]?\s?{_A_DAY}"
_NONE_OF = (re.compile(f"{_NEVER}|{_WRITTEN}"), re.compile(_NEVER))

_PLAIN = re.compile(r"[(\[（【]?((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])[)\]）】]?")
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s"
_WORDS = re.compile(rf"发[布文表稿]|更新|时间|日期|信息|[(（]?(?:星期|周)[一二三四五六日天][)）]?|北京|于|{_WEEKDAY}")
_LEAD = re.compile(rf"[\s：:（(\[【|｜]{{0,6}}(?:{_WEEKDAY}|(?:星期|周)[一二三四五六日天]\s)?")
_REST = re.compile(
    r"[\d\s\-/.年月日号时分秒点:：∶TZ+\[\]()（）【】〔〕|上中下午凌晨晚AaPpMm〇○◯零一二三四五六七八九十元正廿卅初‐–—－]+"
)
#: What the forms inside other text have in them, and what those that stand alone are made of.
_WITH_YEAR = re.compile(r"(?:19|20)\d\d|年")
_OF_DATES = re.compile(
    r"[\dA-Za-z\s\-/.‐‑–—－:：∶+,|(（)）年月日号时分秒点上中下午凌晨早晚今昨前大天刚才个钟头小半之以星期周"
    r"一二两三四五六七八九十〇○◯零ＯｏΟО元正廿卅初]{1,40}"
)
#: The longest text that is a date and nothing else.
_MAX_WHOLE = 60


def _folded(text: str) -> str:
    """Full-width digits and signs in half width, each in its place."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


def spans(text: str) -> Iterator[tuple[int, int, datetime]]:
    """Every full date (with its clock time when one follows) in a text, as (start, end, instant), in order."""
    text = _folded(text)
    past = 0
    for match in FULL.finditer(text):
        if match.start() < past:
            continue
        period = _PERIOD.match(text, match.start())
        if period is not None or _BOUND.match(text, match.end()):
            past = period.end() if period is not None else match.end()
            continue
        instant = of_full(match, NOWHERE)
        if instant is not None:
            yield match.start(), match.end(), instant


def first(text: str, vantage: Vantage = NOWHERE) -> datetime | None:
    """The first date of a short text, the surest forms before the vaguer ones, which must be all of the text."""
    if not _COULD_BE.search(text):
        return None
    text = _folded(text)
    if not _WITH_YEAR.search(text):
        return _alone(text.strip(), vantage)
    for other in _NONE_OF:
        rest = other.sub(" ", text)
        found = _inside(rest) or _alone(rest.strip(), vantage)
        if found is not None or rest == text:
            return found
    return None


def _inside(text: str) -> datetime | None:
    """The first date of a sure form. What looks like one and is no day (30 February) is not read in another form."""
    for form in _INSIDE:
        tried = False
        for match in form.pattern.finditer(text):
            found = form.read(match, NOWHERE)
            if found is not None:
                return found
            tried = True
        if tried:
            text = form.pattern.sub(" ", text)
    return None


def _alone(text: str, vantage: Vantage) -> datetime | None:
    """The date that a text is, in any form."""
    core = _WORDS.sub("", text).strip(" \t\n：:()[]（）【】〔〕|")
    if not _OF_DATES.fullmatch(core):
        return None
    for form in chain(ALONE, RELATIVE, NAMED):
        match = form.pattern.fullmatch(core)
        if match is not None and (found := form.read(match, vantage)) is not None:
            return found
    return None


def leading(text: str, vantage: Vantage = NOWHERE) -> datetime | None:
    """The date that a text begins with, behind blanks, colons and brackets at most; what follows does not matter."""
    text = _folded(text)
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    for form in _EVERY:
        match = form.pattern.match(text, start)
        if match is not None:
            lasts = _PERIOD.match(text, start) or _BOUND.match(text, match.end())
            return None if lasts else form.read(match, vantage)
    return None


def whole(text: str, vantage: Vantage = NOWHERE) -> datetime | None:
    """The date of a text that is nothing but a date, perhaps in brackets or behind a label; None for anything else."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return make(int(plain.group(1)), int(plain.group(2)), int(plain.group(3)))
    if not text or len(text) > _MAX_WHOLE or not _COULD_BE.search(text):
        return None
    text = _folded(text)
    found = _alone(text, vantage)
    if found is not None or not _WITH_YEAR.search(text):
        return found
    return None if _REST.sub("", _WORDS.sub("", text)) or _PERIOD.search(text) else _inside(text)


_TIMED = re.compile(
    r"(?:data-)?(?:pub(?:lish(?:ed)?)?|release|issue|post|create[d]?|news|article|fb)?[-_]?"
    r"(?:time|date|day|datetime|timestamp|pubdate|ts)"
)
_SECONDS = re.compile(r"(1?\d{9})(\d{3})?")
#: Years that a page of the web can be of.
_FIRST_YEAR, _LAST_YEAR = 1995, 2100


def from_attributes(attrs: Mapping[str, str | None]) -> datetime | None:
    """The instant in an attribute whose name says that it holds one: ``datetime``, ``data-time``, ``data-pubdate``.

    Unix seconds and milliseconds are instants there and nowhere else.
    """
    for name, value in attrs.items():
        if not value or len(value) > _MAX_WHOLE or not (name[:5] == "data-" or name == "datetime"):
            continue
        if not _TIMED.fullmatch(name):
            continue
        unix = _SECONDS.fullmatch(value.strip())
        found = datetime.fromtimestamp(int(unix[1]), BEIJING) if unix else whole(value.strip())
        if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    return None
