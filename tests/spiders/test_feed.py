"""Feeds as they are found: dated, undated, broken, hostile."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.clock import BEIJING, parse_as_of
from infra.records import Word, WordKind
from spiders.feed import FeedError, read
from spiders.reading.wording import Wording

AS_OF = parse_as_of("2024-02-29")
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>莲湖发布</title>{}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>莲湖发布</title>{}</feed>"""


def rss(*dates: str) -> bytes:
    return RSS.format("".join(f"<item><title>要闻</title><pubDate>{date}</pubDate></item>" for date in dates)).encode()


def test_rss_tells_the_newest_up_to_the_time_point_and_the_newest_after_it() -> None:
    seen = read(
        rss("Sat, 10 Feb 2024 08:30:00 +0800", "Fri, 05 Jan 2024 01:00:00 GMT", "1 Mar 2024 00:10:00 +0800"), AS_OF
    )
    assert (seen.source, seen.posts) == ("rss", 3)
    assert seen.newest == "2024-02-10T08:30:00+08:00"
    assert seen.future == "2024-03-01T00:10:00+08:00"


def test_a_date_without_a_zone_is_beijing_time() -> None:
    assert read(rss("2024-02-29 20:00:00"), AS_OF).newest == "2024-02-29T20:00:00+08:00"


@pytest.mark.parametrize(
    "written",
    [
        "Sat, 10 Feb 2024 08:30:00 CST",
        "Sat, 10 Feb 24 08:30 cst",
        "Sat Feb 10 08:30:00 CST 2024",  # Java's Date.toString()
        "2024-02-10 08:30:00 CST",
        "2024-02-10T08:30:00CST",
        "Sat, 10 Feb 2024 08:30:00 (CST)",
        "Sat, 10 Feb 2024 08:30:00 +0800 (CST)",
        "Sat, 10 Feb 2024 00:30:00 +0000 (CST)",
        "Sat Feb 10 08:30:00 GMT+08:00 2024",
        "Sat Feb 10 2024 08:30:00 GMT+0800 (中国标准时间)",  # JavaScript's
        "Sat Feb 10 00:30:00 UTC 2024",
        "Sat Feb 10 08:30:00 2024",
    ],
)
def test_cst_is_chinas_standard_time_and_a_zone_is_seen_wherever_it_stands(written: str) -> None:
    assert read(rss(written), AS_OF).newest == "2024-02-10T08:30:00+08:00"


def test_other_names_of_zones_keep_their_meaning_and_an_unreadable_one_is_no_date() -> None:
    assert read(rss("Sat, 10 Feb 2024 08:30:00 EST"), AS_OF).newest == "2024-02-10T21:30:00+08:00"
    assert read(rss("the day before yesterday, 08:30 CST"), AS_OF).newest is None


def test_a_post_of_the_last_day_still_counts() -> None:
    assert read(rss("2024-02-29T23:59:00+08:00"), AS_OF).future is None


def test_atom() -> None:
    entry = "<entry><title>a</title><updated>2024-02-01T00:00:00Z</updated></entry>"
    seen = read(ATOM.format(entry).encode(), AS_OF)
    assert (seen.source, seen.posts, seen.newest) == ("atom", 1, "2024-02-01T08:00:00+08:00")


def test_json_feed() -> None:
    items = [{"id": "1", "date_published": "2024-02-03T10:00:00+08:00"}, {"id": "2"}, "odd", {"date_published": "soon"}]
    body = orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    seen = read(body, AS_OF)
    assert (seen.source, seen.posts, seen.newest) == ("json", 4, "2024-02-03T10:00:00+08:00")


def test_undated_posts_are_counted_without_a_date() -> None:
    seen = read(rss("not a date"), AS_OF)
    assert (seen.posts, seen.newest) == (1, None)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(RSS.format("").encode(), AS_OF).posts == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b'{"code": 1}',
        b"{",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_feed_is_never_taken_for_a_silent_account(body: bytes) -> None:
    with pytest.raises(FeedError):
        read(body, AS_OF)


def test_a_body_that_reads_like_a_file_name_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss("2024-02-01"))
    with pytest.raises(FeedError):
        read(str(secret).encode(), AS_OF)


def test_entities_do_not_swell() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE r [<!ENTITY l0 "lol">{levels}]>'
    bomb = f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>&l11;</channel></rss>'
    with suppress(FeedError):
        assert read(bomb.encode(), AS_OF).posts == 0


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=20))
def test_newest_and_future_part_the_posts_at_the_time_point(moments: list[datetime]) -> None:
    aware = [moment.replace(year=2020 + moment.year % 8, microsecond=0, day=1) for moment in moments]
    seen = read(rss(*(moment.strftime("%a, %d %b %Y %H:%M:%S GMT") for moment in aware)), AS_OF)
    before = [moment for moment in aware if moment <= AS_OF]
    after = [moment for moment in aware if moment > AS_OF]
    assert seen.newest == (max(before).astimezone(BEIJING).isoformat() if before else None)
    assert seen.future == (max(after).astimezone(BEIJING).isoformat() if after else None)
    assert AS_OF.utcoffset() == timedelta(hours=8)


WORDS = Wording(
    [
        Word(wrong="错误名称", right="正确名称", kind=WordKind.SERIOUS),
        Word(wrong="按装", right="安装", kind=WordKind.ERROR),
    ]
)
FEED = "https://mp.lianhu.gov.cn/rss"


def suspected(*posts: tuple[str, str], day: str = "2024-02-10 08:30:00") -> dict[tuple[str, str], int]:
    """What is suspected of posts with a title and a text of markup, by kind and sample, with the number of posts."""
    items = "".join(
        f"<item><title>{title}</title><pubDate>{day}</pubDate><description><![CDATA[{text}]]></description></item>"
        for title, text in posts
    )
    seen = read(RSS.format(items).encode(), AS_OF, wording=WORDS, url=FEED)
    as_json = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"title": title, "date_published": day, "content_html": text} for title, text in posts],
    }
    other = read(orjson.dumps(as_json), AS_OF, wording=WORDS, url=FEED)
    assert (other.read, other.suspicions) == (seen.read, seen.suspicions)
    return {(one.kind, one.sample): one.count for one in seen.suspicions}


def test_words_and_links_of_posts_are_suspected_as_those_of_pages_are() -> None:
    assert suspected(("莲湖市召开会议", "<p>今日天气晴</p>")) == {}
    assert suspected(("错误名称出席会议", "<p>错误名称、按装</p>"), ("错误名称讲话", "")) == {
        ("serious_wording", "错误名称"): 2,
        ("wording", "按装"): 1,
    }
    assert suspected(("通知", "<p>机密★5年</p>")) == {("secrecy", "机密★5年"): 1}
    link = "http://www.bet888.com/"
    assert suspected(("要闻", f'<a href="{link}">澳门新葡京</a>')) == {("dark_link", link): 1}
    assert suspected(("要闻", '<a href="http://www.gov.cn/">澳门新葡京</a>')) == {}


def test_posts_after_the_time_point_are_not_looked_at_and_without_a_list_none() -> None:
    assert suspected(("错误名称出席会议", ""), day="2024-03-02 08:30:00") == {}
    seen = read(rss("2024-02-10 08:30:00"), AS_OF)
    assert (seen.posts, seen.read) == (1, 0)
    assert read(rss("2024-02-10 08:30:00", "2024-03-10 08:30:00"), AS_OF, wording=WORDS).read == 1


def test_what_is_told_of_posts_is_bounded() -> None:
    words = [f"词语{n}号" for n in range(40)]
    items = "".join(f"<item><title>{word}</title></item>" for word in words) * 10
    seen = read(RSS.format(items).encode(), AS_OF, wording=Wording(Word(wrong=word) for word in words))
    assert (seen.posts, seen.read, len(seen.suspicions)) == (400, 300, 20)
    assert all(one.count > 1 for one in seen.suspicions)
