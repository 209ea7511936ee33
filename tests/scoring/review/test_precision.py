"""How often a check is right, and what becomes of one that is wrong too often."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.redis.keys import Keys
from infra.redis.replies import text
from scoring.findings import State
from scoring.judge import Judge
from scoring.ledger import Ledger
from scoring.review import Decision, Review, ReviewError, Reviews
from scoring.review.precision import Precision, added, hint_only, measured
from scoring.scorecard import Verdict
from tests.scoring.building import ACCOUNT, EZHOU, HOME, SITE, blank, card, days_ago, home, sound_site
from tests.scoring.deciding import A, B, cleared, shown, word


def ruled(clause: str, decision: Decision, number: int, *, by: str = A) -> Review:
    """A word on the number-th finding of a check."""
    said = word(clause, decision, by=by, text="理由", finding=f"{number:016x}")
    return msgspec.structs.replace(said, machine=True)


def ruled_all(clause: str, right: int, wrong: int) -> list[Review]:
    numbers = [(Decision.CONFIRM, at) for at in range(right)] + [(Decision.DISMISS, right + at) for at in range(wrong)]
    return [ruled(clause, decision, at) for decision, at in numbers]


# ---- the count -------------------------------------------------------------------------------------------------------


def test_each_decided_finding_counts_once_by_its_last_word() -> None:
    rows = [
        *ruled_all("D8.1", 3, 1),
        ruled("D8.1", Decision.CONFIRM, 0, by=B),
        ruled("D8.1", Decision.DISMISS, 1),
        ruled("V3", Decision.CONFIRM, 0),
    ]
    assert measured(rows, EZHOU) == {
        "D8.1": Precision(confirmed=2, dismissed=2),
        "V3": Precision(confirmed=1),
    }


def test_appeals_count_when_they_are_decided() -> None:
    rows = [ruled("D8.1", Decision.APPEAL, 1, by="某局")]
    assert measured(rows, EZHOU)["D8.1"].share is None
    assert measured([*rows, ruled("D8.1", Decision.UPHOLD, 1)], EZHOU)["D8.1"] == Precision(dismissed=1)
    assert measured([*rows, ruled("D8.1", Decision.REJECT, 1)], EZHOU)["D8.1"] == Precision(confirmed=1)
    twice = [ruled("V3", Decision.CONFIRM, 1), ruled("V3", Decision.CONFIRM, 1, by=B)]
    half = [*twice, ruled("V3", Decision.APPEAL, 1, by="某局"), ruled("V3", Decision.UPHOLD, 1)]
    assert measured(half, EZHOU)["V3"] == Precision(), "one of two names"


def test_words_that_name_no_finding_of_a_machine_say_nothing_of_it() -> None:
    rows = [
        word("D8.1", Decision.DISMISS, text="x"),
        word("D8.1", Decision.DISMISS, text="x", finding="0" * 16),
        msgspec.structs.replace(ruled("D8.1", Decision.DISMISS, 1), carried="2023q4#ab"),
        word("D11", Decision.DEDUCT),
        word("D11", Decision.CLEAR),
    ]
    assert not measured(rows, EZHOU)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_share_and_narrows(right: int, wrong: int) -> None:
    one = Precision(confirmed=right, dismissed=wrong)
    low, high = one.interval
    assert 0 <= low <= high <= 1
    if one.share is not None:
        assert low <= one.share <= high
        more = added([{"x": one}] * 4)["x"].interval
        assert more[1] - more[0] < high - low


def test_a_known_interval() -> None:
    """8 of 10: 0.4902 to 0.9433 (Wilson, as printed in textbooks on the binomial proportion)."""
    low, high = Precision(confirmed=8, dismissed=2).interval
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)


@pytest.mark.parametrize(
    ("right", "wrong", "hint"), [(9, 11, True), (10, 10, False), (9, 10, False), (0, 19, False), (0, 20, True)]
)
def test_a_check_gives_hints_below_the_share_and_from_the_number_on(right: int, wrong: int, hint: bool) -> None:
    counts = measured(ruled_all("D8.1", right, wrong), EZHOU)
    assert hint_only(counts, EZHOU) == (frozenset({"D8.1"}) if hint else frozenset())


def test_the_limits_are_the_standards() -> None:
    general = EZHOU.general
    strict = msgspec.structs.replace(
        general,
        hint_below=msgspec.structs.replace(general.hint_below, value=Decimal("0.9")),
        hint_after=msgspec.structs.replace(general.hint_after, value=Decimal(5)),
    )
    counts = measured(ruled_all("D8.1", 4, 1), EZHOU)
    assert hint_only(counts, msgspec.structs.replace(EZHOU, general=strict)) == {"D8.1"}


# ---- what a hint is --------------------------------------------------------------------------------------------------

HINTS = frozenset({"D8.1", "V3", "D15.3"})
EMPTY = [*sound_site(), blank("监督检查")]


def test_what_a_machine_found_by_itself_is_a_hint_and_costs_nothing() -> None:
    found = card(EMPTY, cleared(), hints=HINTS)
    assert shown(found) == (Verdict.QUALIFIED, 100, [100, 100])
    (one,) = found.findings
    assert (one.state, one.hint, one.detail["hint"]) == (State.SUSPECTED, True, True)
    assert found.coverage == card(EMPTY, cleared()).coverage


def test_a_person_makes_a_hint_count() -> None:
    said = word("D8.1", Decision.CONFIRM, url=f"{HOME}监督检查/")
    found = card(EMPTY, [*cleared(), said], hints=HINTS)
    assert shown(found) == (Verdict.QUALIFIED, 98, [98, 98])
    assert not found.findings[0].hint
    dismissed = card(EMPTY, [*cleared(), word("D8.1", Decision.DISMISS, text="x")], hints=HINTS)
    assert [one.state for one in dismissed.findings] == [State.DISMISSED]


def test_a_veto_that_is_a_hint_holds_nothing_up_until_somebody_confirms_it() -> None:
    silent = [home(days_ago(30)), *sound_site()[1:]]
    assert shown(card(silent, cleared(), hints=HINTS)) == (Verdict.QUALIFIED, 100, [100, 100])
    once = [*cleared(), word("V3", Decision.CONFIRM)]
    assert shown(card(silent, once, hints=HINTS)) == (Verdict.PENDING, 100, [0, 100])
    twice = [*once, word("V3", Decision.CONFIRM, by=B)]
    assert card(silent, twice, hints=HINTS).verdict is Verdict.UNQUALIFIED


def test_a_clause_that_people_judge_stays_open_without_its_check() -> None:
    without = card(sound_site(), cleared("D15.3"))
    assert card(sound_site(), cleared("D15.3"), hints=HINTS).range == without.range


# ---- counted over inspections ----------------------------------------------------------------------------------------


async def opened(redis: Redis, *inspections: str) -> None:
    for one in inspections:
        await Inspections(redis).create(id=one, as_of="2024-02-29", standard="ezhou-2024", targets=[SITE, ACCOUNT])
        await Ledger(redis, one).fold(EMPTY)


async def states(redis: Redis, inspection: str) -> set[tuple[str, bool]]:
    cards = await (await Judge.of(redis, inspection)).cards()
    return {(one.state, one.hint) for found in cards for one in found.findings if one.clause == "D8.1"}


async def test_decisions_of_earlier_inspections_count_and_later_ones_never_change_a_score(redis: Redis) -> None:
    await opened(redis, "q1")
    await redis.zadd("xuncha:inspections", {"q1": 1})
    await redis.hset(Keys("q1").meta, "created_at", "1")
    await opened(redis, "q2")
    await Reviews(redis, "q1").add(ruled_all("D8.1", 4, 10))
    assert await states(redis, "q1") == await states(redis, "q2") == {(State.CONFIRMED, False)}
    await Reviews(redis, "q2").add(ruled_all("D8.1", 4, 3))
    assert await states(redis, "q1") == {(State.CONFIRMED, False)}
    assert await states(redis, "q2") == {(State.SUSPECTED, True)}
    counts = await (await Judge.of(redis, "q2")).precision()
    assert counts == {"D8.1": Precision(confirmed=8, dismissed=13)}


async def test_all_targets_are_due_when_a_check_turns_out_to_be_wrong_too_often(redis: Redis) -> None:
    await opened(redis, "q1")
    judge = await Judge.of(redis, "q1")
    await judge.cards([SITE.code])
    await Reviews(redis, "q1").add(ruled_all("D8.1", 0, 20))
    await redis.delete(Keys("q1").dirty)
    (found,) = await judge.cards([SITE.code])
    assert any(one.hint for one in found.findings)
    assert {text(one) for one in await redis.smembers(Keys("q1").dirty)} == {SITE.code, ACCOUNT.code}
    await redis.delete(Keys("q1").dirty)
    await judge.cards([SITE.code])
    assert not await redis.exists(Keys("q1").dirty)


async def test_a_spoiled_log_of_an_earlier_inspection_holds_no_other_up(redis: Redis) -> None:
    await opened(redis, "q1", "q2")
    await redis.zadd("xuncha:inspections", {"q1": 1})
    await Reviews(redis, "q1").add(ruled_all("D8.1", 2, 1))
    await redis.lset(Keys("q1").reviews, 0, "{")
    judge = await Judge.of(redis, "q2")
    assert len(await judge.cards()) == 2
    assert await judge.precision() == {"D8.1": Precision(confirmed=1, dismissed=1)}
    with pytest.raises(ReviewError, match="row 1 of the review log"):
        await (await Judge.of(redis, "q1")).cards()
