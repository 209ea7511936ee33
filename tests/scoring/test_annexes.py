"""得分.xlsx: the notice's own rows, every point with its source, and no cell that runs."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from scoring.reports import annexes as annexes_module
from scoring.reports.annexes import annexes
from scoring.reports.rows import rows_of
from tests.scoring.report_case import DEPARTMENTS, DISTRICTS, HOSTILE, account, case, city, finding, site


def sheets(book: bytes) -> dict[str, list[list[Any]]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(book))
    return {name: list(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names}


def test_the_sheets_and_their_rows() -> None:
    results = city()
    found = sheets(annexes(results, rows_of(results)))
    assert list(found) == ["附件1-表1", "附件1-表2", "附件2", "扣分加分", "问题", "覆盖度", "说明"]
    assert found["附件1-表1"][1][:3] == [1, "华容区人民政府", 102]
    assert found["附件1-表1"][-1][1] == f"{DISTRICTS}综合得分情况"
    assert found["附件2"][2] == [2, "健康鄂州", "微信服务号", "2周内未更新、未提供有效互动"]
    assert len(found["问题"]) == 1 + len(results.findings)
    assert len(found["覆盖度"]) == 1 + len(results.cards)
    points = found["扣分加分"][1]
    assert points[2] == "D4.2"
    assert points[4] == -5
    assert points[6] == results.standard.clauses["D4.2"].source
    assert ["指标体系摘要", results.standard.digest] in found["说明"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_or_a_link(text: str) -> None:
    results = case(
        sites=[site(1, text, text, "90")],
        accounts=[account(text, text, "M3.1")],
        findings=[finding(text, "D8.2", column=text, code="4207000001")],
    )
    book = annexes(results, rows_of(results))
    with zipfile.ZipFile(BytesIO(book)) as package:
        for name in package.namelist():
            content = package.read(name)
            assert b"<f>" not in content
            assert b"hyperlink" not in content
    assert sheets(book)["附件1-表1"][1][0] == 1


def test_a_sheet_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annexes_module, "MAX_ROWS", 2)
    results = case(sites=[site(n, f"单位{n}", DEPARTMENTS, "90") for n in range(5)])
    lines = sheets(annexes(results, rows_of(results)))["覆盖度"]
    assert len(lines) == 4
    assert "只列出前2行" in str(lines[-1][0])


def test_the_same_results_give_the_same_bytes() -> None:
    results = city()
    assert annexes(results, rows_of(results)) == annexes(results, rows_of(results))
