"""Approvals hold on in the next inspection until their last day; what was convicted must be seen anew."""

from dataclasses import replace
from typing import Final

import pytest
from redis.asyncio import Redis

from infra.inspections import InspectionError
from scoring.findings import State
from scoring.judge import Judge
from scoring.review import Decision, Review, Reviews
from scoring.review.carrying import Carried, carried
from scoring.review.desk import Desk
from tests.scoring.building import ACCOUNT, EZHOU, SITE, blank, days_ago, home, sound_site
from tests.scoring.deciding import A, B
from tests.scoring.review.grounds import PLACE, opened

NEXT: Final = "2024-05-31"
TARGETS = [SITE, ACCOUNT]


async def said(redis: Redis, clause: str, *cells: dict[str, str]) -> str:
    """Say something of the one finding of a clause in the first inspection; give its id."""
    desk = await Desk.of(redis, "q1", login="cheng")
    (one,) = [one.id for card in await desk.judge.cards() for one in card.findings if one.clause == clause]
    for each in cells:
        await desk.decide(one, {"by": A, "text": "理由"} | each)
    return one


async def taken(redis: Redis, earlier: str = "q1", day: str = NEXT) -> Carried:
    return await carried(redis, earlier, day, TARGETS, EZHOU)


@pytest.mark.parametrize(
    ("until", "rows", "expired"), [("2024-05-31", 1, 0), ("2024-05-30", 0, 1), ("2025-01-01", 1, 0), ("", 0, 0)]
)
async def test_a_dismissal_holds_until_its_last_day_and_without_one_for_its_inspection(
    redis: Redis, until: str, rows: int, expired: int
) -> None:
    await opened(redis)
    await said(redis, "D8.1", {"decision": "dismiss", "until": until})
    found = await taken(redis)
    assert (len(found.rows), found.expired, found.strange) == (rows, expired, 0)


async def test_the_row_that_is_taken_over_names_the_one_it_comes_from(redis: Redis) -> None:
    await opened(redis)
    key = await said(redis, "D8.1", {"decision": "dismiss", "until": "2024-12-31"})
    (origin,) = await Reviews(redis, "q1").entries()
    (row,) = (await taken(redis)).rows
    assert row == Review(
        target=SITE.code, clause="D8.1", decision=Decision.DISMISS, url=PLACE, text="理由", by=A, at=origin.at,
        finding=key, until="2024-12-31", carried=f"q1#{origin.hash}",
    )  # fmt: skip
    await opened(
        redis, "q2", as_of=NEXT, seen=[home("2024-05-30T00:00:00+08:00"), *sound_site()[1:], blank("监督检查")]
    )
    await Reviews(redis, "q2").add([row])
    judge = await Judge.of(redis, "q2")
    one = next(one for card in await judge.cards() for one in card.findings if one.id == key)
    assert (one.state, one.detail["carried"], one.detail["until"]) == (State.DISMISSED, row.carried, "2024-12-31")
    assert (await judge.precision())["D8.1"].dismissed == 1, "counted where it was decided"


async def test_confirmations_never_carry_over_and_a_later_word_ends_an_approval(redis: Redis) -> None:
    await opened(redis)
    approved = {"decision": "dismiss", "until": "2024-12-31"}
    await said(redis, "D8.1", {"decision": "confirm"})
    await said(redis, "V3", {"decision": "confirm"}, {"decision": "confirm", "by": B})
    assert not (await taken(redis)).rows
    await said(redis, "D8.1", approved, {"decision": "confirm", "by": B})
    assert not (await taken(redis)).rows
    await said(redis, "D8.1", approved, {"decision": "dismiss"})
    assert not (await taken(redis)).rows, "the last word has no last day"


async def test_an_upheld_appeal_holds_on_too(redis: Redis) -> None:
    await opened(redis)
    upheld = {"decision": "uphold", "until": "2024-12-31"}
    await said(redis, "D8.1", {"decision": "appeal", "by": "某局"}, upheld)
    await said(
        redis, "V3", {"decision": "confirm"}, {"decision": "confirm", "by": B}, {"decision": "appeal", "by": "某局"}
    )
    await said(redis, "V3", upheld)
    assert [row.clause for row in (await taken(redis)).rows] == ["D8.1"], "one of two names decides nothing"
    await said(redis, "V3", upheld | {"by": B})
    assert {(row.clause, row.decision) for row in (await taken(redis)).rows} == {
        ("D8.1", Decision.DISMISS),
        ("V3", Decision.DISMISS),
    }


async def test_an_approval_of_all_findings_of_a_clause_holds_for_those_that_were_seen(redis: Redis) -> None:
    await opened(redis)
    wide = Review(target=SITE.code, clause="D8.1", decision=Decision.DISMISS, text="x", by=A, until="2024-12-31")
    await Reviews(redis, "q1").add([wide])
    (row,) = (await taken(redis)).rows
    assert row.finding == await said(redis, "D8.1")


async def test_a_quarter_without_the_fault_does_not_end_an_approval(redis: Redis) -> None:
    await opened(redis)
    await said(redis, "D8.1", {"decision": "dismiss", "until": "2025-12-31"})
    await opened(redis, "q2", as_of=NEXT, seen=[home(days_ago(1))])
    await Reviews(redis, "q2").add((await taken(redis)).rows)
    (row,) = (await taken(redis, "q2", "2024-08-31")).rows
    (second,) = await Reviews(redis, "q2").entries()
    assert row.carried == f"q2#{second.hash}"


async def test_targets_and_clauses_that_are_not_inspected_now_are_left(redis: Redis) -> None:
    await opened(redis)
    await said(redis, "D8.1", {"decision": "dismiss", "until": "2024-12-31"})
    found = await carried(redis, "q1", NEXT, [replace(SITE, code="4207000002")], EZHOU)
    assert (found.rows, found.strange) == ((), 1)
    with pytest.raises(InspectionError, match="there is no inspection q9"):
        await Desk.of(redis, "q9", login="x")
    assert await taken(redis, "q9") == Carried()
