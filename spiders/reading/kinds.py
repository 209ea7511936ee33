"""What kind of page it is, from what the readers found; the address has the least say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.reading.columns import Trail
from spiders.reading.outline import Outline

#: So many entries make a list of a page that its column's name calls a guide.
_LISTED = 3

ARTICLES = frozenset(("article", "policy", "interpretation", "message", "guide"))

_HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w{2,6})?\Z", re.IGNORECASE)
_MAILBOX = re.compile(r"信箱|信件|来信|写信|留言|咨询|投诉|诉求|12345|问政")
_MAILBOX_WORDS = re.compile(
    r"信件(?:标题|主题|编号|查询|公开)|公开信件|我要写信|写信须知|来信(?:时间|人|标题)|留言(?:时间|标题)|办理状态|受理编号"
)
_GUIDE = re.compile(r"办事指南|服务指南|申请流程|申请指南")
_GUIDE_FIELDS = re.compile(
    r"受理条件|申请条件|申请材料|申报材料|办理材料|办理流程|办理依据|设定依据|法定(?:办结)?时限|承诺(?:办结)?时限|法定期限|承诺期限"
    r"|办理地点|办理时间|收费标准|是否收费|实施主体|办理主体|受理机构|办理对象|服务对象|行使层级|事项类型|事项编码"
)
_INTERPRETATION = re.compile(r"解读|图解")
_INTERPRETING = ("一图读懂", "图解", "【解读", "政策解读", "【政策解读", "解读")
_SEARCH = re.compile(r"/(?:search|sousuo|ss/query|irs-c-web|jsearch|s)(?:[/?.]|\Z)", re.IGNORECASE)
_LETTER = re.compile(r"(?:来信|留言|提交|写信|咨询|受理)(?:时间|日期)[】\]]?\s?[：:\t\n]?\s?(?:19|20)\d\d")
_LETTER_TEXT = re.compile(r"(?:来信|信件|留言|咨询|诉求|提问|问题)内容[】\]]?\s?[：:\t\n]")
_REPLY = re.compile(r"(?:回复|答复|反馈|办理)(?:时间|日期|单位|部门|内容|意见|结果)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the readers found that tells one kind from another."""

    url: str
    meta: Mapping[str, str]
    trail: Trail
    title: str
    dated: bool
    """The page shows its own publication date."""
    number: str
    interpreted: bool
    """The page has a block for interpretations."""
    entries: int
    dated_entries: int


def tell(outline: Outline, found: Evidence) -> str:
    """home, column, article, policy, interpretation, mailbox, message, guide, search or other."""
    if _is_home(found):
        return "home"
    if _SEARCH.search(urlsplit(found.url).path):
        return "search"
    article = _is_article(found)
    service = _kind_of_service(outline, found, titled=article and bool(found.meta.get("ArticleTitle")))
    if service or article:
        return service or _kind_of_article(found)
    return "column" if found.entries or found.trail.path or found.meta.get("ColumnName") else "other"


def _kind_of_service(outline: Outline, found: Evidence, *, titled: bool) -> str:
    """mailbox, message or guide: what people use rather than read. A titled article needs better evidence."""
    names = found.trail.path
    text = outline.text
    last = names[-1] if names else found.meta.get("ColumnName", "")
    if any(_MAILBOX.search(name) for name in names[-2:]):
        if found.dated_entries < 2 and _LETTER.search(text) and (_REPLY.search(text) or _LETTER_TEXT.search(text)):
            return "message"
        return "" if titled else "mailbox"
    fields = len(set(_GUIDE_FIELDS.findall(text)))
    if _GUIDE.search(last) and found.entries < _LISTED and (fields >= 2 or not titled):
        return "guide"
    if titled:
        return ""
    if fields >= 4:
        return "guide"
    return "mailbox" if not found.dated_entries and len(set(_MAILBOX_WORDS.findall(text))) >= 3 else ""


def _kind_of_article(found: Evidence) -> str:
    if any(_INTERPRETATION.search(name) for name in found.trail.path[-2:]) or found.title.startswith(_INTERPRETING):
        return "interpretation"
    return "policy" if found.number or found.interpreted else "article"


def _is_home(found: Evidence) -> bool:
    if found.trail.path or found.trail.tail or found.meta.get("ArticleTitle"):
        return False
    parts = urlsplit(found.url)
    return not parts.query and bool(_HOME.fullmatch(parts.path or "/"))


def _is_article(found: Evidence) -> bool:
    if found.trail.tail:
        return True
    named = found.meta.get("ArticleTitle", "")
    if named:
        return found.dated or (found.dated_entries < 8 and named != found.meta.get("ColumnName"))
    own = found.title and found.title not in found.trail.path
    return found.dated and bool(own) and found.dated_entries < 4
