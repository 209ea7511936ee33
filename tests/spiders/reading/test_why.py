# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Why a page was read as it was: the rule and the text of each value, which always agree with the value."""

import html
from collections.abc import Iterator
from typing import Any

import pytest

from spiders.reading.encoding import decode
from spiders.reading.features import Page
from spiders.reading.margin import Margin, Where
from spiders.reading.marks import unescaped
from spiders.reading.outline import lay_flat
from spiders.reading.page import read
from spiders.reading.rules import Rule
from spiders.reading.text import bare
from spiders.reading.why.because import Because
from spiders.reading.why.explain import explain
from spiders.reading.why.least import least
from tests.bench.reading.mutations import Pages
from tests.bench.reading.seeds import PATHS, seeds
from tests.spiders.reading.pages import AS_OF, FOOTER, SITE, TRS_ARTICLE, TRS_LIST, body

SEEDS = tuple(seeds(None))
CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xw/">新闻</a></div>'
ROWS = ((0, "02-20"), (1, "2024-02-19"))
TITLE = "关于加强防汛值守工作的通知"


def asked(markup: str, path: str = "/zwgk/202401/t20240109_1.html", **given: Any) -> dict[str, Because]:
    return explain(markup.encode(), SITE + path, as_of=AS_OF, **given)[1]


def told(because: Because) -> tuple[str, str]:
    return str(because.rule), because.spot.text


@pytest.mark.parametrize(
    ("field", "rule", "text", "line"),
    [
        ("kind", "kind.policy.number", "水政办发〔2024〕3号", 10),
        ("title", "title.as-tagged", "关于印发水阳县河道管理办法的通知", 12),
        ("published", "published.label", "发布时间：2024-01-09 17:32", 13),
        ("source", "source.label", "来源：水阳县水利局", 13),
        ("column.path", "column.trail", "首页 > 政务公开 > 县政府文件 > 正文", 9),
        ("column.type", "column.type", '<meta name="ColumnType" content="政策文件">', 5),
        ("meta.SiteDomain", "meta.tag", '<META NAME="sitedomain" CONTENT="www.shuiyang.gov.cn">', 3),
        ("marks.site_code", "mark.shown", "网站标识码：4207990001", 17),
        ("marks.icp", "mark.shown", "鄂ICP备05009999号-1", 18),
        ("marks.police", "mark.shown", "鄂公网安备 42079902000001号", 19),
        ("marks.conac", "mark.source", "conac.cn", 20),
        ("marks.error_report", "mark.source", "jiucuo", 22),
        ("attachments.0", "attachment.address", "水阳县河道管理办法.docx", 15),
        ("interpretations.0", "tie.block", "相关解读 《水阳县河道管理办法》解读", 16),
        ("document_number", "number.label", "发文字号： 水政办发〔2024〕3号", 10),
        ("encoding_declared", "declared.tag", 'charset="utf-8', 1),
        ("doubts.tag_date", "doubt.tag", '<meta name="PubDate" content="2024-01-10 08:00">', 6),
    ],
)
def test_an_article_is_explained(field: str, rule: str, text: str, line: int) -> None:
    because = asked(TRS_ARTICLE)[field]
    assert told(because) == (rule, text)
    assert because.spot.line == line
    assert text in TRS_ARTICLE.splitlines()[line - 1].replace("&nbsp;&gt;&nbsp;", " > ") or field in (
        "column.path",
        "interpretations.0",
        "document_number",
    ), "the rest is broken by tags there"


def test_the_dates_that_lost_are_told_with_their_texts() -> None:
    lost = {str(one.rule): one for one in asked(TRS_ARTICLE)["published"].lost}
    assert set(lost) == {"published.tag", "published.address"}
    assert (lost["published.tag"].value.isoformat(), lost["published.tag"].spot.text) == (
        "2024-01-10T08:00:00+08:00",
        "2024-01-10 08:00",
    )
    assert lost["published.address"].spot.where is Where.ADDRESS


@pytest.mark.parametrize(
    ("field", "rule", "text"),
    [
        ("kind", "kind.column.trail", "首页 > 政务公开 > 通知公告"),
        ("title", "title.trail", "通知公告"),
        ("entries.1", "list.dated", "水阳县2024年事业单位公开…"),
        ("entries.1.date", "entry.date.beside", "2024-02-21"),
        ("pages.next", "next.system", 'createPageHTML(7, 0, "index", "html", "132")'),
        ("pages.count", "count.system", 'createPageHTML(7, 0, "index", "html", "132")'),
    ],
)
def test_a_list_is_explained(field: str, rule: str, text: str) -> None:
    because = asked(TRS_LIST, "/zwgk/tzgg/index.html")[field]
    assert told(because) == (rule, text)
    assert because.detail == ("trs" if field.startswith("pages") else "")


@pytest.mark.parametrize(
    ("inner", "rule", "text"),
    [
        (f"<h1>{TITLE}</h1><p>2024-01-03 来源：县防办</p>", "published.under-title", "2024-01-03"),
        (
            f"<h1>{TITLE}</h1><p>时间：2024-01-03 09:10</p>",
            "published.vague-label",
            "时间：2024-01-03 09:10",
        ),
        (
            f"<h1>{TITLE}</h1><p>{'各镇人民政府：' * 60}</p><p>发布日期：2024年1月3日</p>",
            "published.far-label",
            "发布日期：2024年1月3日",
        ),
        (f"<h1>{TITLE}</h1><span data-time='2024-01-03'></span><p>正文</p>", "published.attribute", "2024-01-03"),
        (
            f"<h1>{TITLE}</h1><div><script>document.write('2024-01-03')</script></div><p>正文</p>",
            "published.script",
            "2024-01-03",
        ),
    ],
)
def test_a_date_is_explained_however_it_is_shown(inner: str, rule: str, text: str) -> None:
    because = asked(body(CRUMB + inner, f'<meta name="ArticleTitle" content="{TITLE}">'))["published"]
    assert told(because) == (rule, text)
    assert because.value[:10] == "2024-01-03"


def test_a_date_that_the_page_shows_a_part_of_says_so() -> None:
    rows = "".join(f"<li><a href='{n}.html'>关于第{n}号工作的通知</a><span>{day}</span></li>" for n, day in ROWS)
    why = asked(body(f"{CRUMB}<ul>{rows}</ul>"), "/xw/")
    assert [told(why[f"entries.{n}.date"])[1] for n, _ in ROWS] == ["02-20", "2024-02-19"]
    assert [bool(why[f"entries.{n}.date"].detail) for n, _ in ROWS] == [True, False]


def test_an_article_without_a_date_says_so_and_names_what_could_have_been_one() -> None:
    markup = body(f"{CRUMB}<h1>{TITLE}</h1><p>正文</p>", f'<meta name="ArticleTitle" content="{TITLE}">')
    because = asked(markup)["published"]
    assert (because.value, because.rule) == (None, Rule.PUBLISHED_NONE)
    assert [str(one.rule) for one in because.lost] == ["published.address"]


def test_a_tag_speaks_only_where_the_page_is_silent() -> None:
    tags = f'<meta name="createDate" content="2024-01-04"><meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-04"><meta name="ContentSource" content="县防办">'
    why = asked(body(f"{CRUMB}<p>正文</p>", tags))
    assert told(why["title"]) == ("title.tag", f'<meta name="ArticleTitle" content="{TITLE}">')
    assert told(why["published"]) == ("published.tag", "2024-01-04")
    assert why["published"].spot.before.endswith('name="PubDate" content="'), "another tag holds the same"
    assert why["kind"].rule is Rule.KIND_TITLED
    assert told(why["source"]) == ("source.tag", '<meta name="ContentSource" content="县防办">')


@pytest.mark.parametrize(
    ("inner", "path", "field", "rule", "text"),
    [
        (CRUMB + "<p>暂无相关信息</p>" + FOOTER, "/xw/", "blank", "blank.said", "暂无相关信息"),
        (CRUMB + FOOTER, "/xw/", "blank", "blank.nothing", ""),
        (CRUMB + "<p>{{item.title}}</p>", "/xw/", "readable", "filled.script", "{{item.title}}"),
        (CRUMB.replace("新闻", "历史归档"), "/xw/", "archived", "archived.name", "历史归档"),
        (CRUMB + "<p>（本栏目已归档）</p>", "/xw/", "archived", "archived.line", "已归档"),
        ("<h1>404</h1><p>您访问的页面不存在</p>", "/a.html", "kind", "kind.error", "页面不存在"),
        ("<p>水阳</p>", "/", "kind", "kind.home", f"{SITE}/"),
        (
            CRUMB + "<a href='/xw/2.html'>下一页</a><p>共 3 页</p>",
            "/xw/index.html",
            "pages.next",
            "next.link",
            "下一页",
        ),
        (CRUMB + "<a href='/xw/2.html'>下一页</a><p>共 3 页</p>", "/xw/", "pages.count", "count.said", "共 3 页"),
    ],
)
def test_a_page_says_why_it_is_what_it_is(inner: str, path: str, field: str, rule: str, text: str) -> None:
    assert told(asked(body(inner), path)[field]) == (rule, text)


def test_a_mark_that_a_script_writes_or_that_is_not_there_is_explained() -> None:
    written = "<script>document.write(unescape('%u9102ICP%u590705009999%u53F7'))</script>"
    why = asked(body(f"<p>{'正文' * 30}</p><p>主办单位：水阳县</p>{written}"))
    assert (why["marks.icp"].rule, why["marks.icp"].spot.where) == (Rule.MARK_WRITTEN, Where.SCRIPT)
    assert why["marks.icp"].spot.text == "鄂ICP备05009999号"
    assert (why["marks.police"].value, why["marks.police"].rule) == (None, Rule.MARK_LACKING)
    assert asked(body("<p>正文</p>"))["marks.icp"].rule is Rule.MARK_UNKNOWN


def test_a_declaration_in_the_head_of_the_answer_is_told_from_one_in_the_page() -> None:
    because = asked(TRS_LIST, charset="gbk")["encoding_declared"]
    assert (because.rule, because.spot.where, because.spot.text) == (Rule.DECLARED_HEADER, Where.HEADER, "gbk")


def test_what_a_page_holds_cannot_move_the_cursor() -> None:
    hostile = TRS_ARTICLE.replace("来源：水阳县水利局", "来源：水阳\x1b[2J\u202e县水利局").replace(
        "县政府办", "县\x9b2J办"
    )
    for because in asked(hostile).values():
        shown = f"{because.spot.before}{because.spot.text}{because.spot.after}{because.detail}"
        assert shown.isprintable()


def test_what_a_home_page_offers_and_a_consultation_asks_is_explained() -> None:
    home = "<form action='/s'><input name='searchword'></form><a href='/zx/'>在线咨询</a><a href='/bb/'>网站工作年度报表</a>"
    why = asked(body(home), "/")
    assert told(why["offers.search"]) == ("offer.form", "searchword")
    assert told(why["offers.consult.0"]) == ("offer.consult", "在线咨询")
    assert told(why["offers.statistics.0"]) == ("offer.statistics", "网站工作年度报表")
    assert asked(body("<p>水阳</p>"), "/")["offers.search"].rule is Rule.OFFER_NONE
    assert asked(body("<p>水阳</p><button>搜索</button>"), "/")["offers.search"].rule is Rule.OFFER_SCRIPT
    text = "<h1>关于公开征求《水阳县河道管理办法》意见的公告</h1><p>发布时间：2024-01-03</p><p>征求意见截止时间：2024年2月3日</p>"
    until = asked(body(CRUMB + text))["tie.until"]
    assert until.value[:10] == "2024-02-03"
    assert "2024年2月3日" in until.spot.text


def value_at(shown: Any, path: str) -> Any:
    """What stands at a path of a page's JSON."""
    for step in path.split("."):
        shown = shown[int(step)] if isinstance(shown, list | tuple) else shown[step]
    return shown


def texts_of(content: bytes, url: str) -> Iterator[str]:
    """Everything of a page that an explanation may quote, in one width and without blanks."""
    margin, markup = Margin(), decode(content).text
    read(content, url, as_of=AS_OF, margin=margin)
    outline = margin.outline or lay_flat(markup)
    for text in (outline.text, markup, html.unescape(markup), url):
        yield bare(text)
    for script in outline.scripts:
        yield bare(unescaped(script.code))


#: Fields of which every value that is there is explained.
EXPLAINED = ("kind", "title", "published", "source", "document_number", "challenge", "encoding", "encoding_declared")
LISTED = ("attachments", "interpretations", "policies", "entries", "suspicions")


def paths_of(page: Page) -> set[str]:
    """The paths that must be explained."""
    shown = page.to_json()
    found = {name for name in EXPLAINED if shown[name]} | {f"meta.{name}" for name in shown["meta"]}
    found |= {f"{name}.{number}" for name in LISTED for number in range(len(shown[name]))}
    found |= {f"entries.{number}.date" for number, entry in enumerate(shown["entries"]) if entry["date"]}
    found |= {f"pages.{name}" for name, value in shown["pages"].items() if value}
    found |= {f"column.{name}" for name in ("path", "type") if shown["column"][name]}
    found |= {f"{name}.{key}" for name in ("guide", "doubts") for key in shown[name]}
    found |= {"tie.role"} if page.tie else set()
    found |= {"tie.until"} if page.tie and page.tie.until else set()
    found |= {f"tie.linked.{number}" for number in range(len(page.tie.linked) if page.tie else 0)}
    found |= {"offers.search"} if page.offers else set()
    found |= {name for name in ("archived", "blank") if shown[name]} | ({"readable"} if not page.readable else set())
    if page.kind == "challenge":
        found.discard("readable")
    marks = shown["marks"] if page.kind not in ("endpoint", "challenge") else {}
    return found | {f"marks.{name}" for name in marks}


def agrees(content: bytes, url: str) -> None:
    """What is told of a page is what the page is read as, and every text stands in it."""
    page, why = explain(content, url, as_of=AS_OF)
    assert page == read(content, url, as_of=AS_OF), "asking why changes nothing"
    shown = page.to_json()
    for path, because in why.items():
        assert because.value == value_at(shown, path), path
    assert paths_of(page) <= set(why)
    texts = tuple(texts_of(content, url))
    quoted = {path: because.spot.text for path, because in why.items()}
    quoted |= {f"{path}~{one.rule}": one.spot.text for path, because in why.items() for one in because.lost}
    for path, text in quoted.items():
        assert any(bare(text.rstrip("…")) in place for place in texts), (path, text)


@pytest.mark.parametrize("content", SEEDS)
def test_every_value_of_every_kind_of_page_is_explained_and_agrees(content: bytes) -> None:
    for path in PATHS:
        agrees(content, SITE + path)


def test_an_explanation_of_a_damaged_page_agrees_too() -> None:
    pages = Pages(SEEDS, 20241124)
    for number in range(150):
        agrees(pages.page(number), SITE + PATHS[number % len(PATHS)])


def test_rules_have_names_of_their_own_and_a_line_each() -> None:
    assert all(rule.says and str(rule) == rule.value for rule in Rule)
    assert len({rule.says for rule in Rule}) >= len(Rule) - 8, "dates and columns share some"


def test_the_least_part_still_says_the_same() -> None:
    text = "来源：县水利局 2024-01-09 点击数：17"
    start, end = least(text, lambda part: "2024-01-09" in part)
    assert text[start:end] == "2024-01-09"
    assert least("甲乙", lambda _: False) == (0, 2)
