"""An explanation: its arithmetic comes to the score, and nothing that a point stands on is missing from it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.features import Merit, MeritSeen
from infra.inspections import Inspection, State
from infra.records import Kind, Observation, Outcome, Target
from scoring.checks import Crawl
from scoring.explain import explain
from scoring.explain.explained import Explanation
from scoring.explain.gaps import Cause, gaps
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard
from scoring.standard.parts import Part
from tests.scoring.building import (
    ACCOUNT,
    EZHOU,
    HOME,
    NATIONAL,
    SITE,
    article,
    blank,
    card,
    days_ago,
    link,
    sound_site,
)
from tests.scoring.deciding import A, B, cleared, word
from tests.scoring.worlds import worlds

INSPECTION = Inspection(
    id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", state=State.RUNNING, created_at=1
)
_INTERVIEW = (MeritSeen(kind=Merit.INTERVIEW),)
SIX_BLANK = [*sound_site(), *(blank(f"{n}号业务") for n in range(6))]


def explained(
    world: Sequence[Observation], reviews: Sequence[Review] = (), folder: Path = Path("none"), **more: Any
) -> Explanation:
    found = card(world, reviews, **more)
    return explain(found, INSPECTION, more.get("standard", EZHOU), reviews, folder)


def clause(found: Explanation, wanted: str) -> dict[str, Any]:
    (one,) = (row for row in document(found)["clauses"] if row["clause"] == wanted)
    return dict(one)


def document(found: Explanation) -> dict[str, Any]:
    parsed: dict[str, Any] = orjson.loads(orjson.dumps(found.to_json()))
    return parsed


@given(worlds(), st.booleans(), st.lists(st.sampled_from(["1", "2.5", "5"]), max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_arithmetic_comes_to_the_score(world: list[Observation], service: bool, bonus: list[str]) -> None:
    granted = [word(f"B{n + 1}", Decision.BONUS, points) for n, points in enumerate(bonus)]
    found = explained(world, granted, target=replace(SITE, has_service=service))
    steps = found.steps
    assert found.card.score is not None
    assert steps[0].left == found.card.base
    left = steps[0].left
    for step in steps[1:-1]:
        change = {"deduction": -step.points, "bonus": step.points}.get(step.kind, Decimal(0))
        left = left * (step.factor or 1) + Fraction(change)
        assert step.left == left
    assert abs(left - Fraction(found.card.score)) <= Fraction(1, 20)
    assert steps[-1].left == found.card.score
    for step in steps:
        assert step.cap is None or step.points <= step.cap
    assert {step.clause for step in steps if step.kind == "deduction"} == {
        one.clause.id for one in found.clauses if one.indicator.part is Part.DEDUCTION and one.claimed
    }


def test_every_line_is_told_with_what_the_cap_left_of_it() -> None:
    said = [*cleared("B5"), word("B5", Decision.BONUS, "5", text="六次")]
    steps = document(explained(SIX_BLANK, said))["arithmetic"]
    assert steps == [
        {"step": "base", "left": 100},
        {
            "step": "deduction", "clause": "D8.1", "indicator": "其他栏目", "points": 5, "findings": 6, "claimed": 12,
            "cap": 5, "left": 95,
        },
        {"step": "gate", "points": 80, "open": True, "left": 95},
        {"step": "bonus", "clause": "B5", "indicator": "征集调查", "points": 5, "cap": 30, "left": 100},
        {"step": "final", "left": 100},
    ]  # fmt: skip


def test_a_body_without_services_is_scaled_in_the_open() -> None:
    found = explained(SIX_BLANK, cleared(), target=replace(SITE, has_service=False))
    (scale,) = (row for row in document(found)["arithmetic"] if row["step"] == "scale")
    assert scale == {"step": "scale", "factor": "4/3", "left": 93.3333}
    assert document(found)["arithmetic"][-1]["left"] == document(found)["score"] == 93.3


def test_a_range_says_what_it_comes_of() -> None:
    refused = link("http://out.gov.cn/", Outcome.BLOCKED, found_on=HOME)
    crawl = Crawl(known=10, done=9, blocked=1, complete=True)
    found = document(explained([*sound_site(), refused], cleared("V1.2", "D11", "B3"), crawl=crawl))
    assert found["range"] == [0, 103]
    assert found["open"]["vetoes"] == ["V1.2"]
    assert {(one["indicator"], one["least"], one["most"]) for one in found["open"]["indicators"]} == {
        ("内容准确", 0, 5),
        ("可用性", 0, 1),
    }
    assert found["open"]["bonus"] == [{"clause": "B3", "indicator": "回应关切", "points": 3}]


def test_a_settled_score_has_nothing_open() -> None:
    found = document(explained(sound_site(), cleared()))
    assert found["range"] == [100, 100]
    assert found["open"] == {"vetoes": [], "indicators": [], "bonus": []}
    assert found["reasons"] == ["no veto stands", "100 of the deduction part is left, at or above the pass mark of 60"]


def test_a_veto_says_who_and_how_many_names_are_lacking() -> None:
    once = [*cleared("V4.3"), word("V4.3", Decision.CONFIRM)]
    found = document(explained(SIX_BLANK, once))
    assert [(row["clause"], row["state"], row["by"], row["lacking"]) for row in found["vetoes"]] == [
        ("V4.3", "suspected", [A], 1)
    ]
    assert found["verdict"] == "pending"
    assert "veto V4.3 栏目不更新 is suspected and undecided" in found["reasons"]
    twice = document(explained(SIX_BLANK, [*once, word("V4.3", Decision.CONFIRM, by=B)]))
    assert [(row["state"], row["by"], row["lacking"]) for row in twice["vetoes"]] == [("confirmed", [A, B], 0)]
    assert (twice["verdict"], twice["score"], twice["arithmetic"]) == ("unqualified", None, [])
    assert twice["reasons"] == ["veto V4.3 栏目不更新 stands", "with a veto nothing else is scored (G4)"]
    (finding,) = clause(explained(SIX_BLANK, [*once, word("V4.3", Decision.CONFIRM, by=B)]), "V4.3")["findings"]
    assert [row["by"] for row in finding["reviews"]] == [A, B]


def test_a_clause_tells_its_rule_its_source_and_who_spoke_on_it() -> None:
    said = word("D11", Decision.DEDUCT, "2", text="电话错误", at="2024-03-01T10:00:00+08:00", evidence="录音")
    found = clause(explained(sound_site(), [*cleared("D11"), said]), "D11")
    rule = EZHOU.clauses["D11"]
    assert (found["rule"], found["source"], found["confirmed"]) == (rule.rule, rule.source, rule.confirmed)
    assert (found["points"], found["cap"], found["claimed"], found["counted"]) == (1, 5, 2, 2)
    assert found["reviews"] == [
        {
            "by": A, "at": "2024-03-01T10:00:00+08:00", "decision": "deduct", "points": 2, "text": "电话错误",
            "url": "", "evidence": "录音",
        }
    ]  # fmt: skip
    (finding,) = found["findings"]
    assert "问题：电话错误" in finding["told"]


def test_a_finding_says_where_its_bytes_lie(tmp_path: Path) -> None:
    dead = replace(
        link("http://gone.gov.cn/", Outcome.DEAD, found_on=HOME), digest="sha256:ab", evidence="w-00001.warc.gz#512"
    )
    (tmp_path / "w-00001.warc.gz").touch()
    (finding,) = clause(explained([*sound_site(), dead], folder=tmp_path), "D19.1")["findings"]
    assert finding["evidence"] == {
        "digest": "sha256:ab",
        "location": "w-00001.warc.gz#512",
        "file": str(tmp_path / "w-00001.warc.gz"),
        "offset": 512,
        "there": True,
    }
    (elsewhere,) = clause(explained([*sound_site(), dead]), "D19.1")["findings"]
    assert not elsewhere["evidence"]["there"]
    strange = replace(dead, evidence="../../etc/passwd#1")
    (bounded,) = clause(explained([*sound_site(), strange], folder=tmp_path), "D19.1")["findings"]
    assert bounded["evidence"]["file"] == str(tmp_path / "passwd")


def interview(number: int) -> Observation:
    day = days_ago(9 * number)
    return article(number, "在线访谈", day, published=day, title=f"第{number}次对话市民", merits=_INTERVIEW)


def test_what_speaks_for_a_bonus_is_told_with_its_clause() -> None:
    held = [interview(n) for n in range(9)]
    found = clause(explained([*sound_site(), *held]), "B6")
    assert [one["state"] for one in found["findings"]] == ["suspected"]
    assert (found["claimed"], found["counted"], found["open"]) == (0, 0, True)


def test_every_clause_that_applies_is_there_once() -> None:
    rows = [row["clause"] for row in document(explained(sound_site()))["clauses"]]
    assert sorted(rows) == sorted(
        clause.id for part in (Part.VETO, Part.DEDUCTION, Part.BONUS, Part.REMINDER)
        for clause in EZHOU.applicable(SITE, part)
    )  # fmt: skip


def test_what_is_not_scored_says_so() -> None:
    found = document(explained(sound_site(), cleared(), target=replace(SITE, portal=False), standard=NATIONAL))
    assert (found["score"], found["arithmetic"]) == (None, [])
    assert found["reasons"][-1] == "not scored: by this standard the deduction part is not for it"


def causes(found: Scorecard, wanted: str) -> list[Cause]:
    (one,) = (one for one in found.clauses if one.clause.id == wanted)
    return [gap.cause for gap in gaps(found, one)]


@pytest.mark.parametrize(
    ("wanted", "crawl", "more", "expected"),
    [
        ("V1.2", Crawl(known=9, done=9, complete=True), {}, [Cause.UNREVIEWED]),
        ("V2", Crawl(known=9, done=9, complete=True), {}, [Cause.UNMEASURED]),
        ("V3", Crawl(known=9, done=9, complete=True), {}, []),
        ("D8.1", Crawl(known=9, done=5), {}, [Cause.CRAWLING]),
        ("D19.1", Crawl(known=9, done=8, blocked=1, complete=True), {"refused": True}, [Cause.BLOCKED]),
        ("D18", Crawl(known=1, blocked=1, complete=True), {"empty": True}, [Cause.BLOCKED]),
        ("D18", Crawl(known=1, failed=1, complete=True), {"empty": True}, [Cause.UNOPENED]),
        ("V4.3", Crawl(known=9, done=9, complete=True), {"blank": True}, [Cause.SUSPECTED]),
    ],
)
def test_what_is_not_settled_says_why(wanted: str, crawl: Crawl, more: dict[str, bool], expected: list[Cause]) -> None:
    world = [] if more.get("empty") else sound_site()
    world += [link("http://out.gov.cn/", Outcome.BLOCKED, found_on=HOME)] if more.get("refused") else []
    world += SIX_BLANK if more.get("blank") else []
    assert causes(card(world, crawl=crawl), wanted) == expected


def test_an_account_without_a_source_says_so() -> None:
    account: Target = replace(ACCOUNT, interaction=True)
    assert account.kind is Kind.ACCOUNT
    assert causes(card([], target=account), "M2.1") == [Cause.UNSOURCED]
    assert card([], target=account).score is None
    assert Decimal(0) == card([], target=account).range[1]
