"""What a finding saw, in words that a unit reads: the details of the annexes and reports."""

from collections.abc import Iterator, Mapping

from scoring.findings import Finding

#: What details are called; what has no name here is told under its own.
_NAMES = {
    "column": "栏目", "path": "位置", "type": "类型", "newest": "最近更新", "since": "应晚于", "item": "标识",
    "pages": "抽查网页", "lacking": "缺失网页", "kind": "类别", "tags": "标签", "status": "状态码", "reason": "原因",
    "source": "来源", "count": "数量", "limit": "限值", "columns": "栏目", "platform": "平台", "accounts": "账号",
    "text": "问题", "evidence": "证据", "at": "时间", "by": "审核人", "because": "理由",
    "host": "域名", "registered": "登记", "fault": "不符之处", "other": "页面所称", "head": "头部文字",
    "pictured": "头部为图片", "codes": "标识码", "report": "找错入口标识码", "outdated": "找错入口地址过时",
    "wrong": "有误网页", "doubts": "有误标签", "title": "标题", "results": "搜索结果", "search": "搜索地址",
    "answered": "可连通", "names": "名称", "suspicions": "疑似内容", "posts": "推文",
    "year": "数据年份", "missing": "缺失内容", "phones": "电话", "bond": "关联情况", "interpretation": "解读稿件",
    "interpretation_url": "解读网址", "number": "文号", "name": "内容", "listed": "涉及网页", "dead": "打不开的链接",
    "visits": "访问次数", "failures": "失败次数", "percent": "失败占比（%）", "days": "监测天数", "first": "首次访问",
    "last": "末次访问", "whole_days": "次数足够的天数",
    "application": "应用地址", "trials": "试用次数", "failed": "失败次数", "forms": "形式", "activities": "活动次数",
    "titles": "标题", "functions": "功能", "received": "来信时间", "state": "办理状态",
    "channels_elsewhere": "站外渠道", "letters": "留言数", "items": "事项数", "at_least": "不止此数",
    "guides": "办事指南", "categories": "分类", "phrases": "兜底表述", "guide": "办事指南", "undated": "未注明日期",
    "not_inspected": "未检查对象", "limit_confirmed": "限值已核实", "targets": "对象", "unit": "单位", "now": "现址",
    "unqualified": "不合格数", "inspected": "已检查数", "share": "占比", "sites": "网站数", "empty": "空缺要素",
    "url": "网址",
    "until": "有效期", "carried": "沿用", "appeal": "申诉", "hint": "仅作提示",
}  # fmt: skip
_WORDS = {
    "site_code": "网站标识码", "icp": "ICP备案号", "police": "公安备案号", "conac": "党政机关网站标识", "home": "首页",
    "column": "栏目页", "article": "内容页", "archived": "归档页", "attachment": "附件", "outside": "站外链接",
    "image": "图片", "picture": "图片", "audio": "音频", "video": "视频", "dark_link": "暗链", "tampered": "非本站内容",
    "wording": "错别字", "serious_wording": "严重表述错误", "id-card": "身份证号码", "mobile": "手机号码",
    "bank-card": "银行卡号",
    "secrecy": "密级标志", "forward": "解读未链接文件", "back": "文件未链接解读", "apart": "互不链接", "none": "未解读",
    "ip": "使用IP地址", "suffix": "后缀不是.gov.cn", "portal": "门户网站不是www.X.gov.cn形式",
    "department": "部门网站未使用本级政府或上级部门门户网站的下级域名",
    "uphold": "申诉成立", "reject": "申诉不成立", "True": "是", "False": "否",
}  # fmt: skip


def details(finding: Finding) -> Iterator[str]:
    """Give the details one by one, ``名称：内容``; empty ones are left out."""
    for key, value in finding.detail.items():
        if value not in (None, "", []):
            yield f"{_NAMES.get(key, key)}：{_worded(value)}"


def _worded(value: object) -> str:
    """A detail as people read it: lists by their parts, a column or page by its name, counts beside what is counted."""
    if isinstance(value, Mapping):
        if all(isinstance(count, int) for count in value.values()):
            return "、".join(f"{_worded(name)} {count}" for name, count in value.items())
        return _worded(value.get("column") or value.get("title") or list(value.values()))
    if isinstance(value, list | tuple):
        return "、".join(map(_worded, value))
    return _WORDS.get(str(value), str(value))
