"""得分.xlsx: the annexes of the notice as a workbook, and behind them every lost point with its clause and its source.

Texts are stored as strings, so that nothing in them is a formula or a link. Rows come from the same ``Rows`` as the
notice. A sheet holds at most ``MAX_ROWS`` lines and says when there are more; findings.jsonl always has all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from infra.clock import moment_of_ms, parse_moment
from infra.plaintext import plain
from infra.records import Kind
from scoring.findings import State
from scoring.reports.details import details
from scoring.reports.opendata import ordered
from scoring.reports.rows import GroupTable, Rows, Tally
from scoring.results import Results
from scoring.scorecard import Verdict

MAX_ROWS = 100_000
_CELL = 1_000
#: Signs that a sheet's name may not have.
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

Cell = str | int | float | Decimal | None

_STATES: Mapping[State, str] = {State.SUSPECTED: "待核实", State.CONFIRMED: "已确认", State.DISMISSED: "不成立"}
_APPEALED = "（申诉待裁定）"
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.QUALIFIED: "合格",
    Verdict.UNQUALIFIED: "不合格",
    Verdict.PENDING: "待核实",
}


def annexes(results: Results, rows: Rows) -> bytes:
    """Write the workbook; the same results give the same bytes."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        created = parse_moment(results.inspection.as_of).replace(tzinfo=None)
        book.set_properties({"title": f"得分 {results.inspection.id}", "created": created})
        sheets = _Sheets(book)
        for number, group in enumerate(rows.groups, 1):
            sheets.add(f"附件1-表{number}", ("序号", "单位名称", "得分", "说明"), (6, 44, 10, 44), _unit_lines(group))
        accounts = ((row.number, row.name, row.type, row.reasons) for row in rows.failed_accounts)
        sheets.add("附件2", ("序号", "账号名称", "账号类型", "不合格原因"), (6, 36, 16, 40), accounts)
        sheets.add("扣分加分", *_POINTS, _point_lines(results))
        sheets.add("问题", *_FINDINGS, _finding_lines(results))
        sheets.add("覆盖度", *_COVERAGE, _coverage_lines(results))
        sheets.add("说明", ("项目", "内容"), (24, 100), _about_lines(results, rows))
    return buffer.getvalue()


_POINTS = (
    ("标识码", "名称", "细则", "指标", "扣分/加分", "问题数", "分值来源", "分值已核实"),
    (22, 36, 10, 20, 10, 8, 60, 12),
)
_FINDINGS = (
    ("编号", "标识码", "名称", "细则", "指标", "状态", "分值", "网址", "所在页面", "发现时间", "内容", "证据"),
    (20, 22, 32, 8, 16, 10, 8, 60, 60, 22, 50, 60),
)
_COVERAGE = (
    (
        "标识码",
        "名称",
        "类型",
        "单位",
        "结论",
        "得分",
        "区间下限",
        "区间上限",
        "覆盖度",
        "成功页面",
        "失败页面",
        "受阻页面",
    ),
    (22, 36, 8, 36, 12, 8, 10, 10, 10, 10, 10, 10),
)


class _Sheets:
    """Adds one plain sheet after another to a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head: Format = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})

    def add(self, name: str, headers: Sequence[str], widths: Sequence[int], lines: Iterable[Sequence[Cell]]) -> None:
        sheet: Worksheet = self._book.add_worksheet(_NOT_IN_SHEET_NAME.sub("", name)[:31])
        sheet.freeze_panes(1, 0)
        for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, header, self._head)
        for number, line in enumerate(lines, 1):
            if number > MAX_ROWS:
                sheet.write_string(number, 0, f"只列出前{MAX_ROWS}行，全部见 findings.jsonl 与 scores.json")
                return
            for column, cell in enumerate(line):
                self._write(sheet, number, column, cell)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, plain(cell, _CELL))
        elif cell is not None:
            sheet.write_number(row, column, float(cell) + 0.0)  # no -0


def _unit_lines(group: GroupTable) -> Iterator[Sequence[Cell]]:
    for row in group.rows:
        yield row.number, row.unit, row.score, "" if row.shown == str(row.score) else row.shown
    yield "", f"{group.name}综合得分情况", None, ""


def _point_lines(results: Results) -> Iterator[Sequence[Cell]]:
    for target, card in results.cards:
        for sign, rows in ((-1, card.deductions), (1, card.bonus)):
            for row in rows:
                clause = results.standard.clauses[row.clause]
                yield (
                    target.code,
                    target.name,
                    row.clause,
                    row.indicator,
                    sign * row.points,
                    len(row.findings),
                    clause.source,
                    "是" if clause.confirmed else "否 ※",
                )


def _finding_lines(results: Results) -> Iterator[Sequence[Cell]]:
    names = {target.code: target.name for target, _ in results.cards}
    for finding in ordered(results):
        yield (
            finding.id,
            finding.target,
            names[finding.target],
            finding.clause,
            finding.indicator,
            _STATES[finding.state] + _APPEALED * finding.appealed,
            finding.points,
            finding.url,
            finding.found_on,
            moment_of_ms(finding.seen_at).isoformat(" ", "seconds") if finding.seen_at else "",
            "；".join(details(finding)),
            finding.evidence,
        )


def _coverage_lines(results: Results) -> Iterator[Sequence[Cell]]:
    for target, card in results.cards:
        low, high = card.range
        yield (
            target.code,
            target.name,
            "网站" if target.kind is Kind.SITE else "账号",
            target.unit,
            _VERDICTS[card.verdict],
            card.score,
            low,
            high,
            card.coverage,
            card.pages.done,
            card.pages.failed,
            card.pages.blocked,
        )


def _rate(tally: Tally) -> str:
    return f"{tally.rate}%" if tally.judged else "暂无"


def _about_lines(results: Results, rows: Rows) -> Iterator[Sequence[Cell]]:
    inspection, standard = results.inspection, results.standard
    yield "检查", inspection.id
    yield "监测时间点", inspection.as_of
    yield "指标体系", f"{standard.title}（{standard.name}）"
    yield "指标体系摘要", standard.digest
    yield (
        "网站",
        f"{rows.sites.total}家，不合格{rows.sites.failed}家，待核实{rows.sites.pending}家，合格率{_rate(rows.sites)}",
    )
    accounts = rows.accounts
    yield (
        "政务新媒体",
        f"{accounts.total}个，不合格{accounts.failed}个，待核实{accounts.pending}个，合格率{_rate(accounts)}",
    )
    yield "得分", "各单位政府网站得分；综合得分的计算办法未见公布，政务新媒体不计入得分"
    yield "覆盖度", "已检查的指标所占份额；未能检查的指标不扣分，区间写出可能的最低分和最高分"
    yield "※", "分值或规则尚未经正式文本核实，来源见“扣分加分”表"
