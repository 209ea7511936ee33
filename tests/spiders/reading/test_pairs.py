# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Policy and interpretation, 意见征集 and 结果反馈: what each page says of itself and of the other side."""

import pytest

from infra.features import Role, TieSeen
from infra.records import PageSeen, decode, encode
from spiders.reading.documents import names_in, normal_number, numbers_in, subject
from spiders.reading.page import Page

from .pages import AS_OF, FOOTER, SITE, TRS_ARTICLE, body, page

POLICY = "关于印发《水阳县河道管理办法》的通知"


def article(title: str, inner: str = "", column: str = "政策文件", path: str = "/a/b/1.html") -> Page:
    crumb = f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/a/b/">{column}</a> &gt; 正文</div>'
    return page(body(f"{crumb}<h1>{title}</h1><p>发布时间：2024-01-09</p>{inner}{FOOTER}"), path)


def policy(title: str, inner: str = "") -> TieSeen:
    tie = article(title, f"<p>水政发〔2024〕3号</p><p>各镇人民政府：现印发给你们。</p>{inner}").tie
    assert tie is not None
    assert tie.role is Role.POLICY
    return tie


def interpretation(title: str, inner: str = "") -> TieSeen:
    tie = article(title, inner, "政策解读").tie
    assert tie is not None
    assert tie.role is Role.INTERPRETATION
    return tie


@pytest.mark.parametrize(
    "written",
    [
        "鄂政办发〔2024〕3号",
        "鄂政办发[2024]3号",
        "鄂政办发（2024）3号",
        "鄂政办发 ( 2024 ) 第 3 号",
        "鄂政办发【2024】３号",
        "鄂政办发﹝2024﹞3号",
    ],
)
def test_a_number_has_one_spelling(written: str) -> None:
    assert normal_number(written) == "鄂政办发〔2024〕3号"


def test_numbers_in_a_sentence_are_those_of_the_documents() -> None:
    text = "根据鄂政办发〔2024〕3号和《办法》（水政发[2023]12号）以及鄂政办发（2024）3号，制定本方案。2024年3号台风。"
    assert numbers_in(text, 9) == ("鄂政办发〔2024〕3号", "水政发〔2023〕12号")
    assert numbers_in(text, 1) == ("鄂政办发〔2024〕3号",)


def test_names_in_a_sentence_are_those_in_brackets() -> None:
    assert names_in("《关于印发〈水阳县河道管理办法〉的通知》与《办法》、《水阳县林业规划（征求意见稿）》", 9) == (
        "水阳县河道管理办法",
        "水阳县林业规划",
    )


@pytest.mark.parametrize(
    "title",
    [
        POLICY,
        "水阳县人民政府办公室关于印发水阳县河道管理办法的通知",
        "水阳县人民政府关于印发《水阳县河道管理办法》的通知",
        "《水阳县河道管理办法》政策解读",
        "一图读懂《水阳县河道管理办法》",
        "【图解】水阳县河道管理办法",
        "一图读懂 | 水阳县河道管理办法",
        "负责同志就《水阳县河道管理办法》答记者问",
        "《关于印发〈水阳县河道管理办法〉的通知》的解读",
        "水阳县河道管理办法解读",
        "关于公开征求《水阳县河道管理办法（征求意见稿）》意见的公告",
        "《水阳县河道管理办法（征求意见稿）》公众意见采纳情况反馈",
    ],
)
def test_titles_of_one_document_have_one_subject(title: str) -> None:
    assert subject(title) == "水阳县河道管理办法"


def test_a_title_without_a_document_is_its_own_subject() -> None:
    assert subject("水阳县人民政府关于加强冬季森林防火的意见") == "加强冬季森林防火"
    assert subject("") == ""


def test_a_policy_says_its_number_and_links_forward() -> None:
    found = page(TRS_ARTICLE, "/zwgk/zfwj/202401/t20240109_11.html")
    tie = found.tie
    assert tie is not None
    assert (tie.role, tie.number, tie.subject, tie.needed) == (
        Role.POLICY,
        "水政办发〔2024〕3号",
        "水阳县河道管理办法",
        True,
    )
    assert tie.linked == (f"{SITE}/zwgk/zcjd/202401/t20240109_12.html",)
    seen = found.seen(AS_OF)
    assert seen.tie == tie
    assert decode(encode(seen), PageSeen) == seen


@pytest.mark.parametrize("heading", ["相关解读", "政策解读", "图解", "解读材料：", "【解读回应】", "文字解读"])
def test_a_block_of_interpretations_links_forward(heading: str) -> None:
    block = f'<div class="x"><h4>{heading}</h4><ul><li><a href="/j/2.html">水阳县河道管理办法解读</a></li></ul></div>'
    assert policy(POLICY, block).linked == (f"{SITE}/j/2.html",)


@pytest.mark.parametrize(
    "block",
    [
        "<div><h4>相关解读</h4><ul></ul></div>",
        '<div><h4>相关解读</h4><a href="javascript:;">解读</a><a href="#">图解</a></div>',
        '<div><h4>相关解读</h4><a href="/jd/">更多&gt;&gt;</a></div>',
        "<div><h4>政策解读</h4><p>暂无</p></div>",
    ],
)
def test_an_empty_block_is_none(block: str) -> None:
    assert policy(POLICY, block).linked == ()


def test_links_of_a_mixed_block_are_told_by_what_they_say() -> None:
    block = '<div><h4>相关链接</h4><a href="/j/2.html">一图读懂水阳县河道管理办法</a><br><a href="/f/9.html">水阳县河道名录</a></div>'
    found = article(POLICY, "<p>水政发〔2024〕3号</p>" + block)
    assert found.interpretations == (f"{SITE}/j/2.html",)
    assert found.policies == (f"{SITE}/f/9.html",)


def test_a_link_in_the_text_of_a_policy_counts_when_it_explains_that_policy() -> None:
    text = '<p><a href="/j/2.html">《水阳县河道管理办法》解读</a> <a href="/j/3.html">《水阳县林业规划》解读</a></p>'
    assert policy(POLICY, text).linked == (f"{SITE}/j/2.html",)


@pytest.mark.parametrize("heading", ["政策原文", "相关文件：", "原文链接", "文件原文", "相关链接", "查看原文"])
def test_a_block_of_documents_links_back(heading: str) -> None:
    block = f'<div><h4>{heading}</h4><a href="/f/1.html">关于印发水阳县河道管理办法的通知</a></div>'
    assert interpretation("《水阳县河道管理办法》解读", block).linked == (f"{SITE}/f/1.html",)


def test_a_line_that_names_its_links_is_a_block_too() -> None:
    line = '<div class="xgnr">相关文件：<a href="/f/1.html">关于规范河道管理的通知</a>、<a href="/f/2.html">实施细则</a></div><p><a href="/f/3.html">上一篇</a></p>'
    found = article("《关于规范河道管理的通知》解读", line, "政策解读")
    assert found.policies == (f"{SITE}/f/1.html", f"{SITE}/f/2.html")
    forward = policy(POLICY, '<p>相关解读： <a href="/j/2.html">图解</a></p>')
    assert forward.linked == (f"{SITE}/j/2.html",)
    assert policy(POLICY, '<p>来源：<a href="/j/2.html">县政府办</a></p>').linked == ()


def test_an_interpretation_names_what_it_explains() -> None:
    text = '<p>近日，县政府印发了《水阳县河道管理办法》（水政发[2024]3号）。<a href="/f/1.html">《水阳县河道管理办法》</a></p>'
    tie = interpretation("一图读懂河道管理新规", text)
    assert (tie.numbers, tie.names, tie.linked) == (
        ("水政发〔2024〕3号",),
        ("水阳县河道管理办法",),
        (f"{SITE}/f/1.html",),
    )


@pytest.mark.parametrize(
    "title",
    [
        "关于李堃等同志任免职的通知",
        "关于召开全县安全生产工作会议的通知",
        "关于水阳县河道整治项目可行性研究报告的批复",
        "关于2024年春节放假安排的通知",
        "关于成立水阳县河道整治领导小组的通知",
        "关于表彰2023年度先进单位的决定",
    ],
)
def test_some_documents_need_no_interpretation(title: str) -> None:
    assert not policy(title).needed


@pytest.mark.parametrize("title", [POLICY, "水阳县人民政府关于加强森林防火的实施意见", "水阳县城乡居民医保实施细则"])
def test_others_do(title: str) -> None:
    assert policy(title).needed


def test_a_consultation_says_until_when_and_links_its_result() -> None:
    inner = (
        "<p>请于2024年2月1日前将意见反馈至县水利局。</p>"
        '<div><h4>结果反馈</h4><a href="/z/9.html">关于《水阳县河道管理办法》意见采纳情况的反馈</a></div>'
    )
    tie = article("关于公开征求《水阳县河道管理办法（征求意见稿）》意见的公告", inner, "意见征集").tie
    assert tie is not None
    assert (tie.role, tie.subject) == (Role.CONSULTATION, "水阳县河道管理办法")
    assert (tie.until, tie.linked, tie.answered) == ("2024-02-01T00:00:00+08:00", (f"{SITE}/z/9.html",), False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("征集时间：2024年1月1日至2024年1月31日", "2024-01-31"),
        ("征求意见时间为2024年1月1日至1月31日。", "2024-01-31"),
        ("截止时间：2024-02-05", "2024-02-05"),
        ("意见反馈截止日期为2024年2月9日", "2024-02-09"),
        ("时间：2024.1.2—2024.2.3", "2024-02-03"),
        ("自2023年3月1日起施行，原办法同时废止。", None),
        ("请于2月31日前反馈", None),
    ],
)
def test_the_last_day_of_a_consultation(text: str, day: str | None) -> None:
    tie = article("水阳县河道管理办法公开征求意见公告", f"<p>{text}</p>", "意见征集").tie
    assert tie is not None
    assert (tie.until or "")[:10] == (day or "")


def test_a_result_on_the_page_itself_is_an_answer() -> None:
    told = "<div><h4>结果反馈</h4><p>征集期间共收到意见建议12条，采纳9条，未采纳的3条已逐一说明理由。</p></div>"
    for inner, answered in (
        (told, True),
        ("<div><h4>结果反馈</h4><p>暂无反馈，请等待征集结束后公布。暂无反馈。</p></div>", False),
    ):
        tie = article("水阳县河道管理办法公开征求意见公告", inner, "意见征集").tie
        assert tie is not None
        assert tie.answered is answered


def test_a_result_links_back_to_what_was_asked() -> None:
    inner = '<p><a href="/z/1.html">《水阳县河道管理办法（征求意见稿）》</a></p>'
    tie = article("关于《水阳县河道管理办法》意见征集结果的反馈", inner, "意见征集").tie
    assert tie is not None
    assert (tie.role, tie.subject, tie.linked) == (Role.FEEDBACK, "水阳县河道管理办法", (f"{SITE}/z/1.html",))


@pytest.mark.parametrize("title", ["县水利局召开工作推进会", "关于征集文艺作品的启事", "关于意见箱更换位置的通知"])
def test_other_articles_are_no_side_of_a_pair(title: str) -> None:
    assert article(title, column="工作动态").tie is None


def test_what_is_kept_of_a_page_is_bounded() -> None:
    links = "".join(f'<a href="/f/{n}.html">《水阳县第{n}号管理办法》</a>（水政发〔2024〕{n}号）' for n in range(1, 90))
    tie = interpretation("政策解读汇编" * 60, f"<p>{links}</p>")
    assert (len(tie.linked), len(tie.numbers), len(tie.names)) == (10, 5, 5)
    assert len(tie.subject) <= 80
