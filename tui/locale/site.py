"""What the screens of one site and of one finding say, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWords:
    """One language. Headings of columns are at most as wide as the column (Chinese counts double)."""

    columns: str
    column: str
    type: str
    newest: str
    days: str
    standing: str
    standings: Mapping[str, str]
    """By ``tui.site_rows.Standing``."""
    findings: str
    finding_states: Mapping[str, str]
    """By ``scoring.findings.State``, with ``hint`` and ``appealed``."""
    columns_told: str
    """{} columns, {} of them late, {} soon late."""
    findings_told: str
    """{} findings."""
    clause: str
    indicator: str
    points: str
    counted: str
    lost_points: str
    bonus: str
    last_error: str
    host: str
    failures_in_a_row: str
    """{} is how many."""
    held: str
    own_rate: str
    """{} is requests a second."""
    reading: str
    gone: str
    """{} is what is no longer there."""
    unreadable: str
    """{} is the reason."""

    rule: str
    way: str
    ways: Mapping[str, str]
    source: str
    sure: str
    unsure: str
    limit: str
    parts: Mapping[str, str]
    """By ``scoring.standard.parts.Part``."""
    sum_of_points: str
    """{} each, the indicator {} at most; {} found, {} counted."""
    score_step: str
    """The score {} before and {} after the clause."""
    costs: str
    """{} is the points of one finding."""
    said: str
    decisions: Mapping[str, str]
    """By ``scoring.review.Decision``."""
    nobody_said: str
    found_on: str
    seen: str
    detail: str
    digest: str
    location: str
    nothing_kept: str
    page: str
    page_of: str
    """A kept page: {} type, {} bytes, {} status, {} when received, {} places."""
    not_text: str
    """{} is the type, {} the bytes."""
    cut: str
    """{} is how many kB are shown."""


SITE_ZH: Final = SiteWords(
    columns="栏目",
    column="栏目",
    type="类型",
    newest="最近更新",
    days="天数",
    standing="状况",
    standings={
        "blank": "空白",
        "stale": "逾期",
        "early": "将逾期",
        "unchecked": "未能查",
        "fresh": "及时",
        "exempt": "不考核",
    },
    findings="问题",
    finding_states={
        "suspected": "待审核",
        "confirmed": "成立",
        "dismissed": "不成立",
        "hint": "提示",
        "appealed": "申诉中",
    },
    columns_told="栏目 {}（逾期 {}，将逾期 {}）",
    findings_told="问题 {}",
    clause="细则",
    indicator="指标",
    points="分值",
    counted="计分",
    lost_points="扣分",
    bonus="加分",
    last_error="最近错误",
    host="主机",
    failures_in_a_row="连续失败 {} 次",
    held="采集已暂停",
    own_rate="限速每秒 {} 次",
    reading="正在读取",
    gone="{} 已不在本次检查中",
    unreadable="读不出：{}",
    rule="规则",
    way="判定",
    ways={
        "auto": "机器判定：采集所见即可判定",
        "probe": "连续监测：需多日测量",
        "assist": "人机结合：机器提出疑点，由人审核",
        "manual": "人工录入",
    },
    source="出处",
    sure="已核实",
    unsure="未核实",
    limit="阈值",
    parts={"veto": "单项否决", "deduction": "扣分指标", "bonus": "加分指标", "reminder": "提示"},
    sum_of_points="每处 {} 分，该指标至多 {} 分；发现 {} 分，计 {} 分",
    score_step="得分由 {} 到 {}",
    costs="{} 分",
    said="审核",
    decisions={
        "confirm": "确认",
        "dismiss": "不成立",
        "clear": "查无问题",
        "deduct": "扣分",
        "bonus": "加分",
        "appeal": "申诉",
        "uphold": "申诉成立",
        "reject": "申诉不成立",
    },
    nobody_said="尚无人审核",
    found_on="发现于",
    seen="所见时间",
    detail="详情",
    digest="摘要值",
    location="证据位置",
    nothing_kept="没有留存页面",
    page="留存页面",
    page_of="{}  {} 字节  状态码 {}  {}  标出 {} 处",
    not_text="{} 文件，{} 字节，不是文本，这里不显示内容",
    cut="只显示前 {} kB",
)

SITE_EN: Final = SiteWords(
    columns="Columns",
    column="column",
    type="type",
    newest="newest",
    days="days",
    standing="stands",
    standings={
        "blank": "BLANK",
        "stale": "LATE",
        "early": "soon",
        "unchecked": "unread",
        "fresh": "fresh",
        "exempt": "exempt",
    },
    findings="Findings",
    finding_states={
        "suspected": "suspect",
        "confirmed": "stands",
        "dismissed": "dropped",
        "hint": "hint",
        "appealed": "appeal",
    },
    columns_told="Columns {} ({} late, {} soon late)",
    findings_told="Findings {}",
    clause="clause",
    indicator="indicator",
    points="points",
    counted="counts",
    lost_points="lost",
    bonus="bonus",
    last_error="last error",
    host="host",
    failures_in_a_row="{} failures in a row",
    held="paused",
    own_rate="at most {} requests a second",
    reading="reading",
    gone="{} is no longer in this inspection",
    unreadable="cannot be read: {}",
    rule="rule",
    way="judged",
    ways={
        "auto": "auto: the crawl shows it",
        "probe": "probe: needs measuring over days",
        "assist": "assist: the machine suspects, a person decides",
        "manual": "manual: a person enters it",
    },
    source="source",
    sure="confirmed",
    unsure="not confirmed",
    limit="limit",
    parts={"veto": "veto", "deduction": "deduction", "bonus": "bonus", "reminder": "reminder"},
    sum_of_points="{} each, at most {} for the indicator; {} found, {} counted",
    score_step="the score goes from {} to {}",
    costs="{} points",
    said="said",
    decisions={
        "confirm": "confirmed",
        "dismiss": "dismissed",
        "clear": "cleared",
        "deduct": "deducted",
        "bonus": "granted",
        "appeal": "appealed",
        "uphold": "appeal upheld",
        "reject": "appeal rejected",
    },
    nobody_said="nobody has said anything",
    found_on="found on",
    seen="seen",
    detail="detail",
    digest="digest",
    location="evidence",
    nothing_kept="no page was kept",
    page="kept page",
    page_of="{}  {} bytes  status {}  {}  {} places",
    not_text="{}, {} bytes: no text, so nothing of it is shown",
    cut="only the first {} kB are shown",
)
