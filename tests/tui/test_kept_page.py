"""Kept bytes as lines of text: whatever strangers wrote, it is bounded, harmless, and marked where a finding points."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.evidence import EvidenceStore
from infra.given import keep_given
from infra.plaintext import plain
from tui.kept_page import MOST_MARKS, MOST_TEXT, KeptPage, open_page
from tui.marking import named_in, pattern_of
from tui.markup import lines_of

Shown = Callable[..., KeptPage]


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """Keep a body, and open it as the screen does."""

    def show(body: bytes, detail: dict[str, object] | None = None, media: str = "text/html") -> KeptPage:
        store = EvidenceStore(tmp_path, "i", "w")
        headers = [("Content-Type", media)] if media else []
        _, place = store.keep("http://a.gov.cn/", 200, headers, body)
        store.close()
        return open_page(store, place, detail or {})

    return show


def test_blocks_are_lines_and_scripts_are_silent(shown: Shown) -> None:
    body = """<title>标题</title><p>一 <b>二</b>
    三</p><script>alert("</p>")</script><style>p{}</style><!-- <p>无</p> -->
    <table><tr><td>左</td><td>右</td></tr></table>
    a &lt; b &amp; c<br>尾"""
    assert [line.text for line in shown(body.encode()).lines] == ["标题", "一 二 三", "左 右", "a < b & c", "尾"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_encodings_are_told_by_trial(shown: Shown, encoding: str) -> None:
    page = shown("<p>政務公開</p>".encode(encoding), media=f"text/html; charset={encoding}")
    assert page.lines[0].text == "政務公開"


def test_only_encodings_that_read_letters_are_believed(shown: Shown) -> None:
    assert shown(b"<p>\xff\xff a", media="text/html; charset=unicode_escape").is_text


def test_dates_masks_addresses_and_tags_are_marked(shown: Shown) -> None:
    body = """<meta name="PubDate" content="2024-01-05"><p>发布于2024年1月5日</p>
    <p>2024-01-05 10:00</p><p>2024-01-052</p>
    <p>身份证 420700199001011234 。</p><p>42070019900101123</p><a href="/dead.html">打不开</a>""".encode()
    detail: dict[str, object] = {
        "newest": "2024-01-05",
        "suspicions": [{"kind": "id-card", "sample": "4207************34", "where": "body", "why": "身份证"}],
        "dead": ["/dead.html"],
        "tags": ["PubDate"],
        "by": ["发布于"],
    }
    page = shown(body, detail)
    marked = [line.text[start:end] for line in page.lines for start, end in line.marks]
    assert marked == ["PubDate", "2024-01-05", "2024年1月5日", "2024-01-05", "420700199001011234", "/dead.html"]
    assert page.places == 6


def test_what_is_no_text_says_what_it_is(shown: Shown) -> None:
    for body, media, told in (
        (b"%PDF-1.7 x", "text/html", "application/pdf"),
        (b"\x89PNG\r\n", "", "image/png"),
        (b"x\0y", "", "application/octet-stream"),
        (b"PK\x03\x04", "application/[/x]", "application/zip"),
    ):
        page = shown(body, media=media)
        assert (page.is_text, page.media, page.size, page.lines) == (False, told, len(body), ())


def test_json_and_plain_text_stand_as_they_are(shown: Shown) -> None:
    page = shown(b'{"a": "<p>x</p>"}\n\x1b[31mb', media="application/json")
    assert [line.text for line in page.lines] == ['{"a": "<p>x</p>"}', "[31mb"]
    letters = shown(b'{"a": ["\\u5f20\\u4e09", "\\ud800"]}', media="application/json; charset=utf-8")
    assert letters.is_text
    spread = shown(b'{"a": "\\u5f20\\u4e09"}', {"suspicions": [{"sample": "张三"}]}, media="application/json")
    assert [line.text for line in spread.lines if line.marks] == ['"a": "张三"']


def test_a_page_is_cut_where_nobody_reads_on(shown: Shown) -> None:
    page = shown(("<p>" + "长" * 999 + "</p>").encode() * 400)
    assert page.cut
    assert sum(len(line.text.encode()) + 1 for line in page.lines) <= MOST_TEXT
    assert not shown(b"<p>x").cut
    assert shown("长".encode() * 5000, {"title": "长长"}).places == MOST_MARKS


def test_what_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path, "i", "w")
    for place in ("w-00001.warc.gz#0", "../../etc/passwd#0", "nothing", "w.warc.gz#99999999999999999999"):
        page = open_page(store, place, {})
        assert page.fault
        assert "\n" not in page.fault
    (tmp_path / "evidence" / "i").mkdir(parents=True)
    (tmp_path / "evidence" / "i" / "w.warc.gz").write_bytes(b"\x1f\x8b broken")
    assert "damaged" in open_page(store, "w.warc.gz#0", {}).fault


def test_a_file_that_a_person_gave_is_opened_too(tmp_path: Path) -> None:
    _, place = keep_given(tmp_path, "i", "截图.png", "image/png", b"\x89PNG\r\n\x1a\n")
    page = open_page(EvidenceStore(tmp_path, "i", "w"), place, {})
    assert (page.media, page.size, page.fault) == ("image/png", 8, "")


@given(st.text(alphabet=st.sampled_from("<>/!-=\"' abpтd字&;#x"), max_size=200))
def test_whatever_the_markup_is_lines_come_out(markup: str) -> None:
    for line in lines_of(markup):
        assert line == " ".join(line.split())
        assert plain(line) is not None


@pytest.mark.parametrize(
    "bait",
    [
        *("<", "<!", "<!--", "<a", "<script>", "<script ", "</script ", "<p a=", '<p a="', "<option>", "<b>"),
        *("<div><font>", "&", "&#", "<meta name=", "a=b "),
    ],
)
def test_markup_that_is_built_to_hurt_takes_no_longer_than_other(bait: str) -> None:
    began = time.process_time()
    for _ in lines_of(bait * (1_000_000 // len(bait))):
        pass
    assert time.process_time() - began < 4


@given(
    st.dictionaries(
        st.sampled_from(["title", "suspicions", "listed", "newest", "tags", "by"]),
        st.recursive(st.text(max_size=20), lambda one: st.lists(one, max_size=3), max_leaves=5)
        | st.lists(st.dictionaries(st.sampled_from(["sample", "kind", "url", "x"]), st.text(max_size=20)), max_size=3),
    )
)
def test_any_detail_makes_a_search_or_none(detail: dict[str, object]) -> None:
    names = named_in(detail)
    search = pattern_of(names)
    assert (search is None) == (not names)
    for name in names:
        assert search is not None
        if not re.search(r"\*\*|\d{4}-\d\d-\d\d", name):
            assert search.search(name)
