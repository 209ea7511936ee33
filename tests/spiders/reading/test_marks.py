# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Footer marks, wherever the footer hides them."""

import pytest

from infra.records import MarksSeen

from .pages import FOOTER, body, page


def marks(markup: str) -> MarksSeen:
    """The marks of a page of the test site."""
    return page(body(markup), "/a.html").marks


def test_reads_all_marks() -> None:
    assert marks(FOOTER) == MarksSeen(
        site_code="4207990001",
        icp="鄂ICP备05009999号-1",
        police="鄂公网安备 42079902000001号",
        conac=True,
        error_report=True,
        report_code="4207990001",
    )


def test_a_footer_that_lacks_them_lacks_them() -> None:
    assert marks("<div>版权所有：水阳县人民政府</div>") == MarksSeen(
        site_code="", icp="", police="", conac=False, error_report=False
    )


def test_a_page_without_a_footer_tells_nothing() -> None:
    assert marks('<div id="footer"></div><script>$("#footer").load("/footer.html")</script>') == MarksSeen()


def test_what_stands_in_a_comment_does_not_count() -> None:
    found = marks(f"<div>主办：水阳县</div><!-- {FOOTER.replace('-->', '')} -->")
    assert found == MarksSeen(site_code="", icp="", police="", conac=False, error_report=False)


def test_an_old_style_script_comment_is_code() -> None:
    assert (
        marks(
            "<div>主办：水阳县</div><script><!--\nvar u='//bszs.conac.cn/sitename?method=show';\n//--></script>"
        ).conac
        is True
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>/* document.write('鄂ICP备05009999号 标识码：4207990001 //dcs.conac.cn/x'); */</script>",
        "<script>// document.write('鄂ICP备05009999号 //dcs.conac.cn/x jiucuo');\nvar a = 1;</script>",
        '<!-- <script id="_jiucuo_" sitecode="4207990001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script> -->',
        "<style>.jiucuo { width: 1px } .conac { background: url(//dcs.conac.cn/image/red.png) }</style>",
        "<!--[if lt IE 9]><a href='//bszs.conac.cn/sitename?method=show&id=1'>党政机关</a><![endif]-->",
    ],
)
def test_what_no_visitor_can_see_is_missing(hidden: str) -> None:
    assert marks(f"<div>主办：水阳县</div>{hidden}") == MarksSeen(
        site_code="", icp="", police="", conac=False, error_report=False
    )


@pytest.mark.parametrize(
    "loader",
    [
        '<script src="/js/footer.js"></script>',
        "<script src='/2019/inc/bottom_2023.html?v=1'></script>",
        '<iframe src="/include/foot.htm"></iframe>',
        '<div id="f"></div><script>$("#f").load("/common/footer.html");</script>',
    ],
)
def test_what_a_loaded_footer_may_hold_is_unknown(loader: str) -> None:
    found = marks(f"<div>版权所有 鄂ICP备05009999号</div>{loader}")
    assert found == MarksSeen(site_code=None, icp="鄂ICP备05009999号", police=None, conac=None, error_report=None)


@pytest.mark.parametrize(
    "other",
    [
        '<script src="/js/jquery.js"></script><link href="/css/footer.css">',
        '<!-- <script src="/js/footer.js"></script> -->',
        '<script>/* $("#f").load("/footer.html") */</script><img src="/images/foot.png">',
    ],
)
def test_a_footer_that_nothing_adds_to_is_whole(other: str) -> None:
    assert marks(f"<div>版权所有 鄂ICP备05009999号</div>{other}").police == ""


@pytest.mark.parametrize(
    ("text", "icp"),
    [
        ("鄂ICP备05009999", "鄂ICP备05009999"),
        ("蜀ICP备：19007388号", "蜀ICP备：19007388号"),
        ("京ICP备 10028400号-1", "京ICP备 10028400号-1"),
        ("粤icp备2022017031号", "粤icp备2022017031号"),
        ("鄂ICP备案05009999号", "鄂ICP备案05009999号"),
        ("ICP备案号：鄂05009999号", "ICP备案号：鄂05009999号"),
        ("鄂ＩＣＰ备０５００９９９９号", "鄂ICP备05009999号"),
        ("<script>document.write('&#37122;ICP&#22791;05009999&#21495;')</script>", "鄂ICP备05009999号"),
        (r"<script>document.write('\u9102ICP\u590705009999\u53f7')</script>", "鄂ICP备05009999号"),
        ("<script>document.write('%u9102ICP%u590705009999%u53F7')</script>", "鄂ICP备05009999号"),
    ],
)
def test_reads_the_record_number_in_any_spelling(text: str, icp: str) -> None:
    assert marks(text).icp == icp


@pytest.mark.parametrize(
    ("text", "police"),
    [
        ("鄂公网安备42079902000001号", "鄂公网安备42079902000001号"),
        ("鄂公网安备 42079902000001", "鄂公网安备 42079902000001"),
        ("鄂公网安备（42079902000001）号", "鄂公网安备（42079902000001）号"),
        (
            '<div>主办：水阳县</div><a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=42079902000001"><img src="ga.png"></a>',
            "42079902000001",
        ),
        (
            '<div>主办：水阳县</div><a href="https://beian.mps.gov.cn/#/query/webSearch?code=42079902000001"><img src="ga.png"></a>',
            "42079902000001",
        ),
        ('<div>主办：水阳县</div><a href="http://www.beian.gov.cn/">备案</a>', ""),
    ],
)
def test_reads_the_police_record_in_words_or_in_its_link(text: str, police: str) -> None:
    assert marks(text).police == police


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("网站标识码：4207990001", "4207990001"),
        ("政府网站标识码4207990001", "4207990001"),
        ("网站标识码 <b>4207990001</b>", "4207990001"),
        ("网站标识码（4207990001）", "4207990001"),
        ("网站标识：４２０７９９０００１", "4207990001"),
        ("标识码为BM05000001", "bm05000001"),
        ("网站标识码：420799000112", "420799000112"),
        ("<script>document.write(unescape('%u7F51%u7AD9%u6807%u8BC6%u7801%uFF1A4207990001'))</script>", "4207990001"),
        ("<div>主办：水阳县</div>网站标识码：", ""),
        ("<div>主办：水阳县</div>电话：0711-3830000", ""),
    ],
)
def test_reads_the_code_of_the_site_as_it_is_written(text: str, code: str) -> None:
    assert marks(text).site_code == code


@pytest.mark.parametrize(
    "mark",
    [
        '<span id="_ideConac"></span><script src="//dcs.conac.cn/js/18/266/CA18.js"></script>',
        '<a href="https://bszs.conac.cn/sitename?method=show&id=0A1B"><img src="/images/red.png"></a>',
        "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E\"));</script>",
        "<script>document.write(unescape('%3Cscript src=%22%2F%2Fdcs%2Econac%2Ecn%2Fjs%2FCA1%2Ejs%22%3E'));</script>",
        r"<script>document.write('\x3cscript src=\x22//dcs.\x63onac.cn/js/CA1.js\x22\x3e');</script>",
    ],
)
def test_knows_the_mark_of_party_and_government_in_any_form(mark: str) -> None:
    assert marks(mark).conac is True


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4207990001">纠错</a>',
        '<img src="/images/jiucuo.png" onclick="Link(\'4207990001\')">',
        '<span id="_span_jiucuo"></span>',
        "<div class='j-jiucuo' data-setting='{sitecode:4207990001}'></div>",
    ],
)
def test_knows_the_error_report_in_any_form(mark: str) -> None:
    assert marks(mark).error_report is True


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (
            '<script id="_jiucuo_" sitecode="4207990001" src="//zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>',
            "4207990001",
        ),
        ('<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=BM05000001&url=x">找错</a>', "bm05000001"),
        ("<img src='/images/jiucuo.png' onclick=\"Link('4207990001')\">", "4207990001"),
        ("<div class='j-jiucuo' data-setting='{sitecode:4207990001}'></div>", "4207990001"),
        ('<span id="_span_jiucuo"></span>', ""),
    ],
)
def test_reads_the_code_that_the_error_report_carries(mark: str, code: str) -> None:
    assert marks(mark).report_code == code


def test_an_invalid_mark_is_none() -> None:
    assert marks('<div>主办：水阳县</div><img src="//dcs.conac.cn/image/red_error.png">').conac is False


def test_the_code_of_a_ministry_is_a_code() -> None:
    assert marks("网站标识码：bm05000001").site_code == "bm05000001"
