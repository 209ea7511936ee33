"""What a document is called: its number (文号) in one spelling, and the name that its title gives it.

A policy is titled 关于印发《X》的通知 and its interpretation 一图读懂《X》: X is the subject of both.
"""

import re

from spiders.reading.text import bare

#: The longest name and number that are kept, in characters.
MAX_NAME = 80
_MAX_NUMBER = 30

_OPEN, _CLOSE = "〔\\[［（(【﹝", "〕\\]］）)】﹞"
NUMBER = re.compile(rf"[一-龥]{{1,14}}[{_OPEN}]\s?(?:19|20)\d\d\s?[{_CLOSE}]\s?第?\s?\d{{1,5}}\s?号")
YEAR = re.compile(rf"[{_OPEN}]\s?(?:19|20)\d\d\s?[{_CLOSE}]")
_BRACKETS = re.compile(r"[\[(【]((?:19|20)\d\d)[\])】]")
#: Words of the sentence around a number that look like its letters: 根据鄂政发〔2024〕3号.
_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|印发|转发|下发|发布|通知|公告|文件|文号|字号|简称|废止|替代|关于|见|为|即|和|与|及|以)(?=.)"
)
_NAMED = re.compile(r"[《〈<]([^《》〈〉<>]{4,120})[》〉>]")
_MARKERS = re.compile(
    r"(?:【[^】]{1,16}】|\[[^\]]{1,16}\]|一图(?:读|看|速)懂|图解|漫画|动漫|视频|H5|(?:政策|文件|图文|文字|专家|媒体|部门|图片)?解读(?:[之一二三四五六]{0,2})|政策问答)[:|丨·\-—]{0,2}",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"[^《]{0,40}?关于(?:联合|修订)?(?:印发|发布|下发|公布|转发|修改|公开征求|征求|征集|对)?")
_CALLED = re.compile(
    r"(?:公开)?(?:征求|征集)?(?:社会)?(?:公众)?(?:的)?(?:意见|建议)?(?:征集|征求)?(?:采纳|反馈)?(?:情况|结果)?(?:的)?"
    r"(?:通知|公告|通告|公示|函|启事|反馈|说明|报告)?\Z"
)
_EXPLAINED = re.compile(
    r"(?:的)?(?:政策|文件|图文|相关)?(?:解读|图解|问答|答记者问|起草说明|政策说明)(?:稿|材料|说明)?\Z"
)
_DRAFT = re.compile(r"\((?:公开)?(?:征求意见稿?|草案|送审稿|讨论稿|意见稿)[^)]{0,8}\)|征求意见稿|\(草案\)")


def normal_number(text: str) -> str:
    """A document number in one spelling, brackets 〔〕, without blanks: ``鄂政办发〔2024〕3号``; '' for none."""
    number = _BRACKETS.sub(r"〔\1〕", bare(text)).replace("第", "")
    return number[-_MAX_NUMBER:]


def numbers_in(text: str, limit: int) -> tuple[str, ...]:
    """The document numbers that a text names, each once, in one spelling."""
    found: dict[str, None] = {}
    for match in NUMBER.finditer(text):
        letters, bracket, rest = normal_number(match.group()).partition("〔")
        found[_BEFORE.sub("", letters) + bracket + rest] = None
        if len(found) >= limit:
            break
    return tuple(found)


def names_in(text: str, limit: int) -> tuple[str, ...]:
    """The documents that a text names in 《》, each once, without blanks."""
    found: dict[str, None] = {}
    for match in _NAMED.finditer(text):
        found[_plain(bare(match.group(1)))[:MAX_NAME]] = None
        if len(found) >= limit:
            break
    found.pop("", None)
    return tuple(found)


def subject(title: str) -> str:
    """What a title is about: the longest name in it, innermost brackets first, else what its set phrases leave."""
    short = bare(title)[: 3 * MAX_NAME]
    names = _NAMED.findall(short)
    return _plain(max(names, key=len) if names else short)[:MAX_NAME]


def _plain(name: str) -> str:
    name = _EXPLAINED.sub("", _MARKERS.sub("", _DRAFT.sub("", name)))
    told = _ISSUED.match(name)
    if told:
        name = _CALLED.sub("", name[told.end() :])
    return name.strip("《》〈〉\"“”‘’'·.,:：;!?-—|丨_ ")
