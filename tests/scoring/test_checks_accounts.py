"""M2.1, M3.1 and the reminders A1, A2."""

from dataclasses import replace

import pytest

from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import ACCOUNT, NATIONAL, days_ago, feed, judged


@pytest.mark.parametrize(("days", "found"), [(14, 0), (15, 1), (0, 0), (200, 1)])
def test_an_account_silent_for_two_weeks_is_suspected(days: int, found: int) -> None:
    judgement = judged("M2.1", [feed(days_ago(days))], target=ACCOUNT)
    assert len(judgement.findings) == found
    for one in judgement.findings:
        assert one.state is State.SUSPECTED
        assert one.detail["reason"] == "2周内未更新"
        assert one.indicator == "内容不更新"


def test_no_source_of_posts_is_unchecked() -> None:
    assert judged("M2.1", [], target=ACCOUNT).coverage == 0
    assert judged("M2.1", [feed(None, posts=9)], target=ACCOUNT).coverage == 0
    assert judged("M2.1", [feed(None, posts=0)], target=ACCOUNT).findings


def test_the_newest_of_several_sources_counts() -> None:
    seen = [feed(days_ago(40)), replace(feed(days_ago(2)), url="http://feed/2")]
    assert not judged("M2.1", seen, target=ACCOUNT).findings


@pytest.mark.parametrize(
    ("kind", "found"),
    [("微信服务号", 1), ("微信订阅号", 1), ("小程序", 0), ("移动客户端", 0), ("APP", 0), ("服务类", 0)],
)
def test_only_publishing_accounts_must_publish(kind: str, found: int) -> None:
    judgement = judged("M2.1", [feed(days_ago(90))], target=replace(ACCOUNT, account_type=kind))
    assert len(judgement.findings) == found
    assert judgement.coverage == 1


def test_interaction_as_the_registry_says() -> None:
    assert judged("M3.1", [], target=replace(ACCOUNT, interaction=True)).coverage == 1
    assert judged("M3.1", [], target=ACCOUNT).coverage == 0
    (found,) = judged("M3.1", [], target=replace(ACCOUNT, interaction=False), crawl=Crawl()).findings
    assert (found.state, found.detail["reason"]) == (State.SUSPECTED, "未提供有效互动")


def test_reminders_cost_nothing() -> None:
    (found,) = judged("A1", [], target=replace(ACCOUNT, filed=False)).findings
    assert found.state is State.CONFIRMED
    assert found.points == 0
    assert not judged("A1", [], target=replace(ACCOUNT, filed=True)).findings
    assert "A1" not in NATIONAL.clauses


def test_several_accounts_are_told_once() -> None:
    second = replace(ACCOUNT, code="wx-2", name="鄂州发布二号")
    peers = (second, ACCOUNT)
    (found,) = judged("A2", [], target=ACCOUNT, peers=peers).findings
    assert found.detail == {"platform": "微信", "accounts": ["鄂州发布", "鄂州发布二号"]}
    assert not judged("A2", [], target=second, peers=peers).findings
    assert not judged("A2", [], target=ACCOUNT, peers=(ACCOUNT,)).findings
