"""A column that an operator has settled: read from a table, stronger than name and pages, written back the same."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.records import Observation
from infra.redis.keys import Keys
from infra.tables import TableError, beside, read_rows, write_rows
from scoring.checks.columns import Health, JudgedColumn, judge
from scoring.facts import SiteFacts
from scoring.judge import Judge
from scoring.ledger import Ledger
from scoring.reports.columns import write_columns
from scoring.rulings import BESIDE, HEADERS, Ruling, RulingError, Rulings, latest, read_rulings
from tests.scoring.building import AS_OF, EZHOU, HOME, SITE, article, blank, column, days_ago, facts, home, sound_site

HEADER = ["标识码", "栏目网址", "栏目", "类型", "应更新", "已归档", "白名单", "确认人", "时间"]


def judged(*seen: Observation, rulings: tuple[Ruling, ...]) -> dict[str, JudgedColumn]:
    known = facts([home(), *seen])
    assert isinstance(known, SiteFacts)
    found = judge(known, EZHOU, AS_OF, complete=True, rulings=rulings).judged
    return {one.fact.name: one for one in found}


def settled(name: str, *, type: str = "", **more: bool | None) -> Ruling:  # noqa: A002 - as the field is called
    return Ruling(target=SITE.code, url=f"{HOME}{name}/", type=type, by="程思源", **more)  # type: ignore[arg-type]


def table(path: Path, *rows: list[str]) -> Path:
    write_rows(path, HEADER, rows)
    return path


@pytest.mark.parametrize("name", ["栏目.csv", "栏目.xlsx"])
def test_signed_rows_are_read(tmp_path: Path, name: str) -> None:
    path = table(
        tmp_path / name,
        [SITE.code, f"{HOME}gzdt/", "", "动态要闻", "是", "否", "", "程思源", "2024-03-01 10:00"],
        [SITE.name, "", "政务公开 > 历史专题", "", "", "是", "否", "万静怡", ""],
        [SITE.code, f"{HOME}tzgg/", "", "special", "", "", "是", "", ""],
        ["9999999999", f"{HOME}x/", "", "", "否", "", "", "程思源", ""],
    )
    assert read_rulings(path, [SITE], EZHOU) == (
        Ruling(
            target=SITE.code, url=f"{HOME}gzdt/", type="news", must_update=True, archived=False, by="程思源",
            at="2024-03-01T10:00:00+08:00",
        ),
        Ruling(target=SITE.code, path=("政务公开", "历史专题"), archived=True, by="万静怡"),
    )  # fmt: skip


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path / "栏目.csv",
        [SITE.code, f"{HOME}gzdt/", "", "要闻类", "大概", "", "", "程思源", ""],
        [SITE.code, "", "", "", "", "", "", "程思源", "昨天"],
        [SITE.code, f"{HOME}tzgg/", "", "", "是", "", "", "程思源", ""],
        [SITE.code, f"{HOME}tzgg/index.html", "", "", "否", "", "", "万静怡", ""],
    )
    with pytest.raises(RulingError) as error:
        read_rulings(path, [SITE], EZHOU)
    assert [(one.row, one.column) for one in error.value.problems] == [
        (2, "类型"),
        (2, "应更新"),
        (3, "栏目网址"),
        (3, "时间"),
        (5, ""),
    ]
    assert "the same column stands in row 4" in str(error.value)


def test_the_list_beside_a_registry_is_found_unless_there_are_two(tmp_path: Path) -> None:
    assert beside(tmp_path, BESIDE) is None
    table(tmp_path / "栏目.csv")
    assert beside(tmp_path, BESIDE) == tmp_path / "栏目.csv"
    table(tmp_path / "columns.xlsx")
    with pytest.raises(TableError, match=r"both 栏目\.csv and columns\.xlsx"):
        beside(tmp_path, BESIDE)


def test_a_type_that_a_person_gave_decides_the_period() -> None:
    old = column("清风苑", days_ago(60))
    assert judged(old, rulings=())["清风苑"].health is Health.FRESH
    found = judged(old, rulings=(settled("清风苑", type="news"),))["清风苑"]
    assert (found.health, found.type.id) == (Health.STALE, "news")
    assert found.told()["settled_by"] == "程思源"


def test_what_need_not_be_updated_is_late_no_more_but_may_be_blank() -> None:
    rulings = (settled("工作动态", must_update=False), settled("监督检查", must_update=False))
    found = judged(column("工作动态", days_ago(60)), blank("监督检查"), rulings=rulings)
    assert (found["工作动态"].health, found["监督检查"].health) == (Health.EXEMPT, Health.BLANK)


def test_what_must_be_updated_though_its_type_has_no_period_has_that_of_the_others() -> None:
    rulings = (settled("机构职能", must_update=True),)
    assert judged(column("机构职能", days_ago(400)), rulings=rulings)["机构职能"].health is Health.STALE
    assert judged(column("机构职能", days_ago(300)), rulings=rulings)["机构职能"].health is Health.FRESH


@pytest.mark.parametrize(
    ("archived", "expected"), [(True, Health.EXEMPT), (False, Health.STALE), (None, Health.EXEMPT)]
)
def test_archived_is_what_a_person_says(archived: bool | None, expected: Health) -> None:
    marked = column("工作动态", days_ago(60), archived=True)
    assert judged(marked, rulings=(settled("工作动态", archived=archived),))["工作动态"].health is expected
    plain = column("工作动态", days_ago(60))
    by_person = Health.EXEMPT if archived else Health.STALE
    assert judged(plain, rulings=(settled("工作动态", archived=archived),))["工作动态"].health is by_person


def test_the_white_list_leaves_a_column_alone() -> None:
    found = judged(blank("监督检查"), rulings=(settled("监督检查", spared=True),))
    assert found["监督检查"].health is Health.EXEMPT


def test_a_column_without_an_address_is_known_by_its_path() -> None:
    ruling = Ruling(target=SITE.code, path=("区县", "工作动态"), must_update=False, by="程思源")
    found = judged(column("工作动态", days_ago(60), above=["区县"]), rulings=(ruling,))
    assert found["工作动态"].health is Health.EXEMPT


async def opened(redis: Redis, *seen: Observation) -> Rulings:
    await Inspections(redis).create(id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=[SITE])
    await Ledger(redis, "q1").fold([*sound_site(), *seen])
    await redis.delete(Keys("q1").dirty)
    return Rulings(redis, "q1")


async def test_the_last_word_on_a_column_holds_and_has_its_site_scored_again(redis: Redis) -> None:
    rulings = await opened(redis, column("清风苑", days_ago(60)))
    judge = await Judge.of(redis, "q1")
    first, second = settled("清风苑", type="news"), replaced(settled("清风苑", must_update=False), by="万静怡")
    assert await rulings.put([first]) == 1
    assert await redis.smembers(Keys("q1").dirty) == {SITE.code.encode()}
    assert [one.clause for one in (await judge.cards())[0].findings] == ["D4.2"]
    assert await rulings.put([first]) == 0
    assert await rulings.put([second]) == 1
    assert await rulings.all() == [second]
    assert [one.clause for one in (await judge.cards())[0].findings] == []


async def test_what_is_exported_and_signed_reads_back_and_settles_nothing_new(redis: Redis, tmp_path: Path) -> None:
    rulings = await opened(redis, column("清风苑", days_ago(60)), article(9, "清风苑", days_ago(59)), blank("监督检查"))
    gone = Ruling(target=SITE.code, url=f"{HOME}old/", spared=True, by="万静怡", note="并入门户")
    await rulings.put([settled("清风苑", type="news"), gone])
    path = tmp_path / "栏目.xlsx"
    judge = await Judge.of(redis, "q1")
    before = {one.fact.key: (one.health, one.type.id) for _, columns in await judge.columns() for one in columns.judged}
    assert write_columns(path, await judge.columns(), judge.rulings, judge.standard) == len(before) + 1
    assert {one.key for one in read_rulings(path, [SITE], EZHOU)} == {one.key for one in await rulings.all()}

    headers = [names[0] for names in HEADERS.values()]
    rows = read_rows(path, {names[0]: names[0] for names in HEADERS.values()}).rows
    signed = [{**row.cells, "确认人": row.cells["确认人"] or "程思源"} for row in rows]
    write_rows(path, headers, [[cells[name] for name in headers] for cells in signed])
    await rulings.put(read_rulings(path, [SITE], EZHOU))
    after = {one.fact.key: (one.health, one.type.id) for _, columns in await judge.columns() for one in columns.judged}
    assert after == before


def replaced(ruling: Ruling, **more: str) -> Ruling:
    return Ruling(**{name: getattr(ruling, name) for name in Ruling.__struct_fields__} | more)


def test_of_several_words_the_last_holds() -> None:
    one, other = settled("工作动态", archived=True), settled("工作动态", archived=False)
    assert latest([one, settled("通知公告"), other]) == [other, settled("通知公告")]
    assert latest([one, replaced(other, target="4207000002")])[0] == one
