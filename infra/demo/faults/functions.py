"""功能设计: name, marks of the footer, links, tags, search, error report."""

from dataclasses import replace
from datetime import timedelta

from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.model import AS_OF, Attachment, Pointer

#: Answers 403 to whoever asks.
SHY = "http://zwfw.hubei.gov.cn/"
#: Leads nowhere: no such page at the host of another body.
GONE = "http://old.ezhou.gov.cn/bsdt/index.html"
TAGS = ("home", "column", "article")
MARKS = ("site_code", "icp", "police", "conac")


def _head_wrong(ground: Ground) -> None:
    ground.look(head="鄂州市粮食局", bar="鄂州市粮食局门户网站")
    ground.fault("D17.2", what="head and title bar name a body that is no more")


def _head_pictured(ground: Ground) -> None:
    ground.look(pictured=True, bar=f"欢迎访问{ground.site.unit.title}门户网站")
    ground.decoy("D17.2", what="the head is a picture with the name as its words, and the title bar greets")


def _mark_lacking(ground: Ground) -> None:
    for mark in ground.rng.sample(MARKS, 2):
        ground.site = replace(ground.site, lacking_marks=ground.site.lacking_marks | {mark})
        ground.fault("D18", mark, what="no footer shows it")


def _marks_written(ground: Ground) -> None:
    ground.look(written=True)
    ground.decoy("D18", what="a script writes the footer")
    ground.decoy("D25", what="a script writes the footer")


def _code_wrong(ground: Ground) -> None:
    other = f"{int(ground.site.code) + 500:010d}"
    ground.look(code=other)
    ground.fault("D18", other, what="the footer shows another code than the tags and the registry")


def _finder_old(ground: Ground) -> None:
    ground.look(finder="pucha.kaipuyun.cn")
    ground.fault("D25", what="the error report leads to a host of former days")


def _dead_on_home(ground: Ground) -> None:
    banner = Pointer(text="往期专题回顾", url=GONE)
    ground.site = replace(ground.site, banners=(*ground.site.banners, banner))
    ground.fault("D19.1", GONE, what="a picture link to a host that has ended its service")


def _shut_on_home(ground: Ground) -> None:
    banner = Pointer(text="政务服务专区", url=SHY)
    ground.site = replace(ground.site, banners=(*ground.site.banners, banner))
    ground.decoy("D19.1", SHY, what="a link to a host that keeps inspectors out (403)")


def _dead_elsewhere(ground: Ground) -> None:
    """A file, a link in the text, and a listed article that are gone."""
    column = ground.site.column("通知公告")
    first, second, *others = column.articles
    lost = Attachment(name="附件：名单附表", suffix="pdf", number=first.number + 3, gone=True)
    first = replace(first, attachments=(*first.attachments, lost))
    ghost = replace(second, number=second.number + 1, published=second.published - timedelta(days=700))
    second = replace(second, pointers=(Pointer(text="原文链接", ghost=ghost),))
    missing = replace(second, number=second.number + 2, title="关于停止受理有关事项的通告", gone=True, pointers=())
    ground.change(column.name, articles=(first, second, missing, *others))
    ground.fault("D19.2", ground.file_url(column, first, -1), what="an attachment that is gone")
    ground.fault("D19.2", ground.url(column, ghost), what="a link in a text to a page that is gone")
    ground.fault("D19.2", ground.url(column, missing), what="a listed notice that is gone")


def _soft_links(ground: Ground) -> None:
    """Links that open nothing by themselves, and one that is kept from inspectors."""
    column = ground.site.column("通知公告")
    first, *others = column.articles
    links = (
        Pointer(text="政务服务平台", url=f"{SHY}web/index.html"),
        Pointer(text="电子邮箱", url="mailto:ggzx@ezhou.gov.cn"),
        Pointer(text="返回顶部", url="#top"),
        Pointer(text="打印", url="javascript:window.print()"),
    )
    ground.change(column.name, articles=(replace(first, pointers=links), *others))
    for link in links:
        ground.decoy("D19.2", link.url, what="a link that is not dead")


def _tags_lacking(ground: Ground) -> None:
    for page in ground.rng.sample(TAGS, 2):
        ground.site = replace(ground.site, lacking_tags=ground.site.lacking_tags | {page})
        ground.fault("D20", page, what="pages of this kind without their tags")


def _tags_odd(ground: Ground) -> None:
    ground.look(odd_tags=True)
    ground.decoy("D20", what="tags in capitals, content before name")


def _no_search(ground: Ground) -> None:
    ground.site = replace(ground.site, searchable=False)
    ground.fault("D21.1", what="no search")


def _search_by_script(ground: Ground) -> None:
    ground.look(scripted_search=True)
    ground.decoy("D21.1", what="a script sends what visitors search for")


def _search_stale(ground: Ground) -> None:
    ground.site = replace(ground.site, indexed=AS_OF - timedelta(days=400))
    ground.fault("D21.2", what="the search knows nothing of the last 400 days")


def _search_lit(ground: Ground) -> None:
    ground.look(lit_results=True)
    ground.decoy("D21.2", what="results show the words in red")


def _no_finder(ground: Ground) -> None:
    ground.site = replace(ground.site, finder=False)
    ground.fault("D25", what="no error report")


def _no_overview(ground: Ground) -> None:
    name = next(column.name for column in ground.site.columns if column.slugs == ("gk",))
    ground.remove(name)
    ground.fault("D1.1", what="no column introduces the body")


def _overview_otherwise_called(ground: Ground) -> None:
    name = next(column.name for column in ground.site.columns if column.slugs == ("gk",))
    ground.rename(name, "单位简介")
    ground.decoy("D1.1", what="the overview is called 单位简介")


def _overview_old(ground: Ground) -> None:
    ground.look(overview="2019年末，全市常住人口105.97万人，实现地区生产总值1140.07亿元，比上年增长8.1%。")
    ground.fault("D1.2", what="figures of 2019 in the overview")


def _overview_new(ground: Ground) -> None:
    ground.look(overview="2018年设立。2022年末，全市常住人口107.3万人，实现地区生产总值1264.55亿元，比上年增长4.1%。")
    ground.decoy("D1.2", what="figures of 2022 in the overview, beside an old year that is no figure's")


def _leaders_incomplete(ground: Ground) -> None:
    ground.site = replace(ground.site, omits=ground.site.omits | {"简历"})
    ground.fault("D3.2", what="no page of a leader tells a life")


def _leaders_otherwise_labelled(ground: Ground) -> None:
    ground.look(labels={"职务": "现任职务", "简历": "工作简历", "分工": "工作分工"})
    ground.decoy("D3.2", what="leaders' pages say all of it under longer labels")


def _no_functions(ground: Ground) -> None:
    ground.remove("机构职能", "内设机构")
    ground.fault("D2.1", what="no column tells what the body is for")


def _functions_otherwise_called(ground: Ground) -> None:
    ground.rename("机构职能", "主要职责")
    ground.decoy("D2.1", what="functions are called 主要职责")


def _no_leaders(ground: Ground) -> None:
    ground.remove("领导信息")
    ground.fault("D3.1", what="no column of leaders")


def _leaders_otherwise_called(ground: Ground) -> None:
    ground.rename("领导信息", "领导之窗")
    ground.decoy("D3.1", what="leaders are called 领导之窗")


KINDS: tuple[Kind, ...] = (
    kind("name wrong", "head", _head_wrong, _head_pictured),
    kind("marks lack", "footer", _mark_lacking, _marks_written),
    kind("code wrong", "footer", _code_wrong),
    kind("error report of former days", "footer", _finder_old),
    kind("dead on home", "banners", _dead_on_home, _shut_on_home),
    kind("dead elsewhere", "notice", _dead_elsewhere, _soft_links),
    kind("tags lack", "tags", _tags_lacking, _tags_odd),
    kind("no search", "search head", _no_search, _search_by_script),
    kind("search finds nothing", "search", _search_stale, _search_lit),
    kind("no error report", "footer", _no_finder),
    kind("no overview", "overview", _no_overview, _overview_otherwise_called, marks="absence", avoids="script"),
    kind("overview old", "overview", _overview_old, _overview_new),
    kind("leaders incomplete", "leaders", _leaders_incomplete, _leaders_otherwise_labelled),
    kind("no functions", "functions", _no_functions, _functions_otherwise_called, marks="absence", avoids="script"),
    kind("no leaders", "leaders", _no_leaders, _leaders_otherwise_called, marks="absence", avoids="script"),
)
