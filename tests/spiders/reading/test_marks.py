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
    ("text", "icp"),
    [
        ("鄂ICP备05009999", "鄂ICP备05009999"),
        ("蜀ICP备：19007388号", "蜀ICP备：19007388号"),
        ("京ICP备 10028400号-1", "京ICP备 10028400号-1"),
        ("粤icp备2022017031号", "粤icp备2022017031号"),
        ("<script>document.write('%u9102ICP%u590705009999%u53F7')</script>", "鄂ICP备05009999号"),
    ],
)
def test_reads_the_record_number_in_any_spelling(text: str, icp: str) -> None:
    assert marks(text).icp == icp


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


def test_an_invalid_mark_is_none() -> None:
    assert marks('<div>主办：水阳县</div><img src="//dcs.conac.cn/image/red_error.png">').conac is False


def test_the_code_of_a_ministry_is_a_code() -> None:
    assert marks("网站标识码：bm05000001").site_code == "bm05000001"
