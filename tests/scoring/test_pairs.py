"""Policies with their interpretations, consultations with their results: found by address, number, name."""

from typing import Any

import pytest

from infra.features import Role, TieSeen
from scoring.facts import SiteFacts, TieFact
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.likeness import is_alike
from scoring.pairs import Bond, pairs, unlinked
from tests.scoring.building import HOME, days_ago

POLICY, READING = f"{HOME}zcwj/1.html", f"{HOME}zcjd/1.html"


def side(role: Role, url: str, age: float = 10, **more: Any) -> TieFact:
    fields: dict[str, Any] = {"subject": "水利工程建设条例" if role in (Role.POLICY, Role.CONSULTATION) else ""}
    return TieFact(url=url, seen_at=1, title=url, published=days_ago(age), tie=TieSeen(role=role, **(fields | more)))


def bond(one: TieFact, *others: TieFact) -> Bond:
    found = SiteFacts(
        target="x", ties={one.tie.role: (one,), others[0].tie.role: others} if others else {one.tie.role: (one,)}
    )
    [pair] = pairs(found, one.tie.role)
    return pair.bond


def policy(**more: Any) -> TieFact:
    return side(Role.POLICY, POLICY, **more)


def interpretation(**more: Any) -> TieFact:
    return side(Role.INTERPRETATION, READING, **more)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (policy(linked=(READING,)), interpretation(linked=(POLICY,)), Bond.BOTH),
        (
            policy(linked=(READING.replace("http:", "https:").replace("www.", ""),)),
            interpretation(linked=(POLICY,)),
            Bond.BOTH,
        ),
        (policy(linked=(READING,)), interpretation(), Bond.FORWARD),
        (policy(), interpretation(linked=(POLICY,)), Bond.BACK),
        (policy(number="鄂发〔2024〕3号"), interpretation(numbers=("鄂发〔2024〕3号",)), Bond.APART),
        (policy(number="鄂发〔2024〕3号"), interpretation(numbers=("鄂发〔2024〕13号",)), Bond.NONE),
        (policy(subject="鄂州市河道管理办法"), interpretation(subject="河道管理办法"), Bond.APART),
        (policy(subject="鄂州市河道管理办法"), interpretation(names=("鄂州市河道管理办法",)), Bond.APART),
        (policy(subject="鄂州市河道管理办法"), interpretation(names=("水法", "鄂州市河道管理办法")), Bond.NONE),
        (policy(linked=(f"{HOME}else.html",)), interpretation(), Bond.ONWARD),
        (policy(), interpretation(), Bond.NONE),
    ],
)
def test_how_a_policy_and_an_interpretation_hang_together(one: TieFact, other: TieFact, found: Bond) -> None:
    assert bond(one, other) is found


def test_of_several_interpretations_the_best_linked_counts() -> None:
    apart = side(Role.INTERPRETATION, f"{HOME}zcjd/2.html", names=("鄂州市河道管理办法",))
    both = interpretation(linked=(POLICY,))
    one = policy(subject="鄂州市河道管理办法", linked=(READING,))
    assert bond(one, apart, both) is Bond.BOTH
    assert bond(policy(subject="鄂州市河道管理办法"), apart, both) is Bond.BACK


def test_an_interpretation_of_one_document_is_not_taken_for_that_of_another_alike() -> None:
    cars = side(Role.POLICY, f"{HOME}zcwj/2.html", subject="进一步加强公务用车管理的实施意见")
    rooms = policy(subject="进一步加强办公用房管理的实施意见")
    about_cars = interpretation(subject="进一步加强公务用车管理的实施意见")
    assert bond(rooms, about_cars) is Bond.APART
    found = SiteFacts(target="x", ties={Role.POLICY: (cars, rooms), Role.INTERPRETATION: (about_cars,)})
    assert [pair.bond for pair in pairs(found, Role.POLICY)] == [Bond.APART, Bond.NONE]


def test_a_side_that_was_never_seen_is_none() -> None:
    assert bond(policy()) is Bond.NONE


def test_what_is_older_than_all_that_is_kept_is_not_said_to_be_missing() -> None:
    others = tuple(side(Role.INTERPRETATION, f"{HOME}j/{n}.html", age=n) for n in range(SAMPLE_SIZE))
    assert bond(policy(age=40), *others) is Bond.UNKNOWN
    assert bond(policy(age=19), *others) is Bond.NONE
    assert bond(policy(age=40), *others[1:]) is Bond.NONE


def test_a_consultation_that_shows_its_result_is_answered() -> None:
    asked = side(Role.CONSULTATION, POLICY, answered=True)
    assert bond(asked) is Bond.ONWARD
    assert bond(side(Role.CONSULTATION, POLICY), side(Role.FEEDBACK, READING, linked=(POLICY,))) is Bond.BACK


def test_interpretations_without_a_link_are_told() -> None:
    facts = SiteFacts(
        target="x", ties={Role.INTERPRETATION: (interpretation(), side(Role.INTERPRETATION, POLICY, linked=(READING,)))}
    )
    assert unlinked(facts, Role.POLICY) == (interpretation(),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("鄂州市河道管理办法", "鄂州市河道管理办法", True),
        ("鄂州市河道管理办法", "河道管理办法", True),
        ("鄂州市优化营商环境实施方案", "鄂州优化营商环境的实施方案", True),
        ("鄂州市2023年工作要点", "鄂州市2024年工作要点", False),
        ("第十四批名单管理办法细则", "第十五批名单管理办法细则", False),
        ("鄂州市河道管理办法", "鄂州市林业发展规划", False),
        ("蓝莓产业发展实施方案", "蓝莓产业发展实施办法", False),
        ("办法", "鄂州市河道管理办法", False),
        ("管理办法", "鄂州市河道采砂许可管理办法", False),
        ("", "", False),
    ],
)
def test_which_names_are_alike(one: str, other: str, same: bool) -> None:
    assert is_alike(one, other) is same
    assert is_alike(other, one) is same
