"""Whom another rule would fail: told from what is stored, before the rule is laid down."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.inspections import Inspection, InspectionError, Inspections, State
from infra.records import Kind, Observation
from infra.redis.replies import texts
from scoring.ledger import Ledger
from scoring.review import Decision, Review, Reviews
from scoring.scorecard import Verdict
from scoring.standard import StandardError, load
from scoring.standard.parts import Part
from scoring.whatif import WhatIf, compared, whatif
from tests.scoring.building import ACCOUNT, EZHOU, HOME, NATIONAL, SITE, blank, card, column, days_ago, feed, sound_site
from tests.scoring.deciding import cleared, word
from tests.scoring.worlds import worlds

ROUND = Inspection(
    id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", state=State.FINISHED, created_at=1
)
SECOND = replace(SITE, code="4207000002", name="鄂州市教育局", portal=False, url="http://jyj.ezhou.gov.cn/")
REGISTRY = [SITE, SECOND, ACCOUNT]
BLANKS = [blank(f"{number}号栏目") for number in range(4)]


def lost(points: str) -> Review:
    return word("D10.1", Decision.DEDUCT, points)


def of(settings_: list[str], *pairs: tuple[list[Observation], list[Review]]) -> WhatIf:
    """What would come of some settings, over targets with these observations and decisions."""
    after = load("ezhou-2024", settings_)
    judged = [(card(seen, said), card(seen, said, standard=after)) for seen, said in pairs]
    return compared(ROUND, EZHOU, after, judged)


def shown(found: WhatIf) -> list[tuple[float | None, float | None, list[int], list[str]]]:
    return [
        (
            None if one.before.score is None else float(one.before.score),
            None if one.after.score is None else float(one.after.score),
            [int(mark) for mark in one.crossed],
            [str(shift) for shift in one.why],
        )
        for one in found.changes
    ]


SOUND = [*sound_site(), *BLANKS]  # four blank columns at 2 points, capped at 5
CLEARED = cleared()


def test_who_crosses_a_mark_and_which_clause_did_it() -> None:
    assert card(SOUND, CLEARED).score == 95
    assert shown(of(["D8.points=3", "D7.points=7"], (SOUND, CLEARED))) == [], "97 crosses no mark"
    found = of(["D8.points=20", "D8.1.each=5", "D1.points=0", "D2.points=0", "D3.points=0"], (SOUND, CLEARED))
    assert shown(found) == [(95, 80, [90], ["D8.1 -5→-20"])]
    assert found.moved == 1
    assert found.totals[Kind.SITE] == (found.totals[Kind.SITE][0],) * 2, "both pass"


def test_a_pass_mark_fails_whom_no_clause_moves() -> None:
    said = [*CLEARED, *(word(f"D{number}.1", Decision.DEDUCT, "5") for number in (1, 2, 3, 10))]
    found = of(["general.pass_mark=80"], (SOUND, said))
    assert shown(found) == [(75, 75, [], ["pass mark 60→80"])]
    (one,) = found.changes
    assert (one.before.verdict, one.after.verdict) == (Verdict.QUALIFIED, Verdict.UNQUALIFIED)
    before, after = found.totals[Kind.SITE]
    assert (before.pass_rate, after.pass_rate, after.unqualified) == (1, 0, 1)


def test_a_gate_that_closes_takes_the_bonus() -> None:
    said = [word("B1", Decision.BONUS), *CLEARED]
    found = of(["general.bonus_gate=95"], (SOUND, said))
    assert found.changes == (), "100 and 95 lie in the same band"
    assert found.moved == 1
    said = [word("B10", Decision.BONUS, "5"), *(word(f"D{n}.1", Decision.DEDUCT, "5") for n in (1, 2)), *CLEARED]
    found = of(["general.bonus_gate=85"], (SOUND, said))
    assert shown(found) == [(90, 85, [90], ["B10 +5→0", "bonus gate 80→85"])]


def test_vetoes_and_sites_that_are_not_scored() -> None:
    many = [*sound_site(), *(blank(f"{number}号栏目") for number in range(5))]
    found = of(["V4.3.columns=6"], (many, CLEARED))
    assert shown(found)[0][3] == ["V4.3 suspected→-"]
    assert found.changes[0].after.verdict is Verdict.QUALIFIED
    office = replace(SITE, portal=False)
    one, two = (card(SOUND, CLEARED, target=office, standard=by) for by in (EZHOU, NATIONAL))
    national = compared(ROUND, EZHOU, NATIONAL, [(one, two)])
    assert [told[1:3] for told in shown(national)] == [(None, [60, 80, 90])]
    assert shown(national)[0][3] == ["D8.1 -5→0", "deductions scored→not scored"]


def test_periods_of_columns_are_replayed_too() -> None:
    seen = [*sound_site(), column("工作要闻", days_ago(10))]
    assert shown(of(["D4.points=20", "D1.points=0", "D2.points=0", "D3.points=0"], (seen, CLEARED))) == []
    cheap = ["D4.points=20", "D4.2.each=20", "D1.points=0", "D2.points=0", "D3.points=0", "news.days=9"]
    assert shown(of(cheap, (seen, CLEARED))) == [(100, 80, [90], ["D4.2 0→-20"])]


def test_json_has_all_of_it() -> None:
    said = [*CLEARED, *(word(f"D{number}.1", Decision.DEDUCT, "5") for number in (1, 2, 3, 10))]
    told = of(["general.pass_mark=80"], (SOUND, said)).to_json()
    assert told["moved"] == 0
    assert told["totals"] == {
        "site": {
            "before": {"targets": 1, "qualified": 1, "unqualified": 0, "pending": 0, "pass_rate": 1.0},
            "after": {"targets": 1, "qualified": 0, "unqualified": 1, "pending": 0, "pass_rate": 0.0},
        }
    }
    (change,) = orjson.loads(orjson.dumps(told))["changes"]
    assert change["verdict"] == {"before": "qualified", "after": "unqualified"}
    assert change["score"] == {"before": 75, "after": 75}
    assert change["why"] == [{"what": "pass mark", "before": "60", "after": "80"}]


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_no_change_changes_nothing(world: list[Observation]) -> None:
    found = of([], (world, CLEARED), (world, []))
    assert (found.changes, found.moved) == ((), 0)
    assert found.after.digest == EZHOU.digest


DEDUCTIONS = [
    one for one in EZHOU.clause if EZHOU.indicator_of(one.id).part is Part.DEDUCTION and not one.id.startswith("S")
]


@given(worlds(), st.sampled_from(DEDUCTIONS).map(lambda one: one.id), st.integers(0, 60), st.booleans())
@settings(max_examples=60, deadline=None)
def test_more_points_on_a_clause_never_raise_a_score(
    world: list[Observation], clause: str, tenths: int, service: bool
) -> None:
    more = EZHOU.clauses[clause].each + Decimal(tenths) / 10
    rows = (msgspec.structs.replace(one, each=more) if one.id == clause else one for one in EZHOU.clause)
    dearer = msgspec.structs.replace(EZHOU, clause=tuple(rows))
    said = [word("D6", Decision.DEDUCT), word("D10.1", Decision.DEDUCT, "1"), word("B1", Decision.BONUS)]
    target = replace(SITE, has_service=service)
    before, after = card(world, said, target=target), card(world, said, target=target, standard=dearer)
    assert before.score is not None
    assert after.score is not None
    assert after.score <= before.score
    assert after.range[0] <= before.range[0]
    assert after.range[1] <= before.range[1]


# ---- On an inspection in Redis ---------------------------------------------------------------------------------


async def opened(redis: Redis) -> None:
    await Inspections(redis).create(id="q1", as_of=ROUND.as_of, standard="ezhou-2024", targets=REGISTRY)
    moved = [
        replace(one, target=SECOND.code, url=one.url.replace(HOME, SECOND.url), found_on=one.found_on)
        for one in sound_site()
    ]
    await Ledger(redis, "q1").fold([*SOUND, *moved, feed(days_ago(1))])
    await Reviews(redis, "q1").add([of_second(lost("5")), of_second(word("D1.1", Decision.DEDUCT, "5"))])


def of_second(review: Review) -> Review:
    return msgspec.structs.replace(review, target=SECOND.code)


async def everything(redis: Redis) -> dict[str, object]:
    return {key: await redis.dump(key) for key in sorted(texts(await redis.keys("*")))}


async def test_the_stored_facts_are_replayed_and_nothing_is_written(redis: Redis) -> None:
    await opened(redis)
    before = await everything(redis)
    nothing = await whatif(redis, "q1")
    assert (nothing.changes, nothing.moved) == ((), 0)
    found = await whatif(redis, "q1", settings=["D1.points=10", "D2.points=0", "D1.1.each=5", "D8.1.each=0"])
    assert [(one.target.code, one.before.score, one.after.score) for one in found.changes] == []
    assert found.moved == 1
    national = await whatif(redis, "q1", "national-2019")
    assert [one.target.code for one in national.changes] == [SECOND.code]
    assert national.after.name == "national-2019"
    assert {kind: pair[0].targets for kind, pair in national.totals.items()} == {Kind.SITE: 2, Kind.ACCOUNT: 1}
    assert await everything(redis) == before, "no key was touched, the frontier's least of all"


async def test_what_cannot_be_tried_is_said(redis: Redis) -> None:
    with pytest.raises(InspectionError, match="there is no inspection q9"):
        await whatif(redis, "q9")
    await opened(redis)
    with pytest.raises(StandardError, match="neither a file nor one of"):
        await whatif(redis, "q1", "nowhere")
    with pytest.raises(StandardError, match="what can be set is"):
        await whatif(redis, "q1", settings=["D8.1.points=1"])
