"""D4, D5, D8: each column costs once."""

from infra.records import Observation, Outcome, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, article, blank, column, days_ago, home, judged, link, sound_site


def counted(*seen: Observation) -> dict[str, set[str]]:
    names = {}
    for clause in ("D4.1", "D4.2", "D5.1", "D5.2", "D8.1", "D8.2"):
        found = judged(clause, [home(), *seen]).findings
        assert all(one.state is State.CONFIRMED for one in found)
        names[clause] = {str(one.detail.get("column", "")) for one in found}
        assert len(names[clause]) == len(found)
    return {clause: found for clause, found in names.items() if found}


def test_a_sound_site_costs_nothing() -> None:
    assert counted(*sound_site()) == {}


def test_each_column_is_counted_once_and_where_it_belongs() -> None:
    found = counted(
        column("工作动态", days_ago(20)),
        blank("图片新闻"),
        column("政策文件", days_ago(200)),
        column("法规文件", days_ago(400), above=["政策文件"]),
        column("政策解读", days_ago(228)),
        column("通知公告", days_ago(300)),
        blank("监督检查"),
        blank("表格下载"),
        column("规划计划", days_ago(436)),
        column("人事信息", days_ago(300)),
        column("历史专题", days_ago(3000), archived=True),
    )
    assert found == {
        "D4.2": {"图片新闻", "工作动态"},
        "D5.2": {"政策文件"},
        "D8.1": {"监督检查", "表格下载"},
        "D8.2": {"政策解读", "法规文件", "规划计划", "通知公告"},
    }


def test_a_finding_says_what_and_when() -> None:
    (found,) = judged("D4.2", [home(), column("工作动态", days_ago(20))]).findings
    assert found.detail == {"column": "工作动态", "path": ["工作动态"], "type": "动态要闻", "newest": "2024-02-09"}
    assert found.url == f"{HOME}工作动态/"
    (again,) = judged("D4.2", [home(), column("工作动态", days_ago(25))]).findings
    assert again.id == found.id


def test_missing_columns_are_told_only_by_a_complete_crawl() -> None:
    bare = [home(), column("政务公开", days_ago(1))]
    assert len(judged("D4.1", bare).findings) == 1
    assert len(judged("D5.1", bare).findings) == 1
    assert not judged("D4.1", bare, crawl=Crawl(known=9, done=5)).findings
    assert not judged("D4.1", [*bare, article(1, "工作动态", days_ago(1))]).findings


def test_a_column_that_may_be_hidden_is_not_missing() -> None:
    hidden = link(f"{HOME}c/", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)
    judgement = judged("D4.1", [home(), column("政务公开", days_ago(1)), hidden])
    assert not judgement.findings
    assert judgement.coverage < 1
    assert judgement.further == 1


def test_an_archived_news_column_is_none() -> None:
    assert len(judged("D4.1", [home(), column("工作动态", days_ago(900), archived=True)]).findings) == 1
