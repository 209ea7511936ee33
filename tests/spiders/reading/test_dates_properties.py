"""Every day, written in every form, reads back; and no text breaks the reading of dates."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from spiders.reading import dates
from spiders.reading.dates import BEIJING, NOWHERE, Vantage

from .test_dates import VANTAGE

DAYS = st.dates(date(1995, 1, 1), date(2049, 12, 31))
_SMALL = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _SMALL[tens]) + ("十" if tens else "") + (_SMALL[ones] if ones else "")


def _in_chinese(day: date) -> str:
    year = "".join(_SMALL[int(digit)] for digit in str(day.year))
    return f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日"


def _wide(day: date) -> str:
    return day.isoformat().translate({digit: digit + 0xFEE0 for digit in range(0x30, 0x3A)})


WRITTEN: dict[str, Callable[[date], str]] = {
    "dashes": date.isoformat,
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "points": lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    "short points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "Chinese signs": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "Chinese numerals": _in_chinese,
    "brackets": lambda day: f"[{day.year}-{day.month}-{day.day}]",
    "full width": _wide,
    "compact": lambda day: f"{day:%Y%m%d}",
    "two digits": lambda day: f"{day:%y-%m-%d}",
    "day over month": lambda day: f"{day:%d} {day:%Y-%m}",
    "month over day": lambda day: f"{day:%Y-%m} {day:%d}",
    "day and month over year": lambda day: f"{day:%m-%d} {day.year}",
    "mail": lambda day: f"{day:%a, %d %b %Y} 09:24:31 +0800",
    "Java": lambda day: f"{day:%a %b %d} 09:24:31 CST {day.year}",
    "America": lambda day: f"{day.month}/{day.day}/{day.year} 9:24:31 AM",
    "behind a label": lambda day: f"发布时间：{day:%Y-%m-%d}",
}


@given(DAYS, st.sampled_from(sorted(WRITTEN)))
def test_a_written_day_reads_back(day: date, form: str) -> None:
    for found in (dates.first(WRITTEN[form](day)), dates.whole(WRITTEN[form](day))):
        assert found is not None
        assert found.date() == day


@given(
    DAYS, DAYS, st.sampled_from(["至", " - ", "—", "到", "~"]), st.sampled_from(["dashes", "Chinese signs", "points"])
)
def test_a_period_is_no_date(begin: date, end: date, between: str, form: str) -> None:
    text = WRITTEN[form](begin) + between + WRITTEN[form](end)
    assert dates.first(text, VANTAGE) is None
    assert list(dates.spans(text)) == []


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_an_iso_instant_reads_back_in_any_zone(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=BEIJING)
    assert dates.first(dates.iso(moment)) == moment
    for hours in (-11, 0, 5, 14):
        written = moment.astimezone(timezone(timedelta(hours=hours))).isoformat()
        assert dates.first(written) == moment


@given(DAYS, st.integers(0, 364))
def test_an_inferred_year_is_never_in_the_future(day: date, back: int) -> None:
    as_of = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
    past = (as_of - timedelta(days=back)).date()
    found = dates.first(f"{past.month:02}-{past.day:02}", Vantage(as_of=as_of))
    assert found is not None
    assert found.date() <= day
    assert (found.month, found.day) == (past.month, past.day)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for vantage in (VANTAGE, NOWHERE):
        dates.first(text, vantage)
        dates.whole(text, vantage)
        dates.leading(text, vantage)
    dates.from_attributes({"data-time": text})
    list(dates.spans(text))


_PIECES = st.sampled_from(
    [*"0123456789年月日-/.:至前第 ", "2024", "20", "发布时间：", "昨天", "二〇二四年", "Mar ", "小时前"]
)


@given(st.lists(_PIECES, max_size=24).map("".join))
def test_nothing_made_of_pieces_of_dates_breaks_it(text: str) -> None:
    found = dates.first(text, VANTAGE)
    assert found is None or (found.tzinfo is not None and 1990 <= found.year <= 2099)
