"""发布解读 and V3, V4: columns that are late, blank or not there; each with what only looks so.

The days are those around the limit: 14 days are in time, 15 are not; half a year before 29 February 2024 is 29 August.
"""

from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.model import AS_OF

#: Days since 29 and 28 August 2023 (6 months), 28 and 27 February 2023 (12 months).
HALF_A_YEAR = 184
A_YEAR = 366
NEWS = ("时政要闻", "工作动态", "基层动态", "图片新闻")
OPTIONAL = ("在线访谈", "监督检查", "建议提案", "科普园地", "热点回应")
SLOW = (
    "规划计划",
    "财政信息",
    "人事信息",
    "建议提案",
    "统计数据",
    "行政执法",
    "监督检查",
    "意见征集",
    "在线访谈",
    "热点回应",
)


def _news_late(ground: Ground) -> None:
    name = _news(ground)[1]
    ground.retime(name, 15)
    ground.fault("D4.2", name, what="newest item 15 days old")


def _news_in_time(ground: Ground) -> None:
    name = _news(ground)[1]
    ground.retime(name, ground.rng.choice((13, 14)))
    ground.decoy("D4.2", name, what="newest item 13 or 14 days old")


def _no_news(ground: Ground) -> None:
    _show_today(ground)
    ground.remove("要闻动态")
    ground.fault("D4.1", what="no column of news")


def _news_otherwise_called(ground: Ground) -> None:
    ground.rename("要闻动态", "新闻资讯")
    ground.decoy("D4.1", what="news are called 新闻资讯")


def _policy_late(ground: Ground) -> None:
    ground.remove("规范性文件", "其他文件")
    ground.retime("政策文件", HALF_A_YEAR + 1)
    ground.fault("D5.2", "政策文件", what="newest policy of 28 August 2023")


def _policy_in_time(ground: Ground) -> None:
    for name in ("政策文件", "规范性文件", "其他文件"):
        ground.retime(name, HALF_A_YEAR)
    ground.decoy("D5.2", "政策文件", what="newest policy of 29 August 2023")


def _no_policy(ground: Ground) -> None:
    ground.remove("政策文件")
    ground.fault("D5.1", what="no column of policy files")


def _policy_otherwise_called(ground: Ground) -> None:
    ground.rename("政策文件", "法规公文")
    ground.decoy("D5.1", what="policy files are called 法规公文")


def _notice_late(ground: Ground) -> None:
    ground.retime("通知公告", HALF_A_YEAR + 1)
    ground.fault("D8.2", "通知公告", what="newest notice of 28 August 2023")


def _notice_in_time(ground: Ground) -> None:
    ground.retime("通知公告", HALF_A_YEAR)
    ground.decoy("D8.2", "通知公告", what="newest notice of 29 August 2023, under a pinned one that is older")


def _reading_late(ground: Ground) -> None:
    ground.retime("政策解读", HALF_A_YEAR + 1)
    ground.fault("D8.2", "政策解读", what="newest interpretation of 28 August 2023")


def _reading_in_time(ground: Ground) -> None:
    ground.retime("政策解读", HALF_A_YEAR)
    ground.decoy("D8.2", "政策解读", what="newest interpretation of 29 August 2023")


def _other_late(ground: Ground) -> None:
    ground.retime("规划计划", A_YEAR + 1)
    ground.fault("D8.2", "规划计划", what="newest plan of 27 February 2023")


def _other_in_time(ground: Ground) -> None:
    ground.retime("规划计划", A_YEAR)
    ground.decoy("D8.2", "规划计划", what="newest plan of 28 February 2023")


def _blank(ground: Ground) -> None:
    ground.change("人事信息", articles=())
    ground.fault("D8.1", "人事信息", what="a column without an entry")


def _filled_by_script(ground: Ground) -> None:
    ground.change("人事信息", articles=(), scripted=True)
    for clause in ("D8.1", "D8.2"):
        ground.decoy(clause, "人事信息", what="a script fetches the list")


def _five_emptied(ground: Ground) -> None:
    _emptied(ground, OPTIONAL)
    ground.fault("V4.3", what="five columns without an entry")


def _four_emptied(ground: Ground) -> None:
    _emptied(ground, OPTIONAL[:4])
    ground.decoy("V4.3", what="four columns without an entry")


def _five_late(ground: Ground) -> None:
    """All news, which makes their level-1 column late too, and the notices."""
    news = _news(ground)
    for name in news:
        ground.retime(name, 15)
    ground.retime("通知公告", HALF_A_YEAR + 1)
    _show_today(ground)
    above = ground.site.column(news[0]).path[0]
    for name in (*news, above):
        ground.fault("D4.2", name, what="newest item 15 days old")
    ground.fault("D8.2", "通知公告", what="newest notice of 28 August 2023")
    ground.fault("V4.1", what="six columns of news and notices late")


def _four_late(ground: Ground) -> None:
    names = _news(ground)[:3]
    for name in names:
        ground.retime(name, 15)
        ground.fault("D4.2", name, what="newest item 15 days old")
    ground.retime("通知公告", HALF_A_YEAR + 1)
    ground.fault("D8.2", "通知公告", what="newest notice of 28 August 2023")
    ground.decoy("V4.1", what="four columns of news and notices late")


def _ten_overdue(ground: Ground) -> None:
    _overdue(ground, SLOW)
    ground.fault("V4.2", what="ten columns overdue")


def _nine_overdue(ground: Ground) -> None:
    _overdue(ground, SLOW[:9])
    ground.decoy("V4.2", what="nine columns overdue")


def _home_stands_still(ground: Ground) -> None:
    ground.look(frozen=AS_OF.replace(day=15))
    ground.fault("V3", what="the home page shows nothing newer than 15 days")


def _home_moved_in_time(ground: Ground) -> None:
    name = _news(ground)[0]
    ground.retime(name, 14)
    ground.look(frozen=AS_OF.replace(day=16))
    ground.decoy("V3", what="the newest item on the home page is 14 days old")


def _news(ground: Ground) -> list[str]:
    """The columns of news; a district calls them by its own names, in the same order."""
    return [column.name for column in ground.site.columns if column.genre == "news"]


def _emptied(ground: Ground, names: tuple[str, ...]) -> None:
    for name in names:
        ground.change(name, articles=())
        ground.fault("D8.1", name, what="a column without an entry")


def _overdue(ground: Ground, names: tuple[str, ...]) -> None:
    for name in names:
        ground.retime(name, A_YEAR + 1)
        ground.fault("D8.2", name, what="newest entry of 27 February 2023")


def _show_today(ground: Ground) -> None:
    """Leave something fresh on the home page, which is no fault of this kind: one or the other stands there."""
    for name in ("人事信息", "财政信息"):
        ground.retime(name, 6)


KINDS: tuple[Kind, ...] = (
    kind("ten columns overdue", "news notice policies blank slow letters", _ten_overdue, _nine_overdue),
    kind("five columns late", "news notice home slow", _five_late, _four_late, marks="late", avoids="late"),
    kind("five columns blank", "blank slow", _five_emptied, _four_emptied),
    kind("home page stands still", "news home", _home_stands_still, _home_moved_in_time),
    kind("no news", "news home slow", _no_news, _news_otherwise_called, marks="absence", avoids="script"),
    kind("no policy files", "policies home", _no_policy, _policy_otherwise_called, marks="absence", avoids="script"),
    kind("policy files late", "policies", _policy_late, _policy_in_time, marks="late", avoids="late"),
    kind("news late", "news", _news_late, _news_in_time),
    kind("notices late", "notice", _notice_late, _notice_in_time),
    kind("interpretations late", "policies", _reading_late, _reading_in_time),
    kind("plans late", "slow", _other_late, _other_in_time),
    kind("blank column", "blank slow", _blank),
    kind("list by script", "blank slow", None, _filled_by_script, marks="script", avoids="absence"),
)
