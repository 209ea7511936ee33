"""What kind of page it is, from what the readers found; the address has the least say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.reading.columns import Trail
from spiders.reading.outline import Outline

_HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w{2,6})?\Z", re.IGNORECASE)
_MAILBOX = re.compile(r"信箱|信件|来信|写信|留言|咨询|投诉|诉求|12345|问政")
_GUIDE = re.compile(r"办事指南|服务指南|申请流程|申请指南|公开指南")
_GUIDE_FIELDS = re.compile(
    r"受理条件|申请材料|办理流程|法定时限|法定期限|承诺时限|承诺期限|设定依据|办理地点|收费标准|实施主体|受理机构"
)
_INTERPRETATION = re.compile(r"解读|图解")
_SEARCH = re.compile(r"/(?:search|sousuo|ss/query|irs-c-web|jsearch|s)(?:[/?.]|\Z)", re.IGNORECASE)
_LETTER = re.compile(r"(?:来信|留言|提交|写信|咨询)(?:时间|日期)")
_REPLY = re.compile(r"(?:回复|答复|反馈|办理)(?:时间|日期|单位|部门|内容|意见|结果)")
_POLICY_FIELDS = re.compile(r"发文字号|文\s{0,4}号\s?[：:\t]|索\s{0,2}引\s{0,2}号|发文机关|主题分类")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the readers found that tells one kind from another."""

    url: str
    meta: Mapping[str, str]
    trail: Trail
    title: str
    dated: bool
    """The page shows its own publication date behind a label."""
    number: str
    entries: int
    dated_entries: int


def tell(outline: Outline, found: Evidence) -> str:
    """home, column, article, policy, interpretation, mailbox, message, guide, search or other."""
    if _is_home(found):
        return "home"
    if _SEARCH.search(urlsplit(found.url).path):
        return "search"
    names = found.trail.path
    last = names[-1] if names else found.meta.get("ColumnName", "")
    article = _is_article(found)
    if any(_MAILBOX.search(name) for name in names[-2:]) and not found.meta.get("ArticleTitle"):
        return (
            "message"
            if _LETTER.search(outline.text) and _REPLY.search(outline.text) and not found.entries
            else "mailbox"
        )
    if (_GUIDE.search(last) and not found.dated_entries) or len(set(_GUIDE_FIELDS.findall(outline.text))) >= 4:
        return "guide"
    if article:
        return _kind_of_article(outline, found, names)
    if found.entries or names or found.meta.get("ColumnName"):
        return "column"
    return "other"


def _kind_of_article(outline: Outline, found: Evidence, names: tuple[str, ...]) -> str:
    if any(_INTERPRETATION.search(name) for name in names[-2:]) or found.title.startswith(
        ("一图读懂", "图解", "【解读", "政策解读")
    ):
        return "interpretation"
    if found.number or _POLICY_FIELDS.search(outline.text, max(found.trail.end, 0)):
        return "policy" if found.number else "article"
    return "article"


def _is_home(found: Evidence) -> bool:
    if found.trail.path or found.meta.get("ArticleTitle") or found.trail.tail:
        return False
    parts = urlsplit(found.url)
    return not parts.query and bool(_HOME.fullmatch(parts.path or "/"))


def _is_article(found: Evidence) -> bool:
    if found.trail.tail:
        return True
    named = found.meta.get("ArticleTitle", "")
    if named and found.dated_entries < 8:
        return named != found.meta.get("ColumnName")
    if named:
        return found.dated
    return found.dated and found.dated_entries < 4
