"""V3 and V4: thresholds at their boundaries, suspected and never convicted by the machine."""

from fractions import Fraction

import pytest

from infra.records import Observation, Outcome, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, article, blank, column, days_ago, home, judged, link


@pytest.mark.parametrize(("days", "found"), [(14, 0), (15, 1), (1, 0), (400, 1)])
def test_home_page_not_updated_for_two_weeks(days: int, found: int) -> None:
    judgement = judged("V3", [home(days_ago(days))])
    assert len(judgement.findings) == found
    assert judgement.coverage == 1
    assert all(one.state is State.SUSPECTED and one.url == HOME for one in judgement.findings)


def test_nothing_dated_on_the_home_page_is_unchecked() -> None:
    for seen in (home(None, entries=12, undated=12), home(days_ago(90), readable=False)):
        judgement = judged("V3", [seen])
        assert not judgement.findings
        assert judgement.coverage == 0
    assert judged("V3", []).coverage == 0


def test_dates_of_what_the_home_page_links_to_count() -> None:
    undated = home(None, entries=12, undated=12)
    assert judged("V3", [undated, article(1, "工作动态", days_ago(3), depth=1)]).coverage == 1
    assert len(judged("V3", [undated, article(1, "工作动态", days_ago(20), depth=1)]).findings) == 1
    assert judged("V3", [undated, article(1, "工作动态", days_ago(3), depth=2)]).coverage == 0


def test_a_home_page_that_only_leads_on_is_judged_by_its_columns() -> None:
    entrance = home(None, entries=0)
    assert not judged("V3", [entrance, column("工作动态", days_ago(2))]).findings
    assert len(judged("V3", [entrance, column("工作动态", days_ago(20))]).findings) == 1


def late(news: int, notices: int, *, other: int = 0) -> list[Observation]:
    return [
        home(),
        *(column(f"{n}号动态", days_ago(20)) for n in range(news)),
        *(column(f"{n}号通知", days_ago(300)) for n in range(notices)),
        *(column(f"{n}号业务", days_ago(800)) for n in range(other)),
    ]


def test_five_late_news_and_level_one_columns() -> None:
    assert not judged("V4.1", late(2, 2, other=9)).findings
    (found,) = judged("V4.1", late(2, 3)).findings
    assert found.state is State.SUSPECTED
    assert found.detail["count"] == 5
    listed = found.detail["columns"]
    assert isinstance(listed, list)
    assert [(one["column"], one["newest"]) for one in listed][:2] == [
        ("0号动态", "2024-02-09"),
        ("1号动态", "2024-02-09"),
    ]


def test_lower_level_notices_do_not_count() -> None:
    nested = [column(f"{n}号通知", days_ago(300), above=["通知公告"]) for n in range(5)]
    assert not judged("V4.1", [home(), column("通知公告", days_ago(300)), *nested]).findings


def test_ten_overdue_columns() -> None:
    assert not judged("V4.2", late(2, 2, other=5)).findings
    assert len(judged("V4.2", late(2, 2, other=6)).findings) == 1


def test_five_blank_columns() -> None:
    four = [home(), *(blank(f"{n}号业务") for n in range(4))]
    assert not judged("V4.3", four).findings
    (found,) = judged("V4.3", [*four, blank("监督检查")]).findings
    assert found.detail["count"] == 5
    scripted = judged("V4.3", [*four, blank("监督检查", readable=False)])
    assert not scripted.findings
    assert scripted.coverage == Fraction(4, 5)
    assert scripted.further == 1


def test_blocked_columns_lower_coverage_and_never_count() -> None:
    closed = [
        link(f"{HOME}c{n}/", outcome, found_on=HOME, kind=TaskKind.COLUMN)
        for n, outcome in enumerate([Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED])
    ]
    judgement = judged("V4.3", [home(), column("工作动态", days_ago(1)), *closed])
    assert not judgement.findings
    assert judgement.coverage == Fraction(1, 4)


def test_a_home_page_that_was_not_read_leaves_everything_unchecked() -> None:
    seen = [link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)]
    for clause in ("V3", "V4.1", "V4.2", "V4.3", "D4.1", "D4.2", "D5.1", "D5.2", "D8.1", "D18", "D19.1", "D20", "D25"):
        judgement = judged(clause, seen)
        assert not judgement.findings, clause
        assert judgement.coverage == 0, clause


def test_during_a_crawl_nothing_is_firm() -> None:
    judgement = judged("V4.1", late(3, 3), crawl=Crawl(known=20, done=10))
    assert len(judgement.findings) == 1
    assert (judgement.firm, judgement.further) == (0, None)
    assert judgement.coverage == Fraction(1, 2)
