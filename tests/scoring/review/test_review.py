"""Reviews files of every form, what is wrong with them told at once, and what people entered kept in Redis."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.redis.keys import Keys
from infra.redis.replies import text
from infra.tables import write_rows
from scoring.review import Decision, Review, ReviewError, Reviews, read_reviews
from tests.scoring.building import ACCOUNT, EZHOU, SITE

TARGETS = [SITE, ACCOUNT, replace(ACCOUNT, code="wx-2", name="鄂州教育")]
HEADER = ["标识码", "细则", "决定", "分值", "网址", "问题", "证据", "审核人", "时间"]
ROWS = [
    ["4207000001", "D15.3", "扣分", "1", "http://x/", "缺失答复单位", "截图1", "程思源", "2024-03-01 10:00"],
    ["鄂州市人民政府", "B5", "加分", "4.5", "", "开展征集8次", "", "万静怡", ""],
    ["鄂州发布", "M3.1", "确认", "", "", "", "", "程思源", ""],
    ["*", "D11", "查无问题", "", "", "", "", "程思源", ""],
    ["鄂州市人民政府门户网站", "V3", "不成立", "", "", "首页已更新", "", "程思源", ""],
]
EXPECTED = (
    Review(
        target=SITE.code,
        clause="D15.3",
        decision=Decision.DEDUCT,
        points=Decimal(1),
        url="http://x/",
        text="缺失答复单位",
        evidence="截图1",
        by="程思源",
        at="2024-03-01T10:00:00+08:00",
    ),
    Review(
        target=SITE.code, clause="B5", decision=Decision.BONUS, points=Decimal("4.5"), text="开展征集8次", by="万静怡"
    ),
    Review(target=ACCOUNT.code, clause="M3.1", decision=Decision.CONFIRM, by="程思源"),
    Review(target="*", clause="D11", decision=Decision.CLEAR, by="程思源"),
    Review(target=SITE.code, clause="V3", decision=Decision.DISMISS, text="首页已更新", by="程思源"),
)


@pytest.mark.parametrize("name", ["审核.csv", "审核.xlsx"])
def test_tables(tmp_path: Path, name: str) -> None:
    write_rows(tmp_path / name, HEADER, ROWS)
    assert read_reviews(tmp_path / name, TARGETS, EZHOU) == EXPECTED


def test_json_lines_in_either_language(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    path.write_text(
        '{"target": "4207000001", "clause": "d11", "decision": "clear", "by": "A"}\n\n'
        '{"标识码": "4207000001", "细则": "B5", "决定": "加分", "分值": 0.4, "审核人": "B", "网址": null}\n',
        "utf-8",
    )
    found = read_reviews(path, TARGETS, EZHOU)
    assert [(one.clause, one.decision, one.points) for one in found] == [
        ("D11", Decision.CLEAR, None),
        ("B5", Decision.BONUS, Decimal("0.4")),
    ]


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    bad = [
        ["4207000001", "D99", "扣分", "1", "", "", "", "A", ""],
        ["4207000001", "D11", "罚款", "1", "", "", "", "A", ""],
        ["4207000001", "D11", "扣分", "6", "", "", "", "A", ""],
        ["4207000001", "D11", "扣分", "0.25", "", "", "", "A", ""],
        ["4207000001", "D11", "扣分", "NaN", "", "", "", "A", ""],
        ["4207000001", "D11", "扣分", "1", "", "", "", "", ""],
        ["9999999999", "D11", "扣分", "1", "", "", "", "A", ""],
        ["鄂州市委宣传部", "M3.1", "确认", "", "", "", "", "A", ""],
        ["*", "D11", "扣分", "1", "", "", "", "A", ""],
        ["4207000001", "V3", "扣分", "1", "", "", "", "A", ""],
        ["4207000001", "B5", "扣分", "1", "", "", "", "A", ""],
        ["4207000001", "D12", "扣分", "1", "", "甲", "", "A", ""],
        ["4207000001", "D12", "扣分", "1", "", "甲", "", "A", ""],
        ["4207000001", "D12", "扣分", "1", "", "乙", "", "A", "三月一日"],
    ]
    path = tmp_path / "审核.csv"
    write_rows(path, HEADER, bad)
    with pytest.raises(ReviewError) as caught:
        read_reviews(path, TARGETS, EZHOU)
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15]
    told = str(caught.value)
    for reason in (
        "nothing was entered",
        "'D99' is no clause of ezhou-2024",
        "none of 确认",
        "not between 0.1 and 5",
        "nobody is named",
        "no site is called '9999999999'",
        "the unit of 2 targets",
        "* is for 查无问题 alone",
        "扣分 is not a decision on V3",
        "the same entry stands above",
        "'三月一日' is not a time",
        "row 2, 细则",
    ):
        assert reason in told


def test_the_same_word_twice_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "审核.csv"
    said = ["4207000001", "V3", "确认", "", "", "", "", "A", ""]
    write_rows(path, HEADER, [said, said, [*said[:7], "B", ""]])
    assert [(one.clause, one.by) for one in read_reviews(path, TARGETS, EZHOU)] == [("V3", "A"), ("V3", "B")]


def test_files_that_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="No such file"):
        read_reviews(tmp_path / "none.csv", TARGETS, EZHOU)
    (tmp_path / "x.jsonl").write_text("[1]\n{broken\n", "utf-8")
    with pytest.raises(ReviewError, match="row 2"):
        read_reviews(tmp_path / "x.jsonl", TARGETS, EZHOU)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(ReviewError, match="标识码"):
        read_reviews(tmp_path / "x.csv", TARGETS, EZHOU)


async def test_decisions_are_kept_in_order_and_the_same_file_again_changes_nothing(redis: Redis) -> None:
    await Inspections(redis).create(id="q1", as_of="2024-02-29", standard="ezhou-2024", targets=TARGETS)
    reviews = Reviews(redis, "q1")
    assert await reviews.add(EXPECTED[:2]) == 2
    assert {text(one) for one in await redis.smembers(Keys("q1").dirty)} == {SITE.code}
    assert await reviews.add(EXPECTED) == 3
    assert await reviews.add(EXPECTED) == 0
    assert tuple(await reviews.all()) == EXPECTED
    assert {text(one) for one in await redis.smembers(Keys("q1").dirty)} == {one.code for one in TARGETS}
