"""What of a page may earn points (加分): data in usable formats, interpretations in several forms, surveys, interviews.

Only what is there; that it is good enough for a bonus is for a person to say.
"""

import re
from collections.abc import Iterator, Sequence

from infra.features import Merit, MeritSeen
from spiders.reading.emptiness import footer_start
from spiders.reading.links import Link
from spiders.reading.outline import Box, Outline
from spiders.reading.sorting import SERVICES

_DATA = re.compile(
    r"数据(?:开放|发布|公开|资源|下载|专栏|集)|开放数据|统计(?:数据|信息|公报|年鉴|月报)|业务数据|数据\Z"
)
_SURVEY = re.compile(r"征集|调查|问卷|意见征求|征求意见|投票")
_RESULT = re.compile(r"结果|反馈|采纳|情况(?:的)?(?:说明|汇总|通报|公示|报告)|回复")
_INTERVIEW = re.compile(r"访谈|(?:网上|在线|图文|视频|网络)直播")
_RESPONSE = re.compile(r"回应关切|(?:热点|舆情|民生|关切|社会)(?:问题)?回应|回应(?:热点|社会)")
_HELPS = re.compile(
    r"(?:办件|办理|办事|申报|审批)?(?:进度|结果|状态)查询|办件查询|常见问[题答]|(?:网上|在线)(?:办理|申报|申请|预约)|全程网办|一网通办"
    r"|智能(?:导办|导服|引导)|法规库|法律法规"
)
_FORMATS = frozenset(("xls", "xlsx", "et", "csv", "json", "xml", "ods"))
_PICTURED = re.compile(r"图解|一图|漫画|长图|海报|图片解读")
_FILMED = re.compile(r"视频|短片|微课")
_SPOKEN = re.compile(r"音频|广播|听政策")
_DRAWN = re.compile(r"动画|动漫|漫画|H5", re.IGNORECASE)
_FRAME = re.compile(r"icon|share|qrcode|ewm|logo|print|weixin|weibo|close|fileType|/images?/(?:bg|btn)", re.IGNORECASE)
_PLAYER = re.compile(r"video|player|\.mp4|\.m3u8|\.flv|v\.qq\.com", re.IGNORECASE)
_FILMS = (".mp4", ".m3u8", ".flv", ".wmv", ".avi", ".mov")
_SOUNDS = (".mp3", ".wav", ".m4a")
_MAX_FORMS = 6
_MAX_NAME = 20
#: A picture of an interpretation is wider than this; smaller ones are marks.
_SMALL = 120


def read_merits(  # noqa: PLR0913 - what is known of a page
    outline: Outline,
    kind: str,
    names: Sequence[str],
    title: str,
    *,
    content_from: int = 0,
    files: Sequence[str] = (),
    links: Sequence[Link] = (),
) -> tuple[MeritSeen, ...]:
    """What may earn points of a page of a kind in a column of these names; ``files`` are its attachments."""
    found = list(_of_column(kind, names, title))
    if kind == "interpretation":
        found.append(MeritSeen(kind=Merit.MEDIA, forms=tuple(sorted(_media(outline, title, content_from)))))
    if _DATA.search("\n".join((*names[-2:], title))):
        listed = [link.url for link in links if link.region in ("list", "body")]
        formats = {url.lower().partition("?")[0].rpartition(".")[2] for url in (*files, *listed)} & _FORMATS
        if formats:
            found.append(MeritSeen(kind=Merit.DATA, forms=tuple(sorted(formats))))
    if kind == "home" or any(SERVICES.search(name) for name in names):
        helps = dict.fromkeys(
            link.text for link in links if 2 < len(link.text) <= _MAX_NAME and _HELPS.search(link.text)
        )
        if helps:
            found.append(MeritSeen(kind=Merit.SERVICE, forms=tuple(helps)[:_MAX_FORMS]))
    return tuple(found)


def _of_column(kind: str, names: Sequence[str], title: str) -> Iterator[MeritSeen]:
    """What an article is by the column that it stands in."""
    if kind not in ("article", "policy", "other") or not names or not title:
        return
    column = "\n".join(names[-2:])
    if _INTERVIEW.search(column):
        yield MeritSeen(kind=Merit.INTERVIEW)
    elif _SURVEY.search(column) and not _RESULT.search(title) and not _RESULT.search(names[-1]):
        yield MeritSeen(kind=Merit.SURVEY)
    if _RESPONSE.search(column):
        yield MeritSeen(kind=Merit.RESPONSE)


def _media(outline: Outline, title: str, content_from: int) -> set[str]:
    """In which forms beside text an interpretation is: by its title, or by what its content shows."""
    told = {"picture": _PICTURED, "video": _FILMED, "audio": _SPOKEN, "animation": _DRAWN}
    until = max(footer_start(outline), content_from)
    # A picture has no text: the last one stands where the footer's text begins.
    shown = {_form(box) for box in outline.boxes if content_from <= box.start <= until}
    return {form for form, words in told.items() if words.search(title)} | (shown - {""})


def _form(box: Box) -> str:
    source = box.attr("src")
    if box.tag in ("video", "embed") or (box.tag in ("iframe", "object") and _PLAYER.search(source)):
        return "video"
    if box.tag == "audio":
        return "audio"
    if box.tag == "a" and (href := box.attr("href").lower().partition("?")[0]):
        return "video" if href.endswith(_FILMS) else "audio" if href.endswith(_SOUNDS) else ""
    if box.tag == "img" and source and not _FRAME.search(source):
        width = box.attr("width").removesuffix("px")
        return "" if width.isdigit() and len(width) < 6 and int(width) < _SMALL else "picture"
    return ""
