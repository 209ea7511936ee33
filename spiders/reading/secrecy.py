"""Marks of classification (密级标志) in a text: 机密★5年, 密级：秘密, 份号, 内部资料 注意保密. Never judgements.

The words alone say nothing (商业秘密, 保密局, 绝密《电影》): only the forms in which a mark is set are looked for,
and not where a text speaks of marks (GB/T 9704). An examination paper is no secret once it is set. Nothing but the mark
is kept.
"""

import re
from collections.abc import Iterator
from typing import Final

from infra.records import Suspicion, SuspicionKind
from spiders.reading.text import clean

#: Marks told of one text, and characters of it that are looked at.
MOST: Final = 5
MAX_TEXT: Final = 200_000
#: Characters from a document's beginning within which a line that is a level and nothing else is its mark.
_HEAD: Final = 300
_LEVEL: Final = r"(?:[绝机秘][ \t]?密)"
_STAR: Final = re.compile(
    rf"{_LEVEL}[ \t]?[★☆][ \t]?"
    r"(?P<term>\d{1,2}[ \t]?(?:年|个?月|[天日])|[一二三五十]{1,3}(?:年|个月)|长期|启用|考试|解密)?"
)
_LABEL: Final = re.compile(
    rf"(?:密[ \t]?级|秘密等级|定[ \t]?密)(?:和保密期限)?[ \t]?[：:][ \t]?{_LEVEL}(?!级?[、/|,，或和及])"
)
_COPY: Final = re.compile(r"份[ \t]?号[ \t]?[：:]?[ \t]?\d{6}(?!\d)")
_INSIDE: Final = re.compile(
    r"内部(?:资料|文件|材料|参考|使用)[ \t]?[，,、！!·—\-]?[ \t]?"
    r"(?:注意保密|请勿外传|不得外传|严禁外传|切勿外传|严禁翻印)"
)
_ALONE: Final = re.compile(rf"^[ \t\u3000]*{_LEVEL}(?:[ \t]?\d{{1,2}}[ \t]?年)?[ \t\u3000]*$", re.MULTILINE)
#: What a sentence on marks has before one, and what such a text has around it.
_OPENED: Final = frozenset("“‘\"'「『《〈、/")
_SPEAKS: Final = re.compile(r"如|例|标[注明识有为志]|字样|形式|格式|应当|划分|分为|印有|显示|样式")
_BEFORE: Final = 14
_AFTER: Final = 6
#: One of these stands in every mark; most texts have none, which is quickly seen.
_SIGNS: Final = ("密", "份", "内部")
_OVER: Final = frozenset(("启用", "考试"))


def read_secrecy(title: str, text: str, where: str = "body") -> tuple[Suspicion, ...]:
    """The marks that a title and a text bear, each spelling once with how often it stands there."""
    found: dict[tuple[str, str], Suspicion] = {}
    counts: dict[tuple[str, str], int] = {}
    for place, part in (("title", title), (where, text[:MAX_TEXT])):
        if any(sign in part for sign in _SIGNS):
            for mark, why in _marks(part):
                key = (place, mark)
                found.setdefault(key, Suspicion(kind=SuspicionKind.SECRECY, sample=mark, where=place, why=why))
                counts[key] = counts.get(key, 0) + 1
    told = list(found.items())[:MOST]
    return tuple(_counted(one, counts[key]) for key, one in told)


def _marks(text: str) -> Iterator[tuple[str, str]]:
    for match in _STAR.finditer(text):
        if match.group("term") not in _OVER and not _is_spoken_of(text, match):
            yield clean(match.group()), "a level of classification and its star (密级★保密期限)"
    for match in _LABEL.finditer(text):
        if not _is_spoken_of(text, match):
            yield clean(match.group()), "a field that gives a level of classification (密级)"
    for match in _COPY.finditer(text):
        if not _is_spoken_of(text, match):
            yield "份号", "a number of the copy (份号), which classified documents bear"
    for match in _INSIDE.finditer(text):
        if not _is_spoken_of(text, match):
            yield clean(match.group()), "marked as for inside use, to be kept confidential"
    for match in _ALONE.finditer(text, 0, _HEAD):
        yield clean(match.group()), "a level of classification alone on a line over the document"


def _is_spoken_of(text: str, match: re.Match[str]) -> bool:
    """Whether a text tells of such marks instead of bearing one."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + _AFTER].partition("\n")[0]
    return before[-1:] in _OPENED or bool(_SPEAKS.search(before) or _SPEAKS.search(after))


def _counted(one: Suspicion, count: int) -> Suspicion:
    return Suspicion(kind=one.kind, sample=one.sample, where=one.where, why=one.why, count=count)
