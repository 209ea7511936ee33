"""Facts merge (DESIGN rule 3): order, repetition and splitting make no difference, in memory and in Redis."""

import asyncio
import itertools
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.records import ColumnSeen, Observation, Outcome, PageSeen, TaskKind
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from infra.redis.replies import text
from scoring.facts import SiteFacts
from scoring.ledger import Ledger, facts
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.ledger.folding import State, column_key, entries, fold, merge
from tests.scoring.building import ACCOUNT, AS_OF, HOME, SITE, article, column, days_ago, feed, home, link, observation
from tests.scoring.worlds import visits, worlds

EMPTY = State()


def state(observations: list[Observation]) -> State:
    return fold(observations).get(SITE.code, EMPTY)


@given(st.data())
@settings(max_examples=60)
def test_order_repetition_and_splitting_make_no_difference(data: st.DataObject) -> None:
    stream = data.draw(worlds().flatmap(visits))
    expected = state(stream)
    shuffled = data.draw(st.permutations(stream + data.draw(st.lists(st.sampled_from(stream), max_size=10))))
    assert state(shuffled) == expected
    cut = data.draw(st.integers(0, len(stream)))
    one, other = state(stream[:cut]), state(stream[cut:])
    assert merge(one, other) == merge(other, one) == expected
    assert merge(expected, expected) == expected
    assert merge(merge(one, EMPTY), other) == expected


def many_pages(count: int) -> list[Observation]:
    return [article(n, "工作动态", days_ago(n % 30), meta={"SiteName": str(n)}) for n in range(count)]


def test_a_sample_keeps_the_lowest_ranks_however_it_was_split() -> None:
    pages = many_pages(100)
    whole = state(pages)
    assert len(whole.samples["article"]) == SAMPLE_SIZE
    parts = [state(pages[start::7]) for start in range(7)]
    merged = EMPTY
    for part in parts:
        merged = merge(merged, part)
    assert merged == whole
    assert set(fold(pages, seed="other")[SITE.code].samples["article"]) != set(whole.samples["article"])


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_redis_and_memory_agree(redis_server: EmbeddedRedis, data: st.DataObject) -> None:
    stream = data.draw(worlds().flatmap(visits))
    inspection = uuid.uuid4().hex
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=3)))
    batches = [stream[a:b] for a, b in itertools.pairwise([0, *cuts, len(stream)])]
    repeated = data.draw(st.permutations([*batches, *batches[:1]]))

    async def run() -> None:
        async with connect(redis_server.url) as redis:
            consumers = [Ledger(redis, inspection), Ledger(redis, inspection)]
            await asyncio.gather(*(consumers[n % 2].fold(batch) for n, batch in enumerate(repeated)))
            expected = fold(stream, inspection).get(SITE.code, EMPTY)
            keys = Keys(inspection)
            fields = {text(name): value for name, value in (await redis.hgetall(keys.ledger(SITE.code))).items()}
            assert fields == expected.fields
            for kind in ("article", "column"):
                ranks: Any = await redis.zrange(keys.sample(SITE.code, kind), 0, -1, withscores=True)
                assert {text(url): int(rank) for url, rank in ranks} == expected.samples.get(kind, {})
            assert await consumers[0].facts(SITE) == facts(SITE, expected.fields)

    asyncio.run(run())


async def test_the_samples_of_redis_displace_as_those_in_memory_do(redis: Redis) -> None:
    pages = many_pages(90)
    ledger = Ledger(redis, "sampled")
    for start in range(0, 90, 9):
        await ledger.fold(pages[start : start + 9])
    found = await ledger.facts(SITE)
    assert isinstance(found, SiteFacts)
    assert len(found.sample["article"]) == SAMPLE_SIZE
    assert found == facts(SITE, fold(pages, "sampled")[SITE.code].fields)


async def test_folding_marks_what_changed_as_dirty_and_the_rest_as_stepped(redis: Redis) -> None:
    ledger, keys = Ledger(redis, "dirty"), Keys("dirty")

    async def marked() -> list[set[str]]:
        sets = [{text(one) for one in await redis.smembers(key)} for key in (keys.dirty, keys.stepped)]
        await redis.delete(keys.dirty, keys.stepped)
        return sets

    quiet = link(f"{HOME}x.html", Outcome.OK, found_on=HOME)
    assert entries(quiet) == []
    assert await ledger.fold([quiet, feed(days_ago(1))]) == {SITE.code, ACCOUNT.code}
    assert await marked() == [{ACCOUNT.code}, {SITE.code}]
    await ledger.fold([quiet, feed(days_ago(1)), *many_pages(60)])
    assert await marked() == [{SITE.code}, {ACCOUNT.code}]
    await ledger.fold(many_pages(60))
    assert await marked() == [set(), {SITE.code}]


async def test_facts_of_a_target_that_nobody_saw_are_empty(redis: Redis) -> None:
    found = await Ledger(redis, "empty").facts(SITE)
    assert isinstance(found, SiteFacts)
    assert (found.homes, found.columns, found.links) == ((), (), ())


def test_a_bad_date_is_refused() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        entries(column("工作动态", "yesterday"))
    with pytest.raises(ValueError, match="soon"):
        entries(home("soon"))


def test_the_newest_of_two_readings_counts_and_an_unseen_page_does_not_hide_a_seen_one() -> None:
    old, new = column("工作动态", None, entries=3), column("工作动态", None, entries=9)
    found = facts(SITE, state([replace(new, seen_at=new.seen_at + 1), old]).fields)
    assert isinstance(found, SiteFacts)
    assert found.columns[0].listing
    assert found.columns[0].listing.entries == 9
    dead = link("http://x/", Outcome.DEAD, found_on=HOME)
    later = replace(dead, outcome=Outcome.UNSURE, seen_at=dead.seen_at + 9)
    known = facts(SITE, state([later, dead]).fields)
    assert isinstance(known, SiteFacts)
    assert [one.outcome for one in known.links] == [Outcome.DEAD]


def test_a_day_is_newer_than_an_hour_of_it() -> None:
    day, hour = column("工作动态", "2024-02-29T00:00:00+08:00"), column("工作动态", "2024-02-29T18:00:00+08:00")
    found = facts(SITE, state([hour, day]).fields)
    assert isinstance(found, SiteFacts)
    assert found.columns[0].newest == AS_OF


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.a.gov.cn/gzdt/", "https://a.gov.cn/gzdt/index.html", True),
        ("http://a.gov.cn/gzdt/", "http://a.gov.cn/gzdt", True),
        ("http://a.gov.cn/gzdt/list_1.html", "http://a.gov.cn/gzdt/", False),
        ("http://a.gov.cn/list.jsp?id=1", "http://a.gov.cn/list.jsp?id=2", False),
        ("http://a.gov.cn/default.aspx", "http://A.gov.cn/", True),
    ],
)
def test_which_addresses_are_one_column(one: str, other: str, same: bool) -> None:
    assert (column_key(one) == column_key(other)) is same


def test_a_name_without_an_address_is_not_guessed_between_two_columns() -> None:
    page = PageSeen(kind="article", newest=days_ago(1), column=ColumnSeen(url="", path=("通知",), name="通知"))
    named = observation(f"{HOME}x.html", page, kind=TaskKind.ARTICLE)
    two = [column("通知", days_ago(300), url=f"{HOME}a/"), column("通知", days_ago(300), url=f"{HOME}b/")]
    found = facts(SITE, state([named, *two]).fields)
    assert isinstance(found, SiteFacts)
    assert sorted(one.key for one in found.columns) == ["ezhou.gov.cn/a", "ezhou.gov.cn/b", "path:通知"]
