"""A Scrapy request as one line of text and back: all that plain values and items can say, and nothing that runs."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request

from infra.records import RequestTask, TaskKind
from infra.tasks_wire import fingerprint, host_of, pack, unpack
from spiders.leases.requests_wire import RequestUnfitError, read, write
from tests.examples.notices import Notice, NoticeSpider

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers() | st.just("!tuple"), inner)
    ),
    max_leaves=12,
)


@given(meta=st.dictionaries(st.text(min_size=1), plain), body=st.binary(), priority=st.integers())
@example(meta={"verbatim_url": True}, body=b"", priority=0)
def test_a_request_comes_back_as_it_was(meta: dict[str, Any], body: bytes, priority: int) -> None:
    spider = NoticeSpider()
    sent = Request(
        "https://h.gov.cn:444/列表?a=1&b= c#d",
        spider.parse_notice,
        method="POST",
        headers={"X-A": ["1", "二"]},
        body=body,
        cookies={"c": "1"},
        meta=meta | {"item": Notice(title="一")},
        priority=priority,
        cb_kwargs={"found_by": "x"},
        errback=spider.missing,
    )
    task = RequestTask(target="notices", kind=TaskKind.ARTICLE, url=sent.url, request=write(sent, spider), key="k")
    host = host_of(task.url)
    waiting = pack(task, host)
    back = unpack("notices", host, waiting)
    assert isinstance(back, RequestTask)
    assert read(back.url, back.request, spider).to_dict(spider=spider) == sent.to_dict(spider=spider)


def test_what_is_unusual_alone_is_written() -> None:
    assert write(Request("http://h.cn/"), NoticeSpider()) == "{}"


@pytest.mark.parametrize("unfit", [{"meta": {"open": open}}, {"callback": print}, {"cb_kwargs": {"big": "x" * 2**21}}])
def test_what_cannot_be_kept_is_refused_in_one_line(unfit: dict[str, Any]) -> None:
    with pytest.raises(RequestUnfitError) as refusal:
        write(Request("http://h.cn/", **unfit), NoticeSpider())
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{", '{"callback":"gone"}', '{"meta":{"item":{"!item":["os","system",{}]}}}', '{"meta":{"!item":1}}'],
)
def test_a_damaged_line_is_refused_and_runs_nothing(line: str) -> None:
    with pytest.raises(RequestUnfitError):
        read("http://h.cn/", line, NoticeSpider())


def test_requests_are_told_apart_by_scrapys_fingerprint() -> None:
    one, other, same = (
        RequestTask(target="s", kind=TaskKind.ARTICLE, url=url, request="{}", key=key)
        for url, key in (("http://h/?a=1&b=2", "x"), ("http://h/?a=1&b=2", "y"), ("http://h/?b=2&a=1", "x"))
    )
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
