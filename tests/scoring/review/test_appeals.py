"""What words make of a finding: appeals and their answers, names on a veto, and that the order decides."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.records import Observation
from scoring.findings import Finding, State
from scoring.review import Decision, Review
from scoring.review.standing import applied, standing
from scoring.scorecard import Scorecard, Verdict
from tests.scoring.building import EZHOU, HOME, SITE, blank, card, days_ago, home, sound_site
from tests.scoring.deciding import A, B, cleared, shown, word

UNIT = "某局"
EMPTY = [*sound_site(), blank("监督检查")]
SILENT = [home(days_ago(30)), *sound_site()[1:]]
PLACE = f"{HOME}监督检查/"


def on_blank(decision: Decision, by: str = A, text: str = "理由", **more: str) -> Review:
    return word("D8.1", decision, url=PLACE, by=by, text=text, **more)


def on_veto(decision: Decision, by: str = A, text: str = "理由", **more: str) -> Review:
    return word("V3", decision, by=by, text=text, **more)


def of(found: Scorecard, clause: str) -> Finding:
    (one,) = [one for one in found.findings if one.clause == clause]
    return one


# ---- deductions ------------------------------------------------------------------------------------------------------


def test_an_appeal_that_waits_keeps_the_points_and_shows_the_score_without_them() -> None:
    found = card(EMPTY, [*cleared(), on_blank(Decision.APPEAL, UNIT, "已有内容")])
    assert shown(found) == (Verdict.QUALIFIED, 98, [98, 100])
    one = of(found, "D8.1")
    assert (one.state, one.appealed, found.appeals) == (State.CONFIRMED, True, (one.id,))
    assert one.detail["appeal"] == {"by": UNIT, "text": "已有内容"}
    assert found.to_json()["appeals"] == [one.id]


def test_an_upheld_appeal_removes_the_points_and_a_rejected_one_leaves_them() -> None:
    words = [*cleared(), on_blank(Decision.APPEAL, UNIT)]
    upheld = card(EMPTY, [*words, on_blank(Decision.UPHOLD, text="属实")])
    assert shown(upheld) == (Verdict.QUALIFIED, 100, [100, 100])
    one = of(upheld, "D8.1")
    assert (one.state, one.detail["because"], one.detail["by"]) == (State.DISMISSED, "属实", [A])
    rejected = card(EMPTY, [*words, on_blank(Decision.REJECT, text="仍为空白")])
    assert shown(rejected) == (Verdict.QUALIFIED, 98, [98, 98])
    appeal = of(rejected, "D8.1").detail["appeal"]
    assert appeal == {"by": UNIT, "text": "理由", "decision": "reject", "decided_by": [A], "because": "仍为空白"}
    again = card(EMPTY, [*words, on_blank(Decision.REJECT), on_blank(Decision.APPEAL, UNIT, "附截图")])
    assert again.appeals == (one.id,)


@pytest.mark.parametrize(
    ("mark", "verdict"), [(98, Verdict.QUALIFIED), (99, Verdict.PENDING), (101, Verdict.UNQUALIFIED)]
)
def test_a_verdict_that_hangs_on_an_appeal_is_not_said(mark: int, verdict: Verdict) -> None:
    """98 with the points and 100 without: where the pass mark lies between, no verdict can be published."""
    general = EZHOU.general
    passes = msgspec.structs.replace(general.pass_mark, value=Decimal(mark))
    standard = msgspec.structs.replace(EZHOU, general=msgspec.structs.replace(general, pass_mark=passes))
    found = card(EMPTY, [*cleared(), on_blank(Decision.APPEAL, UNIT)], standard=standard)
    assert shown(found)[:2] == (verdict, 98)


def test_nobody_decides_on_an_appeal_of_his_own() -> None:
    words = [*cleared(), on_blank(Decision.APPEAL, UNIT), on_blank(Decision.UPHOLD, f" {UNIT}")]
    assert card(EMPTY, words).score == 98


def test_what_a_person_entered_is_appealed_by_its_id_alone() -> None:
    entered = word("D11", Decision.DEDUCT, "1", text="指南有误", url=f"{HOME}zn/")
    words = [*cleared(), entered]
    one = of(card(sound_site(), words), "D11")
    wide = word("D11", Decision.DISMISS, text="是另一条", url=f"{HOME}zn/")
    assert card(sound_site(), [*words, wide]).score == 99, "a suspicion of that address is meant"
    by_id = word("D11", Decision.APPEAL, by=UNIT, text="无误", finding=one.id)
    assert shown(card(sound_site(), [*words, by_id])) == (Verdict.QUALIFIED, 99, [99, 100])
    upheld = [*words, by_id, word("D11", Decision.UPHOLD, text="属实", finding=one.id)]
    assert card(sound_site(), upheld).score == 100
    assert card(sound_site(), [*upheld, entered]).score == 99, "entered once more, after that"


def test_two_faults_of_one_clause_are_told_apart_by_id() -> None:
    seen = [*sound_site(), blank("监督检查"), blank("表格下载")]
    first, second = [one for one in card(seen, cleared()).findings if one.clause == "D8.1"]
    words = [*cleared(), word("D8.1", Decision.DISMISS, text="x", finding=second.id)]
    states = {one.id: one.state for one in card(seen, words).findings}
    assert states == {first.id: State.CONFIRMED, second.id: State.DISMISSED}


def test_an_approval_that_ran_out_before_the_time_point_approves_nothing() -> None:
    for until, score in (("2024-02-28", 98), ("2024-02-29", 100), ("2024-12-31", 100), ("", 100)):
        assert card(EMPTY, [*cleared(), on_blank(Decision.DISMISS, until=until)]).score == score, until


# ---- vetoes ----------------------------------------------------------------------------------------------------------

TWICE = [on_veto(Decision.CONFIRM), on_veto(Decision.CONFIRM, B)]


def test_a_veto_under_appeal_is_neither_said_nor_forgotten() -> None:
    words = [*cleared(), *TWICE, on_veto(Decision.APPEAL, UNIT, "首页有更新")]
    found = card(SILENT, words)
    assert shown(found) == (Verdict.PENDING, 100, [0, 100])
    assert (found.vetoes, found.suspected) == ((), ("V3",))
    assert of(found, "V3").detail["by"] == [A, B]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([on_veto(Decision.UPHOLD)], Verdict.PENDING),
        ([on_veto(Decision.UPHOLD), on_veto(Decision.UPHOLD)], Verdict.PENDING),
        ([on_veto(Decision.UPHOLD), on_veto(Decision.UPHOLD, B)], Verdict.QUALIFIED),
        ([on_veto(Decision.DISMISS), on_veto(Decision.UPHOLD, B)], Verdict.QUALIFIED),
        ([on_veto(Decision.DISMISS)], Verdict.PENDING),
        ([on_veto(Decision.REJECT)], Verdict.PENDING),
        ([on_veto(Decision.UPHOLD), on_veto(Decision.REJECT, B)], Verdict.PENDING),
        ([on_veto(Decision.UPHOLD), on_veto(Decision.REJECT, B), on_veto(Decision.REJECT)], Verdict.UNQUALIFIED),
        ([on_veto(Decision.REJECT), on_veto(Decision.REJECT, B)], Verdict.UNQUALIFIED),
    ],
)
def test_an_appeal_against_a_veto_takes_two_names_to_decide(answers: list[Review], verdict: Verdict) -> None:
    words = [*cleared(), *TWICE, on_veto(Decision.APPEAL, UNIT, "首页有更新"), *answers]
    assert card(SILENT, words).verdict is verdict


def test_who_rejects_an_appeal_says_that_the_veto_is_true() -> None:
    words = [*cleared(), on_veto(Decision.CONFIRM), on_veto(Decision.APPEAL, UNIT)]
    assert card(SILENT, [*words, on_veto(Decision.CONFIRM, B)]).verdict is Verdict.PENDING, "an answer is still owed"
    answered = [*words, on_veto(Decision.REJECT), on_veto(Decision.REJECT, B)]
    assert card(SILENT, answered).vetoes == ("V3",)
    assert card(SILENT, [*words, on_veto(Decision.DISMISS, B)]).verdict is Verdict.QUALIFIED, "it never stood"


# ---- what holds whatever is said -------------------------------------------------------------------------------------

_NAMES = st.sampled_from([A, B, "丙", UNIT])
_SAID = st.sampled_from([Decision.CONFIRM, Decision.DISMISS, Decision.APPEAL, Decision.UPHOLD, Decision.REJECT])
_WORDS = st.lists(st.builds(on_veto, _SAID, _NAMES), max_size=10)
_MACHINE = st.sampled_from([(State.SUSPECTED, 2, True), (State.SUSPECTED, 1, False), (State.CONFIRMED, 1, False)])


def after(words: list[Review], machine: tuple[State, int, bool]) -> Finding:
    state, wanted, veto = machine
    one = Finding(
        id="0" * 16, target=SITE.code, clause="V3", indicator="首页不更新", state=state, points=Decimal(0), url=HOME
    )
    return applied(one, standing(words, wanted), wanted, veto=veto)


@given(_WORDS, _MACHINE, st.data())
def test_the_same_word_again_changes_nothing(
    words: list[Review], machine: tuple[State, int, bool], data: st.DataObject
) -> None:
    if not words:
        return
    at = data.draw(st.integers(0, len(words) - 1))
    assert after([*words[: at + 1], words[at], *words[at + 1 :]], machine) == after(words, machine)


@given(_WORDS, _MACHINE)
def test_the_last_word_of_enough_persons_decides(words: list[Review], machine: tuple[State, int, bool]) -> None:
    _, wanted, _ = machine
    no = [on_veto(Decision.DISMISS, "丁"), on_veto(Decision.DISMISS, "戊")]
    assert after([*words, *no], machine).state is State.DISMISSED
    confirmed = after([*words, *no, *TWICE[:wanted]], machine)
    assert (confirmed.state, confirmed.appealed) == (State.CONFIRMED, False)


@given(_WORDS)
def test_no_veto_stands_without_two_names_or_under_appeal(words: list[Review]) -> None:
    one = after(words, (State.SUSPECTED, 2, True))
    if one.state is State.CONFIRMED:
        assert not one.appealed
        assert len(set(one.detail["by"])) >= 2  # type: ignore[call-overload]
    persons = {row.by for row in words if row.decision in (Decision.CONFIRM, Decision.REJECT)}
    if len(persons) < 2:
        assert one.state is not State.CONFIRMED


@given(_WORDS)
def test_one_person_never_undoes_a_veto_that_is_under_appeal(words: list[Review]) -> None:
    mine = [msgspec.structs.replace(row, by=A) for row in words if row.decision is not Decision.APPEAL]
    one = after([*TWICE, on_veto(Decision.APPEAL, UNIT), *mine], (State.SUSPECTED, 2, True))
    assert one.state is State.SUSPECTED
    assert one.appealed


_SEEN = st.lists(st.sampled_from(["监督检查", "表格下载", "财政信息"]), unique=True, min_size=1)
_OTHERS = [Decision.CONFIRM, Decision.APPEAL, Decision.UPHOLD, Decision.REJECT, Decision.DISMISS]


@given(
    _SEEN, st.lists(st.tuples(st.sampled_from(_OTHERS), st.sampled_from([A, B, UNIT]), st.integers(0, 2)), max_size=8)
)
def test_a_dismissed_finding_costs_nothing_and_the_range_holds_both_ends(
    names: list[str], said: list[tuple[Decision, str, int]]
) -> None:
    seen: list[Observation] = [*sound_site(), *(blank(name) for name in names)]
    words = [
        word("D8.1", decision, by=by, text="理由", url=f"{HOME}{names[at % len(names)]}/") for decision, by, at in said
    ]
    found = card(seen, [*cleared(), *words])
    faults = [one for one in found.findings if one.clause == "D8.1"]
    standing_ = [one for one in faults if one.state is not State.DISMISSED]
    pending = [one for one in standing_ if one.appealed]
    room = EZHOU.indicator_of("D8.1").points
    cost = sum((one.points for one in standing_), Decimal(0)).min(room)
    least = sum((one.points for one in standing_ if not one.appealed), Decimal(0)).min(room)
    assert found.score == found.range[0] == 100 - cost
    assert found.range[1] == 100 - least
    assert found.appeals == tuple(one.id for one in faults if one in pending)
