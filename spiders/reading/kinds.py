"""What kind of page it is, from what the readers found; the address has the least say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.reading.columns import Trail
from spiders.reading.margin import Where
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule

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
        return outline.because("kind", Rule.KIND_HOME, "home", where=Where.ADDRESS)
    if _SEARCH.search(urlsplit(found.url).path):
        return outline.because("kind", Rule.KIND_SEARCH, "search", where=Where.ADDRESS)
    article = _is_article(outline, found)
    service = _kind_of_service(outline, found, titled=article and bool(found.meta.get("ArticleTitle")))
    if service or article:
        return service or _kind_of_article(outline, found)
    return _kind_of_list(outline, found)


def _kind_of_list(outline: Outline, found: Evidence) -> str:
    trail = found.trail
    if trail.path:
        return outline.because("kind", Rule.KIND_COLUMN_TRAIL, "column", trail.start, trail.end)
    if found.entries:
        return outline.because("kind", Rule.KIND_COLUMN_ENTRIES, "column")
    name = found.meta.get("ColumnName", "")
    if name:
        return outline.because("kind", Rule.KIND_COLUMN_TAG, "column", where=Where.SOURCE, said=name)
    return outline.because("kind", Rule.KIND_OTHER, "other")


def _kind_of_service(outline: Outline, found: Evidence, *, titled: bool) -> str:
    """mailbox, message or guide: what people use rather than read. A titled article needs better evidence."""
    names = found.trail.path
    text = outline.text
    last = names[-1] if names else found.meta.get("ColumnName", "")
    mailbox = next((name for name in names[-2:] if _MAILBOX.search(name)), "")
    if mailbox:
        letter = (_LETTER.search(text) or _LETTER_TEXT.search(text)) if found.dated_entries < 2 else None
        if letter and (_REPLY.search(text) or (_LETTER_TEXT.search(text) and _LETTER.search(text))):
            return outline.because("kind", Rule.KIND_LETTER, "message", *letter.span())
        return "" if titled else outline.because("kind", Rule.KIND_MAILBOX_COLUMN, "mailbox", said=mailbox)
    fields = set(_GUIDE_FIELDS.findall(text))
    if _GUIDE.search(last) and found.entries < _LISTED and (len(fields) >= 2 or not titled):
        return outline.because("kind", Rule.KIND_GUIDE_COLUMN, "guide", said=last)
    if titled:
        return ""
    if len(fields) >= 4:
        return outline.because("kind", Rule.KIND_GUIDE_FIELDS, "guide", said=min(fields))
    words = set(_MAILBOX_WORDS.findall(text)) if not found.dated_entries else set()
    return outline.because("kind", Rule.KIND_MAILBOX_WORDS, "mailbox", said=min(words)) if len(words) >= 3 else ""


def _kind_of_article(outline: Outline, found: Evidence) -> str:
    column = next((name for name in found.trail.path[-2:] if _INTERPRETATION.search(name)), "")
    if column:
        return outline.because("kind", Rule.KIND_INTERPRETING_COLUMN, "interpretation", said=column)
    if found.title.startswith(_INTERPRETING):
        return outline.because("kind", Rule.KIND_INTERPRETING_TITLE, "interpretation", said=found.title)
    if found.number:
        return outline.because("kind", Rule.KIND_NUMBERED, "policy", said=found.number)
    return outline.because("kind", Rule.KIND_INTERPRETED, "policy") if found.interpreted else "article"


def _is_home(found: Evidence) -> bool:
    if found.trail.path or found.trail.tail or found.meta.get("ArticleTitle"):
        return False
    parts = urlsplit(found.url)
    return not parts.query and bool(_HOME.fullmatch(parts.path or "/"))


def _is_article(outline: Outline, found: Evidence) -> bool:
    if found.trail.tail:
        outline.because("kind", Rule.KIND_TAIL, "article", said=found.trail.tail)
        return True
    named = found.meta.get("ArticleTitle", "")
    if named:
        outline.because("kind", Rule.KIND_TITLED, "article", where=Where.SOURCE, said=named)
        return found.dated or (found.dated_entries < 8 and named != found.meta.get("ColumnName"))
    own = found.title and found.title not in found.trail.path
    outline.because("kind", Rule.KIND_DATED, "article", said=found.title)
    return found.dated and bool(own) and found.dated_entries < 4
