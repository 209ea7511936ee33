"""Identity numbers, telephones of citizens, cards: what is suspected, what is not, and that no number leaves whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.records import Suspicion, SuspicionKind, encode
from spiders.reading.files.gathering import Piece
from spiders.reading.files.personal import (
    LISTED,
    MAX_SUSPICIONS,
    in_page,
    is_credit_code,
    is_identity,
    mask,
    masked,
    passes_luhn,
    suspicions,
)
from spiders.reading.files.read import read
from tests.spiders.attachments import files

AS_OF = date(2024, 2, 29)


def identity(region: str = "420704", born: str = "19900307", order: str = "123") -> str:
    digits = region + born + order
    total = sum(2 ** (17 - place) % 11 * int(digit) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def card(start: str = "622848001234567890") -> str:
    return next(start + digit for digit in "0123456789" if passes_luhn(start + digit))


ID = identity()
NAMES = ("张三丰", "李四", "王小明", "赵一", "钱多多", "孙悟", "周大")
LIST = "低保对象公示名单\n姓名\t电话\n" + "\n".join(f"{name}\t1381234567{n}" for n, name in enumerate(NAMES))


def found(text: str, as_of: date = AS_OF) -> list[tuple[SuspicionKind, str, int]]:
    return [(row.kind, row.where, row.count) for row in suspicions([Piece("", text)], as_of)]


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号：{ID}。",
        f"张三{ID}男",
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in ID),
        identity(order="127").lower(),
        f"1 张三丰 {ID[:10]}\n{ID[10:]}\n1381234000\n1\n300.5\n2",
        f"1\n{ID[:8]}\n{ID[8:16]}\n{ID[16:]}\n2",
    ],
)
def test_identity_numbers_are_suspected_however_they_are_written(text: str) -> None:
    ((kind, where, count),) = found(text)
    assert (kind, where in {"line 1", "line 2"}, count) == (SuspicionKind.ID_CARD, True, 1)


@pytest.mark.parametrize(
    "text",
    [
        ID[:4] + "*" * 12 + ID[-2:],
        ID[:-1] + ("1" if ID[-1] != "1" else "2"),
        identity(born="19900230"),
        identity(born="20240301"),
        identity(born="18990101"),
        identity(region="160704"),
        "1" + ID,
        ID + "0",
        "A" + ID,
        f"统一社会信用代码：{ID}",
        ID[:15],
    ],
)
def test_what_is_no_identity_number_or_is_masked_is_none(text: str) -> None:
    assert found(text) == []


def test_a_birth_date_is_judged_by_the_instant_of_the_inspection() -> None:
    number = identity(born="20240301")
    assert not is_identity(number, AS_OF)
    assert is_identity(number, date(2024, 3, 1))


def test_codes_of_organisations_are_known_by_their_own_check_digit() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")


def test_numbers_are_counted_by_place_and_line() -> None:
    rows = suspicions([Piece("page 1", f"\n{ID}\n{ID}"), Piece("page 2", identity(order="456"), 7)], AS_OF)
    assert [(row.where, row.count) for row in rows] == [("page 1, line 2", 1), ("page 2, line 7", 1)]
    many = [Piece(f"page {n}", ID) for n in range(100)]
    assert len(suspicions(many, AS_OF)) == MAX_SUSPICIONS


def test_a_number_in_a_long_sheet_or_document_is_told_once_with_its_line() -> None:
    rows = [[f"第{n}行", "x" * 80] for n in range(1, 1500)]
    for n in (300, 900, 1400):
        rows[n - 1][1] = identity(order=f"{n % 1000:03d}")
    (row,) = read(files.workbook({"甲": rows}), as_of=AS_OF).suspicions
    assert (row.where, row.count) == ("sheet 甲, line 300", 3)
    lines = [f"第{n}段" + "字" * 60 for n in range(1, 1000)]
    lines[899] = f"身份证号{ID}"
    (row,) = read(files.word(*lines), as_of=AS_OF).suspicions
    assert (row.where, row.count) == ("line 900", 1)


def test_telephones_in_a_list_of_citizens_are_suspected() -> None:
    assert found(LIST) == [(SuspicionKind.MOBILE, "line 3", len(NAMES))]
    assert found(LIST.replace("电话", "联系电话")) == [(SuspicionKind.MOBILE, "line 3", len(NAMES))]


@pytest.mark.parametrize(
    "text",
    [
        "联系人：张三丰 13812345678",
        LIST.replace("姓名\t电话", "联系人\t联系电话"),
        LIST.replace("低保对象公示名单", "网格员名单"),
        LIST.replace("低保对象公示名单", "各科室电话"),
        "\n".join(LIST.splitlines()[: LISTED + 1]),
        LIST.replace("138", "138****"),
        LIST.replace("\t138", "\t027-138"),
        "\n".join(f"{name}" for name in NAMES) + "\n13812345678",
    ],
)
def test_telephones_of_offices_and_single_ones_are_none(text: str) -> None:
    assert found(text) == []


def test_pages_are_looked_through_like_files() -> None:
    assert [(row.kind, row.where) for row in in_page(f"公示\n身份证号 {ID}", AS_OF)] == [
        (SuspicionKind.ID_CARD, "body, line 2")
    ]
    assert [row.kind for row in in_page(LIST, AS_OF)] == [SuspicionKind.MOBILE]
    assert in_page("联系人：张三丰 13812345678，公安备案 42070402000123", AS_OF) == ()


def test_cards_are_suspected_where_the_text_speaks_of_accounts() -> None:
    number = card()
    assert found(f"户名 张三 银行卡号 {number}") == [(SuspicionKind.BANK_CARD, "line 1", 1)]
    assert found(f"银行卡号 {number[:-1]}{(int(number[-1]) + 1) % 10}") == []
    assert found(f"编号 {number}") == []


@given(st.dates(date(1904, 3, 1), AS_OF), st.integers(0, 999))
def test_every_number_with_a_right_check_digit_is_found_and_no_other(born: date, order: int) -> None:
    number = identity(born=f"{born:%Y%m%d}", order=f"{order:03d}")
    assert is_identity(number, AS_OF)
    wrong = number[:-1] + "10X98765432"[("10X98765432".index(number[-1]) + 1) % 11]
    assert not is_identity(wrong, AS_OF)
    assert number[4:-2] not in mask(number)
    assert number not in masked(f"文件{number}.doc")


def whole(row: Suspicion, *numbers: str) -> bool:
    return any(number.encode() in encode(row) for number in numbers)


def test_no_number_leaves_whole_not_even_in_a_name() -> None:
    number, phone = identity(order="777"), "13812345670"
    sheet = files.workbook(
        {f"名单{phone}": [["低保", number], *([name, f"1381234567{n}"] for n, name in enumerate(NAMES))]}
    )
    body = files.zipped(files.stored(f"{number}.xlsx", sheet), files.stored(f"{number}.pdf", b"%PDF-broken"))
    seen = read(body, as_of=AS_OF)
    assert {row.kind for row in seen.suspicions} == {SuspicionKind.ID_CARD, SuspicionKind.MOBILE}
    assert seen.suspicions[0].where == "names of members, line 1"
    assert not any(digits in encode(seen).decode() for digits in (number, phone))
    assert seen.suspicions[0].sample == number[:4] + "*" * 12 + number[-2:]
    assert seen.suspicions[1].where.endswith("line 1")
    assert seen.suspicions[2].where.endswith("line 2")
