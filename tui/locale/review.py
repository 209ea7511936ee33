"""The words of the review (审核) and of the ranking (排名), in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWords:
    """One language. ``asked`` are short: they stand side by side in one line of 80 cells."""

    asked: Mapping[str, str]
    """What the keys of the queue ask for, by ``tui.waiting``."""
    verbs: Mapping[str, str]
    """What a button says, by ``scoring.review.Decision``."""
    states: Mapping[str, str]
    """Why something waits."""
    ends: Mapping[str, str]
    """Where a finding stands after a word, by ``tui.reviewing.Outcome.state``."""
    parts: Mapping[str, str]
    """By ``scoring.standard.parts.Part``."""
    state: str
    clause: str
    weight: str
    names: str
    indicator: str
    site: str
    rule: str
    seen: str
    address: str
    found_on: str
    at: str
    evidence: str
    said: str
    nothing_waits: str
    heaviest: str
    """{} of {} rows are listed."""
    by_nobody: str
    has_names: str
    """{} are names, {} how many more are wanted."""
    appeal_of: str
    """{} appealed and says {}."""
    decided_by: str
    """{} are those who decided on the appeal, {} how many more are wanted."""
    veto_wants: str
    """{} is how many different persons."""
    not_here: str
    """{} is what was asked for, {} the clause."""
    who: str
    who_appeals: str
    reason: str
    remark: str
    until: str
    until_hint: str
    points: str
    points_hint: str
    proof: str
    proof_hint: str
    cancel: str
    wants_name: str
    wants_reason: str
    wants_day: str
    wants_proof: str
    between: str
    """What stands between two parts of a line."""
    said_already: str
    done: str
    """{} is the decision, {} where the finding stands now; empty for a word on a clause."""
    lacking: str
    """{} is how many persons."""
    moved: str
    """{} is the target, {} its result before, {} afterwards."""
    stays: str
    """{} is the target, {} its result."""
    result: str
    """{} is the verdict, {} the score, {} to {} its range."""
    no_score: str
    """{} is the verdict."""
    verdicts: Mapping[str, str]


REVIEW_ZH = ReviewWords(
    asked={"confirm": "确认", "dismiss": "不成立", "clear": "查无问题", "appeal": "申诉", "decide": "裁定申诉"},
    verbs={
        "confirm": "确认成立",
        "dismiss": "不成立",
        "clear": "查无问题",
        "bonus": "加分",
        "appeal": "提交申诉",
        "uphold": "申诉成立",
        "reject": "申诉不成立",
    },
    states={"suspected": "待核", "appealed": "申诉", "hint": "线索"},
    ends={"suspected": "仍待核实", "appealed": "申诉待裁定", "confirmed": "成立", "dismissed": "不成立"},
    parts={"veto": "否决", "deduction": "扣分", "bonus": "加分", "reminder": "提示"},
    state="状态",
    clause="细则",
    weight="分值",
    names="人数",
    indicator="指标",
    site="单位",
    rule="规则",
    seen="所见",
    address="网址",
    found_on="所在页",
    at="时间",
    evidence="证据",
    said="审核",
    nothing_waits="没有待审核的问题",
    heaviest="只列出最重的 {} 条，共 {} 条",
    by_nobody="尚无人确认",
    has_names="已确认：{}；还需另外 {} 人",
    appeal_of="{}申诉：{}",
    decided_by="对申诉已表态：{}；还需 {} 人裁定",
    veto_wants="单项否决须 {} 个不同的人一致",
    not_here="不能对 {} 作“{}”",
    who="审核人",
    who_appeals="申诉方",
    reason="理由",
    remark="说明",
    until="有效至",
    until_hint="2024-12-31，空为仅限本次检查",
    points="分值",
    points_hint="空为该细则的分值",
    proof="证据",
    proof_hint="文件或网址，可空；文件存入证据库",
    cancel="取消",
    wants_name="请写明审核人",
    wants_reason="请写明理由",
    wants_day="日期写作 2024-12-31",
    wants_proof="证据既不是文件，也不是网址",
    between="；",
    said_already="同一人已作同样的决定，没有新增",
    done="{}：{}",
    lacking="还需另外 {} 人",
    moved="{}：由{}变为{}",
    stays="{}：仍为{}",
    result="{} {}（{}-{}）",
    no_score="{}，不计分",
    verdicts={"qualified": "合格", "unqualified": "不合格", "pending": "待定"},
)

REVIEW_EN = ReviewWords(
    asked={"confirm": "confirm", "dismiss": "dismiss", "clear": "clear", "appeal": "appeal", "decide": "decide appeal"},
    verbs={
        "confirm": "it is true",
        "dismiss": "it is not true",
        "clear": "nothing found",
        "bonus": "grant",
        "appeal": "enter the appeal",
        "uphold": "appeal upheld",
        "reject": "appeal rejected",
    },
    states={"suspected": "open", "appealed": "appeal", "hint": "hint"},
    ends={
        "suspected": "still suspected",
        "appealed": "under appeal",
        "confirmed": "it stands",
        "dismissed": "it is dismissed",
    },
    parts={"veto": "veto", "deduction": "deduction", "bonus": "bonus", "reminder": "reminder"},
    state="state",
    clause="clause",
    weight="costs",
    names="said",
    indicator="indicator",
    site="unit",
    rule="rule",
    seen="seen",
    address="address",
    found_on="on page",
    at="at",
    evidence="kept at",
    said="said",
    nothing_waits="nothing waits for a person",
    heaviest="only the heaviest {} of {} are listed",
    by_nobody="nobody has confirmed it",
    has_names="confirmed by {}; {} more wanted",
    appeal_of="{} appealed: {}",
    decided_by="on the appeal: {}; {} more wanted",
    veto_wants="a veto wants {} different persons who say the same",
    not_here="{} cannot be answered with: {}",
    who="name",
    who_appeals="appeal of",
    reason="reason",
    remark="remark",
    until="until",
    until_hint="2024-12-31; this inspection alone when empty",
    points="points",
    points_hint="the clause's own when empty",
    proof="evidence",
    proof_hint="a file, which is kept, or an address; may be empty",
    cancel="cancel",
    wants_name="say who decides",
    wants_reason="give a reason",
    wants_day="write the day as 2024-12-31",
    wants_proof="the evidence is neither a file nor an address",
    between="; ",
    said_already="the same person said the same already; nothing was entered",
    done="{}: {}",
    lacking="{} more persons wanted",
    moved="{}: {} -> {}",
    stays="{}: still {}",
    result="{} {} ({}-{})",
    no_score="{}, no score",
    verdicts={"qualified": "pass", "unqualified": "FAIL", "pending": "open"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWords:
    """One language."""

    all: str
    accounts: str
    rank: str
    number: str
    unit: str
    score: str
    why: str
    group: str
    range: str
    platform: str
    heading: str
    """{} is the group, {} its place, {} how many there are."""
    sites: str
    """{} in all, {} failed, {} pending, {} the share that passed in percent."""
    of_platform: str
    """{} is the platform, then as ``sites``."""
    no_rate: str


RANKING_ZH = RankingWords(
    all="全部网站",
    accounts="不合格账号",
    rank="名次",
    number="序号",
    unit="单位名称",
    score="得分",
    why="说明",
    group="分组",
    range="区间",
    platform="平台",
    heading="{}（{}/{}，g 切换）",
    sites="{} 家，不合格 {}，待核实 {}，合格率 {}",
    of_platform="{} {} 个，不合格 {}，待核实 {}，合格率 {}",
    no_rate="暂无",
)

RANKING_EN = RankingWords(
    all="All sites",
    accounts="Failed accounts",
    rank="rank",
    number="no.",
    unit="unit",
    score="score",
    why="remark",
    group="group",
    range="range",
    platform="platform",
    heading="{} ({} of {}, g for the next)",
    sites="{} sites, {} failed, {} open, {} passed",
    of_platform="{}: {}, {} failed, {} open, {} passed",
    no_rate="none",
)
