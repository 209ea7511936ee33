"""政务新媒体: what a row of the table of clauses (``clauses/accounts.py``) cannot say: details, wording, states."""

from dataclasses import replace

from scoring.checks import Crawl, check
from scoring.facts import AccountFacts, AppFact
from scoring.findings import State
from tests.scoring.building import ACCOUNT, NATIONAL, context, days_ago, feed, judged


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


def test_silence_tells_since_when_and_what_was_counted() -> None:
    judgement = judged("M2.1", [feed(days_ago(15))], target=ACCOUNT)
    (found,) = judgement.findings
    assert (found.indicator, found.detail["reason"]) == ("内容不更新", "2周内未更新")
    assert judgement.numbers == {"posts": 20, "newest": "2024-02-14", "since": "2024-02-15"}


def test_trials_of_an_application_decide_and_one_that_works_clears_it() -> None:
    target = replace(ACCOUNT, account_type="APP")
    clause = NATIONAL.clauses["M2.2"]
    gone = AppFact(url="http://app/", seen_at=1, offered=False)
    asleep, awake = (replace(gone, offered=True, usable=usable) for usable in (False, True))
    run = check.get("M2.2")
    assert run is not None

    def told(*apps: AppFact) -> tuple[int, int]:
        known = AccountFacts(target=target.code, apps=apps)
        judgement = run(known, clause, context(known, target=target, standard=NATIONAL))
        assert {one.state for one in judgement.findings} <= {State.SUSPECTED}
        return len(judgement.findings), judgement.further or 0

    assert told() == (0, 1)
    assert told(gone) == told(asleep) == (1, 0)
    assert told(replace(gone, offered=True)) == (0, 1), "that it can be had does not say that it works"
    assert told(gone, awake) == (0, 0)
