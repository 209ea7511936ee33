"""Every form of date that government pages show, and nothing that is none."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading import dates
from spiders.reading.dates import BEIJING

AS_OF = datetime(2024, 3, 31, 12, 0, tzinfo=BEIJING)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024.03.01", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024 年 03 月 01 日", "2024-03-01"),
        ("[2024-03-01]", "2024-03-01"),
        ("发布时间：2024－03－01", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("24-03-01", "2024-03-01"),
        ("03-01", "2024-03-01"),
        ("12-30", "2023-12-30"),
        ("3月1日", "2024-03-01"),
        ("02-29", "2024-02-29"),
        ("01 2024-03", "2024-03-01"),
        ("03-01 2024", "2024-03-01"),
        ("二〇二四年三月一日", "2024-03-01"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("二零二四年元月廿一日", "2024-01-21"),
    ],
)
def test_reads_every_form(text: str, day: str) -> None:
    found = dates.first(text, AS_OF)
    assert found is not None
    assert found.date().isoformat() == day


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-02-29 09:24", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29 09:24:31", "2024-02-29T09:24:31+08:00"),
        ("2024年2月29日 9时24分", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29 下午 3:05", "2024-02-29T15:05:00+08:00"),
        ("2024-02-29T09∶24", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29", "2024-02-29T00:00:00+08:00"),
    ],
)
def test_reads_the_clock_beside_a_day(text: str, instant: str) -> None:
    found = dates.first(text)
    assert found is not None
    assert dates.iso(found) == instant


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "12024-01-011",
        "1.2.3",
        "192.168.1.1",
        "电话 0711-3830000",
        "2024年",
        "第12-3号文",
        "",
    ],
)
def test_takes_nothing_else_for_a_date(text: str) -> None:
    assert dates.first(text) is None


def test_a_bare_month_and_day_needs_an_instant() -> None:
    assert dates.first("03-01") is None


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("2024-03-01", True),
        ("（2024-03-01）", True),
        ("发布日期：2024-03-01", True),
        ("2024年3月1日公告", False),
        ("共12条", False),
    ],
)
def test_knows_a_text_that_is_a_date_and_nothing_else(text: str, is_date: bool) -> None:
    assert (dates.whole(text) is not None) is is_date


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/art/2024/2/29/art_1_2.html", "2024-02-29"),
        ("/zwgk/202402/t20240229_123.html", "2024-02-29"),
        ("/20240229/page.html", "2024-02-29"),
        ("/c/2024-02/29/c_1.htm", "2024-02-29"),
    ],
)
def test_reads_the_day_in_an_address(path: str, day: str) -> None:
    found = dates.from_address(path)
    assert found is not None
    assert found.date().isoformat() == day


def test_an_address_of_digits_is_no_date() -> None:
    assert dates.from_address("/content/post_20241399.html") is None


@given(
    DAYS, st.sampled_from(["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}.{1:02}.{2:02}", "[{0}-{1}-{2}]"])
)
def test_a_written_day_reads_back(day: date, form: str) -> None:
    found = dates.first(form.format(day.year, day.month, day.day))
    assert found is not None
    assert found.date() == day


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_an_iso_instant_reads_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=BEIJING)
    assert dates.first(dates.iso(moment)) == moment


@given(DAYS, st.integers(0, 364))
def test_an_inferred_year_is_never_in_the_future(day: date, back: int) -> None:
    as_of = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
    past = (as_of - timedelta(days=back)).date()
    found = dates.first(f"{past.month:02}-{past.day:02}", as_of)
    assert found is not None
    assert found.date() <= day
    assert (found.month, found.day) == (past.month, past.day)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    dates.first(text, AS_OF)
    dates.whole(text, AS_OF)
    list(dates.spans(text))
