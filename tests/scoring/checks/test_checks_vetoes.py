"""V2 to V4 and V6.1: what a suspicion says, and what lowers coverage (thresholds: ``clauses.vetoes``)."""

from dataclasses import replace
from fractions import Fraction

from infra.records import Observation, Outcome, TaskKind
from scoring.checks import Crawl, check
from scoring.facts import SiteFacts
from scoring.findings import State
from scoring.visits import AvailabilityFact
from tests.scoring.building import HOME, blank, column, context, days_ago, facts, home, judged, link


def late(news: int, notices: int, *, other: int = 0) -> list[Observation]:
    return [
        home(),
        *(column(f"{n}号动态", days_ago(20)) for n in range(news)),
        *(column(f"{n}号通知", days_ago(300)) for n in range(notices)),
        *(column(f"{n}号业务", days_ago(800)) for n in range(other)),
    ]


def test_a_week_of_visits_is_told_with_its_numbers() -> None:
    known = facts([home()])
    assert isinstance(known, SiteFacts)
    week = AvailabilityFact(
        visits=140, failures=7, first=0, last=1000, a_day={f"2024-02-{day}": 20 for day in range(22, 29)}
    )
    run, around = check.get("V2"), context(known)
    assert run is not None
    judgement = run(replace(known, availability=week), around.standard.clauses["V2"], around)
    (found,) = judgement.findings
    assert found.state is State.SUSPECTED
    assert judgement.numbers == {"visits": 140, "failures": 7, "percent": 5.0, "days": 7, "whole_days": 7}
    assert found.detail["first"] == "1970-01-01T08:00+08:00"
    short = replace(week, a_day=dict(list(week.a_day.items())[:3]))
    part = run(replace(known, availability=short), around.standard.clauses["V2"], around)
    assert (part.findings, part.coverage, part.further) == ((), Fraction(3, 7), 1)


def test_a_suspicion_lists_the_columns_that_it_counts() -> None:
    (found,) = judged("V4.1", late(2, 3)).findings
    assert found.state is State.SUSPECTED
    assert found.detail["count"] == 5
    listed = found.detail["columns"]
    assert isinstance(listed, list)
    assert [(one["column"], one["newest"]) for one in listed][:2] == [
        ("0号动态", "2024-02-09"),
        ("1号动态", "2024-02-09"),
    ]


def test_a_column_that_a_script_fills_may_be_the_one_that_lacks() -> None:
    four = [home(), *(blank(f"{n}号业务") for n in range(4))]
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
    for clause in ("D18", "D19.1", "D20", "D25"):
        judgement = judged(clause, seen)
        assert not judgement.findings, clause
        assert judgement.coverage == 0, clause


def test_during_a_crawl_nothing_is_firm() -> None:
    judgement = judged("V4.1", late(3, 3), crawl=Crawl(known=20, done=10))
    assert len(judgement.findings) == 1
    assert (judgement.firm, judgement.further) == (0, None)
    assert judgement.coverage == Fraction(1, 2)
