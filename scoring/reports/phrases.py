"""How the notice words a breach of each clause: the kind of problem, and what is said of the site or account.

The words follow published notices. ``one`` is said of a single site and may name its ``{column}``; ``many`` is said of
several. A clause without an entry is worded by its indicator's name; a person's own words always go first.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """The wording of one clause."""

    kind: str
    """存在…等问题."""
    one: str
    many: str


def _same(kind: str, predicate: str) -> Phrase:
    return Phrase(kind, predicate, predicate)


PHRASES: Mapping[str, Phrase] = {
    "V2": _same("网站无法访问", "多次无法访问"),
    "V3": _same("首页更新不及时", "首页超过2周未更新"),
    "V4.1": _same("栏目不更新", "多个动态、通知和政策类栏目未按期更新"),
    "V4.2": _same("栏目不更新", "应更新未更新的栏目较多"),
    "V4.3": _same("空白栏目", "空白栏目较多"),
    "D1.1": _same("概况信息缺失", "未开设概况信息栏目"),
    "D1.2": _same("概况信息不准确", "概况信息更新不及时或不准确"),
    "D2.1": _same("机构职能信息缺失", "未开设机构职能栏目"),
    "D2.2": _same("机构职能信息不准确", "机构职能信息不准确"),
    "D3.1": _same("领导信息缺失", "未开设领导信息栏目"),
    "D3.2": _same("领导信息不准确", "领导信息缺失或不准确"),
    "D4.1": _same("动态要闻栏目缺失", "未开设动态要闻类栏目"),
    "D4.2": Phrase("信息更新不及时", "{column}动态要闻类栏目超过2周未更新", "动态要闻类栏目超过2周未更新"),
    "D5.1": _same("政策文件栏目缺失", "未开设政策文件栏目"),
    "D5.2": Phrase("政策信息发布不及时", "{column}政策文件类栏目超过半年未更新", "政策文件类栏目超过半年未更新"),
    "D5.3": _same("政策文件内容不准确", "政策文件内容不准确或未分类展示"),
    "D6": _same("政策解读比例低", "部分政策文件未作解读"),
    "D7": _same("政策解读关联差", "政策文件与政策解读稿件未相互关联"),
    "D8.1": Phrase("空白栏目", "{column}栏目为空白栏目", "存在空白栏目"),
    "D8.2": Phrase("栏目更新不达标", "{column}栏目更新不达标", "有个别栏目更新不达标"),
    "D9": _same("服务事项公开不规范", "服务事项未集中分类展示"),
    "D10.1": _same("办事指南要素不全", "办事指南要素不齐全"),
    "D11": _same("办事指南内容不准确", "办事指南内容不准确"),
    "D12": _same("表格样表缺失", "办事指南所列表格、样表未提供下载"),
    "D13.1": _same("办事统计数据缺失", "未公开办事统计数据"),
    "D13.2": _same("办事统计数据更新不及时", "办事统计数据超过3个月未更新"),
    "D14": _same("信息提交功能不可用", "网民留言无法提交"),
    "D15.1": _same("留言未公开", "未公开网民留言及答复"),
    "D15.2": _same("留言公开更新不及时", "超过2个月未公开网民留言"),
    "D15.3": _same("留言公开内容要素不齐全", "留言公开内容要素不齐全"),
    "D15.4": _same("留言统计数据缺失", "未公布留言受理反馈统计数据"),
    "D16.1": _same("留言答复不及时", "对简单常见问题未在5个工作日内答复"),
    "D16.2": _same("留言答复质量不高", "留言答复推诿敷衍、答非所问"),
    "D17.1": _same("域名不规范", "英文域名不符合规范"),
    "D17.2": _same("网站名称不规范", "网站名称未规范展示"),
    "D18": _same("网站标识不齐全", "页面底部网站标识不齐全"),
    "D19.1": _same("链接不可用", "首页存在打不开的链接"),
    "D19.2": _same("链接不可用", "页面存在打不开的链接"),
    "D20": _same("网页标签不规范", "网页标签不规范"),
    "D21.1": _same("站内搜索不可用", "站内搜索功能不可用"),
    "D21.2": _same("站内搜索不准确", "站内搜索结果不准确"),
    "D22": _same("未实现一号登录", "未实现一号登录"),
    "D23": _same("兼容性差", "在主流浏览器中不能正常显示"),
    "D24": _same("未完成IPv6改造", "不支持IPv6访问"),
    "D25": _same("网站找错入口缺失", "首页未规范设置“我为政府网站找错”入口"),
    "M2.1": _same("内容更新不及时", "未按照检查指标要求保证更新频率"),
    "M3.1": _same("互动渠道不畅通", "未提供有效互动渠道"),
    "A1": _same("备案不及时", "未及时备案"),
    "A2": _same("同一平台开设多个账号", "与同单位其他账号重复开设，不符合“一单位在同一平台只开设一个账号”的检查要求"),
}
