"""D4, D5, D8: each column costs once. D6, D7: policies are drawn, and whether they are explained is suspected."""

from typing import Any

from infra.features import Role, TieSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, blank, column, days_ago, home, judged, link, observation, sound_site


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


def test_a_column_that_may_be_hidden_is_not_missing() -> None:
    hidden = link(f"{HOME}c/", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)
    judgement = judged("D4.1", [home(), column("政务公开", days_ago(1)), hidden])
    assert not judgement.findings
    assert judgement.coverage < 1
    assert judgement.further == 1


def tied(role: Role, number: int, *, title: str, **more: Any) -> Observation:
    tie = TieSeen(role=role, subject=title, **more)
    page = PageSeen(kind="policy", title=title, published=days_ago(number), newest=days_ago(number), tie=tie)
    return observation(f"{HOME}{role}/{number}.html", page)


def test_pairs_that_do_not_link_both_ways_are_suspected() -> None:
    policies = [
        tied(Role.POLICY, 1, title="河道管理办法", linked=(f"{HOME}interpretation/1.html",)),
        tied(Role.POLICY, 2, title="森林防火条例", linked=(f"{HOME}interpretation/2.html",)),
        tied(Role.POLICY, 3, title="城市绿化规划"),
        tied(Role.POLICY, 4, title="农村饮水细则"),
    ]
    readings = [
        tied(Role.INTERPRETATION, 1, title="河道管理办法", linked=(f"{HOME}policy/1.html",)),
        tied(Role.INTERPRETATION, 2, title="森林防火条例"),
        tied(Role.INTERPRETATION, 3, title="城市绿化规划"),
    ]
    judgement = judged("D7", [*policies, *readings])
    found = {str(one.detail["title"]): one for one in judgement.findings}
    assert {title: one.detail["bond"] for title, one in found.items()} == {
        "森林防火条例": "forward",
        "城市绿化规划": "apart",
    }
    assert found["森林防火条例"].detail["interpretation_url"] == f"{HOME}interpretation/2.html"
    assert judged("D7", [*policies, *reversed(readings)]) == judgement
    assert judgement.numbers == {"policies": 4, "interpreted": 3, "drawn": 3, "linked": 1, "unknown": 0}
    (bare,) = judged("D6", [*policies, *readings]).findings
    assert (bare.detail["title"], bare.state) == ("农村饮水细则", State.SUSPECTED)


def test_what_is_drawn_depends_on_the_inspection_alone() -> None:
    pages = [tied(role, n, title=f"第{n}号文件") for n in range(9) for role in (Role.POLICY, Role.INTERPRETATION)]
    one, same, other = (judged("D7", pages, seed=seed) for seed in ("2024q1", "2024q1", "2024q2"))
    assert len(one.sample) == len(one.findings) == 5
    assert one.sample == same.sample == judged("D7", pages[::-1]).sample
    assert set(one.sample) != set(other.sample)
    assert {finding.url for finding in one.findings} == set(one.sample)


def test_policies_older_than_the_interpretations_kept_are_unknown_and_none_is_bare_before_the_crawl_is_over() -> None:
    policies = [tied(Role.POLICY, 300 + n, title=f"第{n}号办法") for n in range(4)]
    readings = [tied(Role.INTERPRETATION, n, title=f"另{n}号规定") for n in range(30)]
    judgement = judged("D6", [*policies, *readings])
    assert not judgement.findings
    assert judgement.numbers == {"policies": 4, "drawn": 4, "interpreted": 0, "unknown": 4}
    assert len(judged("D6", policies).findings) == 4
    assert not judged("D6", policies, crawl=Crawl(known=9, done=5)).findings
