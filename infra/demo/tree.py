"""The tree of columns that the generated sites have, as departments and districts really name them.

A row gives a column's place, the slug of its address, how it shows its content, and how often that is renewed. Optional
columns stand on some sites only, so that no two sites have quite the same tree.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from infra.demo.model import Form, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One column: ``newest`` is the range of days since its newest entry, ``gap`` the days between entries."""

    path: str
    slug: str
    form: Form = Form.LIST
    genre: str = ""
    count: int = 0
    newest: tuple[int, int] = (8, 40)
    gap: tuple[int, int] = (9, 40)
    optional: bool = False
    archived: bool = False
    hidden: bool = False
    pinned: bool = False
    """Its first entry is an old one that stays on top."""

    @property
    def name(self) -> str:
        """The column's own name."""
        return self.path.rsplit("/", 1)[-1]


_FRESH = (1, 6)
_NEWS_GAP = (1, 6)
_OPEN = "政府信息公开/法定主动公开内容"

ROWS: tuple[Row, ...] = (
    Row(path="要闻动态", slug="ywdt", form=Form.CHANNEL),
    Row(path="要闻动态/时政要闻", slug="szyw", genre="news", count=4, newest=_FRESH, gap=_NEWS_GAP),
    Row(path="要闻动态/工作动态", slug="gzdt", genre="news", count=13, newest=_FRESH, gap=_NEWS_GAP),
    Row(path="要闻动态/基层动态", slug="jcdt", genre="news", count=4, newest=(2, 10), gap=_NEWS_GAP, optional=True),
    Row(path="要闻动态/图片新闻", slug="tpxw", form=Form.GALLERY, genre="news", count=4, newest=(1, 9), gap=_NEWS_GAP),
    Row(path="通知公告", slug="tzgg", genre="notice", count=6, newest=(2, 20), gap=(5, 20), pinned=True),
    Row(path="政府信息公开", slug="zfxxgk", form=Form.CHANNEL),
    Row(path="政府信息公开/政府信息公开指南", slug="zfxxgkzn", form=Form.TEXT, genre="other"),
    Row(path="政府信息公开/政府信息公开制度", slug="zfxxgkzd", genre="rule", count=2, newest=(30, 60)),
    Row(
        path="政府信息公开/政府信息公开年报", slug="zfxxgknb", genre="report", count=3, newest=(34, 44), gap=(364, 366)
    ),
    Row(path=_OPEN, slug="fdzdgknr", form=Form.CHANNEL),
    Row(path=f"{_OPEN}/机构职能", slug="jgzn", form=Form.TEXT, genre="other"),
    Row(path=f"{_OPEN}/领导信息", slug="ldxx", form=Form.LEADERS, genre="leader", count=3, newest=(20, 80)),
    Row(path=f"{_OPEN}/内设机构", slug="nsjg", form=Form.TEXT, genre="other", optional=True),
    Row(path=f"{_OPEN}/政策文件", slug="zcwj", genre="policy", count=2, newest=(230, 300)),
    Row(path=f"{_OPEN}/政策文件/规范性文件", slug="gfxwj", genre="policy", count=3, newest=(15, 70), gap=(20, 60)),
    Row(path=f"{_OPEN}/政策文件/其他文件", slug="qtwj", genre="policy", count=2, newest=(10, 60), gap=(20, 60)),
    Row(path=f"{_OPEN}/政策解读", slug="zcjd", genre="reading", count=7, newest=(9, 50), gap=(15, 50)),
    Row(path=f"{_OPEN}/规划计划", slug="ghjh", genre="plan", count=2, newest=(12, 55)),
    Row(path=f"{_OPEN}/财政信息", slug="czxx", genre="money", count=2, newest=(8, 40)),
    Row(path=f"{_OPEN}/人事信息", slug="rsxx", genre="staff", count=2),
    Row(path=f"{_OPEN}/建议提案", slug="jyta", genre="proposal", count=2, newest=(15, 60), optional=True),
    Row(
        path=f"{_OPEN}/统计数据", slug="tjsj", genre="statistics", count=3, newest=(5, 25), gap=(25, 35), optional=True
    ),
    Row(path=f"{_OPEN}/行政执法", slug="xzzf", genre="enforcement", count=2, newest=(5, 25), optional=True),
    Row(path=f"{_OPEN}/监督检查", slug="jdjc", genre="enforcement", count=2, newest=(6, 30), optional=True),
    Row(path="办事服务", slug="bsfw", form=Form.CHANNEL),
    Row(path="办事服务/个人办事", slug="grbs", form=Form.CATEGORY),
    Row(path="办事服务/法人办事", slug="frbs", form=Form.CATEGORY),
    Row(path="办事服务/办事指南", slug="bszn", form=Form.GUIDES, genre="guide", count=6, newest=(20, 60)),
    Row(path="办事服务/办件统计", slug="bjtj", genre="cases", count=2, newest=(5, 25), gap=(28, 33)),
    Row(path="办事服务/表格下载", slug="bgxz", form=Form.FORMS, genre="form", count=2, optional=True),
    Row(path="互动交流", slug="hdjl", form=Form.CHANNEL),
    Row(path="互动交流/信件回复", slug="xjhf", form=Form.LETTERS, genre="letter", count=4, newest=(4, 20), gap=(4, 15)),
    Row(path="互动交流/留言统计", slug="lytj", form=Form.FIGURES),
    Row(path="互动交流/意见征集", slug="yjzj", genre="survey", count=2),
    Row(path="互动交流/在线访谈", slug="zxft", genre="interview", count=2, optional=True),
    Row(path="互动交流/热点回应", slug="rdhy", genre="reply", count=2, optional=True),
    Row(path="专题专栏", slug="ztzl", form=Form.CHANNEL),
    Row(path="专题专栏/学思践悟专题", slug="xsjw", genre="topic", count=3, newest=(3, 20)),
    Row(path="专题专栏/科普园地", slug="kpyd", genre="science", count=2, optional=True),
    Row(path="专题专栏/疫情防控专题", slug="yqfk", form=Form.CHANNEL, archived=True),
    Row(path="专题专栏/疫情防控专题/防控动态", slug="fkdt", genre="archive", count=3, newest=(800, 900), archived=True),
    Row(path="网站地图", slug="wzdt", form=Form.MAP, hidden=True),
    Row(path="联系我们", slug="lxwm", form=Form.TEXT, genre="other", hidden=True),
)


def rows(unit: Unit, rng: random.Random, *, wanted: Iterable[str], flat: Iterable[str], share: float) -> list[Row]:
    """Choose a site's columns.

    ``wanted`` names columns that must be there, ``flat`` those that have no child columns; of the other optional ones
    about ``share`` (0 to 1) are kept.
    """
    wanted, flat = set(wanted), set(flat)
    keep = [row for row in ROWS if not row.optional or row.name in wanted or rng.random() < share]
    keep = [row for row in keep if not flat.intersection(row.path.split("/")[:-1])]
    return [_overview(unit), *(_named(row, unit) if unit.portal else row for row in keep)]


def _overview(unit: Unit) -> Row:
    """The column that a visitor gets to know a place or a body by (概况信息)."""
    name = "单位概况" if not unit.portal else "市情概况" if unit.short == "市政府" else "区情概况"
    return Row(path=name, slug="gk", form=Form.TEXT, genre="other")


def _named(row: Row, unit: Unit) -> Row:
    """Name news columns as a district does: 鄂城要闻, 部门动态, 镇街动态."""
    names = {"时政要闻": f"{_area(unit)}要闻", "基层动态": "镇街动态"}
    return replace(row, path="/".join(names.get(name, name) for name in row.path.split("/")))


def _area(unit: Unit) -> str:
    return unit.short.removesuffix("区").removesuffix("经开").removesuffix("经济").replace("市政府", "鄂州")
