"""Marks of classification: the forms in which they are set are suspected, the words in any text are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.records import SuspicionKind
from spiders.reading.files.read import read as read_file
from spiders.reading.secrecy import MOST, read_secrecy

from .pages import FOOTER, body, page


def marks(text: str) -> list[str]:
    return [one.sample for one in read_secrecy("", text)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("秘密★1年\n某县委文件", "秘密★1年"),
        ("000012\n机密★5年\n特急", "机密★5年"),
        ("绝密★长期", "绝密★长期"),
        ("绝 密 ★ 30年", "绝 密 ★ 30年"),
        ("机密★\n某市人民政府", "机密★"),
        ("密级：秘密\n保密期限：3年", "密级：秘密"),
        ("秘密\n关于某项工作的请示", "秘密"),
        ("份号：000123", "份号"),
        ("内部资料 注意保密", "内部资料 注意保密"),
        ("（内部文件，不得外传）", "内部文件，不得外传"),
    ],
)
def test_marks_are_suspected_and_nothing_but_the_mark_is_kept(text: str, mark: str) -> None:
    assert marks(text) == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "涉及商业秘密、个人隐私的不予公开",
        "市国家保密局召开全市保密工作会议",
        "《中华人民共和国保守国家秘密法》宣传月活动启动",
        "电影《绝密》今晚上映，绝密《电影》引热议",
        "机密★启用前\n2024年中考数学试卷",
        "绝密★考试结束前",
        "国家秘密标志形式为“密级★保密期限”，如“机密★5年”",
        "国家秘密的标志为★，★前标密级，例如：秘密★三年",
        "密级分为绝密、机密、秘密三级",
        "密级：绝密、机密、秘密",
        "密级：公开",
        "份号由六位阿拉伯数字组成，例如份号：000001",
        "内部资料，免费交流",
        "签订劳动合同一式两份，编号123456",
        f"{'正文' * 200}\n秘密\n",
    ],
)
def test_words_and_what_tells_of_marks_are_not(text: str) -> None:
    assert marks(text) == []


def test_pages_and_files_bear_them() -> None:
    crumb = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/wj/">文件</a> &gt; 正文</div>'
    shown = page(
        body(f"{crumb}<h1>关于某事的通知</h1><p>机密★5年</p><p>发布时间：2024-01-09</p>{FOOTER}"), "/wj/1.html"
    )
    (one,) = shown.suspicions
    assert (one.kind, one.sample, one.where) == (SuspicionKind.SECRECY, "机密★5年", "body")
    seen = read_file("某县委文件\n秘密★1年\n秘密★1年".encode(), as_of=date(2024, 2, 29))
    (one,) = seen.suspicions
    assert (one.kind, one.sample, one.count) == (SuspicionKind.SECRECY, "秘密★1年", 2)


@given(st.text(alphabet="绝机秘密★年 1234567890级份号：内部资料注意保密\n如“", max_size=60))
def test_any_text_gives_few_and_short_ones(text: str) -> None:
    found = read_secrecy(text, text)
    assert len(found) <= MOST
    assert all(0 < len(one.sample) <= 30 and one.count >= 1 for one in found)
