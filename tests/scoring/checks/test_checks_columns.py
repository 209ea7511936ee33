"""Columns: the periods at their boundaries, and what is never called late or blank."""

from dataclasses import replace

import pytest

from infra.clock import parse_as_of, parse_moment
from infra.records import ColumnSeen, Observation, Outcome, PageSeen, TaskKind
from scoring.checks.columns import Health, JudgedColumn, judge
from scoring.dates import cutoff
from scoring.facts import SiteFacts
from tests.scoring.building import (
    AS_OF,
    EZHOU,
    HOME,
    article,
    blank,
    column,
    days_ago,
    facts,
    home,
    judged,
    link,
    observation,
)


def health(*seen: Observation, complete: bool = True) -> dict[str, Health]:
    return {one.fact.name: one.health for one in columns(*seen, complete=complete)}


def columns(*seen: Observation, complete: bool = True) -> tuple[JudgedColumn, ...]:
    known = facts([home(), *seen])
    assert isinstance(known, SiteFacts)
    return judge(known, EZHOU, AS_OF, complete=complete).judged


@pytest.mark.parametrize(
    ("name", "newest", "expected"),
    [
        ("工作动态", "2024-02-15T00:00:00+08:00", Health.FRESH),
        ("工作动态", "2024-02-14T00:00:00+08:00", Health.STALE),
        ("工作动态", "2024-02-14T23:59:58+08:00", Health.STALE),
        ("通知公告", "2023-08-29T00:00:00+08:00", Health.FRESH),
        ("通知公告", "2023-08-28T00:00:00+08:00", Health.STALE),
        ("政策文件", "2023-08-29T00:00:00+08:00", Health.FRESH),
        ("政策文件", "2023-08-28T00:00:00+08:00", Health.STALE),
        ("政策解读", "2023-08-28T00:00:00+08:00", Health.STALE),
        ("人事信息", "2023-02-28T00:00:00+08:00", Health.FRESH),
        ("人事信息", "2023-02-27T00:00:00+08:00", Health.STALE),
        ("新闻发布会", "2023-03-01T00:00:00+08:00", Health.FRESH),
        ("局长信箱", "2019-01-01T00:00:00+08:00", Health.EXEMPT),
        ("机构职能", "2019-01-01T00:00:00+08:00", Health.EXEMPT),
    ],
)
def test_a_day_counts_to_its_last_second(name: str, newest: str, expected: Health) -> None:
    assert health(column(name, newest)) == {name: expected}


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        ("2024-08-31", 6, "2024-02-29"),
        ("2023-08-31", 6, "2023-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-01-15", 1, "2023-12-15"),
    ],
)
def test_months_are_calendar_months(as_of: str, months: int, expected: str) -> None:
    assert cutoff(parse_as_of(as_of), months=months) == parse_moment(expected)


@pytest.mark.parametrize(
    ("as_of", "newest", "expected"),
    [
        ("2024-02-29", "2024-02-15T00:00:01+08:00", Health.FRESH),
        ("2024-02-29", "2024-02-14T23:59:58+08:00", Health.STALE),
        ("2024-02-29T18:00", "2024-02-15T18:00:00+08:00", Health.FRESH),
        ("2024-02-29T18:00", "2024-02-15T17:59:59+08:00", Health.STALE),
        ("2024-02-29T18:00", "2024-02-15T00:00:00+08:00", Health.FRESH),
    ],
)
def test_a_bare_day_counts_whole_days_and_a_time_counts_seconds(as_of: str, newest: str, expected: Health) -> None:
    known = facts([home(), column("工作动态", newest)])
    assert isinstance(known, SiteFacts)
    (one,) = judge(known, EZHOU, parse_as_of(as_of), complete=True).judged
    assert one.health is expected


def test_undated_lists_are_not_updated_unless_their_articles_bear_dates() -> None:
    undated = column("工作动态", None, undated=15)
    assert health(undated) == {"工作动态": Health.STALE}
    assert health(undated, article(1, "工作动态", days_ago(3))) == {"工作动态": Health.FRESH}
    assert health(undated, article(1, "工作动态", days_ago(30))) == {"工作动态": Health.STALE}
    assert health(undated, complete=False) == {"工作动态": Health.UNCHECKED}
    hidden = link(f"{HOME}工作动态/t9.html", Outcome.BLOCKED, found_on=f"{HOME}工作动态/")
    assert health(undated, hidden) == {"工作动态": Health.UNCHECKED}


def test_guides_and_letters_date_their_column_too() -> None:
    undated = column("常见问题", None, undated=15)
    for kind in ("guide", "message"):
        page = article(1, "常见问题", days_ago(3))
        assert page.page is not None
        assert health(undated, replace(page, page=replace(page.page, kind=kind))) == {"常见问题": Health.FRESH}


def test_what_cannot_be_read_is_unchecked_never_blank_or_late() -> None:
    scripted = column("工作动态", None, entries=0, readable=False)
    assert health(scripted) == {"工作动态": Health.UNCHECKED}
    assert health(scripted, article(1, "工作动态", days_ago(60))) == {"工作动态": Health.UNCHECKED}
    assert health(scripted, article(1, "工作动态", days_ago(2))) == {"工作动态": Health.FRESH}
    assert health(column("工作动态", None, future=days_ago(-2))) == {"工作动态": Health.UNCHECKED}


def test_blank_columns() -> None:
    assert health(blank("监督检查")) == {"监督检查": Health.BLANK}
    assert health(blank("表格下载")) == {"表格下载": Health.BLANK}
    assert health(blank("局长信箱")) == {"局长信箱": Health.EXEMPT}
    assert health(blank("监督检查", readable=False)) == {"监督检查": Health.UNCHECKED}
    assert health(blank("监督检查"), article(1, "监督检查", days_ago(2))) == {"监督检查": Health.FRESH}


def test_archived_columns_and_what_stands_below_them_never_count() -> None:
    old = days_ago(900)
    assert health(column("工作动态", old, archived=True)) == {"工作动态": Health.EXEMPT}
    assert health(column("工作动态", old, kind=TaskKind.ARCHIVED)) == {"工作动态": Health.EXEMPT}
    below = health(
        column("历史专题", old, archived=True),
        column("动态", old, above=["历史专题"]),
        blank("通知", above=["历史专题"]),
    )
    assert set(below.values()) == {Health.EXEMPT}


def test_a_parent_is_fresh_if_a_child_is() -> None:
    parent = column("工作动态", days_ago(90))
    child = column("区县", days_ago(2), above=["工作动态"])
    assert health(parent, child)["工作动态"] is Health.FRESH
    deep = article(1, "要闻", days_ago(1), above=["工作动态", "区县"])
    assert health(parent, deep)["工作动态"] is Health.FRESH
    assert health(parent, column("区县", days_ago(30), above=["工作动态"]))["工作动态"] is Health.STALE


def test_a_page_that_only_leads_on_is_no_column() -> None:
    leading = blank("政务公开")
    child = column("通知公告", days_ago(3), above=["政务公开"])
    assert health(leading, child) == {"通知公告": Health.FRESH}
    assert health(column("走进鄂州", None, entries=0)) == {}


def test_level_one_means_no_column_of_the_same_type_above() -> None:
    level = {
        one.fact.name: one.level_one
        for one in columns(
            column("政策文件", days_ago(9)),
            column("法规文件", days_ago(9), above=["政策文件"]),
            column("通知公告", days_ago(9), above=["政务公开"]),
            column("政府文件", days_ago(9), above=["政务公开"]),
            column("政务公开", days_ago(9)),
        )
    }
    assert level == {"政策文件": True, "法规文件": False, "通知公告": True, "政府文件": True, "政务公开": True}


def test_a_policy_page_that_only_leads_on_is_level_one_and_as_fresh_as_what_it_leads_to() -> None:
    leading = blank("政策法规")
    fresh = column("规范性文件", days_ago(9), above=["政策法规"])
    stale = column("其他文件", days_ago(400), above=["政策法规"])
    assert clauses(leading, fresh, stale) == {"D8.2": ["其他文件"]}
    assert clauses(leading, stale) == {"D5.2": ["政策法规"], "D8.2": ["其他文件"]}
    assert clauses(blank("公告"), column("招标公告", days_ago(400), above=["公告"])) == {"D8.2": ["招标公告"]}


def clauses(*seen: Observation) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for clause in ("D5.2", "D8.1", "D8.2"):
        for one in judged(clause, [home(), *seen]).findings:
            found.setdefault(clause, []).append(one.detail["column"])
    return found


def test_articles_that_name_a_column_without_its_address_date_it_all_the_same() -> None:
    page = PageSeen(kind="article", newest=days_ago(1), column=ColumnSeen(url="", path=("工作动态",), name="工作动态"))
    seen = health(column("工作动态", None, undated=9), observation(f"{HOME}x.html", page))
    assert seen == {"工作动态": Health.FRESH}


def test_further_pages_and_other_spellings_are_the_same_column() -> None:
    address = f"{HOME}gzdt/"
    further = PageSeen(
        kind="column", first_page=False, newest=days_ago(2), entries=15,
        column=ColumnSeen(url=f"{address}index.html", path=("工作动态",), name="工作动态"),
    )  # fmt: skip
    seen = columns(
        column("工作动态", None, url=address, undated=15),
        observation(f"{address}index_1.html", further, kind=TaskKind.COLUMN),
        column("工作动态", None, url="https://ezhou.gov.cn/gzdt/index.html", undated=15),
    )
    assert [(one.fact.name, one.health) for one in seen] == [("工作动态", Health.FRESH)]
