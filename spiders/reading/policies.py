"""Policies (政策文件): document number (文号), and the links between a policy and its interpretations (解读).

The blocks that tie a consultation (意见征集) and its result (结果反馈) are read in the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.reading.documents import NUMBER, YEAR
from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule
from spiders.reading.text import clean

_LABEL = re.compile(r"(?:发文字号|文\s{0,4}号|发文号|文件编号|文件号|发文文号)\s?[：:\t\n]\s?")
#: What a block is headed by; the name of the group says what its links lead to.
_HEADED = re.compile(
    r"[【\[◆■]?(?:"
    r"(?P<forward>(?:相关|政策|文件|图文|文字|图片|图表|视频|专家|媒体|部门)?(?:政策)?(?:解读|图解|解读材料|解读回应|解读文件|解读链接|解读信息|解读稿))"
    r"|(?P<back>政策原文|相关文件|原文链接|文件原文|政策文件|关联文件|相关政策|查看原文|原文|解读文件原文|政策链接|文件链接)"
    r"|(?P<mixed>相关链接|关联信息|关联阅读|相关稿件)"
    r"|(?P<result>(?:意见|征集|征求意见)?(?:结果反馈|反馈结果|采纳情况|征集结果|反馈情况|结果公布|结果公示|结果公告|意见反馈|反馈公告)|采纳反馈)"
    r"|(?P<asked>(?:相关|原)?(?:意见征集|征集公告|征集原文|征求意见稿?|征集主题|征集链接|征集活动))"
    r")[】\]]?[：:]?\Z"
)
_MORE = re.compile(r"更多|more|查看|\W*\Z", re.IGNORECASE)
_EXPLAINS = re.compile(r"解读|图解|一图读懂|问答|答记者问")
_NOT_YET = re.compile(r"暂无|尚未|未反馈|未发布|征集中|进行中|暂未")
#: Links of a block that are taken; and where over the text a bare number may stand.
_MAX_TIES = 50
_HEAD = 1_500
#: The longest heading of a line.
_HEADING = 16
_COLONS = frozenset("：:")
#: The shortest text under 结果反馈 that is a result.
_ANSWER = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Links of a policy to its interpretations, or of an interpretation back to its policies; likewise of opinions."""

    interpretations: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    consultations: tuple[str, ...] = ()
    promised: bool = False
    """Whether the page has a block for interpretations, though perhaps an empty one: a policy page's own."""
    answered: bool = False
    """Whether the result itself stands under 结果反馈, in words."""


def read_number(outline: Outline, content_from: int) -> str:
    """The document number: in a field with its label, else alone on a line or in a box over the text."""
    if not YEAR.search(outline.text, content_from):
        return ""
    for match in _LABEL.finditer(outline.text, content_from):
        field = outline.text[match.end() : match.end() + 60].lstrip("\t ").split("\n", 1)[0].split("\t", 1)[0]
        number = NUMBER.search(field)
        if number:
            return outline.because("document_number", Rule.NUMBER_LABEL, _spelt(number), match.start())
    head_end = content_from + _HEAD
    for line in outline.text[content_from:head_end].split("\n")[:60]:
        number = NUMBER.fullmatch(line.strip(" \t（）()"))
        if number:
            return outline.because("document_number", Rule.NUMBER_LINE, _spelt(number), said=number[0])
    for box in outline.boxes:
        if content_from <= box.start < head_end and 6 < box.end - box.start < 40 and box.tag != "a":
            number = NUMBER.fullmatch(outline.shown(box).strip())
            if number:
                return outline.because("document_number", Rule.NUMBER_BOX, _spelt(number), box.start, box.end)
    return ""


def _spelt(number: re.Match[str]) -> str:
    return clean(number.group()).replace(" ", "")


def read_ties(outline: Outline, resolve: Resolver, content_from: int) -> Ties:
    """The links in blocks headed 相关解读, 政策原文 …; links that lead nowhere are none."""
    found: dict[str, dict[str, None]] = {name: {} for name in ("forward", "back", "result", "asked")}
    promised = answered = False
    for box in outline.boxes:
        if box.start < content_from or not 2 <= box.end - box.start <= 12:
            continue
        headed = _HEADED.match(outline.shown(box).strip())
        if headed is None:
            continue
        side = headed.lastgroup or ""
        if box.tag == "a":
            if side in ("back", "result") and (url := resolve(box.attr("href"))):
                found[side][outline.because("ties", Rule.TIE_LINK, url, box.start, box.end)] = None
            continue
        promised = promised or side == "forward"
        links = _beside(outline, resolve, box)
        for link in links:
            url = resolve(link.attr("href"))
            found[_side(outline, side, link)][outline.because("ties", Rule.TIE_BLOCK, url, box.start, link.end)] = None
        answered = answered or (side == "result" and not links and _is_answered(outline, box))
    for side, start, link in _on_lines(outline, content_from):
        promised = promised or side == "forward"
        if url := resolve(link.attr("href")):
            found[_side(outline, side, link)][outline.because("ties", Rule.TIE_LINE, url, start, link.end)] = None
    return Ties(
        interpretations=tuple(found["forward"])[:_MAX_TIES],
        policies=tuple(found["back"])[:_MAX_TIES],
        results=tuple(found["result"])[:_MAX_TIES],
        consultations=tuple(found["asked"])[:_MAX_TIES],
        promised=promised,
        answered=answered,
    )


def _side(outline: Outline, side: str, link: Box) -> str:
    """What a link under a heading leads to; under 相关链接 its own words tell."""
    if side != "mixed":
        return side
    return "forward" if _EXPLAINS.search(outline.shown(link)) else "back"


def _on_lines(outline: Outline, content_from: int) -> Iterator[tuple[str, int, Box]]:
    """The links of lines that begin with such a heading and a colon: 相关文件：《…》."""
    text, side, start, end = outline.text, "", 0, -1
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.start < content_from:
            continue
        if box.start >= end and text[box.start - 2 : box.start].rstrip()[-1:] in _COLONS:
            start = text.rfind("\n", 0, box.start) + 1
            headed = _HEADED.match(text[start : box.start].strip()) if box.start - start <= _HEADING else None
            side = (headed.lastgroup or "") if headed else ""
            if side:
                end = text.find("\n", box.start)
                end = end if end >= 0 else len(text)
        if side and start <= box.start < end:
            yield side, start, box


def _beside(outline: Outline, resolve: Resolver, heading: Box) -> list[Box]:
    """The links of the block that a heading stands over: the nearest box around it that holds any besides 更多."""
    for above in outline.ancestors(heading, 4):
        if above.end - above.start > 1_500 or above.tag == "body":
            break
        anchors = [outline.boxes[index] for index in outline.anchors_in(above, _MAX_TIES)]
        anchors = [
            box for box in anchors if box.index > heading.index and not _MORE.match(outline.shown(box).strip() or "空")
        ]
        if anchors:
            return [box for box in anchors if resolve(box.attr("href"))]
    return []


def _is_answered(outline: Outline, heading: Box) -> bool:
    """Whether the block that a heading stands over tells a result in words."""
    for above in outline.ancestors(heading, 3):
        under = outline.text[heading.end : above.end].strip()
        if under:
            return len(under) >= _ANSWER and not _NOT_YET.search(under[:200])
    return False
