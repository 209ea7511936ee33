"""Which side of a pair a page is, and what it says of the other: policy and interpretation, 意见征集 and 结果反馈.

Whether the pair holds together, only the pages of both sides can show; here each says what it knows.
"""

import re
from datetime import datetime

from infra.features import Role, TieSeen
from spiders.reading import dates
from spiders.reading.dates import BEIJING
from spiders.reading.documents import names_in, normal_number, numbers_in, subject
from spiders.reading.links import Resolver
from spiders.reading.outline import Outline
from spiders.reading.policies import Ties
from spiders.reading.rules import Rule
from spiders.reading.text import bare
from spiders.reading.unfilled import read_unfilled

_ASKS = re.compile(r"(?:征求|征集).{0,60}?(?:意见|建议)|意见(?:建议)?(?:征集|征求)|征求意见|征集意见")
_TELLS = re.compile(
    r"(?:征求|征集|意见|建议).{0,20}?(?:采纳|反馈|结果|汇总|吸收)|(?:采纳|反馈)(?:情况|结果)|(?:征求|征集)意见(?:的)?情况"
)
#: 人事任免, meetings, replies to one body, and what names persons or rewards: nobody explains these to the public.
_NEEDS_NONE = re.compile(
    r"任免|免职|免去|任命|任职|聘任|解聘|挂职|试用期|人事|考核结果|放假|节假日|值班|作息"
    r"|(?:召开|举办|举行|参加).{0,40}(?:会议?|活动|培训|大赛|论坛)的?(?:预备)?通知|会议通知|会议纪要|培训(?:班)?的?通知"
    r"|批复|复函|的函\Z|答复|表彰|表扬|嘉奖|授予|命名|公布.{0,40}名单|通报\Z|公示|招聘|遴选|预算|决算"
    r"|(?:成立|调整|设立|撤销).{0,40}(?:小组|指挥部|委员会|机构|成员|专班)|废止|失效|清理结果|转发"
)
_LAST_DAY = re.compile(
    r"(?:截[止至](?:时间|日期|日)?|结束(?:时间|日期)|至|到|于|[-—~～])[为是于：:\s]{0,3}"
    r"((?:(20\d\d)\s?[年\-/.]\s?)?(1[0-2]|0?[1-9])\s?[月\-/.]\s?(3[01]|[12]\d|0?[1-9])日?)(?!\d)(.{0,12})"
)
_YEAR = re.compile(r"(20\d\d)\s?[年\-/.]")
_ENDS = re.compile(
    r"(?:\d{1,2}[:：时点]\d{0,2}分?)?\s?(?:\([^)]{0,10}\)|（[^）]{0,10}）)?(?:之?前|止|截止|为止|结束|以前)"
)
#: Text of a page that is searched, and what is kept of each kind.
_MAX_TEXT = 20_000
_MAX_LINKED = 10
_MAX_NAMED = 5
_EXPLAINS = re.compile(r"解读|图解|一图读懂|问答|答记者问")
_ORIGINAL = re.compile(r"《|原文|[〔\[（(]20\d\d[〕\]）)]\d")


def read_tie(  # noqa: PLR0913 - what the readers before it found, each by its name
    outline: Outline, resolve: Resolver, content_from: int, *, kind: str, title: str, number: str, ties: Ties
) -> TieSeen | None:
    """What an article says of itself and of its counterpart; None for one that is no side of a pair."""
    role = _role(kind, title)
    if role is None:
        return None
    about = subject(title)
    text = outline.text[content_from : content_from + _MAX_TEXT]
    own = normal_number(number) if number else ""
    explains = role in (Role.INTERPRETATION, Role.FEEDBACK)
    blocks = {
        Role.POLICY: ties.interpretations,
        Role.INTERPRETATION: ties.policies,
        Role.CONSULTATION: ties.results,
        Role.FEEDBACK: ties.consultations,
    }
    linked = dict.fromkeys((*blocks[role], *_linked_in_text(outline, resolve, content_from, role, about)))
    linked.pop(resolve.base, None)
    return TieSeen(
        role=role,
        number=own,
        subject=about,
        needed=not _NEEDS_NONE.search(bare(title)),
        until=_last_day(outline, content_from) if role is Role.CONSULTATION else None,
        linked=tuple(linked)[:_MAX_LINKED],
        empty=read_unfilled(outline, content_from, number) if role is Role.POLICY else (),
        numbers=tuple(one for one in numbers_in(text, _MAX_NAMED + 1) if one != own)[:_MAX_NAMED] if explains else (),
        names=names_in(f"{title}\n{text}", _MAX_NAMED) if explains else (),
        answered=role is Role.CONSULTATION and ties.answered,
    )


def _role(kind: str, title: str) -> Role | None:
    if kind == "interpretation":
        return Role.INTERPRETATION
    if kind not in ("article", "policy"):
        return None
    if _ASKS.search(title) or (_TELLS.search(title) and "征" in title):
        return Role.FEEDBACK if _TELLS.search(title) else Role.CONSULTATION
    return Role.POLICY if kind == "policy" else None


def _linked_in_text(outline: Outline, resolve: Resolver, content_from: int, role: Role, about: str) -> list[str]:
    """Counterparts that the text itself links to, told by what the link says."""
    found: list[str] = []
    explains = role in (Role.INTERPRETATION, Role.FEEDBACK)
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.start < content_from or not 2 < box.end - box.start < 200:
            continue
        text = outline.shown(box)
        if explains:
            fits = _ORIGINAL.search(text) is not None
        elif role is Role.POLICY:
            fits = _EXPLAINS.search(text) is not None and about != "" and about in bare(text)
        else:
            fits = _TELLS.search(text) is not None and about != "" and about in bare(text)
        if fits and (url := resolve(box.attr("href"))):
            found.append(outline.because("tie.linked", Rule.TIE_TEXT, url, box.start, box.end))
            if len(found) >= _MAX_LINKED:
                break
    return found


def _last_day(outline: Outline, start: int) -> str | None:
    """The last day on which opinions are taken, as a text gives it; a day without a year is of the year before it."""
    text = outline.text[start : start + _MAX_TEXT]
    for match in _LAST_DAY.finditer(text):
        if match.group(0)[0] not in "截结" and not _ENDS.match(match.group(5)) and not _is_span(text, match.start()):
            continue
        year = match.group(2) or next(
            (one.group(1) for one in reversed(list(_YEAR.finditer(text, max(0, match.start() - 60), match.start())))),
            "",
        )
        if year:
            try:
                day = datetime(int(year), int(match.group(3)), int(match.group(4)), tzinfo=BEIJING)
            except ValueError:
                continue
            place = (start + match.start(), start + match.end())
            return outline.because("tie.until", Rule.TIE_UNTIL, dates.iso(day), *place)
    return None


def _is_span(text: str, at: int) -> bool:
    """Whether a date ends right before an offset: 2024年1月1日至1月31日 is a span, and its end the last day."""
    return bool(re.search(r"(?:日|\d)(?:起|开始)?\s?\Z", text[max(0, at - 6) : at]))
