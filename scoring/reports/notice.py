"""The notice (通报.docx) in the form of the published ones, every number computed from the rows of its own annexes.

The template is an office's own document (``template.py`` made the first); values are put in as text, never evaluated.
The finished bytes are read back and compared before anyone gets them (``proof.py``).
"""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from math import floor
from pathlib import Path
from statistics import fmean
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from infra.clock import end_of_day, moment_of_ms, parse_moment
from scoring.findings import State
from scoring.reports.info import BLANK, NoticeInfo, chinese_day, quarter
from scoring.reports.opendata import ordered
from scoring.reports.package import same_bytes
from scoring.reports.proof import NoticeError, prove
from scoring.reports.rows import Rows, Tally, UnitRow
from scoring.reports.template import TEMPLATE
from scoring.reports.themes import Theme, paragraph
from scoring.results import Results
from scoring.scorecard import Verdict

#: The published notice names four of those at or above 100 and five of those at or above 95.
_PRAISE = ((100, None, 4, "成绩突出"), (95, 100, 5, "成绩较好"))
_FAILED_NAMED = 5


def notice(results: Results, rows: Rows, info: NoticeInfo, template: Path = TEMPLATE, *, draft: bool = False) -> bytes:
    """Write the notice; the same results and info give the same bytes. A draft says so in its title (草稿).

    Raises ``NoticeError`` when the template cannot be used, or when the finished document states a number that its
    rows do not give.
    """
    document = DocxTemplate(template)
    try:
        context = _context(results, rows, info, draft=draft)
        document.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    except TemplateError as error:
        msg = f"{template.name}: {error}"
        raise NoticeError(msg) from None
    properties = document.docx.core_properties  # get_docx() would load the template anew
    as_of = parse_moment(results.inspection.as_of).replace(tzinfo=None)
    properties.created = properties.modified = properties.last_printed = as_of
    properties.title, properties.author, properties.last_modified_by = context["title"], info.office, ""
    properties.comments, properties.revision = f"inspection {results.inspection.id}", 1
    buffer = BytesIO()
    document.save(buffer)
    finished = same_bytes(buffer.getvalue())
    prove(finished, rows)
    return finished


def _context(results: Results, rows: Rows, info: NoticeInfo, *, draft: bool) -> dict[str, Any]:
    """Everything the template may name; an office that edits it finds the names here."""
    targets = [target for target, _ in results.cards]
    findings = ordered(results)
    return {
        "head": info.office or BLANK,
        "office": info.short,
        "number": info.number or BLANK,
        "title": _title(results, info, draft=draft),
        "addressees": info.addressees or BLANK,
        "basis": info.basis,
        "period": _period(results, info),
        "scope": info.scope,
        "checked": _checked(results, info),
        "sites": rows.sites,
        "accounts": rows.accounts,
        "site_result": site_result(rows),
        "account_result": account_result(rows.accounts),
        "praise": praise(rows),
        "method": _method(results),
        "themes": {
            theme.name.lower(): {
                "name": theme.value,
                "text": paragraph(theme, results.standard, targets, findings),
            }
            for theme in Theme
        },
        "contact": info.contact or BLANK,
        "issued": chinese_day(date.fromisoformat(info.issued)) if info.issued else BLANK,
        "groups": rows.groups,
        "failed_accounts": rows.failed_accounts,
        "score_note": "注：表中得分为各单位政府网站得分；政务新媒体只作合格与否的检查，结果见附件2。",
        "source_note": _source_note(results),
    }


def site_result(rows: Rows) -> str:
    """Say how many sites passed; those that did not are named."""
    tally = rows.sites
    if not tally.judged:
        return f"政府网站{tally.total}家均尚待核实，暂不计合格率" if tally.total else "本次未检查政府网站"
    if not tally.failed:
        return f"政府网站整体运行良好，合格率为{tally.rate}%{_pending(tally)}"
    failed = [row.unit for row in rows.units if row.verdict is Verdict.UNQUALIFIED]
    named = "、".join(failed[:_FAILED_NAMED]) + ("等" if len(failed) > _FAILED_NAMED else "")
    return f"政府网站有{tally.failed}家不合格（{named}），合格率为{tally.rate}%{_pending(tally)}"


def account_result(tally: Tally) -> str:
    """Say how many accounts passed."""
    if not tally.judged:
        return f"政务新媒体账号{tally.total}个均尚待核实，暂不计合格率" if tally.total else "本次未检查政务新媒体账号"
    if not tally.failed:
        return f"政务新媒体账号未发现不合格情况，合格率为{tally.rate}%{_pending(tally)}"
    return f"政务新媒体有{tally.failed}个账号不合格，合格率为{tally.rate}%{_pending(tally)}"


def praise(rows: Rows) -> str:
    """Name the best units, as the published notice does: of each band the highest few, in the order of the annex."""
    parts = []
    for low, high, named, word in _PRAISE:
        found = rows.scored_between(low, high)
        if found:
            names = "、".join(row.unit for row in _highest(found, named))
            parts.append(f"{names}等{len(found)}家单位（地区）{word}，综合得分超过（含）{low}分")
    return f"其中，{'；'.join(parts)}。" if parts else ""


def _highest(rows: list[UnitRow], number: int) -> list[UnitRow]:
    kept = sorted(rows, key=lambda row: row.score or 0, reverse=True)[:number]
    return [row for row in rows if row in kept]


def _pending(tally: Tally) -> str:
    return f"（另有{tally.pending}个尚待核实，未计入）" if tally.pending else ""


def _period(results: Results, info: NoticeInfo) -> str:
    return info.period or quarter(_as_of(results).date())


def _title(results: Results, info: NoticeInfo, *, draft: bool) -> str:
    mark = "（草稿）" if draft else ""
    return f"{info.area or BLANK}{_period(results, info)}{info.scope}政府网站及政务新媒体检查情况通报{mark}"


def _as_of(results: Results) -> datetime:
    return parse_moment(results.inspection.as_of)


def _checked(results: Results, info: NoticeInfo) -> str:
    """The days of checking: those given, else those on which the inspection really ran."""
    inspection = results.inspection
    first, last = (
        date.fromisoformat(given) if given else moment_of_ms(stamp).date() if stamp else None
        for given, stamp in ((info.checked_from, inspection.started_at), (info.checked_to, inspection.finished_at))
    )
    if first is None:
        return BLANK
    if last is None or last == first:
        return chinese_day(first)
    end = chinese_day(last).removeprefix(f"{first.year}年")
    return f"{chinese_day(first)}至{end}"


def _method(results: Results) -> str:
    """State what the numbers rest on: time point, standard, pages, coverage, what still waits for a person."""
    as_of = _as_of(results)
    standard = results.standard
    pages: Mapping[str, int] = {
        name: sum(getattr(card.pages, name) for _, card in results.cards) for name in ("done", "failed", "blocked")
    }
    covered = [card.coverage for _, card in results.cards]
    # Rounded down: 100 % is said only where everything was checked.
    coverage = f"{floor(1000 * fmean(covered)) / 10:.1f}" if covered else "0.0"
    doubtful = [one for one in results.findings if one.state is State.SUSPECTED and not one.hint]
    suspected = sum(not one.appealed for one in doubtful)
    waiting = f"另有{suspected}条疑似问题尚待人工核实，未计入本通报。" if suspected else ""
    appealed = sum(one.appealed for one in results.findings)
    waiting += f"{appealed}条问题经单位申诉，尚未裁定。" if appealed else ""
    hour = "" if as_of == end_of_day(as_of.replace(hour=0, minute=0, second=0)) else f"{as_of:%H时%M分}"
    return (
        f"本次检查以{chinese_day(as_of.date())}{hour}为监测时间点，依据指标体系“{standard.title}”"
        f"（{standard.name}，摘要{standard.digest.removeprefix('sha256:')[:12]}），访问网页{sum(pages.values())}个，"
        f"其中{pages['failed']}个未能打开、{pages['blocked']}个拒绝访问；各对象指标平均检查覆盖度为{coverage}%，"
        f"未能检查的指标不扣分。{waiting}"
    )


def _source_note(results: Results) -> str:
    """Mark the clauses that cost points here though the source of their number is not confirmed."""
    used = {deduction.clause for _, card in results.cards for deduction in (*card.deductions, *card.bonus)}
    open_ones = [clause.id for clause in results.standard.clause if clause.id in used and not clause.confirmed]
    if not open_ones:
        return ""
    listed = "、".join(open_ones)
    return f"※ 下列{len(open_ones)}条细则的分值尚未经正式文本核实：{listed}。来源见《得分.xlsx》“扣分加分”表。"
