"""Everything a report needs, worked out from ledgers and decisions alone."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from infra.inspections import InspectionError, Inspections
from scoring.ledger import Ledger
from scoring.results import results
from scoring.review import Decision, Review, Reviews
from scoring.review.chain import Head
from scoring.scorecard import Verdict
from scoring.standard import StandardError
from tests.scoring.building import ACCOUNT, SITE, blank, days_ago, feed, sound_site

SECOND = replace(ACCOUNT, code="wx-2", name="鄂州发布二号", filed=False, interaction=True)
REGISTRY = [SITE, SECOND, ACCOUNT]


async def opened(redis: Redis) -> None:
    await Inspections(redis).create(id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=REGISTRY)
    await Ledger(redis, "q1").fold([*sound_site(), blank("监督检查"), feed(days_ago(20))])


async def test_cards_and_findings_of_every_target(redis: Redis) -> None:
    await opened(redis)
    found = await results(redis, "q1")
    assert [target.code for target, _ in found.cards] == [target.code for target in REGISTRY], "in the registry's order"
    assert {(one.target, one.clause) for one in found.findings} == {
        (SITE.code, "D8.1"),
        (ACCOUNT.code, "M2.1"),
        (ACCOUNT.code, "A2"),
        (SECOND.code, "A1"),
    }
    assert found.inspection.as_of == "2024-02-29T23:59:59+08:00"
    assert found.standard.digest.startswith("sha256:")


async def test_decisions_count(redis: Redis) -> None:
    await opened(redis)
    words = [
        Review(target=ACCOUNT.code, clause="M2.1", decision=Decision.CONFIRM, by=name) for name in ("程思源", "万静怡")
    ]
    (*_, last) = await Reviews(redis, "q1").enter(words)
    found = await results(redis, "q1")
    assert found.log == Head(rows=2, digest=last.hash)
    verdicts = {target.code: card.verdict for target, card in found.cards}
    assert verdicts == {SITE.code: Verdict.PENDING, ACCOUNT.code: Verdict.UNQUALIFIED, SECOND.code: Verdict.QUALIFIED}


async def test_several_standards_judge_one_crawl(redis: Redis) -> None:
    await opened(redis)
    national = await results(redis, "q1", "national-2019")
    assert not [one for one in national.findings if one.clause.startswith("A")]
    assert national.standard.name == "national-2019"


async def test_what_is_not_there_is_said(redis: Redis) -> None:
    with pytest.raises(InspectionError, match="there is no inspection q9"):
        await results(redis, "q9")
    await opened(redis)
    with pytest.raises(StandardError, match="neither a file nor one of"):
        await results(redis, "q1", "nowhere-2030")
