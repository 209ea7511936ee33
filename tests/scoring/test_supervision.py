"""An office is judged by what came of its whole area, and by what people enter about its work."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.inspections import Inspection, Inspections, State
from infra.records import Target
from scoring.area import AREA, AreaFacts, Member
from scoring.checks.supervision import area
from scoring.findings import State as Standing
from scoring.ledger import Ledger
from scoring.review import Decision, Review, ReviewError, Reviews
from scoring.review.table import read_review
from scoring.scorecard import Scorecard, Verdict
from scoring.standard import StandardError
from scoring.standard.parts import Part
from scoring.supervision import assess, member
from scoring.supervision.office import assessment
from tests.scoring.building import ACCOUNT, EZHOU, HOME, NATIONAL, SITE, card, facts, home, sound_site

RULES = NATIONAL.of_area()
ROUND = Inspection(
    id="q1", as_of="2024-02-29T23:59:59+08:00", standard="national-2019", state=State.FINISHED, created_at=1
)
A, B = "程思源", "万静怡"


def site(number: int, *vetoes: str, **more: object) -> Member:
    target = replace(SITE, code=f"42070000{number:02}", name=f"{number}号网站")
    fields: dict[str, object] = {"inspected": True, "settled": True, "failed": bool(vetoes), "vetoes": vetoes}
    return Member(target=target, **(fields | more))  # type: ignore[arg-type]


def account(number: int, *vetoes: str, filed: bool | None = True) -> Member:
    target = replace(ACCOUNT, code=f"wx-{number}", name=f"{number}号账号", filed=filed)
    return Member(target=target, inspected=True, settled=True, failed=bool(vetoes), vetoes=vetoes)


def word(clause: str, decision: Decision, points: str = "", *, by: str = A, text: str = "") -> Review:
    held = Decimal(points) if points else None
    return Review(target=AREA.code, clause=clause, decision=decision, points=held, by=by, text=text)


def found(members: list[Member], clause: str) -> list[Standing]:
    return [one.state for one in assess(members, RULES, ROUND).findings if one.clause == clause]


def numbers(members: list[Member], clause: str) -> dict[str, object]:
    (told,) = [one.numbers for one in assess(members, RULES, ROUND).clauses if one.clause.id == clause]
    return dict(told)


@pytest.mark.parametrize(
    ("clause", "members", "findings"),
    [
        ("S1", [site(1, "V1.1"), site(2, "V4.1")], 0),
        ("S1", [site(1, "V1.1"), account(2, "M1.1")], 1),
        ("S1", [site(1, "V1.1"), site(2, "V1.1", "V3"), site(3, "V1.1")], 1),
        ("S2", [site(1, "V3"), site(2, "V4.1"), site(3, "V1.1")], 0),
        ("S2", [site(1, "V3"), site(2, "V4.1"), account(3, "M2.1")], 0),
        ("S2", [site(1, "V3"), site(2, "V4.1"), site(3, failed=True)], 1),
        ("S5", [*(site(n, inspected=False) for n in range(7)), *(site(n) for n in range(10, 12))], 1),
        ("S5", [*(site(n, inspected=False) for n in range(7)), *(site(n) for n in range(10, 13))], 0),
        ("S7", [site(1), account(1), account(2, filed=None)], 0),
        ("S7", [site(1), account(1, filed=False), account(2, filed=False)], 2),
        ("S7", [site(1, moved_to="http://new.gov.cn/"), account(1)], 1),
    ],
)
def test_what_an_inspection_shows_of_the_office(clause: str, members: list[Member], findings: int) -> None:
    assert len(found(members, clause)) == findings


def test_vetoes_and_moves_are_suspected_and_the_registry_is_believed() -> None:
    assert found([site(1, "V1.1"), site(2, "V1.1")], "S1") == [Standing.SUSPECTED]
    assert found([site(1, moved_to="http://new.gov.cn/"), account(1, filed=False)], "S7") == [
        Standing.CONFIRMED,
        Standing.SUSPECTED,
    ]
    (one,) = assess([site(1, "V3"), site(2, "V3"), site(3, "V3")], RULES, ROUND).findings
    assert (one.detail["limit"], one.detail["limit_confirmed"]) == (3, False), "N is not known, and the finding says so"


def test_everything_is_counted_also_where_nothing_is_wrong() -> None:
    members = [site(1), site(2, inspected=False), account(1)]
    assert numbers(members, "S1") == {"count": 0, "limit": 2, "of": 3}
    assert numbers(members, "S2") == {"count": 0, "limit": 3, "of": 3}
    assert numbers(members, "S5") == {"registered": 2, "inspected": 1, "share": 0.5}
    assert numbers(members, "S7") == {"accounts_not_filed": 0, "sites_moved": 0}


def cleared(*besides: str) -> list[Review]:
    return [
        word(clause.id, Decision.CLEAR)
        for clause in RULES.clause
        if clause.id.startswith("S") and clause.id not in besides
    ]


def shown(one: Scorecard) -> tuple[Verdict, float | None, list[float]]:
    return one.verdict, None if one.score is None else float(one.score), [float(end) for end in one.range]


def test_points_caps_and_gates_are_those_of_the_supervision() -> None:
    sound = [site(1), account(1)]
    assert shown(assess(sound, RULES, ROUND, cleared())) == (Verdict.QUALIFIED, 100, [100, 100])
    late = [word("S4.1", Decision.DEDUCT, text=f"{number}号留言") for number in range(5)]
    assert shown(assess(sound, RULES, ROUND, [*late, *cleared()])) == (Verdict.QUALIFIED, 85, [85, 85])
    late = [word("S4.1", Decision.DEDUCT, text=f"{number}号留言") for number in range(15)]
    assert assess(sound, RULES, ROUND, [*late, *cleared()]).score == 60, "S4 costs its cap of 40 and no more"
    bonus = [word("S8", Decision.BONUS), word("S9", Decision.BONUS, "15")]
    assert assess(sound, RULES, ROUND, [*bonus, *cleared()]).score == 120
    forty = [*late, word("S6", Decision.DEDUCT, "0.1"), *bonus, *cleared()]
    assert shown(assess(sound, RULES, ROUND, forty)) == (Verdict.UNQUALIFIED, 59.9, [59.9, 59.9])
    twenty = [word("S7", Decision.DEDUCT, "20"), *bonus, *cleared()]
    assert assess(sound, RULES, ROUND, twenty).score == 80, "the bonus opens strictly above 80"


def test_a_veto_wants_two_names_and_ends_it() -> None:
    one = assess([site(1)], RULES, ROUND, [word("S3", Decision.CONFIRM), *cleared("S3")])
    assert (one.verdict, one.suspected) == (Verdict.PENDING, ("S3",))
    both = [word("S3", Decision.CONFIRM), word("S3", Decision.CONFIRM, by=B), *cleared("S3")]
    one = assess([site(1)], RULES, ROUND, both)
    assert (one.verdict, one.score, one.vetoes) == (Verdict.UNQUALIFIED, None, ("S3",))


def test_nothing_is_settled_while_the_inspection_runs_or_before_people_looked() -> None:
    one = assess([site(1), site(2, settled=False)], RULES, ROUND, cleared())
    assert one.verdict is Verdict.PENDING
    one = assess([site(1)], RULES, ROUND)
    assert [float(end) for end in one.range] == [0, 120]
    assert 0 < one.coverage < 1
    assert assess([], RULES, ROUND, cleared()).verdict is Verdict.PENDING


MEMBERS = st.lists(
    st.one_of(
        st.builds(
            site,
            st.integers(0, 99),
            st.sampled_from(["V1.1", "V3"]),
            inspected=st.booleans(),
            moved_to=st.sampled_from(["", "http://new.gov.cn/"]),
        ),
        st.builds(account, st.integers(0, 99), filed=st.sampled_from([None, True, False])),
    ),
    max_size=12,
    unique_by=lambda one: one.target.code,
)


@given(MEMBERS, MEMBERS)
@settings(max_examples=60, deadline=None)
def test_one_more_account_that_is_not_filed_never_raises_the_score(members: list[Member], more: list[Member]) -> None:
    before = assess([site(98), *members], RULES, ROUND)
    after = assess([site(98), *members, account(1000, filed=False)], RULES, ROUND)
    assert before.score is not None
    assert after.score is not None
    assert after.score <= before.score
    assert after.range[0] <= after.score <= after.range[1]


def test_a_member_is_what_its_card_and_its_facts_say() -> None:
    moved = facts([home(url="http://new.ezhou.gov.cn/")])
    one = member(replace(card([home()]), complete=True), moved)
    assert (one.moved_to, one.settled) == ("http://new.ezhou.gov.cn/", True)
    assert member(card([home()]), facts([home()])).moved_to == ""
    assert member(card([home()]), facts([home(url=HOME.replace("www.", "").replace("http:", "https:"))])).moved_to == ""
    assert member(card([home()]), facts([home(), home(url="http://new.ezhou.gov.cn/")])).moved_to == ""


REGISTRY: list[Target] = [SITE, replace(ACCOUNT, filed=False), replace(ACCOUNT, code="wx-2", name="二号", filed=True)]


async def test_the_office_of_an_inspection(redis: Redis) -> None:
    await Inspections(redis).create(id="q1", as_of=ROUND.as_of, standard="ezhou-2024", targets=REGISTRY)
    await Ledger(redis, "q1").fold(sound_site())
    await Reviews(redis, "q1").add([word("S4.2", Decision.DEDUCT, text="一条留言超过1个月办结")])
    one = await assessment(redis, "q1")
    assert {line.clause: float(line.points) for line in one.card.deductions} == {"S4.2": 2, "S7": 1}
    assert (one.card.score, one.card.verdict) == (Decimal(97), Verdict.PENDING)
    assert one.standard.general.bonus_cap.value == 20
    told = one.to_json()
    assert (told["code"], told["kind"], told["standard"], told["score"]) == ("area", "area", "ezhou-2024", 97)
    hubei = await assessment(redis, "q1", "hubei")
    assert [line.clause for line in hubei.card.deductions] == ["S4.2", "S7"]


@pytest.mark.parametrize("target", ["area", "监管工作"])
def test_people_enter_what_they_know_of_the_office_by_its_code_or_its_name(target: str) -> None:
    cells = {"target": target, "clause": "S4.1", "decision": "扣分", "text": "一条留言未办结", "by": A}
    assert read_review(cells, REGISTRY, NATIONAL).target == AREA.code
    with pytest.raises(ReviewError, match="no site is called"):
        read_review(cells | {"clause": "D8.1"}, REGISTRY, NATIONAL)
    with pytest.raises(ReviewError, match="no area is called"):
        read_review(cells | {"target": SITE.code}, REGISTRY, NATIONAL)


def test_a_standard_without_supervision_says_so() -> None:
    with pytest.raises(StandardError, match="no supervision assessment"):
        msgspec.structs.replace(NATIONAL, supervision=None).of_area()


def test_an_areas_clause_is_for_an_area() -> None:
    for target, letters in ((SITE, "VDB"), (ACCOUNT, "MA"), (AREA, "S")):
        assert {one.id[0] for part in Part for one in EZHOU.applicable(target, part)} == set(letters)
    assert area(AreaFacts()).members == ()
    with pytest.raises(TypeError, match="was applied to"):
        area(facts([home()]))
