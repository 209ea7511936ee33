"""Pages built to hurt: bounded work, bounded answers, and never an exception."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.records import PageSeen, decode, encode
from spiders.reading.links import MAX_LINKS
from spiders.reading.lists import MAX_ENTRIES
from spiders.reading.page import Page, read
from spiders.reading.text import clean

from .pages import AS_OF, SITE, TRS_ARTICLE, TRS_LIST, page

#: Generous for a busy machine; without bounds these pages take minutes or all memory.
SECONDS = 5
MANY = 50_000
ROW = '<li><a href="/t/{}.html">关于某项工作的通知第一号</a>2024-01-01</li>'
BOMBS = {
    "depth": "<div>" * MANY,
    "open formatting": "".join(f"<div><b id=x{n}></div>" for n in range(10_000)),
    "fonts and paragraphs": "".join(f"<font color={n}>" for n in range(3_000)) + "<p>x" * 20_000,
    "options": "<select>" + "<option value=http://a.cn/>x" * 20_000,
    "links": "".join(ROW.format(n) for n in range(20_000)),
    "links in one block": "<div>" + "".join(f"<a href=/{n}.html>关于某事项的通知公告</a>" for n in range(45_000)),
    "trails": '当前位置：<a href="/">首页</a> &gt; ' * 10_000,
    "labels": "发布时间：来源：" * MANY,
    "dates": "2024-01-01 " * MANY,
    "numbers": "〔2024〕" * MANY,
    "one line": "政" * 1_000_000,
    "comments": "<!-- conac.cn jiucuo " * MANY,
    "code comments": "<script>createPageHTML" + "/*" * MANY + "</script>",
    "records": "<script type=text/xml><datastore>" + "<![CDATA[<a href=x>标题标题标题</a>]]>" * 20_000 + "</script>",
    "one attribute": '<a href="' + "a" * 1_000_000 + '">x</a>',
    "archived": "<p>已归档</p>" * 20_000,
    "tables": "<table>" * 20_000 + "<a href=1>首页</a>",
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    "attributes without blanks": "<div " + "".join(f'a{n}="1"' for n in range(200_000)) + ">",
    "attributes of an end tag": "<div>x</div " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    "attributes with signs in quotes": "<div " + " ".join(f'a{n}="<>"' for n in range(200_000)) + ">",
    "attributes without a value": "<div " + " ".join(f"a{n}" for n in range(200_000)) + ">",
    "tags": "<p>x" * 900_000,
    "NUL": "<a href='/x\0y'>z\0</a>" * 10_000,
}


def whole(found: Page) -> None:
    """Whatever was read can be stored and shown."""
    seen = found.seen(AS_OF)
    assert decode(encode(seen), PageSeen) == seen
    assert encode(found.to_json())
    assert len(found.links) <= MAX_LINKS + MAX_ENTRIES
    assert len(found.entries) <= MAX_ENTRIES


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_bounded_work(name: str) -> None:
    start = time.process_time()
    whole(page(BOMBS[name], "/a.html"))
    assert time.process_time() - start < SECONDS


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 4_000),
        st.integers(0, 60),
        st.sampled_from(["", "<", ">", '"', "<a>", "</div>", "\0", "\ufeff", "年", "<!--"]),
    ),
    max_size=8,
)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from([TRS_ARTICLE, TRS_LIST]), MUTATIONS)
def test_no_damage_breaks_the_reading(markup: str, damage: list[tuple[int, int, str]]) -> None:
    for at, length, put in damage:
        markup = markup[:at] + put + markup[at + length :]
    whole(page(markup, "/zwgk/tzgg/"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["", "gbk", "nonsense"]))
def test_no_bytes_break_the_reading(data: bytes, charset: str) -> None:
    whole(read(data, SITE + "/a.html", charset=charset, as_of=AS_OF))


@given(st.text(st.characters(codec=None), max_size=200))
def test_cleaned_text_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    cleaned.encode()
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u200b\ufeff" for c in cleaned)
