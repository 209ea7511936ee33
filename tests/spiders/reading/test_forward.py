"""Pages that only lead on: followed as every browser follows them, and only where the way is written out."""

import pytest

from .pages import SITE, TRS_ARTICLE, TRS_LIST, body, page

ENTRY = f"{SITE}/index.html"


@pytest.mark.parametrize(
    "markup",
    [
        body("", '<meta http-equiv="refresh" content="0;url=/index.html">'),
        body("页面跳转中，请稍候", "<META HTTP-EQUIV='Refresh' CONTENT='3; URL=index.html'>"),
        body("", """<meta content="0.1; url='./index.html'" http-equiv="refresh">"""),
        body('<script>window.location.href="/index.html";</script>'),
        body("<script type='text/javascript'>location='index.html'</script>"),
        body("<script>top.location.replace( '/index.html' );</script><a href='/index.html'>点击进入</a>"),
    ],
)
def test_a_page_without_content_leads_on(markup: str) -> None:
    assert page(markup, "/").forward == ENTRY


@pytest.mark.parametrize(
    "markup",
    [
        body("", '<meta http-equiv="refresh" content="300">'),
        body("", '<meta http-equiv="refresh" content="600;url=/index.html">'),
        body("", '<meta http-equiv="refresh" content="0;url=/">'),
        body("", '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">'),
        body("抱歉，您访问的页面不存在，5秒后返回首页", '<meta http-equiv="refresh" content="5;url=/index.html">'),
        body("<script>if (mobile) location.href='/wap/'; else location.href='/index.html';</script>"),
        body("<script>my_location='/index.html'; allocation = '/b.html'</script>"),
        TRS_LIST.replace("</head>", '<meta http-equiv="refresh" content="0;url=/index.html"></head>'),
        TRS_ARTICLE.replace("</head>", "<script>if(0)location.href='/m/'</script></head>"),
    ],
)
def test_content_an_error_and_a_doubtful_way_do_not(markup: str) -> None:
    assert page(markup, "/").forward == ""


@pytest.mark.parametrize(
    "inner", ['<div id="root"></div><script src="/main.js"></script>', "<script src=/a.js></script>"]
)
def test_a_page_that_only_a_script_fills_cannot_be_read(inner: str) -> None:
    assert not page(body(inner), "/").readable
    assert page(body(inner + '<a href="/xwzx/">新闻中心</a>'), "/").readable
