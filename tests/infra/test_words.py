"""Lists of wording errors: read whole or not at all, kept with an inspection, bound to days."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.records import Word, WordKind
from infra.tables import beside, write_rows
from infra.words import BESIDE, WordError, Words, read_words, shipped

HEADER = ["错误表述", "正确表述", "类别", "起", "止", "说明"]
ROWS = [
    ["张三市长", "李四市长", "严重", "2024-01-15", "", "换届"],
    ["按步就班", "按部就班", "", "", "", ""],
    ["王五局长信箱", "", "放行", "", "2024-12-31", ""],
]
EXPECTED = (
    Word(wrong="张三市长", right="李四市长", kind=WordKind.SERIOUS, since="2024-01-15", note="换届"),
    Word(wrong="按步就班", right="按部就班"),
    Word(wrong="王五局长信箱", kind=WordKind.APPROVED, until="2024-12-31"),
)


@pytest.mark.parametrize("name", ["词表.csv", "词表.xlsx"])
def test_a_list_is_read(tmp_path: Path, name: str) -> None:
    write_rows(tmp_path / name, HEADER, ROWS)
    assert read_words(tmp_path / name) == EXPECTED
    assert beside(tmp_path, BESIDE) == tmp_path / name


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "词表.csv"
    rows = [
        ["错", "", "", "", "", ""],
        ["安排", "安排", "可能", "去年", "", ""],
        ["甲乙", "", "", "2024-02-01", "2024-01-01", ""],
    ]
    write_rows(path, HEADER, rows)
    with pytest.raises(WordError) as error:
        read_words(path)
    assert [(one.row, one.column) for one in error.value.problems] == [
        (2, "错误表述"),
        (3, "类别"),
        (3, "正确表述"),
        (3, "起"),
        (4, "止"),
    ]


@pytest.mark.parametrize(
    ("as_of", "holds"), [("2024-01-14", False), ("2024-01-15", True), ("2024-02-29", True), ("2024-03-01", False)]
)
def test_a_word_holds_from_its_first_day_to_its_last(as_of: str, holds: bool) -> None:
    word = Word(wrong="张三市长", since="2024-01-15", until="2024-02-29")
    assert word.holds(parse_as_of(as_of)) is holds


def test_the_shipped_words_are_wrong_and_tell_the_right_form() -> None:
    words = shipped()
    wrong = {word.wrong for word in words}
    assert len(wrong) == len(words) > 80
    assert all(word.right and word.right != word.wrong for word in words)
    assert not any(word.right in wrong for word in words)


async def test_a_list_is_kept_with_its_inspection(redis: Redis) -> None:
    words = Words(redis, "q1")
    assert await words.all() == []
    await words.put(EXPECTED)
    assert await words.all() == list(EXPECTED)
    assert await Words(redis, "q2").all() == []
