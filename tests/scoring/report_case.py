"""Builds results of an inspection for the reports' tests, out of the real records and the real standard."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from infra.inspections import Inspection
from infra.inspections import State as InspectionState
from infra.plaintext import plain
from infra.records import Kind, Target
from infra.registry import account_code
from scoring.findings import Finding, State, finding_id
from scoring.results import Results
from scoring.scorecard import Line, Pages, Scorecard, Verdict
from scoring.standard import load

DISTRICTS = "区人民政府，葛店经开区、临空经济区管委会"
DEPARTMENTS = "市直部门"
STANDARD = load("ezhou-2024")

#: Texts as strangers write them.
HOSTILE = [
    "=cmd|'/c calc'!A0",
    "{{ 7*7 }}{% for x in y %}",
    "<w:t>&amp;</w:t>",
    "a\x00\x1b[31m\ud800b\u202e",
    "合格率为1%",
    "“”",
]

Case = tuple[Target, Scorecard]


def site(
    number: int,
    unit: str,
    group: str,
    score: str | None,
    *,
    name: str = "",
    verdict: Verdict | None = None,
    low: str | None = None,
    vetoes: tuple[str, ...] = (),
) -> Case:
    """A site with its final score, or with a veto; ``low`` is the lower end of its range."""
    target = Target(
        code=f"420700{number:04d}",
        name=name or unit,
        kind=Kind.SITE,
        unit=unit,
        group=group,
        url=f"http://{number}.gov.cn/",
    )
    value = None if score is None else Decimal(score)
    ends = (Decimal(0), Decimal(0)) if value is None else (Decimal(low or value), value)
    return target, Scorecard(
        target=target,
        verdict=verdict or (Verdict.UNQUALIFIED if vetoes else Verdict.QUALIFIED),
        score=value,
        range=ends,
        coverage=0.9,
        base=Decimal(100),
        vetoes=vetoes,
        pages=Pages(done=100, failed=1),
        complete=True,
    )


def account(name: str, account_type: str, *vetoes: str) -> Case:
    """A WeChat account that failed by these vetoes, or passed."""
    code = account_code("微信", plain(name))
    target = Target(
        code=code, name=name, kind=Kind.ACCOUNT, unit=f"{name}的单位", platform="微信", account_type=account_type
    )
    return target, Scorecard(
        target=target,
        verdict=Verdict.UNQUALIFIED if vetoes else Verdict.QUALIFIED,
        score=None,
        range=(Decimal(0), Decimal(0)),
        coverage=1.0,
        base=Decimal(100),
        vetoes=vetoes,
        pages=Pages(done=1),
        complete=True,
    )


def finding(name: str, clause: str, state: State = State.CONFIRMED, *, code: str = "", **detail: object) -> Finding:
    """A finding on the target of that name; its code is filled in by ``case``."""
    return Finding(
        id=finding_id(name, clause, repr(detail)) if not code else "f" * 16,
        target=code or name,
        clause=clause,
        indicator=STANDARD.indicator_of(clause).name,
        state=state,
        points=STANDARD.clauses[clause].each,
        url="http://x.gov.cn/",
        seen_at=1_709_000_000_000,
        detail=detail,
    )


def case(*, sites: Sequence[Case] = (), accounts: Sequence[Case] = (), findings: Sequence[Finding] = ()) -> Results:
    """One finished inspection of these targets; each confirmed finding of a site stands as a deduction on its card."""
    cards = [*sites, *accounts]
    codes = {target.name: target.code for target, _ in cards}
    placed = [replace(one, target=codes.get(one.target, one.target)) for one in findings]
    return Results(
        inspection=Inspection(
            id="2024q1",
            as_of="2024-02-29T23:59:59+08:00",
            standard=STANDARD.name,
            state=InspectionState.FINISHED,
            created_at=1_708_900_000_000,
            started_at=1_708_900_000_000,
            finished_at=1_709_200_000_000,
        ),
        standard=STANDARD,
        cards=[(target, _with_lines(card, placed)) for target, card in cards],
        findings=placed,
    )


def _with_lines(card: Scorecard, findings: Sequence[Finding]) -> Scorecard:
    mine = [one for one in findings if one.target == card.target.code and one.points and one.state is State.CONFIRMED]
    lines = [Line(clause=one.clause, indicator=one.indicator, points=one.points, findings=(one.id,)) for one in mine]
    return replace(card, deductions=tuple(lines))


def city() -> Results:
    """Five districts and departments, four accounts: two failed, one of them for two reasons."""
    return case(
        sites=[
            site(1, "华容区人民政府", DISTRICTS, "102"),
            site(2, "鄂州市经济和信息化局", DEPARTMENTS, "81"),
            site(3, "鄂州市司法局", DEPARTMENTS, "103"),
            site(4, "鄂州市审计局", DEPARTMENTS, "99.3"),
            site(5, "鄂州市教育局", DEPARTMENTS, "93.2"),
        ],
        accounts=[
            account("梁子湖融媒", "订阅号", "M3.1"),
            account("健康鄂州", "服务号", "M2.1", "M3.1"),
            account("鄂州发布", "订阅号"),
            account("鄂州公安", "服务号"),
        ],
        findings=[
            finding("鄂州市经济和信息化局", "D4.2", column="工作动态"),
            finding("鄂州市教育局", "D15.3", text="留言稿件内容缺失答复单位。"),
            finding("鄂州市教育局", "D8.2", column="人事信息"),
            finding("鄂州市审计局", "D8.2", column="通知公告"),
            finding("鄂州市司法局", "D7", State.SUSPECTED, text="不应出现"),
            finding("健康鄂州", "M2.1", text="经复核属实"),
            finding("梁子湖融媒", "M3.1"),
        ],
    )


def edited(document: bytes, old: str, new: str) -> bytes:
    """Change a text in a finished document, as a hand or an edited template would."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return buffer.getvalue()
