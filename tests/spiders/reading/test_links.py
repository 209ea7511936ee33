# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""One page, one spelling of its address."""

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.reading.links import Link, Resolver, canonical, host_of

from .pages import SITE, body, page


@pytest.mark.parametrize(
    ("given_url", "spelling"),
    [
        ("http://www.a.gov.cn", "http://www.a.gov.cn/"),
        ("HTTP://WWW.A.GOV.CN:80/x#top", "http://www.a.gov.cn/x"),
        ("https://a.gov.cn:443/x/", "https://a.gov.cn/x/"),
        ("http://a.gov.cn:8080/x", "http://a.gov.cn:8080/x"),
        ("http://a.gov.cn/zwgk/index.html", "http://a.gov.cn/zwgk/index.html"),
        ("http://a.gov.cn/x.jsp;jsessionid=0A1B.node1?id=3", "http://a.gov.cn/x.jsp?id=3"),
        ("http://a.gov.cn/x?PHPSESSID=abc&id=3", "http://a.gov.cn/x?id=3"),
        ("http://a.gov.cn/x?JSESSIONID=abc", "http://a.gov.cn/x"),
        ("http://a.gov.cn/s?q=%D5%FE%B8%AE", "http://a.gov.cn/s?q=%D5%FE%B8%AE"),
        ("http://a.gov.cn/a/../b/./c.html", "http://a.gov.cn/b/c.html"),
        ("http://a.gov.cn/../../c.html", "http://a.gov.cn/c.html"),
        ("http://a.gov.cn/政务/a.html", "http://a.gov.cn/%E6%94%BF%E5%8A%A1/a.html"),
        ("http://user:pw@a.gov.cn/x", "http://a.gov.cn/x"),
    ],
)
def test_spells_an_address_one_way(given_url: str, spelling: str) -> None:
    assert canonical(given_url) == spelling


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a.gov.cn/x",
        "http://",
        "http:///x",
        "http://a b/x",
        "http://a.gov.cn:99999/",
        "http://[::1/",
        "//a.gov.cn/x",
        "x.html",
    ],
)
def test_an_address_that_cannot_be_fetched_is_none(url: str) -> None:
    assert canonical(url) == ""


def test_a_raw_query_is_encoded_as_the_page_is() -> None:
    assert canonical("http://a.gov.cn/s?q=政府", "gb18030") == "http://a.gov.cn/s?q=%D5%FE%B8%AE"
    assert canonical("http://a.gov.cn/s?q=政府") == "http://a.gov.cn/s?q=%E6%94%BF%E5%BA%9C"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../b.html", "http://h.gov.cn/x/b.html"),
        ("./", "http://h.gov.cn/x/y/"),
        ("b.html", "http://h.gov.cn/x/y/b.html"),
        ("/b.html", "http://h.gov.cn/b.html"),
        ("//o.gov.cn/b", "http://o.gov.cn/b"),
        ("?page=2", "http://h.gov.cn/x/y/a.html?page=2"),
        ("\\b\\c.html", "http://h.gov.cn/b/c.html"),
        (" b.html\n", "http://h.gov.cn/x/y/b.html"),
        ("javascript:void(0)", ""),
        ("JavaScript:;", ""),
        ("mailto:a@b.cn", ""),
        ("tel:12345", ""),
        ("data:text/html,x", ""),
        ("#", ""),
        ("", ""),
    ],
)
def test_resolves_against_the_page(href: str, url: str) -> None:
    assert Resolver("http://h.gov.cn/x/y/a.html")(href) == url


def test_resolves_against_the_base_element() -> None:
    found = page(body('<a href="b.html">乙</a>', '<base href="/other/">'))
    assert [link.url for link in found.links] == [f"{SITE}/other/b.html"]


def test_tells_where_a_link_stands() -> None:
    found = page(
        body(
            '<div class="header"><a href="/">首页</a></div><p>见<a href="/c.html">说明</a></p>'
            '<iframe src="/frame.html"></iframe><div onclick="window.open(\'/d.html\')">丁</div>'
            '<select><option value="http://www.e.gov.cn/">戊县</option></select><div class="foot"><a href="/f.html">己</a></div>'
        )
    )
    regions = {link.url.removeprefix(SITE): link.region for link in found.links}
    assert regions == {
        "/": "nav",
        "/c.html": "body",
        "/frame.html": "body",
        "/d.html": "body",
        "http://www.e.gov.cn/": "body",
        "/f.html": "footer",
    }


def test_www_and_the_bare_name_are_one_host() -> None:
    assert host_of("http://www.a.gov.cn/x") == host_of("http://a.gov.cn/") == "a.gov.cn"


HREFS = st.one_of(
    st.text(max_size=60),
    st.from_regex(
        r"(https?:)?//[A-Za-z0-9.]{1,12}(:\d{1,5})?(/[\w.;%=~-]{0,8}){0,4}(\?[\w=&%;]{0,20})?(#\w{0,3})?",
        fullmatch=True,
    ),
)


@given(HREFS)
@example("//h.gov.cn:8٠/")
def test_a_canonical_address_is_its_own_spelling(href: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        url = Resolver("http://h.gov.cn/x/a.html", "", encoding)(href)
        assert canonical(url, encoding) == url
        assert url == "" or (url.isascii() and url.startswith(("http://", "https://")) and "#" not in url)


PLAIN_HREFS = st.from_regex(r"(\./|(\.\./){1,4}|/)?([a-z0-9_]{1,4}[./]){0,3}[a-z0-9]{0,3}", fullmatch=True)


@given(
    PLAIN_HREFS,
    st.sampled_from(["http://h.gov.cn/x/y/a.html", "http://h.gov.cn:8080/a.html", "http://127.0.0.1:54321/x/"]),
)
def test_the_short_path_agrees_with_the_long_one(href: str, at: str) -> None:
    assert Resolver(at)(href) == (canonical(urljoin(at, href)) if href else "")


def test_what_leads_nowhere_is_no_link() -> None:
    hrefs = ("#", "#top", "mailto:a@b.cn", "tel:12345", "javascript:history.back()", "JAVASCRIPT:;", "data:text/html,x",
             "about:blank", "file:///c:/a.doc", "weixin://dl", "sms:12345", "ftp://a.cn/x", "", "  ")  # fmt: skip
    markup = "".join(f'<a href="{href}">甲</a>' for href in hrefs) + '<a>乙</a><a name="top">丙</a><area href="#x">'
    assert page(body(markup)).links == ()
    assert page(body('<a href="/a.html#top">甲</a><a href="/a.html">乙</a>')).links == (
        Link(url=f"{SITE}/a.html", text="甲"),
    )
