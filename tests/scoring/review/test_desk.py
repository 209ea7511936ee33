"""At the desk: what waits and in which order, decisions by the first digits of an id, and what cannot be meant."""

from pathlib import Path

import orjson
import pytest
import time_machine
from redis.asyncio import Redis

from infra.evidence import EvidenceStore, digest
from infra.redis.keys import Keys
from infra.tables import write_rows
from scoring.findings import State
from scoring.review import Decision, ReviewError
from scoring.review.desk import Desk
from scoring.review.precision import Precision
from scoring.review.proof import Proof, kept
from scoring.scorecard import Verdict
from tests.scoring.building import ACCOUNT, SITE
from tests.scoring.deciding import A, B
from tests.scoring.review.grounds import PLACE, opened

APPEAL = {"decision": "appeal", "text": "首页有更新"}


async def sat_down(redis: Redis) -> Desk:
    await opened(redis)
    return await Desk.of(redis, "q1", login="cheng")


async def id_of(desk: Desk, clause: str) -> str:
    (one,) = [one.id for card in await desk.judge.cards() for one in card.findings if one.clause == clause]
    return one


def confirming(by: str) -> dict[str, str]:
    return {"decision": "confirm", "by": by}


async def test_vetoes_wait_before_points_and_an_appeal_waits_too(redis: Redis) -> None:
    desk = await sat_down(redis)
    blank = await id_of(desk, "D8.1")
    assert [(one.finding.clause, one.what) for one in await desk.waiting()] == [
        ("V3", "suspected"),
        ("M2.1", "suspected"),
    ]
    await desk.decide(blank[:8], APPEAL)
    waiting = await desk.waiting()
    assert [(one.finding.clause, one.what) for one in waiting][-1] == ("D8.1", "appealed")
    assert [one.veto for one in waiting] == [True, True, False]


async def test_a_decision_is_tied_to_its_finding_and_read_back(redis: Redis) -> None:
    desk = await sat_down(redis)
    blank = await id_of(desk, "D8.1")
    cells = {"decision": "不成立", "text": "已有\x07内容", "by": A, "until": "2024年12月31日"}
    with time_machine.travel("2024-03-05T02:00:00Z", tick=False):
        effect = await desk.decide(blank[:6].upper(), cells)
    (entry,) = effect.entries
    assert (entry.target, entry.clause, entry.finding, entry.url) == (SITE.code, "D8.1", blank, PLACE)
    assert (entry.machine, entry.by, entry.entered_by, entry.seq) == (True, A, "cheng", 1)
    assert (entry.text, entry.until, entry.at) == ("已有 内容", "2024-12-31", "2024-03-05T10:00:00.000+08:00")
    assert effect.finding is not None
    assert effect.card is not None
    assert effect.finding.state is State.DISMISSED
    assert effect.card.score == 100
    assert await desk.said_of(effect.finding) == [entry]
    assert (await desk.judge.precision())["D8.1"] == Precision(dismissed=1)


async def test_the_same_word_again_is_no_row(redis: Redis) -> None:
    desk = await sat_down(redis)
    veto = await id_of(desk, "V3")
    assert len((await desk.decide(veto, confirming(A))).entries) == 1
    assert not (await desk.decide(veto, confirming(A))).entries
    assert len((await desk.decide(veto, confirming(B))).entries) == 1
    assert not (await desk.decide(veto, confirming(A))).entries
    assert len((await desk.decide(veto, {"decision": "dismiss", "text": "x", "by": A})).entries) == 1
    assert len((await desk.decide(veto, confirming(A))).entries) == 1, "a new word after the dismissal"
    for points, new in (("3", 1), ("4", 1), ("3", 1), ("3", 0)):
        granted = {"target": SITE.code, "clause": "B5", "decision": "bonus", "points": points, "by": A}
        assert len((await desk.enter(granted)).entries) == new, points


async def test_an_appeal_is_the_units_and_two_others_decide_it(redis: Redis) -> None:
    desk = await sat_down(redis)
    veto = await id_of(desk, "V3")
    for name in (A, B):
        effect = await desk.decide(veto, confirming(name))
    assert effect.card is not None
    assert effect.card.verdict is Verdict.UNQUALIFIED
    (row,) = (await desk.decide(veto, APPEAL)).entries
    assert row.by == SITE.unit
    pending = await desk.decide(veto, {"decision": "uphold", "text": "属实", "by": A})
    assert pending.finding is not None
    assert pending.finding.appealed
    with pytest.raises(ReviewError, match=f"{SITE.unit} appealed and cannot decide"):
        await desk.decide(veto, {"decision": "uphold", "text": "属实", "by": SITE.unit})
    done = await desk.decide(veto, {"decision": "uphold", "text": "属实", "by": B})
    assert done.finding is not None
    assert (done.finding.state, done.finding.detail["by"]) == (State.DISMISSED, [A, B])
    with pytest.raises(ReviewError, match=r"no appeal against .* waits"):
        await desk.decide(veto, {"decision": "reject", "text": "x", "by": A})
    with pytest.raises(ReviewError, match="dismissed: there is nothing to appeal against"):
        await desk.decide(veto, APPEAL)


async def test_what_a_person_adds_is_a_deduction_or_one_name_on_a_veto(redis: Redis) -> None:
    desk = await sat_down(redis)
    added = {"target": SITE.name, "decision": "add", "by": A, "text": "指南有误"}
    effect = await desk.enter({**added, "clause": "d11", "points": "1"})
    assert [entry.decision for entry in effect.entries] == [Decision.DEDUCT]
    veto = await desk.enter({**added, "clause": "V1.1", "url": "http://x/", "text": "表述错误"})
    assert [entry.decision for entry in veto.entries] == [Decision.CONFIRM]
    assert veto.card is not None
    assert "V1.1" in veto.card.suspected
    everyone = await desk.enter({"target": "*", "clause": "D12", "decision": "clear", "by": A})
    assert (len(everyone.entries), everyone.card) == (1, None)


@pytest.mark.parametrize(
    ("prefix", "cells", "told"),
    [
        ("zz", {}, "'zz' is neither an id"),
        ("0000", {}, "no finding of inspection q1"),
        ("", {"decision": "dismiss"}, "text: dismiss wants a reason"),
        ("", {"decision": "dismiss", "text": "x", "until": "2024-02-28"}, "before the time point of the inspection"),
        ("", {"decision": "dismiss", "text": "x", "until": "soon"}, "'soon' is not a day"),
        ("", {"decision": "confirm", "until": "2024-12-31"}, "confirm has no last day"),
        ("", {"decision": "uphold", "text": "x"}, "no appeal against"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_enters_nothing(
    redis: Redis, prefix: str, cells: dict[str, str], told: str
) -> None:
    desk = await sat_down(redis)
    prefix = prefix or await id_of(desk, "D8.1")
    with pytest.raises(ReviewError, match=told) as caught:
        await desk.decide(prefix, {"decision": "confirm", "by": A} | cells)
    assert "\n" not in str(caught.value)
    assert not await desk.log.all()


async def test_digits_that_several_findings_share_name_none(redis: Redis) -> None:
    """Live scores are looked at first; ids that differ from the first digit on are told by four of them."""
    desk = await sat_down(redis)
    cards = await desk.judge.cards()
    ids = [one.id for card in cards for one in card.findings]
    stored = {card.target.code: orjson.dumps([one.to_json() for one in card.findings]) for card in cards}
    await redis.hset(Keys("q1").findings, mapping=stored)  # type: ignore[arg-type]
    for one in ids:
        assert (await desk.find(one[:8]))[0].id == one
        shared = [other for other in ids if other.startswith(one[:4])]
        if len(shared) > 1:
            with pytest.raises(ReviewError, match="findings begin with"):
                await desk.find(one[:4])


async def test_rows_of_a_file_are_tied_where_they_mean_one_finding(redis: Redis, tmp_path: Path) -> None:
    desk = await sat_down(redis)
    path = tmp_path / "审核.csv"
    rows = [
        [SITE.code, "D8.1", "不成立", PLACE, "已有内容", A],
        [ACCOUNT.code, "M2.1", "确认", "", "", A],
        [SITE.code, "V1.1", "确认", "http://x/", "", A],
        ["*", "D11", "查无问题", "", "", A],
    ]
    write_rows(path, ["标识码", "细则", "决定", "网址", "问题", "审核人"], rows)
    number, entries = await desk.load(path)
    assert (number, len(entries)) == (4, 4)
    assert [(one.clause, one.machine, bool(one.finding)) for one in entries] == [
        ("D8.1", True, True),
        ("M2.1", True, True),
        ("V1.1", False, False),
        ("D11", False, False),
    ]
    assert await desk.load(path) == (4, [])
    assert await desk.judge.precision() == {"D8.1": Precision(dismissed=1), "M2.1": Precision(confirmed=1)}


async def test_a_file_that_shows_it_is_kept_and_opens_again(redis: Redis, tmp_path: Path) -> None:
    desk = await sat_down(redis)
    shot = tmp_path / "截图 1.png"
    shot.write_bytes(b"\x89PNG not quite")
    proof = kept(str(shot), tmp_path / "data", "q1")
    assert proof.digest == digest(shot.read_bytes())
    cells = {"target": SITE.code, "clause": "D11", "decision": "add", "text": "指南有误", "by": A}
    effect = await desk.enter(cells, proof)
    assert effect.card is not None
    (one,) = [one for one in effect.card.findings if one.clause == "D11"]
    assert one.to_json()["evidence"] == {"digest": proof.digest, "location": proof.evidence}
    record = EvidenceStore(tmp_path / "data", "q1", "reader").open(one.evidence)
    assert record.body == shot.read_bytes()
    assert kept(str(shot), tmp_path / "data", "q1") == proof
    assert len(list((tmp_path / "data" / "evidence" / "q1").iterdir())) == 1
    assert record.head.url == "file:///%E6%88%AA%E5%9B%BE%201.png"
    assert kept("https://x.gov.cn/a", tmp_path, "q1") == Proof(evidence="https://x.gov.cn/a")
    assert kept("", tmp_path, "q1") == Proof()
    with pytest.raises(ReviewError, match="neither a file nor an http address"):
        kept("javascript:x", tmp_path, "q1")
