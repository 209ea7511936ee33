"""Tables as people keep them: encodings, header lines, limits, formulas, and files built to harm."""

import string
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra import tables
from infra.plaintext import plain
from infra.tables import TableError, read_rows, write_rows

COLUMNS = {"标识码": "code", "code": "code", "名称": "name", "name": "name"}

cell = st.text(st.characters(codec="utf-8"), max_size=30).map(plain)
formula = st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "=cmd|' /C calc'!A0"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cell | formula, cell | formula), max_size=8))
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / f"t{suffix}"
    write_rows(path, ["code", "name"], rows)
    found = [(row.cells["code"], row.cells["name"]) for row in read_rows(path, COLUMNS).rows]
    assert found == [row for row in rows if any(row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("标识码,名称\r\n4207000001,鄂州市人民政府㐂\r\n".encode(encoding))
    assert read_rows(path, COLUMNS).rows[0].cells == {"code": "4207000001", "name": "鄂州市人民政府㐂"}


def test_a_title_above_the_header_and_spelling_of_headers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("鄂州市登记表,\n\n 标 识 码*,ＮＡＭＥ,电话\n1,甲,123\n,,\n2,乙\n", encoding="utf-8")
    table = read_rows(path, COLUMNS, ["code", "name"])
    assert [(row.number, row.cells["name"]) for row in table.rows] == [(4, "甲"), (6, "乙")]
    assert table.ignored == ("电话",)


def test_two_headers_of_one_name_share_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,name\n甲,\n,乙\n", encoding="utf-8")
    assert [row.cells["name"] for row in read_rows(path, COLUMNS).rows] == ["甲", "乙"]


def test_numbers_dates_and_formulas_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("隐藏")
        sheet.write_row(0, 0, ["标识码", "名称"])
        sheet.write_row(1, 0, ["x", "hidden"])
        shown = book.add_worksheet("登记表")
        shown.activate()
        sheet.hide()
        shown.write_row(2, 1, ["标识码", "名称"])
        shown.write_number(3, 1, 4207000001)
        shown.write_formula(3, 2, '=HYPERLINK("http://x")', None, "shown")
        shown.write_boolean(4, 1, True)
        shown.write_number(4, 2, 0.5)
    rows = read_rows(path, COLUMNS).rows
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (4, {"code": "4207000001", "name": "shown"}),
        (5, {"code": "是", "name": "0.5"}),
    ]


def test_control_characters_are_gone_and_long_cells_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'标识码,名称\n1,"a\x1b[31m\u202e\nb"\n2,{"x" * 4001}\n', encoding="utf-8")
    table = read_rows(path, COLUMNS)
    assert table.rows[0].cells["name"] == "a [31m b"
    assert [str(problem) for problem in table.problems] == ["row 3, 名称: 4001 characters, more than 4000"]
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", b"\xff\x00\xff,\n", "neither UTF-8 nor GB18030"),
        ("t.csv", b"a,b\n1,2\n", "no column 标识码"),
        ("t.csv", b"", "no column 标识码"),
        ("t.csv", b'"' + b"x" * 200_000, "field larger"),
        ("t.xlsx", b"not a zip", "not a readable .xlsx"),
        ("t.doc", b"", "only .xlsx and .csv"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(TableError, match=message):
        read_rows(path, COLUMNS, ["code"])
    with pytest.raises(TableError, match="No such file"):
        read_rows(tmp_path / "absent.csv", COLUMNS)


def test_too_many_rows_or_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text("标识码\n" + "1\n" * 20, encoding="utf-8")
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    with pytest.raises(TableError, match="21 rows, more than 10"):
        read_rows(path, COLUMNS)
    monkeypatch.setattr(tables, "MAX_FILE_BYTES", 10)
    with pytest.raises(TableError, match="larger than"):
        read_rows(path, COLUMNS)


def _patched(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Rewrite one member of a package."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)


def test_a_cell_at_the_far_corner_does_not_burst_memory(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_rows(path, ["标识码"], [["1"]])
    _patched(path, "xl/worksheets/sheet1.xml", b'r="A2"', b'r="XFD1048576"')
    with pytest.raises(TableError, match="XFD1048576 lies beyond"):
        read_rows(path, COLUMNS)


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_UNPACKED_BYTES", 2**20)
    path = tmp_path / "t.xlsx"
    write_rows(path, ["标识码"], [["1"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/big.xml", b"0" * 2**21)
    with pytest.raises(TableError, match="unpacks to more than 1 MiB"):
        read_rows(path, COLUMNS)
    lying = path.read_bytes().replace((2**21).to_bytes(4, "little"), (16).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(TableError, match="not a readable"):
        read_rows(path, COLUMNS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_are_a_table_or_one_error(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(data)
    try:
        table = read_rows(path, {letter: letter for letter in string.ascii_lowercase})
    except TableError:
        return
    assert all(row.number > 1 for row in table.rows)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_rows(tmp_path / name, ["标识码"], [["1"]])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
