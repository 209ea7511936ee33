"""The notice: the published form, numbers that agree with its tables, and text from strangers kept as text."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.reports.info import BLANK, NoticeInfo, NoticeInfoError
from scoring.reports.notice import notice
from scoring.reports.proof import NoticeError, prove
from scoring.reports.rows import Tally, one_decimal, rows_of
from scoring.reports.template import TEMPLATE, build
from scoring.results import Results
from scoring.scorecard import Verdict
from tests.scoring.report_case import DEPARTMENTS, DISTRICTS, HOSTILE, account, case, city, edited, finding, site

INFO = NoticeInfo(
    office="鄂州市政务公开领导小组办公室",
    office_short="市政务公开领导小组办公室",
    number="鄂州政务公开办函〔2024〕9号",
    area="鄂州市",
    addressees="各区人民政府，市直各部门",
    contact="市行政审批局",
    checked_from="2024-02-26",
    checked_to="2024-02-29",
    issued="2024-03-15",
)


def words(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(document)).paragraphs)


def tables(document: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(document)).tables]


def written(results: Results, info: NoticeInfo = INFO) -> bytes:
    return notice(results, rows_of(results), info)


def test_the_form_of_the_published_notice() -> None:
    document = written(city())
    text = words(document)
    for expected in (
        "鄂州市2024年第一季度全市政府网站及政务新媒体检查情况通报",
        "各区人民政府，市直各部门：",
        "2024年2月26日至2月29日，市政务公开领导小组办公室对全市运行中的5家网站和4个政务新媒体账号",
        "政府网站整体运行良好，合格率为100%；政务新媒体有2个账号不合格，合格率为50%。",
        "华容区人民政府、鄂州市司法局等2家单位（地区）成绩突出，综合得分超过（含）100分；",
        "鄂州市审计局等1家单位（地区）成绩较好，综合得分超过（含）95分。",
        "“鄂州市经济和信息化局”网站“工作动态”动态要闻类栏目超过2周未更新",
        "“鄂州市审计局”、“鄂州市教育局”等网站有个别栏目更新不达标",
        "“鄂州市教育局”网站留言稿件内容缺失答复单位。",
        "“健康鄂州”微信服务号未按照检查指标要求保证更新频率；“梁子湖融媒”微信订阅号未提供有效互动渠道。",
        "另有1条疑似问题尚待人工核实",
        "详细监测报告请联系市行政审批局获取",
        "2024年3月15日",
    ):
        assert expected in text
    assert "不应出现" not in text
    order = [
        text.index(heading)
        for heading in ("一、总体情况", "二、存在的主要问题", "三、下一步工作要求", "附件1：", "附件2：")
    ]
    assert order == sorted(order)
    first, second, failed = tables(document)
    assert first == [["序号", "单位名称", "得分"], ["1", "华容区人民政府", "102.0"]]
    assert [row[2] for row in second[1:]] == ["81.0", "103.0", "99.3", "93.2"]
    assert failed[1:] == [
        ["1", "梁子湖融媒", "微信订阅号", "未提供有效互动"],
        ["2", "健康鄂州", "微信服务号", "2周内未更新、未提供有效互动"],
    ]


def test_what_nobody_gave_is_marked_and_never_invented() -> None:
    text = words(written(city(), NoticeInfo()))
    assert text.count(BLANK) >= 5
    assert "鄂州市2024" not in text


def test_units_without_a_score_say_why() -> None:
    results = case(
        sites=[
            site(1, "甲局", DEPARTMENTS, None, vetoes=("V4.3",)),
            site(2, "乙局", DEPARTMENTS, "55.5", verdict=Verdict.UNQUALIFIED),
            site(3, "丙局", DEPARTMENTS, "90", verdict=Verdict.PENDING, low="40"),
            site(4, "丁局", "", "70"),
            site(5, "丁局", "", "71", name="丁局二网"),
        ]
    )
    document = written(results)
    first, rest, _ = tables(document)
    assert [row[2] for row in first[1:]] == ["不合格（单项否决：空白栏目）", "55.5（不合格）", "待核实（40.0—90.0）"]
    assert [row[1] for row in rest[1:]] == ["丁局", "丁局（丁局二网）"]
    assert "政府网站有2家不合格（甲局、乙局），合格率为50%（另有1个尚待核实，未计入）" in words(document)
    assert "检查未发现此类问题。" in words(document)


def test_no_rate_is_stated_of_what_nobody_could_judge() -> None:
    text = words(written(case(sites=[site(1, "甲局", DEPARTMENTS, "90", verdict=Verdict.PENDING, low="40")])))
    assert "政府网站1家均尚待核实，暂不计合格率；本次未检查政务新媒体账号。" in text
    assert "整体运行良好" not in text
    assert "合格率为" not in text


def test_unconfirmed_numbers_are_marked() -> None:
    results = city()
    text = words(written(results))
    clause = results.standard.clauses["D4.2"]
    assert clause.confirmed is ("D4.2" not in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_strangers_stays_text(text: str) -> None:
    results = case(
        sites=[site(1, text, text, "90")],
        accounts=[account(text, text, "M3.1")],
        findings=[finding(text, "D8.2", column=text, code="4207000001")],
    )
    document = written(results)
    shown = tables(document)[0][1][1]
    assert shown == re.sub(r"[\ud800\u202e]", "", text).replace("\x00\x1b", " ")
    with zipfile.ZipFile(BytesIO(document)) as package:
        assert b"<w:instrText>PAGE" in package.read("word/footer1.xml")
        assert b"instrText" not in package.read("word/document.xml")


def test_the_same_results_give_the_same_bytes() -> None:
    assert written(city()) == written(city())


def test_every_run_names_its_chinese_font() -> None:
    document = Document(BytesIO(written(city())))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    runs += [r for t in document.tables for row in t.rows for c in row.cells for p in c.paragraphs for r in p.runs]
    fonts = {run._element.get_or_add_rPr().get_or_add_rFonts().get(qn("w:eastAsia")) for run in runs if run.text}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}


def test_the_kept_template_is_what_the_script_makes() -> None:
    with zipfile.ZipFile(TEMPLATE) as kept, zipfile.ZipFile(BytesIO(build())) as made:
        assert kept.namelist() == made.namelist()
        assert [kept.read(name) for name in kept.namelist()] == [made.read(name) for name in made.namelist()]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("合格率为50%", "合格率为99.96%", "the pass rates reads 100、99.96, but its rows give 100、50"),
        ("有2个账号", "有3个账号", "the failed accounts reads 3, but its rows give 2"),
        ("5家网站", "6家网站", "the number of sites reads 6"),
        ("4个政务", "5个政务", "the number of accounts reads 5"),
        ("等2家单位", "等3家单位", "the units at 100 and 95 reads 3、1, but its rows give 2、1"),
        ("102.0", "90.0", "annex 1 reads 1 华容区人民政府 90.0, not 1 华容区人民政府 102.0"),
        ("2周内未更新、", "", "annex 2 reads 2 健康鄂州"),
    ],
)
def test_a_wrong_number_is_refused(old: str, new: str, message: str) -> None:
    results = city()
    document = written(results)
    with pytest.raises(NoticeError, match=message):
        prove(edited(document, old, new), rows_of(results))


def test_a_template_with_a_number_of_its_own_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "own.docx"
    template.write_bytes(edited(TEMPLATE.read_bytes(), "{{ site_result }}", "合格率为100%"))
    failed = case(sites=[site(1, "甲局", DEPARTMENTS, "50", verdict=Verdict.UNQUALIFIED)])
    with pytest.raises(NoticeError, match="the pass rates reads 100, but its rows give 0"):
        notice(failed, rows_of(failed), INFO, template)


def test_a_broken_template_is_one_line(tmp_path: Path) -> None:
    template = tmp_path / "own.docx"
    template.write_bytes(edited(TEMPLATE.read_bytes(), "{{ praise }}", "{{ praise.x( }}"))
    with pytest.raises(NoticeError, match=r"own\.docx"):
        notice(city(), rows_of(city()), INFO, template)


@settings(max_examples=15, deadline=None)
@given(
    scores=st.lists(st.decimals(0, 130, places=1), min_size=1, max_size=12),
    failed=st.lists(st.booleans(), max_size=8),
)
def test_text_and_annexes_never_disagree(scores: list[Decimal], failed: list[bool]) -> None:
    results = case(
        sites=[site(n, f"单位{n}", DISTRICTS if n % 3 else DEPARTMENTS, str(score)) for n, score in enumerate(scores)],
        accounts=[account(f"号{n}", "订阅号", *["M2.1"] * bad) for n, bad in enumerate(failed)],
    )
    rows = rows_of(results)
    document = written(results)
    first_column = [row for table in tables(document) for row in table[1:]]
    assert len(first_column) == len(scores) + sum(failed)
    assert rows.accounts.failed == sum(failed)


@given(total=st.integers(0, 20_000), data=st.data())
def test_rates_are_honest_at_their_ends(total: int, data: st.DataObject) -> None:
    failed = data.draw(st.integers(0, total))
    rate = Decimal(Tally(total=total, failed=failed, pending=0).rate)
    assert (rate == 100) is (total > 0 and failed == 0)
    assert (rate == 0) is (failed == total)
    assert total == 0 or abs(rate - Decimal(100 * (total - failed)) / total) <= Decimal("0.01")


@pytest.mark.parametrize(("coverage", "printed"), [(1.0, "100.0%"), (0.9999, "99.9%"), (0.5, "50.0%")])
def test_coverage_is_never_rounded_up_to_whole(coverage: float, printed: str) -> None:
    target, card = site(1, "甲局", DEPARTMENTS, "90")
    text = words(written(case(sites=[(target, replace(card, coverage=coverage))])))
    assert f"平均检查覆盖度为{printed}" in text


def test_published_rates_come_out_as_printed() -> None:
    rates = [Tally(total=t, failed=f, pending=0).rate for t, f in ((471, 43), (289, 9), (294, 3), (80, 8), (41, 0))]
    assert rates == ["90.87", "96.89", "98.98", "90", "100"]


@pytest.mark.parametrize(("score", "printed"), [("97.25", "97.3"), ("97.249", "97.2"), (0.05, "0.1"), (102, "102.0")])
def test_scores_round_half_up(score: str | float, printed: str) -> None:
    assert str(one_decimal(Decimal(str(score)))) == printed


def test_notice_info_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "notice.toml"
    path.write_text('area = "湖北省"\noffice = "某\\u0000办"\n', encoding="utf-8")
    info = NoticeInfo.from_toml(path)
    assert (info.scope, info.short) == ("全省", "某 办")
    for text, message in (("x = 1", "unknown field x"), ("issued = 'soon'", "is not a date"), ("=", r"notice\.toml")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NoticeInfoError, match=message):
            NoticeInfo.from_toml(path)
