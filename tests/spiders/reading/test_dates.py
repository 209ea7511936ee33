"""Every form of date that government pages show, and nothing that is none."""

from datetime import date, datetime

import pytest

from spiders.reading import dates
from spiders.reading.dates import BEIJING, Vantage

AS_OF = datetime(2024, 3, 31, 12, 0, tzinfo=BEIJING)
FETCHED = datetime(2024, 4, 2, 10, 30, 15, tzinfo=BEIJING)
VANTAGE = Vantage(as_of=AS_OF, fetched=FETCHED)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024.03.01", "2024-03-01"),
        ("2024.3.1", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024 年 03 月 01 日", "2024-03-01"),
        ("2024年3月1号", "2024-03-01"),
        ("[2024-03-01]", "2024-03-01"),
        ("【2024-03-01】", "2024-03-01"),
        ("发布时间：2024－03－01", "2024-03-01"),
        ("２０２４－０３－０１", "2024-03-01"),
        ("２０２４年３月１日", "2024-03-01"),
        ("2024‐03‐01", "2024-03-01"),
        ("2024-03-01 星期五", "2024-03-01"),
        ("2024-03-01（周五）", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("20240301092431", "2024-03-01"),
        ("24-03-01", "2024-03-01"),
        ("24/03/01", "2024-03-01"),
        ("24年3月1日", "2024-03-01"),
        ("98-03-01", "1998-03-01"),
        ("03-01", "2024-03-01"),
        ("[03-01]", "2024-03-01"),
        ("03/01", "2024-03-01"),
        ("03-01 10:20", "2024-03-01"),
        ("12-30", "2023-12-30"),
        ("3月1日", "2024-03-01"),
        ("02-29", "2024-02-29"),
        ("01 2024-03", "2024-03-01"),
        ("01 / 2024.03", "2024-03-01"),
        ("01日 2024年03月", "2024-03-01"),
        ("2024-03 01", "2024-03-01"),
        ("2024年3月 01日", "2024-03-01"),
        ("03-01 2024", "2024-03-01"),
        ("二〇二四年三月一日", "2024-03-01"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("二零二四年元月廿一日", "2024-01-21"),
        ("二0二四年十一月初九日", "2024-11-09"),
        ("一九九八年十月二十日", "1998-10-20"),
        ("二◯二四年 三月 三十日", "2024-03-30"),
        ("Mar 1, 2024", "2024-03-01"),
        ("01 Mar 2024", "2024-03-01"),
        ("1-March-2024", "2024-03-01"),
    ],
)
def test_reads_every_form(text: str, day: str) -> None:
    for found in (dates.first(text, VANTAGE), dates.whole(text, VANTAGE)):
        assert found is not None
        assert found.date().isoformat() == day


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-02-29 09:24", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29 09:24:31", "2024-02-29T09:24:31+08:00"),
        ("2024年2月29日 9时24分", "2024-02-29T09:24:00+08:00"),
        ("2024年2月29日 9时4分5秒", "2024-02-29T09:04:05+08:00"),
        ("2024年2月29日9点24分", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29 下午 3:05", "2024-02-29T15:05:00+08:00"),
        ("2024-02-29 上午 9:05", "2024-02-29T09:05:00+08:00"),
        ("2024-02-29 中午 1:05", "2024-02-29T13:05:00+08:00"),
        ("2024-02-29 星期四 09:24", "2024-02-29T09:24:00+08:00"),
        ("2024-02-29 3:05:10 PM", "2024-02-29T15:05:10+08:00"),
        ("2024-02-29 12:05:10 AM", "2024-02-29T00:05:10+08:00"),
        ("2024-02-29T09∶24", "2024-02-29T09:24:00+08:00"),
        ("２０２４－０２－２９　０９：２４：３１", "2024-02-29T09:24:31+08:00"),
        ("2024-02-29", "2024-02-29T00:00:00+08:00"),
        ("2024-02-29T09:24:31", "2024-02-29T09:24:31+08:00"),
        ("2024-02-29T09:24:31.123+08:00", "2024-02-29T09:24:31+08:00"),
        ("2024-02-29T20:24:31Z", "2024-03-01T04:24:31+08:00"),
        ("2024-02-29T20:24:31.5Z", "2024-03-01T04:24:31+08:00"),
        ("2024-02-29T09:24:31-05:00", "2024-02-29T22:24:31+08:00"),
        ("2024-02-29 09:00-11:00", "2024-02-29T09:00:00+08:00"),
        ("Thu, 29 Feb 2024 09:24:31 GMT", "2024-02-29T17:24:31+08:00"),
        ("Thu, 29 Feb 2024 09:24:31 +0800", "2024-02-29T09:24:31+08:00"),
        ("Thu Feb 29 09:24:31 CST 2024", "2024-02-29T09:24:31+08:00"),
        ("2/29/2024 9:24:31 PM", "2024-02-29T21:24:31+08:00"),
        ("20240229092431", "2024-02-29T09:24:31+08:00"),
        ("20240229T012431Z", "2024-02-29T09:24:31+08:00"),
    ],
)
def test_reads_the_clock_beside_a_day_in_beijing_time(text: str, instant: str) -> None:
    for found in (dates.first(text), dates.whole(text)):
        assert found is not None
        assert dates.iso(found) == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("今天 10:20", "2024-04-02T10:20:00+08:00"),
        ("昨天 10:20", "2024-04-01T10:20:00+08:00"),
        ("昨日", "2024-04-01T00:00:00+08:00"),
        ("前天", "2024-03-31T00:00:00+08:00"),
        ("3天前", "2024-03-30T00:00:00+08:00"),
        ("三天前", "2024-03-30T00:00:00+08:00"),
        ("3小时前", "2024-04-02T07:30:00+08:00"),
        ("11个小时前", "2024-04-01T23:30:00+08:00"),
        ("半小时前", "2024-04-02T10:00:00+08:00"),
        ("5分钟前", "2024-04-02T10:25:00+08:00"),
        ("刚刚", "2024-04-02T10:30:00+08:00"),
        ("发布时间：昨天", "2024-04-01T00:00:00+08:00"),
    ],
)
def test_reads_what_counts_from_the_fetch(text: str, instant: str) -> None:
    found = dates.whole(text, VANTAGE)
    assert found is not None
    assert dates.iso(found) == instant
    assert dates.whole(text, Vantage(as_of=AS_OF)) is None, "the inspection's instant is not the fetch's"


@pytest.mark.parametrize("text", ["3个月前", "1周前", "两年前", "几天前", "今天起施行", "前天气预报", "0天前"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert dates.whole(text, VANTAGE) is None
    assert dates.first(text, VANTAGE) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "2023年 2月29日",
        "二〇二三年二月三十日",
        "12024-01-011",
        "1.2.3",
        "192.168.1.1",
        "2024.1.1.5",
        "v2024.3.1",
        "版本：2024.3.1",
        "第2024-3-1号",
        "电话 0711-3830000",
        "电话：20240301",
        "索引号：20240301",
        "66-12-30",
        "2024年",
        "2024年3月",
        "2024-03",
        "2024年第3号",
        "水政办发〔2024〕3号",
        "第12-3号文",
        "第1/2页",
        "1/2",
        "3.5",
        "3.5万人",
        "©2005-2024",
        "Copyright © 2018-2024 All Rights Reserved",
        "版权所有 2019 - 2024",
        "2024-01-01至2024-03-01",
        "2024-01-01 — 2024-03-01",
        "2024.01.01-2024.03.01",
        "2024年1月1日至3月1日",
        "2024年3月1日-5日",
        "2024年3月1-5日",
        "自2024年3月1日起施行",
        "2024年3月1日前提交",
        "截止日期：2024-03-01",
        "活动时间：2024年3月1日",
        "",
    ],
)
def test_takes_nothing_else_for_a_date(text: str) -> None:
    assert dates.first(text, VANTAGE) is None
    assert dates.whole(text, VANTAGE) is None
    assert dates.leading(text, VANTAGE) is None


def test_a_publication_goes_before_the_day_of_writing() -> None:
    assert dates.first("成文日期：2024-01-05 发布日期：2024-01-09") == datetime(2024, 1, 9, tzinfo=BEIJING)
    assert dates.first("成文日期：2024-01-05") == datetime(2024, 1, 5, tzinfo=BEIJING), "better than none"
    assert dates.first("截止日期：2024-02-05 发布日期：2024-01-09") == datetime(2024, 1, 9, tzinfo=BEIJING)


def test_a_bare_month_and_day_needs_an_instant() -> None:
    assert dates.first("03-01") is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("http://a.gov.cn/202103/t20210302_1.html", "2021-03-01"),
        ("http://a.gov.cn/art/2021/2/27/art_1.html", "2021-03-01"),
        ("http://a.gov.cn/202109/t20210902_1.html", "2024-03-01"),  # six months off: of another thing
        ("http://a.gov.cn/content/post_1.html", "2024-03-01"),
    ],
)
def test_the_address_beside_a_day_gives_its_year_first(address: str, day: str) -> None:
    found = dates.whole("03-01", VANTAGE.beside(address))
    assert found is not None
    assert found.date().isoformat() == day


def test_a_year_out_of_an_address_turns_with_the_year() -> None:
    found = dates.whole("12-31", VANTAGE.beside("http://a.gov.cn/20220102/1.html"))
    assert found is not None
    assert found.date() == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("：2024-03-01 来源：县水利局", "2024-03-01"),
        (" [2024-03-01]", "2024-03-01"),
        ("\n二〇二四年三月一日 浏览", "2024-03-01"),
        ("：昨天 10:20 来源", "2024-04-01"),
        ("：Fri, 01 Mar 2024 09:24:31 GMT", "2024-03-01"),
        ("县水利局 2024-03-01", ""),
        ("：2024-01-01至2024-03-01", ""),
    ],
)
def test_reads_the_date_that_a_text_begins_with(text: str, day: str) -> None:
    found = dates.leading(text, VANTAGE)
    assert (found.date().isoformat() if found else "") == day


@pytest.mark.parametrize(
    ("attrs", "instant"),
    [
        ({"datetime": "2024-03-01T01:24:31Z"}, "2024-03-01T09:24:31+08:00"),
        ({"data-time": "1709256271"}, "2024-03-01T09:24:31+08:00"),
        ({"data-timestamp": "1709256271000"}, "2024-03-01T09:24:31+08:00"),
        ({"data-publish-time": "2024-03-01 09:24"}, "2024-03-01T09:24:00+08:00"),
        ({"data-pubdate": "20240301"}, "2024-03-01T00:00:00+08:00"),
        ({"data-id": "1709256271"}, ""),
        ({"data-endtime": "2024-03-01"}, ""),
        ({"id": "1709256271", "value": "2024-03-01"}, ""),
        ({"data-time": "3000"}, ""),
        ({"data-time": "9999999999"}, ""),
        ({"data-time": None}, ""),
    ],
)
def test_an_attribute_must_say_that_it_holds_a_time(attrs: dict[str, str | None], instant: str) -> None:
    found = dates.from_attributes(attrs)
    assert (dates.iso(found) if found else "") == instant


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
