"""The words of what an operator does from the dashboard, in both languages: alarms, machines, steering, new rounds.

Apart from ``words.py`` because these are sentences of a few screens, where the others are headings of all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWords:
    """One language. Alarms say what is the matter and what to do, in one line of 78 cells."""

    alarms: Mapping[str, str]
    """By ``tui.alarms.AlarmKind``; the ``{}`` are its values."""
    more_alarms: str
    """{} is how many."""
    failure_kinds: Mapping[str, str]
    """By ``tui.failures.FailureKind``."""
    passes: str

    nodes: str
    host: str
    cores: str
    wanted: str
    running: str
    leaving: str
    condition: str
    node_gone: str
    node_well: str
    no_nodes: str
    gone_node: str
    """A step on a machine ({}) whose agent is lost."""

    rate: str
    default_rate: str
    a_second: str
    """{} requests a second."""
    paused: str
    marked: str
    """{} is a site's code, {} its rate."""
    settings: Mapping[str, str]
    """What was set: ``paused``, ``resumed``, ``rate`` ({} a second), ``default``, ``other`` ({} is the setting)."""
    nothing_given_up: str
    """{} is a site."""
    confirm_retry_site: str
    """{} is a site, {} how many."""

    registry: str
    reviews: str
    columns: str
    word_list: str
    skip_bad: str
    crew: str
    """{} machines, {} workers on them, {} workers of this inspection."""
    no_crew: str
    hints: Mapping[str, str]
    """What a check of a field found, by ``tui.checking.Hint``."""
    wrong: str
    """{} is how many things are wrong."""
    create: str
    cancel: str
    opened: str
    """{} is the inspection, {} how many targets, {} its state."""
    completions: str
    """{} are names of files."""
    created_at: str

    report_title: str
    """{} is the inspection."""
    folder: str
    notice_file: str
    write: str
    write_draft: str
    steps: Mapping[str, str]
    """By ``tui.running.reporting.Step``; {} of {}."""
    written: str
    """{} files, {} the folder."""
    written_draft: str
    """{} files, {} the folder, {} how much is missing."""
    refused: str
    """{} things are missing of {} targets, {} is the share."""
    unwritten: str


DESK_ZH = DeskWords(
    alarms={
        "memory": "Redis 内存已用 {}%（{} / {}）：调大 maxmemory 或归档旧检查",
        "evicting": "Redis 内存满时会丢数据（{}）：maxmemory-policy 改为 noeviction",
        "no_worker": "没有采集进程：在各机运行 xuncha node，或在本机运行 xuncha up",
        "no_scorer": "没有评分进程：运行 xuncha scorer，否则得分不再更新",
        "silent": "{} 心跳中断 {}：查看该机是否在线、是否过载",
        "node_gone": "节点 {} 失联 {}：在该机重新运行 xuncha node",
        "node_failing": "节点 {}：{}",
        "backlog": "待评分 {} 超过上限 {} 且不降：采集已停，增开 xuncha scorer",
        "stopped": "{} 停止采集：{}",
        "blocked": "{} 个网站拒绝采集（{}）：请其放行，或在“网站”里减速",
        "failures": "{} 个页面因“{}”放弃：排除原因后，在“失败”里重试",
    },
    more_alarms="另有 {} 条告警",
    failure_kinds={
        "name": "域名无法解析",
        "connection": "连接失败",
        "timeout": "超时",
        "cut": "传输中断",
        "tls": "证书或加密错误",
        "server": "服务器错误 5xx",
        "refused": "拒绝访问 4xx",
        "host": "主机连续失败",
        "worker": "采集进程中断",
        "other": "其他",
    },
    passes="结论",
    nodes="节点",
    host="主机",
    cores="核数",
    wanted="需要",
    running="运行",
    leaving="退出中",
    condition="状况",
    node_gone="失联 {}",
    node_well="正常",
    no_nodes="没有节点报到：在各机运行 xuncha node，即可在此增减进程",
    gone_node="节点 {} 失联：其守护进程重新运行后才会照此增减",
    rate="速率",
    default_rate="默认",
    a_second="{}/秒",
    paused="暂停",
    marked="{} 速率 {}",
    settings={
        "paused": "已暂停",
        "resumed": "已恢复",
        "rate": "每秒 {} 次",
        "default": "按默认速率",
        "other": "{}",
    },
    nothing_given_up="网站 {} 没有已放弃的页面；已采集的页面在本次检查中不再重采",
    confirm_retry_site="重新采集网站 {} 已放弃的 {} 个页面？已采集的页面不再重采。",
    registry="登记表",
    reviews="人工复核",
    columns="栏目清单",
    word_list="词表",
    skip_bad="跳过有错的行",
    crew="{} 个节点在运行 {} 个采集进程，本检查另有 {} 个；此处不启动进程",
    no_crew="没有节点和采集进程，此处不启动：在各机运行 xuncha node，或本机 xuncha up",
    hints={
        "targets": "{} 个网站，{} 个账号",
        "imported": "上次导入的登记表：{} 个网站，{} 个账号",
        "closed": "{} 个已关停，不检查",
        "skipped": "跳过 {} 行",
        "day": "截至 {}",
        "standard": "{}，{} 条细则",
        "listed": "{} 条",
        "beside": "{}：{} 条",
        "none": "无",
        "wrong": "{}",
        "later": "登记表无误后检查",
    },
    wrong="{} 处有错",
    create="创建并开始",
    cancel="取消",
    opened="检查 {} 已创建，{} 个对象，{}",
    completions="可选：{}",
    created_at="创建时间",
    report_title="生成通报：{}",
    folder="文件夹",
    notice_file="抬头文件",
    write="生成",
    write_draft="仍写草稿",
    steps={"scoring": "评分 {}/{}", "writing": "写文件", "done": "完成"},
    written="已写 {} 个文件到 {}",
    written_draft="已写 {} 个文件到 {}；缺 {} 项，通报标为草稿",
    refused="没有写：缺 {} 项，涉及 {} 个对象（核查不足 {}，或结论待人工）",
    unwritten="没有写",
)

DESK_EN = DeskWords(
    alarms={
        "memory": "Redis is {}% full ({} of {}): raise maxmemory, or close old rounds",
        "evicting": "Redis drops data when full ({}): set maxmemory-policy noeviction",
        "no_worker": "no worker: run `xuncha node` on the machines, or `xuncha up` here",
        "no_scorer": "no scorer: run `xuncha scorer`, or the scores stay as they are",
        "silent": "{} has been silent for {}: is its machine up, is it overloaded?",
        "node_gone": "the agent of {} was lost {} ago: run `xuncha node` there again",
        "node_failing": "node {}: {}",
        "backlog": "{} to score (over {}), not falling: crawling waits; add a scorer",
        "stopped": "{} has stopped crawling: {}",
        "blocked": "{} sites refuse us ({}): ask to be let in, or slow them down",
        "failures": "{} pages given up ({}): when that is mended, retry them (Failures)",
    },
    more_alarms="and {} more alarms",
    failure_kinds={
        "name": "no such host",
        "connection": "no connection",
        "timeout": "too slow",
        "cut": "cut off",
        "tls": "TLS",
        "server": "HTTP 5xx",
        "refused": "refused, 4xx",
        "host": "host keeps failing",
        "worker": "its worker died",
        "other": "other",
    },
    passes="results",
    nodes="Machines",
    host="host",
    cores="cores",
    wanted="want",
    running="run",
    leaving="leave",
    condition="condition",
    node_gone="lost {} ago",
    node_well="well",
    no_nodes="no machine has reported: run `xuncha node` on each, and scale it here",
    gone_node="the agent of {} is lost: it follows when it runs again",
    rate="rate",
    default_rate="default",
    a_second="{}/s",
    paused="paused",
    marked="{} at {}",
    settings={
        "paused": "paused",
        "resumed": "resumed",
        "rate": "{} requests a second",
        "default": "the rate of all",
        "other": "{}",
    },
    nothing_given_up="nothing of site {} was given up; pages that were read are not read again in a round",
    confirm_retry_site="Fetch of site {} the {} pages again that were given up? Pages that were read stay so.",
    registry="registry",
    reviews="reviews",
    columns="columns",
    word_list="words",
    skip_bad="leave bad rows out",
    crew="{} machines run {} workers, this inspection has {}; none is started here",
    no_crew="no worker, and none is started here: `xuncha node` there, or `xuncha up` here",
    hints={
        "targets": "{} sites, {} accounts",
        "imported": "the registry that was imported last: {} sites, {} accounts",
        "closed": "{} closed ones are left out",
        "skipped": "{} rows are left out",
        "day": "up to {}",
        "standard": "{}, {} clauses",
        "listed": "{} rows",
        "beside": "{}: {} rows",
        "none": "none",
        "wrong": "{}",
        "later": "checked when the registry is right",
    },
    wrong="{} things are wrong",
    create="create and start",
    cancel="cancel",
    opened="inspection {} has {} targets and is {}",
    completions="there are: {}",
    created_at="created",
    report_title="Write the notice of {}",
    folder="folder",
    notice_file="notice file",
    write="write",
    write_draft="write a draft",
    steps={"scoring": "scoring {}/{}", "writing": "writing files", "done": "done"},
    written="{} files written to {}",
    written_draft="{} files written to {}; {} things are missing, the notice is a draft",
    refused="not written: {} things are missing of {} targets (less than {} checked, or people must decide)",
    unwritten="not written",
)
