"""What of a page contradicts itself is kept beside it, with what was seen."""

import pytest

from infra.records import PageSeen, decode, encode
from spiders.reading.page import Page, read

from .pages import AS_OF, SITE, TRS_ARTICLE, TRS_LIST, page

PATH = "/zwgk/zfwj/202401/t20240109_11.html"


def doubts(old: str = "", new: str = "", path: str = PATH) -> dict[str, str]:
    """The doubts of the test site's article with a piece of its markup exchanged."""
    assert old in TRS_ARTICLE
    return dict(page(TRS_ARTICLE.replace(old, new), path).doubts)


def test_the_tag_and_the_page_that_name_different_days_are_doubted() -> None:
    assert doubts() == {"tag_date": "2024-01-10T08:00:00+08:00"}, "as the article of the test site does"
    assert doubts("2024-01-10 08:00", "2024-01-09 09:00") == {}, "the clock may differ"
    assert doubts("2024-01-10 08:00", "昨日") == {"tag_date_form": "昨日"}, "what is no date names no other day"


def test_an_address_far_from_the_day_shown_is_doubted() -> None:
    near = doubts("2024-01-10 08:00", "2024-01-09", "/zwgk/zfwj/202312/t20231220_11.html")
    assert near == {}, "a draft may wait for weeks"
    far = doubts("2024-01-10 08:00", "2024-01-09", "/zwgk/zfwj/202310/t20231009_11.html")
    assert far == {"address_date": "2023-10-09T00:00:00+08:00"}


@pytest.mark.parametrize(
    ("old", "new", "kind", "seen"),
    [
        ('name="SiteIDCode" content="4207990001"', 'name="SiteIDCode" content="4207990002"', "tag_code", "4207990002"),
        ('sitecode="4207990001"', 'sitecode="4207990002"', "report_code", "4207990002"),
        ("网站标识码：4207990001", "网站标识码：420799000112", "code_form", "420799000112"),
        (
            'NAME="sitedomain" CONTENT="www.shuiyang.gov.cn"',
            'name="SiteDomain" content="www.jiangbei.gov.cn"',
            "tag_domain",
            "www.jiangbei.gov.cn",
        ),
        (
            'name="ArticleTitle" content="关于印发水阳县河道管理办法的通知"',
            'name="ArticleTitle" content="关于召开会议的通知"',
            "tag_title",
            "关于召开会议的通知",
        ),
        ("zfwzgl.www.gov.cn", "pucha.kaipuyun.cn", "report_outdated", ""),
        ("http://dcs.conac.cn/js/18/266/CA18.js", "http://dcs.conac.cn/image/red_error.png", "mark_invalid", ""),
        ("http://dcs.conac.cn/js/18/266/CA18.js", "http://dcs.conac.cn/image/blue.png", "mark_institution", ""),
    ],
)
def test_every_contradiction_is_kept_with_what_was_seen(old: str, new: str, kind: str, seen: str) -> None:
    found = doubts(old, new)
    assert found.get(kind) == seen
    assert set(found) - {kind} <= {"tag_date"}


@pytest.mark.parametrize(
    "domain",
    [
        "shuiyang.gov.cn",
        "http://www.shuiyang.gov.cn/",
        "WWW.SHUIYANG.GOV.CN/index.html",
        "www.shuiyang.gov.cn:80",
        "sub.shuiyang.gov.cn",
        "www.old.cn,www.shuiyang.gov.cn",
        "/",
        "${domain}",
    ],
)
def test_a_domain_may_be_written_in_any_way(domain: str) -> None:
    assert "tag_domain" not in doubts('CONTENT="www.shuiyang.gov.cn"', f'CONTENT="{domain}"')


def test_a_broken_domain_is_no_accident_of_ours() -> None:
    assert doubts('CONTENT="www.shuiyang.gov.cn"', 'CONTENT="http://[shuiyang"').get("tag_domain") == "http://[shuiyang"


def test_parts_in_another_encoding_are_told() -> None:
    body = TRS_LIST.encode() + "<div>版权所有</div>".encode("gb18030")
    found = read(body, f"{SITE}/zwgk/tzgg/", as_of=AS_OF)
    assert (found.encoding, dict(found.doubts)) == ("utf-8", {"encoding": ""})


def tagged(value: str) -> Page:
    """An article whose ColumnType holds a value."""
    return page(
        TRS_ARTICLE.replace('name="ColumnType" content="政策文件"', f'name="ColumnType" content="{value}"'), PATH
    )


@pytest.mark.parametrize(
    "value",
    [
        "null",
        "undefined",
        "无",
        "$ColumnType$",
        "{{ column.type }}",
        "${type}",
        "[!--type--]",
        "{dede:field name=type/}",
        "{ColumnType}",
        "#type#",
        "&lt;TRS_CHANNEL FIELD=TYPE&gt;",
        "-",
    ],
)
def test_a_tag_that_says_nothing_is_told_and_gives_no_type(value: str) -> None:
    found = tagged(value)
    assert found.column is not None
    assert found.column.type == ""
    seen = found.seen(AS_OF)
    assert (seen.hollow, "ColumnType" in seen.meta) == (("ColumnType",), True), "what is written stays as it is"
    assert decode(encode(seen), PageSeen) == seen


@pytest.mark.parametrize("value", ["政策文件", "通知公告,政策文件", "其他", "无障碍"])
def test_a_tag_that_says_something_is_whole(value: str) -> None:
    found = tagged(value)
    assert found.column is not None
    assert (found.column.type, found.seen(AS_OF).hollow) == (value, ())


def test_an_empty_tag_is_empty_and_an_absent_one_absent() -> None:
    seen = tagged("").seen(AS_OF)
    assert (seen.meta["ColumnType"], seen.hollow) == ("", ())
    assert "ColumnKeywords" not in seen.meta
